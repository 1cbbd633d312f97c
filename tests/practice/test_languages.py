"""A plan speaks its language throughout, says the same to the same person, and differs in nothing else."""

from __future__ import annotations

import re
from itertools import product

import pytest
from pydantic import BaseModel

from mirra.catalogue.catalogue import Catalogue
from mirra.catalogue.texts import texts, unsaid_fields
from mirra.errors import PlanError
from mirra.practice.plan import SessionPlan, read_plan
from mirra.practice.prescription import Prescription
from mirra.practice.programme import Today, plan_for
from tests.practice.given import CATALOGUE, LIMBS, MADE, PLAN_ID, a_plan

LANGUAGES = tuple(CATALOGUE.languages)
PERSON = {"id", "made_at", "person", "condition", "condition_name", "language", "kind"}
SPOKEN = {"language", "condition_name"}  # differ from language to language


def words_of(thing: object) -> list[str]:
    """Every text of a plan that the person reads or hears."""
    if isinstance(thing, str):
        return [thing] if thing else []
    if isinstance(thing, tuple):
        return [text for one in thing for text in words_of(one)]
    if isinstance(thing, BaseModel):
        left_out = unsaid_fields(type(thing)) | PERSON
        return [text for name, value in thing if name not in left_out for text in words_of(value)]
    return []


def same_but_words(one: object, other: object) -> bool:
    """Whether two plans differ in texts alone: same ids, numbers and structure."""
    if isinstance(one, BaseModel) and isinstance(other, BaseModel):
        return type(one) is type(other) and all(
            a == b if name in (unsaid_fields(type(one)) | PERSON) - SPOKEN else same_but_words(a, b)
            for (name, a), (_, b) in zip(one, other, strict=True)
        )
    if isinstance(one, tuple) and isinstance(other, tuple):
        return len(one) == len(other) and all(map(same_but_words, one, other))
    if isinstance(one, str) and isinstance(other, str):
        return bool(one) == bool(other)
    return one == other


def everybody(language: str) -> list[tuple[SessionPlan, SessionPlan]]:
    """Plans for every condition, limb, side and picture in a language, each beside the English one."""
    found = []
    profiles = ("aphasia", "fatigue", "neglect_left", "one_hand_right", "switch", "large_text", "less_motion")
    for condition, limb, side, picture in product(
        CATALOGUE.conditions, LIMBS, ("left", "right"), ("camera", "glass")
    ):
        more = {"affected": side, "picture": picture, "profiles": profiles}
        found.append(
            (a_plan(condition, limb, 30, language=language, **more), a_plan(condition, limb, 30, **more))
        )
    return found


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_sentence_of_a_plan_is_left_in_english(language: str) -> None:
    english = {text for text in texts(CATALOGUE) if " " in text}
    for plan, beside in everybody(language):
        assert plan.language == language
        said, in_english = words_of(plan), set(words_of(beside))
        assert not [text for text in said if "{" in text or "}" in text]
        left = [text for text in said if " " in text and (text in english or text in in_english)]
        assert not left, left
        assert same_but_words(plan, beside)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_plan_in_a_language_can_be_kept_and_read(language: str) -> None:
    plan = a_plan(language=language)
    assert read_plan(plan.model_dump_json()) == plan


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("de", ("Bewegen Sie nur Ihr rechtes Bein.", "Bringen Sie Ihr ganzes Bein ins Bild.")),
        ("es", ("Mueva solo la pierna derecha.", "Ponga toda la pierna en la imagen.")),
        ("fr", ("Bougez seulement la jambe droite.", "Mettez toute la jambe dans l'image.")),
        ("pt", ("Mova só a perna direita.", "Ponha toda a perna na imagem.")),
    ],
)
def test_side_and_limb_are_inflected(language: str, said: tuple[str, ...]) -> None:
    assert set(said) <= set(words_of(a_plan("stroke", "leg", 0, language=language, affected="left")))


def test_a_text_that_the_language_lacks_is_said_in_english_to_the_same_person() -> None:
    german = CATALOGUE.languages["de"]
    few = {text: said for text, said in german.texts.items() if text != "Move only your {intact} leg."}
    languages = {"de": german.model_copy(update={"texts": few})}
    lacking = Catalogue(**{**vars(CATALOGUE), "languages": languages})
    who = Prescription("someone", "stroke", "left", "leg", language="de")
    plan = plan_for(lacking, who, Today(plan_id=PLAN_ID, made_at=MADE))
    assert "Move only your right leg." in words_of(plan)
    assert "Bringen Sie Ihr ganzes Bein ins Bild." in words_of(plan)


def test_a_language_without_texts_gives_an_english_plan() -> None:
    assert a_plan(language="xx") == a_plan()
    assert a_plan(language="xx").language == "en"


def test_refusals_do_not_depend_on_the_language() -> None:
    with pytest.raises(PlanError, match="There is no condition"):
        a_plan("unknown", language="de")
    assert not re.search(r"[äöüß]", a_plan(language="de").why[0].text), "numbers and sources stay English"
