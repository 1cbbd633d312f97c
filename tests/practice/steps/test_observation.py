"""Action observation: what is planned, what a simulated person logs of it, and what that comes to."""

from __future__ import annotations

import json
from dataclasses import replace
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from mirra.errors import PlanError
from mirra.practice.fold import fold
from mirra.practice.plan import read_plan
from mirra.practice.prescription import Prescription
from mirra.practice.programme import Today, plan_for
from mirra.practice.steps.observation import (
    Amount,
    MovementFollowed,
    MovementRepeated,
    MovementWatched,
    Observation,
    ObservationResult,
    RepeatingLeft,
    dose,
)
from tests.practice.given import CATALOGUE, LIMBS, MADE, PLAN_ID, SESSION, a_case, a_log, a_plan, holding


def dosed(condition: str = "stroke", limb: Any = "hand", stage: int = 0, **more: Any) -> Observation:
    case = a_case(condition, limb)
    step = dose(case, case.condition.stages[stage], **more)
    assert step is not None
    return step


def stamp(step: Observation, seq: int, at: float) -> dict[str, Any]:
    return {"session": SESSION, "seq": seq, "at": at, "wall": MADE, "step": step.id}


def test_each_movement_has_a_film_and_is_watched_for_a_minute_at_its_usual_speed() -> None:
    for condition in CATALOGUE.conditions.values():
        for limb in condition.limbs:
            step = dosed(condition.id, limb)
            assert (step.seconds, step.speed) == (60, 1.0)
            assert all(CATALOGUE.loop(movement.id) is not None for movement in step.movements)
            assert step.planned() == 60 * len(step.movements)


def test_the_film_runs_at_its_usual_speed_also_where_a_condition_slows_what_is_done() -> None:
    for movement in dosed("crps", stage=1).movements:
        assert movement.tempo == CATALOGUE.exercises[movement.id].tempo


def test_the_plan_says_why_the_speed_is_as_it_is() -> None:
    rules = dosed().rules(CATALOGUE)
    assert {rule.claim for rule in rules} == {"C45"}
    assert any("no evidence was seen for 0.75" in rule.text for rule in rules)


@pytest.mark.parametrize("speed", [0.4, 1.1])
def test_a_speed_outside_half_to_whole_is_refused(speed: float) -> None:
    with pytest.raises(ValidationError, match="speed"):
        dosed(speed=speed)


def test_the_limb_that_the_plan_names_does_it_and_never_one_that_is_gone() -> None:
    assert [dosed(by=by).side for by in ("affected", "intact")] == ["left", "right"]
    assert "{affected}" in dosed().act
    gone = dosed("phantom_limb_pain")
    assert gone.side == "right"
    assert "{intact}" in gone.act


def test_movements_take_turns() -> None:
    first, second = (dosed(amount=Amount(movements=2), turn=turn) for turn in (0, 2))
    assert not {one.id for one in first.movements} & {one.id for one in second.movements}


def test_it_folds_to_time_watched_repetitions_and_tempo() -> None:
    step = dosed()
    one, two = (movement.id for movement in step.movements)
    events: list[Any] = [
        MovementWatched(**stamp(step, 0, 0), movement=one, lasted=40_000, outcome="skipped"),
        MovementRepeated(**stamp(step, 1, 1000), movement=one),
        MovementRepeated(**stamp(step, 2, 4000), movement=one),
        MovementRepeated(**stamp(step, 3, 9000), movement=one),
        RepeatingLeft(**stamp(step, 4, 9500), movement=one),
        MovementRepeated(**stamp(step, 5, 9900), movement="elsewhere"),
    ]
    result = step.fold(events)
    first, second = result.movements
    assert (first.watched, first.repetitions, first.tempo, first.left) == (40.0, 3, 4.0, True)
    assert (second.movement, second.watched, second.repetitions, second.tempo) == (two, None, 0, None)
    assert (result.watched, result.repetitions) == (40.0, 3)


def test_what_the_camera_measured_folds_apart_from_presses_with_how_many_it_was() -> None:
    step = dosed()
    name = step.movements[0].id
    by_camera: list[tuple[float | None, float | None]] = [(1.0, None), (1.4, 3000), (None, 5000), (1.2, 4000)]
    filmed = [
        MovementRepeated(
            **stamp(step, n, 9000.0 * n), movement=name, by="camera", amplitude=amplitude, lasted=lasted
        )
        for n, (amplitude, lasted) in enumerate(by_camera)
    ]
    pressed = [MovementRepeated(**stamp(step, 4 + n, 40_000 + 2000.0 * n), movement=name) for n in range(3)]
    followed = [
        MovementFollowed(**stamp(step, 7, 36_000), movement=name, lasted=30_000, in_view=0.9),
        MovementFollowed(**stamp(step, 8, 36_000), movement=name, lasted=10_000, in_view=0.5),
    ]
    first = step.fold([*filmed, *pressed, *followed]).movements[0]
    assert (first.repetitions, first.by_camera) == (7, 4)
    assert (first.amplitude, first.amplitude_n) == (1.2, 3)
    assert (first.tempo, first.tempo_n) == (3.0, 5), "3, 5 and 4 s by the camera, 2 and 2 s between presses"
    assert first.in_view == 0.8


def test_an_entry_from_before_cameras_counted_is_read_as_a_press() -> None:
    line = MovementRepeated(**stamp(dosed(), 0, 0), movement="fist").model_dump(mode="json")
    del line["amplitude"], line["lasted"]
    read = MovementRepeated.model_validate_json(json.dumps(line))
    assert (read.by, read.amplitude, read.lasted) == ("taps", None, None)


@pytest.mark.parametrize("limb", LIMBS)
def test_the_camera_is_offered_only_where_a_hand_is_at_the_end_of_the_limb(limb: Any) -> None:
    assert dosed(limb=limb).camera == (limb in {"hand", "arm"})


def test_some_simulated_people_let_the_camera_count_and_others_press() -> None:
    plan = holding(a_plan(), dosed())
    ways = []
    for seed in range(12):
        result = next(r for r in fold(a_log(plan, seed), plan).results if isinstance(r, ObservationResult))
        for movement in result.movements:
            ways.append(movement.by_camera)
            assert movement.by_camera in {0, movement.repetitions}
            assert (movement.amplitude is None) == (movement.by_camera == 0)
    assert min(ways) == 0 < max(ways)


def test_a_simulated_person_watches_and_does_every_movement() -> None:
    plan = holding(a_plan(), dosed())
    step = next(one for one in plan.steps if isinstance(one, Observation))
    result = next(one for one in fold(a_log(plan), plan).results if isinstance(one, ObservationResult))
    for movement, planned in zip(result.movements, step.movements, strict=True):
        assert movement.watched == step.seconds
        assert movement.repetitions == planned.repetitions
        assert not movement.left


def test_a_session_clicked_through_was_not_practised() -> None:
    step = dosed()
    name = step.movements[0].id
    events: list[Any] = [
        MovementWatched(**stamp(step, 0, 0), movement=name, lasted=60_000, outcome="done"),
        MovementRepeated(**stamp(step, 1, 1000), movement=name),
    ]
    assert [step.fold(events[:many]).share() for many in (0, 1, 2)] == [0, 0, 0.5]


def test_no_exercise_with_a_film_left_is_refused_when_the_plan_is_made() -> None:
    without = replace(CATALOGUE, loops={})
    asked = Prescription("someone", "stroke", "left", "hand", programme="observation_then_mirror")
    with pytest.raises(PlanError, match="nothing to watch") as caught:
        plan_for(without, asked, Today(plan_id=PLAN_ID, made_at=MADE))
    assert caught.value.where == "exercises_out"


def test_a_film_that_is_watched_is_no_viewing_time_of_ones_own_limb() -> None:
    plan, before = holding(a_plan(), dosed()), a_plan()
    assert fold(a_log(plan), plan).planned == fold(a_log(before), before).planned


@given(
    st.sampled_from(sorted(CATALOGUE.conditions)),
    st.sampled_from(LIMBS),
    st.integers(0, 40),
    st.floats(0.5, 1),
)
def test_any_dose_is_read_back_as_it_was_written(condition: str, limb: Any, turn: int, speed: float) -> None:
    plan = holding(a_plan(condition, limb), dosed(condition, limb, turn=turn, speed=speed))
    assert read_plan(plan.model_dump_json()) == plan


@given(st.lists(st.floats(0, 1e8, allow_nan=False), max_size=20))
def test_however_often_it_was_done_tempo_lies_between_shortest_and_longest_pause(at: list[float]) -> None:
    step = dosed()
    name = step.movements[0].id
    at = sorted(at)
    events = [MovementRepeated(**stamp(step, n, one), movement=name) for n, one in enumerate(at)]
    first = step.fold(events).movements[0]
    assert first.repetitions == len(at)
    between = [(b - a) / 1000 for a, b in pairwise(at)]
    assert (first.tempo is None) == (len(at) < 2)
    if first.tempo is not None:
        assert min(between) - 1e-3 <= first.tempo <= max(between) + 1e-3
