"""Sides of a body, one word for all rooms."""

from mirra.anatomy import BOTH_SIDES, opposite


def test_the_opposite_of_the_opposite_side_is_the_side_itself() -> None:
    assert opposite("left") == "right"
    assert [opposite(opposite(side)) for side in BOTH_SIDES] == list(BOTH_SIDES)
