"""Standing in a programme: written-out courses with known answers, then properties of any course."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mirra.catalogue.models.programmes import Measure
from mirra.practice.progress import Session, Standing, Start, advise, standing
from tests.practice.given import CATALOGUE

GRADED = CATALOGUE.programmes["graded_imagery"]
FIRST = date(2026, 3, 2)
GOOD: dict[Measure, float] = {
    "judgement_accuracy": 0.9,
    "judgement_time": 1.8,
    "judgement_difference": 0.1,
    "pain_rise": 0,
}


def on(day: int, **measures: float) -> Session:
    """A session on a day counted from 0, good unless told otherwise."""
    return Session(FIRST + timedelta(days=day), measures={**GOOD, **measures})  # type: ignore[dict-item]


def stands(sessions: list[Session], day: int, *starts: Start) -> Standing:
    return standing(GRADED, starts or (Start(FIRST),), sessions, FIRST + timedelta(days=day))


def every_day(days: int, **measures: float) -> list[Session]:
    return [on(day, **measures) for day in range(days)]


def test_the_first_day_is_day_one_of_the_first_stage() -> None:
    now = stands([], 0)
    assert (now.stage, now.place, now.of, now.day_of_stage, now.cause) == ("judgement", 1, 3, 1, "first")
    assert now.verdict.advice == "stay"
    assert now.verdict.why == "It is day 1 of 14."


def test_right_and_steady_answers_lead_on_after_two_weeks_and_not_before() -> None:
    assert stands(every_day(13), 13).stage == "judgement"
    now = stands(every_day(14), 14)
    assert (now.stage, now.cause, now.day_of_stage) == ("imagery", "gate", 1)
    assert "90 % (at least 80 % needed)" in now.moves[-1].why
    assert "1.8 s (at most 3 s needed)" in now.moves[-1].why


@pytest.mark.parametrize(
    ("measure", "value"),
    [("judgement_accuracy", 0.79), ("judgement_time", 3.1), ("judgement_difference", 0.5)],
)
def test_one_need_unmet_once_in_the_last_week_asks_the_therapist(measure: str, value: float) -> None:
    late = [*every_day(13), on(13, **{measure: value})]
    now = stands(late, 14)
    assert (now.stage, now.verdict.advice) == ("judgement", "ask")
    (unmet,) = [need for need in now.verdict.needs if not need.met]
    assert (unmet.measure, unmet.worst) == (measure, value)
    early = [on(0, **{measure: value}), *every_day(14)[1:]]
    assert stands(early, 14).stage == "imagery", "only the last week counts"


def test_a_measure_that_no_session_yields_opens_no_gate() -> None:
    by_switch = [Session(one.day, measures={"judgement_accuracy": 0.95}) for one in every_day(14)]
    now = stands(by_switch, 14)
    assert (now.stage, now.verdict.advice) == ("judgement", "ask")
    assert "time on the slower side not measured" in now.verdict.why


def test_sessions_clicked_through_count_for_nothing() -> None:
    opened = [Session(one.day, done=False, measures=one.measures) for one in every_day(14)]
    now = stands(opened, 14)
    assert (now.stage, now.verdict.advice, now.practised) == ("judgement", "ask", 0)
    assert now.verdict.why == "After 14 days there were 0 sessions; 7 are planned at least."


def test_a_stage_without_a_gate_ends_by_its_days() -> None:
    now = stands(every_day(28), 28)
    assert (now.stage, now.cause) == ("mirror", "days")
    assert [move.stage for move in now.moves] == ["judgement", "imagery", "mirror"]


def test_the_end_of_the_last_stage_asks_for_a_review() -> None:
    now = stands(every_day(42), 42)
    assert (now.stage, now.verdict.advice) == ("mirror", "ask")
    assert now.verdict.why == "The 14 days of the last stage are over."


def test_pain_that_rises_three_times_leads_one_stage_back() -> None:
    worse = [*every_day(16), on(16, pain_rise=2), on(17, pain_rise=3)]
    assert stands(worse, 18).stage == "imagery"
    now = stands([*worse, on(18, pain_rise=2)], 19)
    assert (now.stage, now.cause) == ("judgement", "back")
    assert now.moves[-1].why == "In the last 3 sessions the rise of pain was 2, 3, 2 (at least 2 leads back)."


def test_in_the_first_stage_rising_pain_asks_the_therapist() -> None:
    now = stands([on(day, pain_rise=4) for day in range(3)], 3)
    assert (now.stage, now.verdict.advice) == ("judgement", "ask")


def test_a_therapist_may_choose_a_stage_before_its_time() -> None:
    chosen = Start(FIRST + timedelta(days=4), "mirror")
    now = stands(every_day(6), 6, Start(FIRST), chosen)
    assert (now.stage, now.cause, now.day_of_stage) == ("mirror", "therapist", 3)
    again = stands(every_day(6), 6, Start(FIRST), chosen, Start(FIRST + timedelta(days=5)))
    assert again == now, "a later change of something else chooses no stage"


def test_missed_days_are_counted_and_coming_back_is_noticed() -> None:
    now = stands([on(0), on(1)], 12)
    assert (now.practised, now.missed, now.back_after) == (2, 10, 11)
    assert stands([on(0), on(1)], 8).back_after is None


def test_a_choice_of_a_stage_stands_whatever_else_of_the_plan_changes_the_same_day() -> None:
    chosen = [Start(FIRST), Start(FIRST + timedelta(days=4), "mirror"), Start(FIRST + timedelta(days=4))]
    now = stands(every_day(6), 6, *chosen)
    assert (now.stage, now.cause) == ("mirror", "therapist")
    twice = [*chosen, Start(FIRST + timedelta(days=4), "imagery")]
    assert stands(every_day(6), 6, *twice).stage == "imagery", "the last choice of the day counts"


def test_sessions_stopped_for_pain_lead_back_and_their_days_are_not_missed() -> None:
    stopped = [replace(on(day, pain_rise=3), done=False) for day in (14, 15, 16)]
    now = stands([*every_day(14), *stopped], 17)
    assert (now.stage, now.cause) == ("judgement", "back")
    now = stands([*every_day(14), *stopped[:2]], 17)
    assert (now.stage, now.practised, now.cut_short, now.missed) == ("imagery", 0, 2, 1)


def test_one_good_day_opens_no_gate_however_many_sessions_it_had() -> None:
    now = stands([on(13) for _ in range(7)], 14)
    assert (now.stage, now.verdict.advice) == ("judgement", "ask")
    assert now.verdict.why.startswith("Days with a session in the last 7: 1 (3 needed);")
    assert stands([on(day) for day in (11, 12, 13) for _ in range(3)], 14).stage == "imagery"


def test_a_number_just_over_its_limit_is_written_so_that_it_differs() -> None:
    now = stands([*every_day(13), on(13, judgement_time=3.004, judgement_difference=0.4904)], 14)
    assert "slower side 3.004 s (at most 3 s needed)" in now.verdict.why
    assert "sides 0.4904 s (at most 0.49 s needed)" in now.verdict.why
    share = stands([*every_day(13), on(13, judgement_accuracy=0.7996)], 14)
    assert "worse side 79.96 % (at least 80 % needed)" in share.verdict.why.replace("80.0 %", "80 %")


def test_a_session_that_did_not_measure_it_is_named_beside_the_worst_of_the_others() -> None:
    silent = Session(
        FIRST + timedelta(days=13), measures={"judgement_accuracy": 0.9, "judgement_difference": 0.1}
    )
    now = stands([*every_day(13), silent], 14)
    assert now.verdict.advice == "ask"
    assert "1.8 s, not measured in 1 session (at most 3 s needed)" in now.verdict.why


def test_a_welcome_says_whether_the_stage_changed_meanwhile_and_earlier_practice_is_no_absence() -> None:
    away = stands([on(day) for day in range(14)], 30)
    assert (away.stage, away.back_after, away.stage_kept) == ("imagery", 17, False)
    again = stands([*every_day(14), on(15)], 30)
    assert (again.back_after, again.stage_kept) == (15, True)
    before = Session(FIRST - timedelta(days=30))
    assert stands([before], 0).back_after is None


def test_one_of_a_thing_is_said_as_one() -> None:
    assert stands([on(0)], 14).verdict.why == "After 14 days there was 1 session; 7 are planned at least."


def test_no_plan_by_that_day_is_an_error() -> None:
    with pytest.raises(ValueError, match="no plan"):
        standing(GRADED, [Start(FIRST)], [], FIRST - timedelta(days=1))


values = st.fixed_dictionaries(
    {},
    optional={
        "judgement_accuracy": st.floats(0, 1),
        "judgement_time": st.floats(0, 20),
        "judgement_difference": st.floats(0, 5),
        "pain_rise": st.integers(-10, 10),
    },
)
courses = st.lists(
    st.builds(
        lambda day, measured: Session(FIRST + timedelta(days=day), measures=measured),
        st.integers(0, 60),
        values,
    ),
    max_size=80,
)


@given(courses, st.integers(0, 70))
@settings(max_examples=60, deadline=None)
def test_any_course_moves_one_stage_at_a_time_and_says_why(sessions: list[Session], day: int) -> None:
    now = stands(sessions, day)
    places = [GRADED.index_of(move.stage) for move in now.moves]
    assert places[0] == 0
    assert all(abs(b - a) == 1 for a, b in pairwise(places))
    for move in now.moves[1:]:
        assert move.why.endswith(".")
        assert any(map(str.isdigit, move.why)), "a reason has its numbers"
    assert now.practised + now.cut_short + now.missed == now.day_of_stage - 1
    for before, after in pairwise(now.moves):
        if after.cause in ("gate", "days"):
            assert (after.day - before.day).days >= GRADED.stages[GRADED.index_of(before.stage)].days


@given(courses, st.integers(0, 60), st.integers(0, 10))
@settings(max_examples=40, deadline=None)
def test_what_comes_later_changes_no_earlier_day(sessions: list[Session], day: int, later: int) -> None:
    today = FIRST + timedelta(days=day)
    known = [one for one in sessions if one.day < today]
    assert stands(known, day).moves == stands([*sessions, on(day + later)], day).moves


@given(courses)
@settings(max_examples=40, deadline=None)
def test_the_order_in_which_sessions_are_given_does_not_matter(sessions: list[Session]) -> None:
    days = {one.day: one for one in sessions}  # of two on one day, the order is that in which they were done
    once = list(days.values())
    assert stands(once, 50) == stands(list(reversed(once)), 50)


@given(courses)
@settings(max_examples=40, deadline=None)
def test_better_answers_never_close_a_gate(sessions: list[Session]) -> None:
    better = [Session(one.day, measures={**one.measures, **GOOD}) for one in sessions]
    day = FIRST + timedelta(days=14)
    before = [one for one in sorted(sessions, key=lambda one: one.day) if one.day < day]
    after = [one for one in sorted(better, key=lambda one: one.day) if one.day < day]
    if advise(GRADED, 0, FIRST, before, day).advice == "move_on":
        assert advise(GRADED, 0, FIRST, after, day).advice == "move_on"


def shorter(day: int, **measures: float) -> Session:
    """A session on a day that the person made shorter because it was too much."""
    return replace(on(day, **measures), shorter=True)


def test_a_shorter_session_is_a_day_practised_and_not_one_missed() -> None:
    now = stands([on(0), shorter(1), on(2)], 3)
    assert (now.practised, now.missed) == (3, 0)


def test_a_shorter_session_counts_towards_the_sessions_of_a_stage_and_closes_no_gate() -> None:
    """It measured less, so a gate neither takes it for good nor for bad: the whole sessions of the week decide."""
    weak = [*every_day(12), shorter(12, judgement_accuracy=0.5), shorter(13, judgement_accuracy=0.5)]
    assert stands(weak, 14).stage == "imagery"
    assert "Days with a session in the last 7: 5" in stands(weak, 14).moves[-1].why
    only = [on(0), *(shorter(day) for day in range(1, 14))]
    assert stands(only, 14).stage == "judgement"
    assert stands(only, 14).verdict.advice == "ask"


def test_pain_leads_a_step_back_out_of_shorter_sessions_too() -> None:
    good = every_day(14)
    worse = [shorter(14, pain_rise=5), shorter(15, pain_rise=5), shorter(16, pain_rise=5)]
    assert stands([*good, *worse], 17).moves[-1].cause == "back"
