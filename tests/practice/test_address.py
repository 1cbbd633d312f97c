"""Every sentence of every plan fits the person it is said to."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel

from mirra.catalogue.models.evidence import Rule
from mirra.catalogue.models.questions import Item
from mirra.catalogue.models.session import FittedLine
from mirra.catalogue.wording import SENTENCE_WORDS, asks_to_hold_breath, sentences, words
from mirra.errors import PlanError
from mirra.practice.address import addressed, fitting
from mirra.practice.plan import SessionPlan, read_plan
from mirra.practice.steps.block import Block
from mirra.practice.steps.set_up import SetUp
from tests.practice.given import CATALOGUE, LIMBS, a_plan

WORDS = Path(__file__).parents[2] / "web" / "src" / "words"
DONE = (0, 8, 20)  # every stage of every condition
UPPER, LOWER = ("hand", "arm"), ("foot", "leg")
# What must never be said, and to whom: a pattern, limbs, and whether the affected limb is there or gone.
CONTRADICTIONS = [
    (r"\brings?\b|\bwatches\b|\bsleeves?\b", LOWER, "any"),
    (r"\bshoes?\b|\bsocks? off\b", UPPER, "any"),
    (r"\blaptop lid\b", LOWER, "any"),
    (r"\bat my feet\b", UPPER, "any"),
    (r"\b(fingers?|thumbs?|palms?|wrists?|forearms?|elbows?|hands?|arms?)\b", LOWER, "any"),
    (r"\b(toes?|heels?|soles?|knees?|foot|feet|legs?|calf)\b", UPPER, "any"),
    (
        r"\bboth (hands|feet|arms|legs|thumbs)\b (alike|like)|\b(with|on) both\b|\boff both\b",
        (*UPPER, *LOWER),
        "gone",
    ),
    (r"\bbehind the mirror\b", (*UPPER, *LOWER), "gone"),
    (r"\bphantom\b", (*UPPER, *LOWER), "there"),
]
# The clinic's own words, which a person need not know.
CLINICAL = re.compile(
    r"\b(limbs?|affected|intact|contralateral|embodiment|one-sided|two-sided|lesion)\b", re.IGNORECASE
)
# Where one hand must do alone what two would.
TWO_HANDS_NEEDED = re.compile(r"\b(stroked|roll up both|tie|have both)\b", re.IGNORECASE)
NOT_SAID = {
    "id",
    "kind",
    "source",
    "claim",
    "condition",
    "condition_name",
    "person",
    "about",
    "provenance",
}


def said(thing: object, name: str = "") -> Iterator[str]:
    """Every text of a plan that a person reads or hears."""
    if name in NOT_SAID:
        return
    if isinstance(thing, str):
        if " " in thing.strip():
            yield thing
    elif isinstance(thing, tuple):
        for one in thing:
            yield from said(one, name)
    elif isinstance(thing, Rule):
        yield thing.plain  # its text, with numbers and sources, is for those who ask for it
    elif isinstance(thing, BaseModel):
        for field, value in thing:
            yield from said(value, field)


def everybody() -> Iterator[SessionPlan]:
    """Plans for every condition, limb, side, picture, movement and stage that a therapist can choose."""
    sides, pictures, moves, tracked = (
        ("left", "right"),
        ("camera", "glass"),
        (None, True, False),
        (False, True),
    )
    choices = product(CATALOGUE.conditions, LIMBS, sides, pictures, moves, tracked, DONE)
    for condition, limb, affected, picture, two_sided, both, done in choices:
        more: dict[str, Any] = {"affected": affected, "picture": picture, "two_sided": two_sided}
        more |= {"track_affected": both, "breathing_minutes": 2 + done % 4}
        more |= {"direct_movement": CATALOGUE.conditions[condition].affected_limb == "there"}
        try:
            yield a_plan(condition, limb, done, **more)
            if condition == "stroke":
                yield a_plan(condition, limb, done, **more, programme="observation_then_mirror")
        except PlanError:
            continue  # what a condition does not allow


def test_nothing_said_contradicts_the_person_it_is_said_to() -> None:
    faults: dict[str, str] = {}
    plans = 0
    for plan in everybody():
        plans += 1
        gone = CATALOGUE.conditions[plan.condition].affected_limb
        for text in said(plan):
            for pattern, limbs, affected in CONTRADICTIONS:
                if (
                    plan.limb in limbs
                    and affected in ("any", gone)
                    and re.search(pattern, text, re.IGNORECASE)
                ):
                    faults.setdefault(text, f"{plan.condition}, {plan.limb}: {pattern}")
    assert plans > 500, "hardly any plan was made"
    assert not faults, f"{len(faults)} sentences do not fit: {faults}"


def test_every_sentence_is_short_plain_complete_and_asks_nobody_to_hold_the_breath() -> None:
    faults: set[str] = set()
    for plan in everybody():
        for text in said(plan):
            short = all(words(one) <= SENTENCE_WORDS for one in sentences(text))
            whole = "{" not in text and "}" not in text
            if not (short and whole) or CLINICAL.search(text) or TWO_HANDS_NEEDED.search(text):
                faults.add(text)
            if asks_to_hold_breath(text):
                faults.add(text)
    assert not faults, f"these are not said as a person would: {sorted(faults)}"


def told(part: object) -> Iterator[str]:
    """Every text of a file of words of the pages."""
    if isinstance(part, str):
        yield part
    for one in part.values() if isinstance(part, dict) else part if isinstance(part, list) else ():
        yield from told(one)


@pytest.mark.parametrize("language", ["en", *CATALOGUE.languages])
def test_no_words_of_the_pages_ask_anybody_to_hold_the_breath(language: str) -> None:
    texts = list(told(json.loads((WORDS / f"{language}.json").read_text(encoding="utf-8"))))
    assert len(texts) > 100
    own = CATALOGUE.languages.get(language)
    held = re.compile(own.breath_hold, re.IGNORECASE).search if own else asks_to_hold_breath
    assert not [text for text in texts if held(text)]


@pytest.mark.parametrize("limb", LIMBS)
def test_the_camera_may_stand_where_it_sees_the_limb(limb: str) -> None:
    plan = a_plan(limb=limb)
    places = {one.id for step in plan.steps if isinstance(step, SetUp) for one in step.placements}
    assert places
    assert ("lid" in places) is (limb in UPPER)
    assert ("feet" in places) is (limb in LOWER)


def test_a_phantom_moves_in_imagination_and_the_hand_alone() -> None:
    plan = a_plan("phantom_limb_pain", affected="left")
    wordings = {one.wording for step in plan.steps if isinstance(step, Block) for one in step.exercises}
    assert wordings
    for wording in wordings:
        assert "right" in wording
        assert "phantom" in wording


def test_sides_and_limb_are_named_in_every_text_within() -> None:
    item = Item(id="one", text="Your {intact} {limb}, your {affected} one, both {limbs}.", about="ownership")
    assert addressed(item, "left", "foot").text == "Your right foot, your left one, both feet."


def test_lines_are_chosen_by_limb_and_by_whether_the_other_is_there() -> None:
    lines = (
        FittedLine(text="All."),
        FittedLine(text="Hands.", limbs=("hand",)),
        FittedLine(text="Gone.", affected="gone"),
    )
    assert [one.text for one in fitting(lines, "foot", "there")] == ["All."]
    assert [one.text for one in fitting(lines, "hand", "gone")] == ["All.", "Hands.", "Gone."]


def test_a_translated_word_that_is_also_a_value_leaves_the_value_alone() -> None:
    """A text such as "mirror" may be translated; the view of that name, a side or an id may not."""
    german = CATALOGUE.languages["de"]
    words = ("mirror", "camera", "left", "hand", "stroke", "block", "look", "check_in", "one_sided")
    more = german.model_copy(update={"texts": {**german.texts, **dict.fromkeys(words, "Spiegel")}})
    plan = a_plan()
    told = addressed(plan, "left", "hand", more)
    assert (told.view, told.picture, told.affected, told.limb) == ("mirror", "camera", "left", "hand")
    assert told.condition == plan.condition
    assert [(step.id, step.kind) for step in told.steps] == [(step.id, step.kind) for step in plan.steps]
    assert read_plan(told.model_dump_json()) == told
