"""A lesson in a session: who reads what, what was understood, and that nothing else changes."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mirra.catalogue.wording import SENTENCE_WORDS, sentences, words
from mirra.practice import lessons
from mirra.practice.address import addressed
from mirra.practice.events import Event
from mirra.practice.fold import fold
from mirra.practice.lessons import Due
from mirra.practice.plan import SessionPlan, read_plan
from mirra.practice.prescription import Prescription
from mirra.practice.programme import Today, plan_for
from mirra.practice.steps import lesson
from mirra.practice.steps.breathing import Breathing
from mirra.practice.steps.check_in import CheckIn
from mirra.practice.steps.lesson import Lesson, LessonAnswered, LessonLeft, LessonRead, LessonResult
from tests.practice.given import CATALOGUE, LIMBS, MADE, PLAN_ID, SESSION, a_case, a_log, a_plan
from tests.practice.test_address import CLINICAL, CONTRADICTIONS, said

DUE = Due(CATALOGUE.lessons["when_to_stop"], again=False)


def a_lesson_plan(condition: str = "stroke", due: Due = DUE, **more: object) -> SessionPlan:
    prescription = Prescription("someone", condition, "left", "hand", **more)  # type: ignore[arg-type]
    return plan_for(CATALOGUE, prescription, Today(plan_id=PLAN_ID, made_at=MADE, done=5, lesson_due=due))


PLAN = a_lesson_plan()


def step_of(plan: SessionPlan = PLAN) -> Lesson:
    return next(step for step in plan.steps if isinstance(step, Lesson))


def logged(*events: tuple[type[Event], dict[str, object]]) -> list[Event]:
    stamp = {"session": SESSION, "at": 0.0, "wall": MADE, "step": "lesson"}
    return [kind.model_validate({**stamp, "seq": n, **fields}) for n, (kind, fields) in enumerate(events)]


def answer(question: str, option: str) -> tuple[type[Event], dict[str, object]]:
    return LessonAnswered, {"question": question, "option": option}


def test_it_comes_right_after_check_in_and_changes_nothing_else() -> None:
    plan, without = a_lesson_plan(breathing_minutes=2), a_plan(breathing_minutes=2)
    assert [type(step) for step in plan.steps[:3]] == [CheckIn, Lesson, Breathing]
    assert plan.steps[2:] == without.steps[1:]
    assert plan.minutes == without.minutes
    assert read_plan(plan.model_dump_json()) == plan
    assert fold(a_log(plan), plan).planned == fold(a_log(without), without).planned


def test_every_statement_stands_in_the_plan_with_its_claim() -> None:
    for written in CATALOGUE.lessons.values():
        rules = lesson.dose(a_case(), Due(written, again=False)).rules(CATALOGUE)
        claims = {said.claim for said in written.pages if said.claim}
        assert claims <= {rule.claim for rule in rules} <= set(CATALOGUE.claims)
        assert len({rule.id for rule in rules}) == len(rules)


def contradicts(text: str, limb: str, gone: str) -> bool:
    """Whether a text cannot be said to somebody with this limb, whose affected one is there or gone."""
    return any(
        limb in limbs and affected in ("any", gone) and re.search(pattern, text, re.IGNORECASE)
        for pattern, limbs, affected in CONTRADICTIONS
    )


@pytest.mark.parametrize("language", ["en", *CATALOGUE.languages])
def test_every_lesson_fits_whom_it_is_said_to_in_short_sentences(language: str) -> None:
    seen = set()
    for condition, limb, picture, few in product(
        CATALOGUE.conditions, LIMBS, ("camera", "glass"), (True, False)
    ):
        profiles = ("aphasia",) if few else ()
        case = a_case(condition, limb, picture=picture, language=language)
        case = replace(case, profiles=tuple(CATALOGUE.profiles[id] for id in profiles))
        for one in lessons.offered(CATALOGUE, case.condition, case.prescription):
            step = addressed(
                lesson.dose(case, Due(one, again=False)),
                "left",
                case.prescription.limb,
                CATALOGUE.language(language),
            )
            seen.add(one.id)
            for text in said(step):
                assert "{" not in text
                assert all(words(sentence) <= SENTENCE_WORDS for sentence in sentences(text)), text
                if language == "en":
                    assert not CLINICAL.search(text), text
                    assert not contradicts(text, limb, case.condition.affected_limb), text
    assert seen == set(CATALOGUE.lessons)


def test_people_with_aphasia_read_shorter_sentences() -> None:
    plain, few = step_of(), step_of(a_lesson_plan(profiles=("aphasia",)))
    longest = [max(words(one) for page in step.pages for one in sentences(page)) for step in (plain, few)]
    assert longest[1] < longest[0]
    assert len(plain.pages) == len(few.pages)


def test_a_week_later_the_questions_come_without_the_pages() -> None:
    again = step_of(a_lesson_plan(due=Due(DUE.lesson, again=True)))
    assert (again.pages, again.questions) == ((), step_of().questions)
    assert again.title == CATALOGUE.lesson_terms.again_title


def test_energy_is_asked_first_of_those_who_tire_quickly() -> None:
    assert step_of().energy is None
    asked = step_of(a_lesson_plan(profiles=("fatigue",))).energy
    assert asked is not None
    assert asked.id == CATALOGUE.questions.energy.question.id


ALL = (answer("hurts", "stop"), answer("who", "me"))
READ: tuple[type[Event], dict[str, object]] = (LessonRead, {"page": 0})


@pytest.mark.parametrize(
    ("events", "outcome"),
    [
        ((), "not_reached"),
        ((READ,), "left"),
        (((LessonLeft, {}),), "left"),
        ((READ, ALL[0]), "left"),
        (ALL, "understood"),
        ((answer("hurts", "faster"), answer("who", "me")), "not_understood"),
        ((answer("hurts", "faster"), *ALL), "not_understood"),
        ((answer("elsewhere", "stop"), ALL[0]), "left"),
    ],
)
def test_what_was_understood_follows_from_the_first_answers(
    events: tuple[tuple[type[Event], dict[str, object]], ...], outcome: str
) -> None:
    assert step_of().fold(logged(*events)).outcome == outcome


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 2**32))
def test_a_simulated_person_reads_all_of_it_and_answers_every_question(seed: int) -> None:
    result = next(one for one in fold(a_log(PLAN, seed), PLAN).results if isinstance(one, LessonResult))
    assert (result.read, len(result.answers)) == (result.pages, 2)
    assert result.outcome == ("understood" if all(one.right for one in result.answers) else "not_understood")


def test_a_lesson_that_was_left_does_not_make_a_session_undone() -> None:
    log = [event for event in a_log(PLAN) if not isinstance(event, LessonRead | LessonAnswered)]
    log = [event.model_copy(update={"seq": n}) for n, event in enumerate(log)]
    assert fold(log, PLAN).practised == fold(a_log(PLAN), PLAN).practised
