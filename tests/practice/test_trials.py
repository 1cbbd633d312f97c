"""Lists of trials: balanced, never the same picture twice in a row, and the same for the same seed."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mirra.catalogue.load import load
from mirra.catalogue.models.fields import Judged
from mirra.catalogue.stimulus import Stimulus
from mirra.practice.trials import BACKGROUNDS, BLOCK, SIDES, Trial, block, grid, own_block, turns

PICTURES = load().stimuli
CELLS = {
    limb: sorted({(one.posture, one.view) for one in PICTURES if one.limb == limb})
    for limb in ("hand", "foot")
}
LISTED = {one.shows for one in PICTURES}
limbs = st.sampled_from(["hand", "foot"])
counts = st.integers(1, 120)
rotations = st.integers(4, 12)
seeds = st.integers(0, 2**32)


def even(values: list[object], of: int) -> bool:
    """Whether ``of`` things come equally often, give or take one."""
    counted = Counter(values)
    most, least = max(counted.values()), min(counted.values()) if len(counted) == of else 0
    return most - least <= 1


@given(limbs, counts, rotations, seeds)
def test_sides_rotations_and_their_pairings_come_equally_often(
    limb: Judged, count: int, number: int, seed: int
) -> None:
    trials = block(PICTURES, limb, seed, count=count, rotations=number)
    assert len(trials) == count
    assert even([one.side for one in trials], 2)
    assert even([one.turn for one in trials], number)
    assert even([(one.turn, one.side) for one in trials], 2 * number)


@given(limbs, counts, seeds)
def test_pictures_tones_and_backgrounds_are_spread(limb: Judged, count: int, seed: int) -> None:
    trials = block(PICTURES, limb, seed, count=count)
    cells = 40 if limb == "hand" else 20
    assert even([(one.posture, one.view) for one in trials], cells)
    assert even([one.tone for one in trials], 3)
    assert even([one.background for one in trials], len(BACKGROUNDS))


@given(limbs, counts, seeds)
def test_no_posture_comes_twice_in_a_row_in_the_same_view(limb: Judged, count: int, seed: int) -> None:
    trials = block(PICTURES, limb, seed, count=count)
    assert all((a.posture, a.view) != (b.posture, b.view) for a, b in pairwise(trials))


@given(limbs, seeds)
def test_every_trial_shows_a_picture_that_was_drawn(limb: Judged, seed: int) -> None:
    assert {(one.limb, one.posture, one.view, one.tone) for one in block(PICTURES, limb, seed)} <= LISTED


@given(limbs, st.integers(2, 12), counts, rotations, seeds)
def test_each_picture_of_the_own_limb_comes_as_often_of_either_side_and_at_each_rotation(
    limb: Judged, pictures: int, count: int, number: int, seed: int
) -> None:
    shown = CELLS[limb][:pictures]
    trials = own_block(PICTURES, limb, seed, shown, count=count, rotations=number)
    assert len(trials) == count
    assert even([(one.posture, one.view) for one in trials], pictures)
    assert all((a.posture, a.view) != (b.posture, b.view) for a, b in pairwise(trials))
    for cell in shown:
        of_it = [one for one in trials if (one.posture, one.view) == cell]
        assert not of_it or even([one.side for one in of_it], 2)
        assert not of_it or even([one.turn for one in of_it], number)


@given(seeds)
def test_a_whole_block_of_the_own_limb_pairs_every_side_with_every_rotation_equally_often(seed: int) -> None:
    trials = own_block(PICTURES, "hand", seed, CELLS["hand"][:6])
    assert Counter((one.turn, one.side) for one in trials) == dict.fromkeys(
        ((turn, side) for turn in turns(8) for side in SIDES), 3
    )
    assert trials == own_block(PICTURES, "hand", seed, CELLS["hand"][:6])


def test_only_what_was_drawn_can_lead_a_person_to_show_it() -> None:
    with pytest.raises(ValueError, match="Not all"):
        own_block(PICTURES, "hand", 1, [*CELLS["hand"][:2], ("wave", "dorsal")])
    with pytest.raises(ValueError, match="two postures or views"):
        own_block(PICTURES, "hand", 1, CELLS["hand"][:1])


@given(limbs, seeds)
def test_a_list_comes_out_the_same_for_the_same_seed_only(limb: Judged, seed: int) -> None:
    assert block(PICTURES, limb, seed) == block(PICTURES, limb, seed)
    assert block(PICTURES, limb, seed) != block(PICTURES, limb, seed + 1)


@pytest.mark.parametrize(("limb", "number"), [("hand", 640), ("foot", 320)])
def test_the_grid_shows_each_posture_and_view_at_each_rotation_and_side_once(
    limb: Judged, number: int
) -> None:
    blocks = grid(PICTURES, limb, 3)
    assert all(40 <= len(one) <= BLOCK for one in blocks)
    trials = [trial for one in blocks for trial in one]
    shown = {(one.posture, one.view, one.turn, one.side) for one in trials}
    assert len(trials) == len(shown) == number
    assert all((a.posture, a.view) != (b.posture, b.view) for a, b in pairwise(trials))
    assert even([one.tone for one in trials], 3)
    assert even([one.background for one in trials], 2)


def test_pictures_of_some_tones_alone_make_a_list() -> None:
    light = [one for one in PICTURES if one.tone == "light"]
    assert {one.tone for one in block(light, "hand", 1)} == {"light"}


def test_two_postures_are_enough_and_one_is_not() -> None:
    def only(number: int) -> list[Stimulus]:
        cells = list(dict.fromkeys((one.posture, one.view) for one in PICTURES if one.limb == "hand"))[
            :number
        ]
        return [one for one in PICTURES if (one.posture, one.view) in cells]

    trials = block(only(2), "hand", 1)
    assert all(a.view != b.view or a.posture != b.posture for a, b in pairwise(trials))
    with pytest.raises(ValueError, match="two postures or views"):
        block(only(1), "hand", 1)


@pytest.mark.parametrize("number", [3, 13])
def test_only_4_to_12_rotations_are_possible(number: int) -> None:
    with pytest.raises(ValueError, match="4 to 12"):
        turns(number)


@given(rotations)
def test_the_rotations_of_both_sides_mirror_each_other(number: int) -> None:
    angles = turns(number)
    assert len(set(angles)) == number
    assert set(angles) == {(360 - one) % 360 for one in angles}


def test_a_trial_names_a_side() -> None:
    assert {one.side for one in block(PICTURES, "foot", 5, count=2)} == set(SIDES)
    assert isinstance(block(PICTURES, "foot", 5, count=1)[0], Trial)
