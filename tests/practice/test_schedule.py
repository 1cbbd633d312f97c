"""Locked schedules: a draw keeps to its design, all are equally likely, and a seed gives the same one for ever."""

from __future__ import annotations

import hashlib
from collections import Counter
from datetime import datetime, timedelta, timezone
from itertools import groupby, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mirra.catalogue.models.designs import Alternation, Blocks, Design, Phases
from mirra.errors import ScheduleError
from mirra.practice import schedule
from mirra.practice.display import MIRROR, display_of
from mirra.practice.schedule import Schedule, count, draw, order_at, place_of, possible_days, verify
from tests.practice.given import CATALOGUE, MADE

DISPLAYS = CATALOGUE.displays.displays
Layout = Phases | Blocks | Alternation

SEED = "0123456789abcdef" * 2

# Never edit what follows: what was drawn once must come out again, and stand, in every later version.
KEPT: tuple[tuple[Layout, int, int, str, int], ...] = (
    (Phases(kind="phases", order=(1, 2, 1, 2), shortest=5, longest=12), 2, 28, "A8 B5 A10 B5", 161),
    (
        Alternation(kind="alternation", in_a_row=2),
        2,
        20,
        "A1 B1 A2 B1 A1 B2 A1 B2 A1 B1 A1 B1 A1 B1 A2 B1",
        8196,
    ),
    (
        Alternation(kind="alternation", in_a_row=2),
        3,
        18,
        "B2 C1 A1 B1 A1 C1 A2 C1 B1 A1 B1 C1 B1 C1 A1 C1",
        6128208,
    ),
    (Blocks(kind="blocks"), 2, 20, "A1 B2 A1 B1 A2 B1 A1 B1 A1 B1 A1 B2 A2 B2 A1", 1024),
    (Blocks(kind="blocks"), 4, 20, "B1 A1 D1 C2 A1 B1 D1 B1 A1 D1 C1 D1 A1 B1 C1 D1 B1 C1 A1", 7962624),
    (Blocks(kind="blocks", run=3), 2, 30, "A3 B3 A3 B6 A6 B6 A3", 32),
)
KEPT_TEXT = (
    '{"days":["mirror","mirror","mirror","mirror","mirror","mirror","mirror","mirror","covered","covered"'
    ',"covered","covered","covered","mirror","mirror","mirror","mirror","mirror","mirror","mirror","mirro'
    'r","mirror","mirror","covered","covered","covered","covered","covered"],"design":"abab","design_vers'
    'ion":1,"displays":[{"display":"s100_d0","id":"mirror","name":"Mirror"},{"display":"s100_d0_c","id":"'
    'covered","name":"Covered mirror"}],"drawn_at":"2026-03-02T09:30:00Z","drawn_by":"bbbbbbbbbbbbbbbbbbb'
    'bbbbbbbbbbbbb","draws":"161","layout":{"kind":"phases","longest":12,"order":[1,2,1,2],"shortest":5},'
    '"person":"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa","seed":"0123456789abcdef0123456789abcdef","version":1}'
)
KEPT_SHA256 = "e4e7b445184fc5afa90fc3ddfd865ca1e70053f6f0cd3790e3956e4690cda39c"


def drawn(design: Design, displays: int, days: int, seed: str) -> Schedule:
    return draw(
        design,
        DISPLAYS[:displays],
        days,
        person="a" * 32,
        seed=seed,
        drawn_at=MADE,
        drawn_by="b" * 32,
    )


def runs(order: tuple[int, ...]) -> list[tuple[int, int]]:
    """What follows what, each with how many days in a row."""
    return [(shown, len(list(row))) for shown, row in groupby(order)]


def in_short(order: tuple[int, ...]) -> str:
    """An order as "A8 B5": display A on 8 days, then B on 5."""
    return " ".join(f"{'ABCD'[shown]}{length}" for shown, length in runs(order))


@st.composite
def asked(draw: st.DrawFn) -> tuple[Design, int, int]:
    """Any design with displays and days that it can have."""
    design = CATALOGUE.designs[draw(st.sampled_from(sorted(CATALOGUE.designs)))]
    displays = draw(st.integers(design.displays_low, design.displays_high))
    return design, displays, draw(st.sampled_from(list(possible_days(design, displays))))


def small() -> list[tuple[Layout, int, int]]:
    """Layouts of so few days that every order can be tried."""
    phases = Phases(kind="phases", order=(1, 2, 1, 2), shortest=1, longest=4)
    return [
        (phases, 2, 8),
        (Phases(kind="phases", order=(1, 2, 3), shortest=2, longest=5), 3, 9),
        (Blocks(kind="blocks"), 2, 8),
        (Blocks(kind="blocks", run=2), 2, 8),
        (Blocks(kind="blocks"), 3, 6),
        (Alternation(kind="alternation", in_a_row=2), 2, 8),
        (Alternation(kind="alternation", in_a_row=1), 3, 6),
        (Alternation(kind="alternation", in_a_row=3), 2, 10),
    ]


def allows(layout: Layout, displays: int, order: tuple[int, ...]) -> bool:
    """Whether an order keeps to a layout, told from its definition and without the counting that is tested."""
    rows = runs(order)
    match layout:
        case Phases():
            fits = all(layout.shortest <= length <= layout.longest for _, length in rows)
            return fits and [shown for shown, _ in rows] == [one - 1 for one in layout.order]
        case Blocks():
            size = displays * layout.run
            blocks = [order[at : at + size] for at in range(0, len(order), size)]
            return all(
                sorted(block[:: layout.run]) == list(range(displays))
                and all(len(set(block[at : at + layout.run])) == 1 for at in range(0, size, layout.run))
                for block in blocks
            )
        case Alternation():
            even = set(Counter(order).values()) == {len(order) // displays}
            return even and all(length <= layout.in_a_row for _, length in rows)


@pytest.mark.parametrize(("layout", "displays", "days"), small())
def test_the_list_of_draws_holds_every_order_that_the_design_allows_once(
    layout: Layout, displays: int, days: int
) -> None:
    possible = [one for one in product(range(displays), repeat=days) if allows(layout, displays, one)]
    listed = [order_at(layout, displays, days, place) for place in range(count(layout, displays, days))]
    assert sorted(listed) == possible
    assert len(set(listed)) == len(listed) > 1


@given(asked(), st.integers(0, 2**128 - 1))
@settings(max_examples=200)
def test_every_draw_keeps_to_its_design(what: tuple[Design, int, int], number: int) -> None:
    design, displays, days = what
    if count(design.layout, displays, days) == 0:
        with pytest.raises(ScheduleError):
            drawn(design, displays, days, f"{number:032x}")
        return
    found = drawn(design, displays, days, f"{number:032x}")
    places = {one.id: at for at, one in enumerate(found.displays)}
    order = tuple(places[id] for id in found.days)
    assert len(order) == days
    assert allows(design.layout, displays, order)
    if not isinstance(design.layout, Phases):
        assert len(set(Counter(order).values())) == 1, "the displays are not balanced"
    else:
        lengths = [length for _, length in runs(order)]
        assert design.layout.shortest <= min(lengths) <= max(lengths) <= design.layout.longest


@given(asked(), st.integers(0, 2**128 - 1))
@settings(max_examples=100)
def test_the_same_seed_gives_the_same_schedule_and_it_stands_every_examination(
    what: tuple[Design, int, int], number: int
) -> None:
    design, displays, days = what
    if count(design.layout, displays, days) == 0:
        return
    seed = f"{number:032x}"
    found, again = drawn(design, displays, days, seed), drawn(design, displays, days, seed)
    assert (found.text, found.sha256) == (again.text, again.sha256)
    assert verify(found.text, found.sha256) == found


@pytest.mark.parametrize(("layout", "displays", "days", "order", "draws"), KEPT)
def test_orders_that_were_drawn_once_come_out_again_in_every_version(
    layout: Layout, displays: int, days: int, order: str, draws: int
) -> None:
    assert count(layout, displays, days) == draws
    assert in_short(order_at(layout, displays, days, place_of(SEED, draws))) == order


def test_a_schedule_that_was_drawn_once_stands_in_every_version() -> None:
    found = verify(KEPT_TEXT, KEPT_SHA256)
    assert (found.text, found.sha256) == (KEPT_TEXT, KEPT_SHA256)
    assert (found.design, found.seed, len(found.days)) == ("abab", SEED, 28)


def test_the_place_of_a_draw_is_what_its_description_says() -> None:
    """Told again in other words, so that a changed generator is seen."""
    for draws in (1, 2, 161, 8196, 2**255 + 1):
        seed, limit = "00ff" * 8, 2**256 // draws * draws
        numbers = (
            int(hashlib.sha256(f"mirra schedule 1 {seed} {at}".encode()).hexdigest(), 16) for at in range(99)
        )
        assert place_of(seed, draws) == next(one for one in numbers if one < limit) % draws


def test_every_draw_is_equally_likely() -> None:
    """6000 seeds over 24 draws: each place is expected 250 times; chi squared with 23 degrees of freedom."""
    found = Counter(place_of(f"{seed:032x}", 24) for seed in range(6000))
    assert set(found) == set(range(24))
    assert sum((one - 250) ** 2 / 250 for one in found.values()) < 49.7  # exceeded once in a thousand


@given(asked(), st.integers(0, 2**128 - 1), st.data())
@settings(max_examples=100)
def test_no_change_of_a_drawn_schedule_stands_the_examination(
    what: tuple[Design, int, int], number: int, data: st.DataObject
) -> None:
    design, displays, days = what
    if count(design.layout, displays, days) < 2:
        return
    found = drawn(design, displays, days, f"{number:032x}")
    at = data.draw(st.integers(0, days - 1))
    other = next(one.id for one in found.displays if one.id != found.days[at])
    changed = found.model_copy(update={"days": (*found.days[:at], other, *found.days[at + 1 :])})
    with pytest.raises(ScheduleError, match="hash differs"):
        verify(changed.text, found.sha256)
    with pytest.raises(ScheduleError, match="do not follow from the seed"):
        verify(changed.text, changed.sha256)
    spaced = found.text.replace(",", ", ")
    with pytest.raises(ScheduleError, match="not as mirra writes it"):
        verify(spaced, schedule.sha256(spaced))
    with pytest.raises(ScheduleError, match="no schedule"):
        verify("{}", schedule.sha256("{}"))


def test_the_time_of_the_draw_is_kept_in_utc_and_the_displays_as_they_are_shown() -> None:
    there = (MADE + timedelta(microseconds=7)).astimezone(timezone(timedelta(hours=5, minutes=30)))
    found = draw(
        CATALOGUE.designs["blocks"],
        DISPLAYS,
        20,
        person="a" * 32,
        seed="0" * 32,
        drawn_at=there,
        drawn_by="b" * 32,
    )
    assert found.drawn_at == "2026-03-02T09:30:00Z"
    assert datetime.fromisoformat(found.drawn_at) == MADE
    shown = {one.id: display_of(one.display) for one in found.displays}
    assert shown["mirror"] == MIRROR
    assert (shown["covered"].covered, shown["delayed"].delay, shown["small"].size) == (True, 400, 0.5)


@pytest.mark.parametrize(
    ("design", "displays", "days", "where", "what"),
    [
        ("abab", 3, 28, "displays", "does not compare 3 displays"),
        ("abab", 1, 28, "displays", "does not compare 1 displays"),
        ("abab", 2, 19, "days", "cannot share 19 days among 2 displays. Choose 20 or 21 days"),
        ("abab", 2, 49, "days", "Choose 47 or 48 days"),
        ("blocks", 4, 22, "days", "Choose 20 or 24 days"),
        ("alternation", 3, 20, "days", "Choose 18 or 21 days"),
        ("alternation", 2, 9, "days", "Choose 10 or 12 days"),
    ],
)
def test_what_a_design_does_not_allow_is_refused_with_what_would_do(
    design: str, displays: int, days: int, where: str, what: str
) -> None:
    with pytest.raises(ScheduleError, match=what) as refused:
        drawn(CATALOGUE.designs[design], displays, days, "0" * 32)
    assert refused.value.where == where


def test_a_display_named_twice_is_refused() -> None:
    twice = (DISPLAYS[0], DISPLAYS[0])
    with pytest.raises(ScheduleError, match="named twice"):
        draw(CATALOGUE.designs["abab"], twice, 28, person="a", seed="0" * 32, drawn_at=MADE, drawn_by="b")


def test_too_few_possible_draws_are_told_with_their_number() -> None:
    abab = CATALOGUE.designs["abab"].layout
    found = {days: count(abab, 2, days) for days in (20, 21, 22, 23, 28)}
    assert found == {20: 1, 21: 4, 22: 10, 23: 20, 28: 161}
    assert schedule.doubt(found[23]) == schedule.doubt(found[28]) == ""
    assert schedule.doubt(found[22]).startswith("Only 10 draws are possible, so p cannot be below 0.1.")
    assert schedule.doubt(found[20]).startswith("Only 1 draw is possible, so p cannot be below 1.")
