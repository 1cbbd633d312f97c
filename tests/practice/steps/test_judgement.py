"""A block of left/right judgement: what its events come to, and what a simulated person's scores tell of them."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from material.judgement_session import with_judgement
from mirra.practice.events import Event
from mirra.practice.fold import fold
from mirra.practice.judge import Judge
from mirra.practice.judging import AnswerWindow
from mirra.practice.plan import SessionPlan, read_plan
from mirra.practice.steps.judgement import Judgement, JudgementResult, JudgingStarted, PictureJudged
from tests.practice.given import CATALOGUE, MADE, SESSION, a_log, a_plan

SURE = Judge(accuracy=1, affected_accuracy=1, spread=0.05)


def of(plan: SessionPlan) -> Judgement:
    return next(step for step in plan.steps if isinstance(step, Judgement))


def result(log: list[Event], plan: SessionPlan) -> JudgementResult:
    (found,) = (one for one in fold(log, plan).results if isinstance(one, JudgementResult))
    return found


def answer(place: int, side: str, ms: float = 900, **more: object) -> PictureJudged:
    stamp = {"session": SESSION, "seq": place, "at": 0, "wall": MADE, "step": "judgement_1"}
    told = {"trial": place, "side": side, "ms": ms, "dropped": 0, "again": False, "by": "pointer"}
    return PictureJudged.model_validate({**stamp, **told, **more})


def test_a_person_with_a_bad_hand_judges_hands_and_one_with_a_bad_leg_feet() -> None:
    for limb, shown in (("hand", "hand"), ("arm", "hand"), ("foot", "foot"), ("leg", "foot")):
        step = of(with_judgement(a_plan("stroke", limb)))
        assert {step.limb, *(trial.limb for trial in (*step.trials, *step.trying))} == {shown}
        assert shown in step.instruction[0]


def test_the_same_seed_gives_the_same_pictures_and_practice_shows_others() -> None:
    first, same, other = (of(with_judgement(a_plan(), seed)) for seed in (1, 1, 2))
    assert first == same
    assert first.trials != other.trials
    assert first.trials[: len(first.trying)] != first.trying


def test_a_plan_with_a_block_is_small_enough_to_be_kept() -> None:
    plan = with_judgement(a_plan(), count=60)
    assert read_plan(plan.model_dump_json()) == plan


def test_the_rules_it_follows_name_claims_that_are_there() -> None:
    rules = of(with_judgement(a_plan())).rules(CATALOGUE)
    assert rules
    assert all(rule.claim in CATALOGUE.claims for rule in rules)


def test_pictures_tapped_away_before_they_can_be_judged_are_not_practised() -> None:
    plan = with_judgement(a_plan("crps"), trying=0)
    step = of(plan)
    tapped = [answer(place, trial.side, 120 if place > 1 else 900) for place, trial in enumerate(step.trials)]
    found = step.fold(tapped)
    assert isinstance(found, JudgementResult)
    assert found.scores.answered == found.scores.trials
    assert found.share() == pytest.approx(2 / len(step.trials), abs=0.001)


def test_a_simulated_person_is_known_again_by_their_scores() -> None:
    plan = with_judgement(a_plan("crps", affected="left"))
    scores = result(a_log(plan, judge=SURE), plan).scores
    assert (scores.trials, scores.answered, scores.valid, scores.accuracy.both) == (48, 48, 1, 1)
    assert scores.difference == pytest.approx(SURE.affected, abs=0.15)
    assert scores.lateral_medial == pytest.approx(SURE.outward, abs=0.2)
    assert scores.slope == pytest.approx(SURE.degree, abs=0.0015)


def test_somebody_who_guesses_is_right_half_the_time() -> None:
    plan = with_judgement(a_plan(), count=60)
    guess = Judge(accuracy=0.5, affected_accuracy=0.5)
    shares = [result(a_log(plan, seed, judge=guess), plan).scores.accuracy.both for seed in range(10)]
    assert sum(share or 0 for share in shares) / 10 == pytest.approx(0.5, abs=0.08)


def test_judging_is_no_viewing_time_planned_or_done() -> None:
    plain = a_plan()
    plan = with_judgement(plain)
    with_it, without = fold(a_log(plan), plan), fold(a_log(plain), plain)
    assert with_it.planned == without.planned
    assert with_it.lasted - without.lasted > 100
    assert abs(with_it.looked - without.looked) < 60
    assert of(plan).planned() == pytest.approx(48 * 3.3)


def test_a_block_stopped_half_way_is_scored_as_far_as_it_went() -> None:
    plan = with_judgement(a_plan())
    alone = plan.model_copy(update={"steps": (*plan.steps[:3], *plan.steps[-2:])})
    assert [step.kind for step in alone.steps] == ["check_in", "set_up", "judgement", "check_out", "summary"]
    for outcome in ("stopped", "interrupted"):
        found = fold(a_log(alone, outcome=outcome), alone)
        assert found.state == outcome
        assert result(a_log(alone, outcome=outcome), alone).scores.answered == 24


def test_answers_by_a_switch_have_no_times_and_by_what_they_were_given_is_kept() -> None:
    step = of(with_judgement(a_plan()))
    sides = [trial.side for trial in step.trials]
    switched = step.fold([answer(at, side, by="switch") for at, side in enumerate(sides)])
    assert isinstance(switched, JudgementResult)
    assert (switched.by, switched.scores.accuracy.both, switched.scores.time.both) == (("switch",), 1, None)
    mixed = step.fold([answer(0, sides[0]), answer(1, sides[1], by="arrow_keys"), answer(2, sides[2])])
    assert isinstance(mixed, JudgementResult)
    assert mixed.by == ("pointer", "arrow_keys")


def test_a_picture_that_may_have_been_seen_before_is_counted() -> None:
    step = of(with_judgement(a_plan()))
    found = step.fold([answer(0, "left", again=True), answer(1, "left"), answer(0, "left")])
    assert isinstance(found, JudgementResult)
    assert (found.again, found.scores.answered) == (1, 2)


def test_the_window_of_the_plan_says_what_is_valid() -> None:
    step = of(with_judgement(a_plan(), window=AnswerWindow(low=300, high=1000)))
    found = step.fold(
        [answer(0, step.trials[0].side, 200), answer(1, step.trials[1].side, 1200), answer(2, "left", 999)]
    )
    assert isinstance(found, JudgementResult)
    assert found.scores.valid == pytest.approx(1 / 3, abs=1e-4)


def test_nothing_answered_is_a_result_without_numbers() -> None:
    step = of(with_judgement(a_plan()))
    started = {"session": SESSION, "seq": 0, "at": 0, "wall": MADE, "step": step.id}
    started_event = JudgingStarted.model_validate({**started, "trial": 0, "interval": 16.7, "size": 400})
    for events in ((), (started_event,)):
        found = step.fold(events)
        assert isinstance(found, JudgementResult)
        assert (found.scores.answered, found.scores.accuracy.both, found.by, found.again) == (0, None, (), 0)


def test_an_answer_to_a_trial_beyond_any_list_is_refused() -> None:
    with pytest.raises(ValidationError, match="trial"):
        answer(60, "left")


GRADED: dict[str, Any] = {"condition": "crps", "programme": "graded_imagery", "own_limb": True}


def test_who_shows_their_own_limb_puts_the_camera_up_before_and_who_does_not_needs_none() -> None:
    kinds = [step.kind for step in a_plan(**GRADED).steps]
    assert kinds == ["check_in", "set_up", "judgement", "check_out", "summary"]
    assert "set_up" not in [step.kind for step in a_plan(**GRADED | {"own_limb": False}).steps]


@pytest.mark.parametrize("limb", ["hand", "arm", "foot", "leg"])
def test_every_trial_is_of_a_posture_that_the_person_shows(limb: str) -> None:
    step = of(a_plan(limb=limb, **GRADED))
    assert step.own is not None
    shown = {(one.posture, one.view) for one in step.own.shown}
    assert {(one.posture, one.view) for one in step.trials} == shown
    assert not any("{" in text for text in (*step.own.instruction, *(one.text for one in step.own.shown)))
    others = tuple(one.model_copy(update={"posture": "wave"}) for one in step.trials)
    with pytest.raises(ValidationError, match="does not show"):
        Judgement.model_validate(step.model_dump() | {"trials": [one.model_dump() for one in others]})


def test_what_becomes_of_the_pictures_is_among_the_reasons() -> None:
    ids = {rule.id for rule in of(a_plan(**GRADED)).rules(CATALOGUE)}
    assert ids - {rule.id for rule in of(with_judgement(a_plan())).rules(CATALOGUE)} == {"judgement_own_limb"}


def test_scores_of_the_own_limb_stand_apart_from_those_of_drawn_pictures() -> None:
    step = of(a_plan(**GRADED))
    sides = [trial.side for trial in step.trials]
    own = step.own.shown[0].id if step.own else ""
    wrong = "left" if sides[2] == "right" else "right"
    found = step.fold([answer(0, sides[0], own=own), answer(1, sides[1], own=own), answer(2, wrong)])
    assert isinstance(found, JudgementResult)
    assert found.own is not None
    assert (found.own.answered, found.own.accuracy.both) == (2, 1)
    assert (found.scores.trials, found.scores.answered, found.scores.accuracy.both) == (1, 1, 0)
    assert found.own.trials == len(step.trials) - 1, "what was not answered was to be of the own limb"
    assert found.share() == pytest.approx(3 / len(step.trials))
    assert found.measures().get("judgement_accuracy") is None, "one side alone was drawn"


def test_where_only_the_own_limb_was_judged_gates_are_held_against_that() -> None:
    plan = a_plan(**GRADED)
    log = a_log(plan, judge=SURE)
    found = result(log, plan)
    assert found.own is not None
    assert (found.scores.trials, found.own.accuracy.both) == (0, 1)
    assert found.measures()["judgement_accuracy"] == 1
    judged = [one for one in log if isinstance(one, PictureJudged)]
    shown = {one.id: (one.posture, one.view) for one in of(plan).own.shown}  # type: ignore[union-attr]
    for one in judged:
        trial = of(plan).trials[one.trial]
        assert one.own is not None
        assert shown[one.own] == (trial.posture, trial.view)


def test_answers_that_were_logged_before_there_were_own_pictures_are_of_drawn_ones() -> None:
    step = of(with_judgement(a_plan()))
    found = step.fold([answer(0, step.trials[0].side)])
    assert isinstance(found, JudgementResult)
    assert found.own is None
    assert found.scores.trials == len(step.trials)
