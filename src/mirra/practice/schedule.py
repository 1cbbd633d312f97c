"""A locked schedule: which display each day of practice has, drawn by lot once, and checked again at any time.

The draw is the same for ever. All orders that a design allows stand in one fixed list, which is never written out:
``count`` says how long it is, ``order_at`` gives the order at one place of it. The place comes from the seed alone
(``place_of``), by SHA-256. Neither Python's nor NumPy's generators are used, since those may change.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from functools import cache
from math import factorial
from typing import Annotated, Literal

from pydantic import Field, ValidationError

from mirra.catalogue.models.designs import Alternation, Blocks, Design, Layout, NamedDisplay, Phases
from mirra.catalogue.models.fields import Frozen, Slug
from mirra.errors import ScheduleError
from mirra.practice.display import Display, DisplayId

FEWEST = 20  # possible draws, for a one-sided randomisation test to reach p = 0.05 (claim N06)
SCHEDULE_BYTES = 100_000
Order = tuple[int, ...]  # the display of each day, counted from 0
Seed = Annotated[str, Field(pattern=r"^[0-9a-f]{32}$")]


class Compared(Frozen):
    """A display that the schedule compares, by its name on that day and by how it shows the limb."""

    id: Slug
    name: str
    display: DisplayId


class Schedule(Frozen):
    """A schedule as it was drawn: ``days`` names the display of each day practised, missed days left out.

    ``draws`` is how many orders were possible, in decimal digits, since it may be larger than other programs read.
    ``drawn_at`` is UTC to the second; ``person`` and ``drawn_by`` are ids.
    """

    version: Literal[1] = 1
    person: str
    design: Slug
    design_version: int
    layout: Layout
    displays: tuple[Compared, ...]
    days: tuple[Slug, ...]
    draws: Annotated[str, Field(pattern=r"^[1-9][0-9]*$")]
    seed: Seed
    drawn_at: Annotated[str, Field(pattern=r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$")]
    drawn_by: str

    @property
    def text(self) -> str:
        """The schedule as canonical JSON: keys in order, no spaces, ASCII; whole numbers and texts only."""
        return json.dumps(self.model_dump(mode="json"), sort_keys=True, separators=(",", ":"))

    @property
    def sha256(self) -> str:
        """The SHA-256 of ``text``, in hex."""
        return sha256(self.text)


def sha256(text: str) -> str:
    """The SHA-256 of a schedule's text, in hex."""
    return hashlib.sha256(text.encode()).hexdigest()


def display(shown: NamedDisplay) -> Display:
    """How a named display shows the limb."""
    return Display(size=shown.size / 100, delay=shown.delay, covered=shown.covered)


def check(design: Design, displays: int, days: int) -> None:
    """Raises ``ScheduleError`` naming the field where a design cannot compare so many displays on so many days."""
    if not design.displays_low <= displays <= design.displays_high:
        what = f"The design {design.name} does not compare {displays} displays."
        raise ScheduleError(what, where="displays", todo=f"Choose {_range(design)}.")
    if not design.days_low <= days <= design.days_high or count(design.layout, displays, days) == 0:
        allowed = [
            length for length in possible_days(design, displays) if count(design.layout, displays, length)
        ]
        what = f"The design {design.name} cannot share {days} days among {displays} displays."
        near = sorted(allowed, key=lambda length: (abs(length - days), length))[:2]
        todo = f"Choose {' or '.join(map(str, sorted(near)))} days." if near else "Choose other displays."
        raise ScheduleError(what, where="days", todo=todo)


def possible_days(design: Design, displays: int) -> range:
    """The numbers of days among which a design's may lie; blocks and alternations come in whole ones."""
    layout = design.layout
    step = 1 if isinstance(layout, Phases) else displays * (layout.run if isinstance(layout, Blocks) else 1)
    first = -(-design.days_low // step) * step
    return range(first, design.days_high + 1, step)


def draw(
    design: Design,
    displays: Sequence[NamedDisplay],
    days: int,
    *,
    person: str,
    seed: str,
    drawn_at: datetime,
    drawn_by: str,
) -> Schedule:
    """Draw a schedule from a seed of 32 hex digits; raises ``ScheduleError`` for what ``check`` refuses."""
    check(design, len(displays), days)
    compared = tuple(Compared(id=shown.id, name=shown.name, display=display(shown).id) for shown in displays)
    if len({shown.id for shown in compared}) < len(compared):
        raise ScheduleError("A display is named twice.", where="displays", todo="Choose different ones.")
    draws = count(design.layout, len(displays), days)
    order = order_at(design.layout, len(displays), days, place_of(seed, draws))
    return Schedule(
        person=person,
        design=design.id,
        design_version=design.version,
        layout=design.layout,
        displays=compared,
        days=tuple(compared[index].id for index in order),
        draws=str(draws),
        seed=seed,
        drawn_at=drawn_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        drawn_by=drawn_by,
    )


def read_schedule(text: str) -> Schedule:
    """Read a schedule from its canonical JSON; raises ``ScheduleError`` for anything else."""
    try:
        schedule = Schedule.model_validate_json(text[: SCHEDULE_BYTES + 1])
    except ValidationError as error:
        field = ".".join(str(part) for part in error.errors()[0]["loc"])
        raise ScheduleError("This is no schedule that this mirra reads.", where=field) from None
    if schedule.text != text:
        raise ScheduleError("The text is not as mirra writes it.", todo="Compare it with the printed hash.")
    return schedule


def verify(text: str, hash_kept: str) -> Schedule:
    """The schedule, held against the hash that was kept (``hash_kept``) and drawn again from its seed.

    Raises ``ScheduleError`` where the hash is another one, or another order follows from the seed.
    """
    if sha256(text) != hash_kept:
        raise ScheduleError(
            "The schedule is not the one that was drawn: its hash differs.",
            where="sha256",
            todo="Restore a backup.",
        )
    schedule = read_schedule(text)
    number, draws = len(schedule.displays), count(schedule.layout, len(schedule.displays), len(schedule.days))
    again: tuple[str, ...] = ()
    if draws:
        order = order_at(schedule.layout, number, len(schedule.days), place_of(schedule.seed, draws))
        again = tuple(schedule.displays[shown].id for shown in order)
    if (again, str(draws)) != (schedule.days, schedule.draws):
        raise ScheduleError("The days do not follow from the seed.", where="days", todo="Restore a backup.")
    return schedule


def doubt(draws: int) -> str:
    """A warning where so few draws are possible that no randomisation test can reach p = 0.05; else empty."""
    if draws >= FEWEST:
        return ""
    return (
        f"Only {draws} {'draw is' if draws == 1 else 'draws are'} possible, so p cannot be below {1 / draws:.2g}. "
        f"For 0.05 at least {FEWEST} are needed: choose more days."
    )


def place_of(seed: str, draws: int) -> int:
    """The place of the draw among so many, each equally likely.

    The text "mirra schedule 1", the seed and a counter from 0, joined by spaces, is hashed by SHA-256 and read as a
    number, most significant byte first. Numbers at or above the largest multiple of ``draws`` are passed over with the
    next counter; the remainder of the first other one is the place.
    """
    whole = 2**256
    if not 1 <= draws < whole:
        raise ScheduleError("No draw is possible.", where="days")
    limit, counter = whole - whole % draws, 0
    while True:
        digest = hashlib.sha256(f"mirra schedule 1 {seed} {counter}".encode()).digest()
        number = int.from_bytes(digest, "big")
        if number < limit:
            return number % draws
        counter += 1


def count(layout: Phases | Blocks | Alternation, displays: int, days: int) -> int:
    """How many orders are possible; 0 where so many days cannot be shared."""
    match layout:
        case Phases():
            return _lengths(len(layout.order), days, layout.shortest, layout.longest)
        case Blocks():
            blocks, left = divmod(days, displays * layout.run)
            return factorial(displays) ** blocks if blocks and not left else 0
        case Alternation():
            each, left = divmod(days, displays)
            return _alternations((each,) * displays, -1, 0, layout.in_a_row) if each and not left else 0


def order_at(layout: Phases | Blocks | Alternation, displays: int, days: int, rank: int) -> Order:
    """The order at a ``rank`` (from 0) of the list of all possible ones, smaller lengths and earlier displays first."""
    match layout:
        case Phases():
            return tuple(_phases(layout, days, rank))
        case Blocks():
            return tuple(_blocks(displays, days // (displays * layout.run), layout.run, rank))
        case Alternation():
            return tuple(_alternation(displays, days // displays, layout.in_a_row, rank))


@cache
def _lengths(phases: int, days: int, shortest: int, longest: int) -> int:
    """In how many ways phases share the days."""
    if phases == 0:
        return int(days == 0)
    if not phases * shortest <= days <= phases * longest:
        return 0
    return sum(
        _lengths(phases - 1, days - length, shortest, longest) for length in range(shortest, longest + 1)
    )


def _phases(layout: Phases, days: int, rank: int) -> Iterator[int]:
    for after, shown in zip(range(len(layout.order) - 1, -1, -1), layout.order, strict=True):
        for length in range(layout.shortest, layout.longest + 1):
            ways = _lengths(after, days - length, layout.shortest, layout.longest)
            if rank < ways:
                yield from (shown - 1,) * length
                days -= length
                break
            rank -= ways


def _blocks(displays: int, blocks: int, run: int, rank: int) -> Iterator[int]:
    """Each block's order is one digit of the rank in base ``displays!``, the first block's the highest."""
    base = factorial(displays)
    for block in range(blocks - 1, -1, -1):
        which, left = rank // base**block % base, list(range(displays))
        for after in range(displays - 1, -1, -1):
            at, which = divmod(which, factorial(after))
            yield from (left.pop(at),) * run


@cache
def _alternations(left: Order, last: int, row: int, in_a_row: int) -> int:
    """In how many ways the days that are left of each display can follow ``row`` days of the ``last`` one."""
    if not any(left):
        return 1
    return sum(_alternations(*after, in_a_row) for after in _next(left, last, row, in_a_row))


def _next(left: Order, last: int, row: int, in_a_row: int) -> Iterator[tuple[Order, int, int]]:
    """What is left after each display that the next day may have."""
    for shown, days in enumerate(left):
        again = row + 1 if shown == last else 1
        if days and again <= in_a_row:
            yield (*left[:shown], days - 1, *left[shown + 1 :]), shown, again


def _alternation(displays: int, each: int, in_a_row: int, rank: int) -> Iterator[int]:
    left, last, row = (each,) * displays, -1, 0
    while any(left):
        for after in _next(left, last, row, in_a_row):
            ways = _alternations(*after, in_a_row)
            if rank < ways:
                left, last, row = after
                yield last
                break
            rank -= ways


def _range(design: Design) -> str:
    low, high = design.displays_low, design.displays_high
    return f"{low}" if low == high else f"{low} to {high}"
