"""Which lesson comes when: one at a time, asked again after a week, shown again where it was not understood."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mirra.catalogue.models.lessons import Lesson
from mirra.practice.lessons import Due, Had, Known, Outcome, due, known
from mirra.practice.lessons import offered as lessons_of
from tests.practice.given import CATALOGUE, a_case

TERMS = CATALOGUE.lesson_terms
FIRST = date(2026, 3, 2)
CASE = a_case("stroke")
LESSONS = lessons_of(CATALOGUE, CASE.condition, CASE.prescription)
outcomes = st.sampled_from(("understood", "not_understood", "left", "not_reached"))


def after(days: int, *had: Had, lessons: tuple[Lesson, ...] = LESSONS) -> Due | None:
    return due(lessons, had, FIRST + timedelta(days=days), TERMS)


def told(lesson: str, days: int, outcome: Outcome = "understood", *, again: bool = False) -> Had:
    return Had(lesson, FIRST + timedelta(days=days), outcome, again)


def practised(days: list[int], answers: Callable[[Due, int], Outcome]) -> list[tuple[int, Due]]:
    """Every lesson that comes in sessions on these days."""
    had: list[Had] = []
    found = []
    for place, day in enumerate(days):
        now = due(LESSONS, had, FIRST + timedelta(days=day), TERMS)
        if now is None:
            continue
        found.append((day, now))
        had.append(told(now.lesson.id, day, answers(now, place), again=now.again))
    return found


def test_the_first_lesson_of_everybody_is_when_to_stop() -> None:
    now = after(0)
    assert now is not None
    assert (now.lesson.id, now.again) == ("when_to_stop", False)


def test_each_lesson_comes_once_a_session_in_their_order_when_all_is_understood() -> None:
    came = practised(list(range(4)), lambda _due, _place: "understood")
    assert [now.lesson.id for _, now in came] == [lesson.id for lesson in LESSONS]
    assert not any(now.again for _, now in came)


def test_what_was_understood_is_asked_again_at_the_first_session_at_least_a_week_later_and_then_rests() -> (
    None
):
    one = LESSONS[:1]
    understood = told("when_to_stop", 0)
    assert after(6, understood, lessons=one) is None
    for day in (7, 8, 30):
        now = after(day, understood, lessons=one)
        assert now is not None
        assert now.again
    assert after(40, understood, told("when_to_stop", 7, again=True), lessons=one) is None


def test_what_was_forgotten_after_a_week_is_shown_whole_again_and_asked_a_week_after_that() -> None:
    past = [told("when_to_stop", 0), told("when_to_stop", 8, "not_understood", again=True)]
    now = after(9, *past, lessons=LESSONS[:1])
    assert now is not None
    assert not now.again
    past.append(told("when_to_stop", 9))
    assert after(15, *past, lessons=LESSONS[:1]) is None
    later = after(16, *past, lessons=LESSONS[:1])
    assert later is not None
    assert later.again


@pytest.mark.parametrize("outcome", ["not_understood", "left"])
def test_what_was_not_understood_comes_again_after_the_others_and_no_more_than_three_times(
    outcome: Outcome,
) -> None:
    came = practised(list(range(20)), lambda _due, _place: outcome)
    ids = [now.lesson.id for _, now in came]
    assert ids == [lesson.id for lesson in LESSONS] * TERMS.most_shown


def test_a_lesson_that_nobody_reached_still_comes() -> None:
    now = after(0, told("when_to_stop", 0, "not_reached"))
    assert now is not None
    assert now.lesson.id == "when_to_stop"


def test_questions_that_are_always_left_are_not_asked_for_ever() -> None:
    left = [told("when_to_stop", 0), *(told("when_to_stop", 7 + n, "left", again=True) for n in range(3))]
    assert after(11, *left[:3], lessons=LESSONS[:1]) is not None
    assert after(11, *left, lessons=LESSONS[:1]) is None


@settings(max_examples=200, deadline=None)
@given(st.lists(st.tuples(st.integers(1, 5), outcomes), max_size=60))
def test_whatever_a_person_answers_the_rules_hold(course: list[tuple[int, Outcome]]) -> None:
    days = [sum(step for step, _ in course[: place + 1]) for place in range(len(course))]
    had: list[Had] = []
    for day, now in practised(days, lambda _due, place: course[place][1]):
        before = known(now.lesson.id, had)
        if now.again:
            assert before.understood is not None
            assert FIRST + timedelta(days=day) - before.understood >= timedelta(days=TERMS.again_days)
            assert not before.kept, "asked again although it was understood again"
        else:
            assert before.understood is None, "a lesson that was understood is shown whole"
            assert before.shown < TERMS.most_shown
            waits = [one for one in LESSONS if known(one.id, had) == Known()]
            assert not waits or now.lesson == waits[0], "what was had comes before what was not"
        had.append(told(now.lesson.id, day, course[days.index(day)][1], again=now.again))


def test_a_therapist_leaves_lessons_out_and_an_unknown_one_is_passed_over() -> None:
    some = a_case("stroke", lessons_out=("when_to_stop", "taken_away"))
    ids = {one.id for one in lessons_of(CATALOGUE, some.condition, some.prescription)}
    assert ids == {one.id for one in LESSONS} - {"when_to_stop"}
    none = a_case("stroke", lessons=False)
    assert lessons_of(CATALOGUE, none.condition, none.prescription) == ()


@pytest.mark.parametrize("condition", sorted(CATALOGUE.conditions))
@pytest.mark.parametrize("picture", ["camera", "glass"])
def test_everybody_learns_why_how_to_set_up_what_is_normal_and_when_to_stop(
    condition: str, picture: str
) -> None:
    case = a_case(condition, picture=picture)
    kinds = [one.kind for one in lessons_of(CATALOGUE, case.condition, case.prescription)]
    assert sorted(kinds) == ["normal", "set_up", "when_to_stop", "why"]
