from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise

import av
from hypothesis import given
from hypothesis import strategies as st

from mirra.mirror.rewriting import Clock

TIMES = st.lists(st.one_of(st.none(), st.integers(-1000, 1000)), min_size=1, max_size=30)


def ticks(times: Sequence[int | None]) -> tuple[list[int], Clock]:
    clock, shown = Clock(Fraction(1, 100), Fraction(20)), []
    for when in times:
        frame = av.VideoFrame(4, 4, "yuv420p")
        frame.pts = when
        shown.append(clock.tick(frame))
    return shown, clock


@given(TIMES)
def test_times_always_rise(times: list[int | None]) -> None:
    shown, _ = ticks(times)
    assert all(before < after for before, after in pairwise(shown))


@given(st.lists(st.integers(-1000, 1000), min_size=1, max_size=30, unique=True))
def test_rising_times_are_kept_as_they_are(times: list[int]) -> None:
    shown, clock = ticks(sorted(times))
    assert shown == sorted(times)
    assert clock.seconds == (max(times) - min(times) + 5) / 100


def test_pictures_without_a_time_follow_at_the_usual_rate_and_late_ones_at_once() -> None:
    assert ticks([None, None, None])[0] == [0, 5, 10]
    assert ticks([7, None, 40, 30, 45])[0] == [7, 12, 40, 41, 45]
