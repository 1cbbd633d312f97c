"""The made-up people of a demonstration clinic: ten that are always there, and as many more as are wanted."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import product
from random import Random

from mirra.anatomy import BOTH_SIDES, Limb, Side
from mirra.practice.made_up import Manner
from mirra.practice.simulate import Ending

SEED = 2026  # the same people every time


@dataclass(frozen=True)
class Example:
    """One made-up person: pain (0-10) at first, how it goes, and on which of the past days they practised.

    Who is in a ``programme`` goes through it in their ``manner``.
    With ``scheduled`` they practise by a locked schedule of days, drawn before their first session.
    Who keeps a ``diary`` writes a line on most days, or as their manner has it.
    ``screened`` holds the answers to the screening that mean something; ``None``: never screened.
    """

    name: str
    condition: str
    affected: Side
    limb: Limb
    pain: float
    relief: float
    unpleasant: float
    days_ago: tuple[int, ...]
    endings: dict[int, Ending] = field(default_factory=dict)
    screened: dict[str, str] | None = None
    programme: str | None = None
    manner: Manner = "improver"
    scheduled: bool = False
    diary: bool = False


GRADED, WATCHING = "graded_imagery", "observation_then_mirror"


def _in_programme(
    name: str,
    condition: str,
    limb: Limb,
    began: int,
    manner: Manner = "improver",
    programme: str = GRADED,
) -> Example:
    """Somebody who began a programme so many days ago and has practised five days a week since."""
    days = tuple(day for day in range(began, 0, -1) if day % 7 not in (0, 3))
    return Example(
        name,
        condition,
        "right",
        limb,
        pain=6,
        relief=0.0,
        unpleasant=0.05,
        days_ago=days,
        programme=programme,
        manner=manner,
        screened={},
    )


EXAMPLES = (
    Example(
        "Ada",
        "stroke",
        "right",
        "hand",
        pain=3,
        relief=0.5,
        unpleasant=0.05,
        days_ago=(18, 17, 15, 14, 11, 10, 8, 7, 4, 3, 1),
        screened={},
        diary=True,
    ),
    Example(
        "Ben",
        "phantom_limb_pain",
        "left",
        "hand",
        pain=7,
        relief=0.4,
        unpleasant=0.15,
        days_ago=(20, 18, 16, 13, 11, 9, 6, 2),
        endings={13: "stopped"},
        screened={"emotion": "yes"},
        diary=True,
    ),
    Example(
        "Cleo",
        "crps",
        "left",
        "foot",
        pain=6,
        relief=0.0,
        unpleasant=0.3,
        days_ago=(14, 13, 12, 10, 9),
        endings={12: "stopped", 9: "interrupted"},
    ),
    _in_programme("Dora", "crps", "hand", 8),
    _in_programme("Emil", "phantom_limb_pain", "arm", 20),
    _in_programme("Fay", "crps", "foot", 33),
    _in_programme("Gus", "crps", "hand", 18, "non_responder"),
    _in_programme("Hana", "stroke", "hand", 9, programme=WATCHING),
    _in_programme("Ivo", "stroke", "arm", 21, programme=WATCHING),
    Example(
        "Jale",
        "stroke",
        "left",
        "hand",
        pain=4,
        relief=0.1,
        unpleasant=0.05,
        days_ago=(16, 15, 14, 12, 11, 9, 8, 7, 5, 4, 2, 1),
        screened={},
        scheduled=True,
    ),
)
# Spellings that a page must be able to show: accents, other scripts, joiners inside a word, and more than fits a line.
GIVEN_NAMES = (
    "Dimitra",
    "Émile",
    "Fatou",
    "Göran",
    "Hyun-woo",
    "Ngozi",
    "Ömer",
    "Radoš",
    "Wilhelmina Josephine",
    "علی\u200cرضا",
    "ශ්\u200dරී",
    "静香",
)
FAMILY_NAMES = ("Abbott", "Bakker", "Featherstonehaugh-Montgomery-Ashworth", "García", "Okafor", "Ştefan")
LIMBS: tuple[Limb, ...] = ("hand", "hand", "hand", "arm", "foot", "leg")
MAX_PEOPLE = len(EXAMPLES) + len(GIVEN_NAMES) * len(FAMILY_NAMES)


def examples(people: int) -> tuple[Example, ...]:
    """So many made-up people, at most ``MAX_PEOPLE``: the same ones every time, those of ``EXAMPLES`` first."""
    random = Random(SEED)  # noqa: S311 (nothing secret)
    names = [f"{given_name} {family_name}" for given_name, family_name in product(GIVEN_NAMES, FAMILY_NAMES)]
    random.shuffle(names)
    return EXAMPLES[:people] + tuple(
        _invented(name, random) for name in names[: max(0, people - len(EXAMPLES))]
    )


def _invented(name: str, random: Random) -> Example:
    """Somebody who practises often or seldom, may have stopped a while ago, and may not have begun."""
    began, latest = random.randint(4, 20), random.choice((0, 0, 1, 1, 2, 3, 9))
    share = random.choice((0.2, 0.4, 0.6))
    days = tuple(day for day in range(began, latest, -1) if random.random() < share)
    endings: dict[int, Ending] = {
        day: random.choice(("stopped", "interrupted")) for day in days if random.random() < 0.08
    }
    return Example(
        name,
        random.choice(
            ("stroke", "stroke", "phantom_limb_pain", "crps", "chronic_limb_pain", "focal_dystonia")
        ),
        random.choice(BOTH_SIDES),
        random.choice(LIMBS),
        pain=random.randint(1, 8),
        relief=random.choice((-0.3, 0.0, 0.2, 0.4)),
        unpleasant=random.choice((0.0, 0.0, 0.02, 0.1)),
        days_ago=days,
        endings=endings,
    )
