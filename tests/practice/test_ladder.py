"""Which movement of a ladder is due: up, down or the same, each with its reason in one sentence with numbers."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mirra.catalogue.load import load
from mirra.practice.ladder import Tried, asks_again, due, in_order

CLIMBING = load().direct_movement.climbing
IDS = ("fist", "pinch", "palm_turn")
RANKED = {"fist": 6, "pinch": 2, "palm_turn": 4}


def well(movement: str, **more: Any) -> Tried:
    """A session in which all of it went well."""
    told: dict[str, Any] = {"times": 5, "planned": 5, "before": 4, "felt": 4} | more
    return Tried(movement=movement, **told)


def test_the_ladder_goes_from_the_movement_ranked_lowest_to_the_highest_and_the_unranked_come_last() -> None:
    assert in_order(IDS, (Tried(ranked=RANKED),)) == ("pinch", "palm_turn", "fist")
    assert in_order(IDS, (Tried(ranked={"palm_turn": 10}),)) == ("palm_turn", "fist", "pinch")


def test_a_later_ranking_takes_the_place_of_an_earlier_one() -> None:
    assert in_order(IDS, (Tried(ranked=RANKED), Tried(ranked={"fist": 0})))[0] == "fist"


def test_the_first_session_leaves_the_choice_to_the_ranking() -> None:
    first = due(IDS, (), CLIMBING)
    assert (first.movement, first.advice) == (None, "first")


def test_it_goes_up_after_two_sessions_in_a_row_that_went_well() -> None:
    once = (well("pinch", ranked=RANKED),)
    assert due(IDS, once, CLIMBING).movement == "pinch"
    up = due(IDS, (*once, well("pinch", felt=5)), CLIMBING)
    assert (up.movement, up.advice) == ("palm_turn", "up")
    assert up.why == (
        "Sessions in a row that went well: 2 (2 needed, with all times done and pain at most 1 higher)."
    )


@pytest.mark.parametrize("not_well", [{"times": 4}, {"felt": None}, {"before": None}])
def test_what_was_not_all_done_or_not_said_does_not_lead_up(not_well: dict[str, Any]) -> None:
    tried = (well("pinch", ranked=RANKED), well("pinch", **not_well))
    stays = due(IDS, tried, CLIMBING)
    assert (stays.movement, stays.advice) == ("pinch", "stay")
    assert "0 (2 needed" in stays.why


def test_it_goes_down_when_pain_rose_by_as_much_as_the_stop_rule_says() -> None:
    assert CLIMBING.down_rise == load().limits.stop.rise
    down = due(IDS, (well("palm_turn", ranked=RANKED, felt=6),), CLIMBING)
    assert (down.movement, down.advice) == ("pinch", "down")
    assert down.why == "In the last session pain rose by 2 during the movement (2 or more lead back)."


def test_at_the_ends_of_the_ladder_it_stays() -> None:
    lowest = due(IDS, (well("pinch", ranked=RANKED, felt=9),), CLIMBING)
    assert (lowest.movement, lowest.advice) == ("pinch", "stay")
    highest = due(IDS, (well("fist", ranked=RANKED), well("fist")), CLIMBING)
    assert (highest.movement, highest.advice) == ("fist", "stay")
    assert highest.why.endswith("It is the last movement of the ladder.")


def test_the_therapists_choice_comes_before_what_the_sessions_show() -> None:
    chosen = due(IDS, (well("pinch", ranked=RANKED, felt=9),), CLIMBING, "fist")
    assert (chosen.movement, chosen.advice) == ("fist", "chosen")


def test_a_movement_that_was_taken_out_of_the_ladder_is_passed_over() -> None:
    assert due(IDS, (well("gone", ranked=RANKED),), CLIMBING).advice == "first"


def test_the_ranking_is_asked_for_at_first_and_again_after_so_many_sessions() -> None:
    ranked, later = well("pinch", ranked=RANKED), well("pinch")
    assert asks_again((), 3)
    assert not asks_again((ranked, later, later), 3)
    assert asks_again((ranked, later, later, later), 3)


sessions = st.builds(
    Tried,
    movement=st.sampled_from((*IDS, None, "gone")),
    times=st.integers(0, 5),
    planned=st.just(5),
    before=st.none() | st.integers(0, 10),
    felt=st.none() | st.integers(0, 10),
    ranked=st.dictionaries(st.sampled_from(IDS), st.integers(0, 10)),
)


@given(st.lists(sessions, max_size=12))
def test_whatever_came_before_it_moves_by_one_at_most_and_never_up_after_a_rise(tried: list[Tried]) -> None:
    ladder, now = in_order(IDS, tried), due(IDS, tried, CLIMBING)
    last = next((one for one in reversed(tried) if one.movement in IDS), None)
    assert now.why.endswith(".")
    if last is None or last.movement is None:
        assert now.movement is None
        return
    assert now.movement in IDS
    step = ladder.index(now.movement) - ladder.index(last.movement)
    assert abs(step) <= 1
    if last.rise is not None and last.rise >= CLIMBING.down_rise:
        assert step <= 0
