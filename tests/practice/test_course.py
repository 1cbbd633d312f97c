"""The course of a session, event by event."""

from __future__ import annotations

from mirra.practice.course import Course, take
from mirra.practice.events import Interrupted, Resumed, SoftwareLatency, StepStarted, Stopped
from tests.practice.given import MADE, SESSION

SHOWING = frozenset({"look_1", "block_1"})


def a_course(picture: str = "glass") -> Course:
    course = Course(glass=picture == "glass", showing=SHOWING)
    take(course, StepStarted(session=SESSION, seq=0, at=0, wall=MADE, step="look_1"))
    return course


def test_nothing_is_spent_before_a_step_is_known() -> None:
    course = Course(glass=True, showing=SHOWING)
    course.spend(1000)
    assert (course.looked, course.lasted) == (0, 1000)


def test_looking_needs_a_picture_or_a_glass() -> None:
    assert a_course("glass").looking
    assert not a_course("camera").looking


def test_after_a_gap_only_a_sure_word_makes_it_known_again() -> None:
    course = a_course()
    course.lose()
    take(course, Resumed(session=SESSION, seq=5, at=0, wall=MADE, step="look_1"))
    assert not course.active, "resuming does not say whether a hold or a stop lies beneath"
    take(course, StepStarted(session=SESSION, seq=6, at=0, wall=MADE, step="block_1"))
    assert course.looking


def test_an_interruption_over_a_stop_is_resumed_twice() -> None:
    course = a_course()
    take(course, Stopped(session=SESSION, seq=1, at=0, wall=MADE, step="look_1", by="button"))
    take(course, Interrupted(session=SESSION, seq=2, at=0, wall=MADE, step="look_1", reason="hidden"))
    resumed = Resumed(session=SESSION, seq=3, at=0, wall=MADE, step="look_1")
    take(course, resumed)
    assert not course.active, "the question whether to end still stands"
    take(course, resumed)
    assert course.looking


def test_a_drawn_frame_proves_a_picture_only_where_nothing_is_known_of_it() -> None:
    frame = SoftwareLatency(
        session=SESSION, seq=9, at=0, wall=MADE, frames=30, dropped=0, p50=5, p95=6, p99=7, clock="capture"
    )
    course = a_course("camera")
    take(course, frame)
    assert course.live is False
    course.lose()
    take(course, frame)
    assert course.live is True
