from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mirra.signals.video import counting
from mirra.signals.video.counting import Counter
from mirra.signals.video.frames import Picture
from mirra.signals.video.regions import Place, Rectangle

REGIONS = {"left": Rectangle(0, 0, 30, 48), "right": Rectangle(34, 4, 20, 20)}


@st.composite
def pictures_and_places(
    draw: st.DrawFn,
) -> tuple[np.ndarray, np.ndarray, int, list[Place], int]:
    height, width, pad = draw(st.integers(1, 30)), draw(st.integers(1, 40)), draw(st.integers(0, 9))
    random = np.random.default_rng(draw(st.integers(0, 1000)))
    bits = draw(st.sampled_from([8, 10]))
    kind = np.uint8 if bits == 8 else np.uint16
    one, other = (random.integers(0, 2**bits, (height, width + pad)).astype(kind) for _ in range(2))
    places = []
    for _ in range(draw(st.integers(1, 3))):
        top, left = draw(st.integers(0, height - 1)), draw(st.integers(0, width - 1))
        bottom, right = draw(st.integers(top + 1, height)), draw(st.integers(left + 1, width))
        inside = random.random((bottom - top, right - left)) < 0.5 if draw(st.booleans()) else None
        places.append(Place(top, bottom, left, right, inside))
    return one, other, width, places, draw(st.integers(0, 254)) << (bits - 8)


@settings(max_examples=150, deadline=None)
@given(pictures_and_places(), st.sampled_from([1, 50, 300, 2**17]))
def test_counting_in_blocks_is_counting_pixel_by_pixel(
    case: tuple[np.ndarray, np.ndarray, int, list[Place], int], block: int
) -> None:
    one, other, width, places, threshold = case
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(counting, "BLOCK", block)
        counter = Counter(places, threshold)
        found = [counter.count(Picture(0, one, width, True), Picture(1, other, width, False)) for _ in "ab"]
    changed = np.abs(one.astype(int) - other.astype(int)) > threshold
    expected = []
    for place in places:
        part = changed[place.top : place.bottom, place.left : place.right]
        expected.append(int((part if place.inside is None else part & place.inside).sum()))
    assert found == [expected, expected]


def test_lines_of_unequal_length_are_compared_by_their_pictures() -> None:
    one, other = np.zeros((4, 10), np.uint8), np.full((4, 12), 99, np.uint8)
    counter = Counter([Place(0, 4, 0, 9)], 10)
    pictures = [Picture(k, lines, 9, False) for k, lines in enumerate((one, one, other, other, one))]
    found = [counter.count(a, b)[0] for a, b in itertools.pairwise(pictures)]
    assert found == [0, 36, 0, 36]
