"""Motor imagery: what is planned, what a simulated person logs of it, and what that comes to."""

from __future__ import annotations

from statistics import median
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from mirra.practice.fold import fold
from mirra.practice.plan import SessionPlan, read_plan
from mirra.practice.steps.imagery import (
    Imagery,
    ImageryResult,
    ImagerySkipped,
    MovementTimed,
    VividnessRated,
    dose,
)
from tests.practice.given import CATALOGUE, LIMBS, MADE, SESSION, a_case, a_log, a_plan, holding


def dosed(condition: str = "stroke", limb: Any = "hand", stage: int = 0, **more: Any) -> Imagery:
    case = a_case(condition, limb)
    step = dose(case, case.condition.stages[stage], **more)
    assert step is not None
    return step


def a_held(**more: Any) -> tuple[SessionPlan, Imagery]:
    plan = holding(a_plan(), dosed(**more))
    return plan, next(step for step in plan.steps if isinstance(step, Imagery))


class Said:
    """Events of one imagery step, written one after another."""

    def __init__(self, step: Imagery) -> None:
        self.step, self.events = step, []  # type: tuple[Imagery, list[Any]]

    def _stamp(self) -> dict[str, Any]:
        seq = len(self.events)
        return {"session": SESSION, "seq": seq, "at": 10.0 * seq, "wall": MADE, "step": self.step.id}

    def timed(self, movement: str, way: str, *lasted: float) -> Said:
        for one in lasted:
            event = {**self._stamp(), "movement": movement, "way": way, "lasted": one}
            self.events.append(MovementTimed.model_validate(event))
        return self

    def rated(self, movement: str, sense: str, value: int) -> Said:
        event = {**self._stamp(), "movement": movement, "sense": sense, "value": value}
        self.events.append(VividnessRated.model_validate(event))
        return self

    def skipped(self, movement: str, part: str) -> Said:
        self.events.append(
            ImagerySkipped.model_validate({**self._stamp(), "movement": movement, "part": part})
        )
        return self

    def result(self) -> ImageryResult:
        return self.step.fold(self.events)


def test_each_movement_has_a_picture_and_is_imagined_three_times_at_least() -> None:
    for condition in CATALOGUE.conditions.values():
        for limb in condition.limbs:
            step = dosed(condition.id, limb, times=1)
            assert step.times == 3
            for movement in step.movements:
                assert CATALOGUE.loop(movement.id) is not None
                assert limb in CATALOGUE.exercises[movement.id].limbs


def test_movements_are_those_of_the_stage_and_take_turns() -> None:
    case = a_case("crps")
    large = case.condition.stages[1]
    first, second = (dosed("crps", stage=1, movements=2, turn=turn) for turn in (0, 2))
    ids = [one.id for step in (first, second) for one in step.movements]
    assert {CATALOGUE.exercises[id].size for id in ids} == set(large.sizes)
    assert len(set(ids)) == 4


def test_a_stage_that_only_looks_gives_the_movements_of_the_first_that_moves() -> None:
    assert dosed("crps", stage=0).movements == dosed("crps", stage=1).movements


def test_exercises_taken_out_are_not_imagined_either() -> None:
    case = a_case(exercises_out=("fist",))
    step = dose(case, case.condition.stages[0], movements=20)
    assert step is not None
    assert "fist" not in {one.id for one in step.movements}


def test_nothing_is_executed_unless_asked_for_and_never_by_a_limb_that_is_gone() -> None:
    assert (dosed().executions, dosed().execute) == (0, ())
    asked = dosed(execute=True)
    assert asked.executions == asked.times
    assert any("really move" in line for line in asked.execute)
    gone = dosed("phantom_limb_pain", execute=True)
    assert (gone.executions, gone.execute) == (0, ())
    assert any("phantom" in line for line in gone.imagine)
    assert not any("{limb}" in line for line in gone.imagine)


@pytest.mark.parametrize("language", sorted(CATALOGUE.languages))
def test_it_is_said_in_the_language_and_for_the_side_of_the_person(language: str) -> None:
    plan = holding(a_plan(language=language), dosed(execute=True))
    step = next(one for one in plan.steps if isinstance(one, Imagery))
    english = dosed(execute=True)
    for ours, theirs in zip((*english.before, *english.imagine), (*step.before, *step.imagine), strict=True):
        assert ours != theirs
        assert "{" not in theirs
    assert english.seen.text != step.seen.text


def test_each_rule_it_follows_names_a_claim_of_the_catalogue() -> None:
    rules = dosed().rules(CATALOGUE)
    assert {"C17", "M01", "M02", "M03"} == {rule.claim for rule in rules}
    assert all(rule.claim in CATALOGUE.claims and rule.plain for rule in rules)


def test_two_movements_of_one_id_are_refused() -> None:
    step = dosed()
    with pytest.raises(ValidationError, match="id of its own"):
        Imagery.model_validate(step.model_dump() | {"movements": [step.movements[0].model_dump()] * 2})


def test_the_ratio_is_the_median_imagined_over_the_median_executed_time() -> None:
    step = dosed(execute=True)
    one, two, *_ = (movement.id for movement in step.movements)
    said = Said(step).timed(one, "imagined", 3000, 5000, 4000).timed(one, "executed", 2500, 2000, 1000)
    said.timed(two, "imagined", 3000).timed(two, "executed", 3000)
    result = said.result()
    first = result.movements[0]
    assert first.imagined == (3.0, 5.0, 4.0)
    assert (first.imagined_time, first.executed_time, first.ratio) == (4.0, 2.0, 2.0)
    assert result.ratio == 1.5


def test_the_ratio_is_null_where_one_of_its_times_is_missing_or_nothing() -> None:
    step = dosed(execute=True)
    one, two, three = (movement.id for movement in step.movements)
    said = Said(step).timed(one, "imagined", 3000).timed(two, "executed", 3000)
    said.timed(three, "imagined", 3000).timed(three, "executed", 0)
    result = said.result()
    assert [one.ratio for one in result.movements] == [None, None, None]
    assert result.ratio is None


def test_a_later_rating_replaces_the_earlier_and_what_was_skipped_is_kept() -> None:
    step = dosed()
    one, two, _ = (movement.id for movement in step.movements)
    said = Said(step).rated(one, "seen", 2).rated(one, "seen", 4).skipped(one, "felt").rated(two, "seen", 1)
    result = said.result()
    assert (result.movements[0].seen, result.movements[0].felt) == (4, None)
    assert result.movements[0].skipped == ("felt",)
    assert (result.seen, result.felt) == (2.5, None)


def test_events_of_a_movement_that_the_plan_does_not_have_count_for_nothing() -> None:
    step = dosed()
    assert Said(step).timed("elsewhere", "imagined", 3000).result() == Said(step).result()


def test_a_simulated_person_imagines_rates_and_executes_every_movement() -> None:
    plan, step = a_held(execute=True)
    result = next(one for one in fold(a_log(plan), plan).results if isinstance(one, ImageryResult))
    for movement in result.movements:
        assert len(movement.imagined) == step.times
        assert len(movement.executed) == step.executions
        assert movement.ratio is not None
        assert 0.5 < movement.ratio < 2
        for sense, value in (("seen", movement.seen), ("felt", movement.felt)):
            assert (value is None) == (sense in movement.skipped)


def test_imagined_movement_is_neither_viewing_time_nor_movement_planned_before_the_mirror() -> None:
    plan, _ = a_held()
    before = a_plan()
    assert fold(a_log(plan), plan).planned == fold(a_log(before), before).planned


@given(
    st.sampled_from(sorted(CATALOGUE.conditions)), st.sampled_from(LIMBS), st.integers(0, 40), st.booleans()
)
def test_any_dose_is_read_back_as_it_was_written(condition: str, limb: Any, turn: int, execute: bool) -> None:
    plan = holding(a_plan(condition, limb), dosed(condition, limb, turn=turn, execute=execute))
    assert read_plan(plan.model_dump_json()) == plan


@given(
    st.lists(
        st.tuples(
            st.sampled_from(("imagined", "executed")), st.integers(0, 2), st.floats(0, 1e6, allow_nan=False)
        ),
        max_size=30,
    )
)
def test_whatever_was_timed_each_ratio_follows_from_its_own_movements_medians(
    timed: list[tuple[str, int, float]],
) -> None:
    step = dosed(execute=True)
    said = Said(step)
    for way, place, lasted in timed:
        said.timed(step.movements[place].id, way, lasted)
    for place, movement in enumerate(said.result().movements):
        own = {w: [ms / 1000 for v, p, ms in timed if (v, p) == (w, place)] for w in ("imagined", "executed")}
        assert movement.imagined == pytest.approx(own["imagined"], abs=1e-3)
        if movement.ratio is None:
            assert not own["imagined"] or not own["executed"] or median(own["executed"]) < 1e-3
        else:
            assert movement.executed_time is not None
            assert movement.ratio * movement.executed_time == pytest.approx(
                median(own["imagined"]), abs=2e-3 + 1e-4 * movement.executed_time
            )
