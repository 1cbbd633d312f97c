"""Scores of left/right judgement beside the norm and the detectable change, against numbers worked out by hand."""

from __future__ import annotations

import pytest

from mirra.practice.beside import references
from mirra.practice.judging import Scores, Sided
from mirra.practice.steps.judgement import JudgementResult, Means
from tests.practice.given import CATALOGUE

WRITTEN = CATALOGUE.judgement


def block(
    accuracy: float | None, time: float | None, by: Means = "pointer", limb: str = "hand"
) -> JudgementResult:
    scores = Scores(
        trials=40,
        answered=40,
        valid=1.0,
        accuracy=Sided(both=accuracy, left=accuracy, right=accuracy),
        time=Sided(both=time, left=time, right=time),
        difference=0.0,
        lateral_medial=None,
        slope=None,
        dropped=0,
    )
    return JudgementResult(step="judgement_1", limb=limb, by=(by,), again=0, scores=scores)


def test_the_time_stands_beside_the_norm_in_seconds_and_in_standard_deviations() -> None:
    norm = references(WRITTEN, block(0.9, 3.2), []).norm
    assert norm is not None
    assert (norm.mean, norm.deviation, norm.slower, norm.deviations) == (2.0, 0.5, 1.2, 2.4)
    assert norm.provenance == "unverified"
    faster = references(WRITTEN, block(0.9, 1.75), []).norm
    assert faster is not None
    assert (faster.slower, faster.deviations) == (-0.25, -0.5)


def test_a_norm_for_the_age_of_the_person_comes_before_one_for_any_age() -> None:
    older = WRITTEN.norms[0].model_copy(update={"mean": 2.8, "from_age": 60, "to_age": 80})
    written = WRITTEN.model_copy(update={"norms": (*WRITTEN.norms, older)})
    for age, mean in ((None, 2.0), (59, 2.0), (60, 2.8), (79, 2.8), (80, 2.0)):
        norm = references(written, block(0.9, 2.5), [], age).norm
        assert norm is not None
        assert norm.mean == mean


def test_answers_by_a_switch_have_no_time_and_so_no_norm() -> None:
    assert references(WRITTEN, block(0.9, None, "switch"), []).norm is None


@pytest.mark.parametrize(
    ("first", "now", "change", "size"),
    [
        (3.0, 2.4, -0.6, "larger"),
        (2.4, 3.0, 0.6, "larger"),
        (3.0, 2.7, -0.3, "within"),
        (3.0, 2.9, -0.1, "smaller"),
    ],
)
def test_a_change_of_time_is_held_against_the_range_of_detectable_change(
    first: float, now: float, change: float, size: str
) -> None:
    found = references(WRITTEN, block(0.9, now), [block(0.9, first), block(0.9, 9.0)])
    time = next(one for one in found.changes if one.score == "time")
    assert (time.first, time.now, time.change, time.size) == (first, now, change, size)
    assert (time.low, time.high) == (0.19, 0.49)


def test_accuracy_is_a_share_and_its_change_too() -> None:
    accuracy = references(WRITTEN, block(0.95, 2.0), [block(0.8, 2.0)]).changes[0]
    assert (accuracy.score, accuracy.change, accuracy.size) == ("accuracy", 0.15, "larger")


def test_only_sessions_of_the_same_limb_answered_in_the_same_way_are_compared() -> None:
    others = [block(0.5, 5.0, "two_keys"), block(0.5, 5.0, limb="foot")]
    assert references(WRITTEN, block(0.9, 2.0), others).changes == ()
    found = references(WRITTEN, block(0.9, 2.0), [*others, block(0.9, 2.1)])
    assert [one.first for one in found.changes] == [0.9, 2.1]


def test_pictures_of_the_own_limb_stand_beside_neither_norm_nor_detectable_change() -> None:
    drawn = block(0.9, 3.2)
    none = drawn.scores.model_copy(
        update={"trials": 0, "answered": 0, "time": Sided(both=None, left=None, right=None)}
    )
    own = drawn.model_copy(update={"own": drawn.scores, "scores": none})
    assert references(WRITTEN, own, [drawn]).norm is None
    assert references(WRITTEN, drawn, [own]).changes == ()
    assert references(WRITTEN, drawn, [own, drawn]).changes != ()
