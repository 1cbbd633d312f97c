"""What the answers of a screening mean, and which condition packs fit a limb."""

from __future__ import annotations

from pathlib import Path
from random import Random
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mirra.anatomy import ALL_LIMBS
from mirra.catalogue.load import load
from mirra.errors import ScreeningError
from mirra.practice.screening import Outcome, packs, screen
from tests.practice.given import CATALOGUE

QUESTIONS = {question.id: question for question in CATALOGUE.screening}
RANK = {outcome: place for place, outcome in enumerate(get_args(Outcome))}
COMPLETE = st.fixed_dictionaries(
    {name: st.sampled_from([answer.id for answer in one.answers]) for name, one in QUESTIONS.items()}
)
SOME = st.fixed_dictionaries(
    {},
    optional={
        name: st.sampled_from([answer.id for answer in one.answers]) for name, one in QUESTIONS.items()
    },
)


def meaning(question: str, answer: str) -> int:
    """How grave an answer is: 0 for one without a meaning."""
    means = {rule.means for rule in QUESTIONS[question].rules if answer in rule.answers}
    return 2 if "cannot_start" in means else 1 if means else 0


def harmless() -> dict[str, str]:
    """For each question its first answer without a meaning."""
    return {
        name: next(answer.id for answer in one.answers if not meaning(name, answer.id))
        for name, one in QUESTIONS.items()
    }


def test_who_has_no_answer_with_a_meaning_fits() -> None:
    found = screen(CATALOGUE, harmless())
    assert (found.outcome, found.reasons, found.open) == ("fits", (), ())


def test_who_cannot_see_or_follow_the_picture_cannot_start_whatever_else_is_open() -> None:
    found = screen(CATALOGUE, {"picture": "no"})
    assert found.outcome == "cannot_start"
    (reason,) = found.reasons
    assert reason.rule.reason == "The person cannot see or follow the picture."
    assert (reason.rule.claim, reason.rule.provenance) == ("C28", "read")
    assert {one.id for one in found.open} == set(QUESTIONS) - {"picture"}


@pytest.mark.parametrize("side", ["left", "right"])
def test_neglect_is_a_precaution_with_cueing_and_does_not_bar(side: str) -> None:
    found = screen(CATALOGUE, harmless() | {"neglect": side})
    assert found.outcome == "precautions"
    (reason,) = found.reasons
    assert "cue" in reason.rule.precaution
    assert reason.rule.claim == "C26"


def test_nothing_but_the_picture_bars_and_nothing_is_said_of_alexithymia() -> None:
    rules = [(one.id, rule) for one in CATALOGUE.screening for rule in one.rules]
    assert [name for name, rule in rules if rule.means == "cannot_start"] == ["picture"]
    assert "C27" not in {rule.claim for _, rule in rules}, "no source was found for a rule about alexithymia"
    assert not any("alexithymi" in one.model_dump_json() for one in CATALOGUE.screening)


@given(SOME)
def test_an_unanswered_question_never_fits(answers: dict[str, str]) -> None:
    found = screen(CATALOGUE, answers)
    assert {one.id for one in found.open} == set(QUESTIONS) - set(answers)
    if found.open:
        assert found.outcome in ("unfinished", "cannot_start")


@given(COMPLETE, st.sampled_from(sorted(QUESTIONS)), st.data())
def test_a_graver_answer_never_makes_the_outcome_better(
    answers: dict[str, str], question: str, data: st.DataObject
) -> None:
    other = data.draw(st.sampled_from([one.id for one in QUESTIONS[question].answers]))
    before, after = screen(CATALOGUE, answers), screen(CATALOGUE, answers | {question: other})
    if meaning(question, other) >= meaning(question, answers[question]):
        assert RANK[after.outcome] >= RANK[before.outcome]
    else:
        assert RANK[after.outcome] <= RANK[before.outcome]


@given(SOME, st.randoms(use_true_random=False))
def test_the_order_of_answers_does_not_matter(answers: dict[str, str], random: Random) -> None:
    mixed = list(answers.items())
    random.shuffle(mixed)
    assert screen(CATALOGUE, dict(mixed)) == screen(CATALOGUE, answers)


@given(SOME)
def test_every_answer_with_a_meaning_is_a_reason_and_those_that_bar_come_first(
    answers: dict[str, str],
) -> None:
    found = screen(CATALOGUE, answers)
    grave = {name for name, answer in answers.items() if meaning(name, answer)}
    assert {one.question.id for one in found.reasons} == grave
    bars = [one.rule.means == "cannot_start" for one in found.reasons]
    assert bars == sorted(bars, reverse=True)


@pytest.mark.parametrize(
    ("answers", "where"),
    [
        ({"neglect": "behind"}, "answers.neglect"),
        ({"shoe_size": "42"}, "answers.shoe_size"),
        ({"picture": ""}, "answers.picture"),
    ],
)
def test_an_answer_that_is_not_offered_is_refused_by_name(answers: dict[str, str], where: str) -> None:
    with pytest.raises(ScreeningError) as caught:
        screen(CATALOGUE, answers)
    assert caught.value.where == where
    assert caught.value.todo


def test_packs_fit_by_the_limb_and_by_whether_it_is_there() -> None:
    for limb in ALL_LIMBS:
        gone, there = packs(CATALOGUE, limb, "gone"), packs(CATALOGUE, limb, "there")
        assert [one.id for one in gone] == ["phantom_limb_pain"]
        assert {one.id for one in there} == set(CATALOGUE.conditions) - {"phantom_limb_pain"}
        assert [one.id for one in there] == sorted(one.id for one in there), "they are ranked"


def test_a_pack_shows_what_disagrees_side_by_side() -> None:
    phantom = CATALOGUE.conditions["phantom_limb_pain"]
    sources = {one.source for conflict in phantom.conflicts for one in conflict.statements}
    assert {"Xie 2022 doi 10.1016/j.apmr.2021.07.810", "Guemann 2022 PMC10086832"} <= sources
    assert all(len(conflict.statements) >= 2 for conflict in phantom.conflicts)


def test_a_question_of_a_folder_of_its_own_is_asked_too(tmp_path: Path) -> None:
    (tmp_path / "screening").mkdir()
    text = """
id = "pacemaker"
place = 15
text = "Does the person wear a pacemaker?"
answers = [{ id = "no", text = "no" }, { id = "yes", text = "yes" }]
[[rules]]
answers = ["yes"]
means = "precaution"
reason = "Our clinic looks at this first."
precaution = "Ask the ward."
claim = "C03"
source = "own"
provenance = "own"
"""
    (tmp_path / "screening" / "pacemaker.toml").write_text(text, encoding="utf-8")
    own = load(tmp_path)
    assert [one.id for one in own.screening][:2] == ["picture", "pacemaker"]
    assert screen(own, harmless()).outcome == "unfinished"
    assert screen(own, harmless() | {"pacemaker": "yes"}).outcome == "precautions"
