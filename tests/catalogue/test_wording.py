"""What may be said to the person practising."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from mirra.catalogue.load import load
from mirra.catalogue.models.session import Words
from mirra.catalogue.wording import asks_to_hold_breath, sentences, words


def test_a_text_is_cut_into_sentences_at_their_end_marks() -> None:
    assert sentences("Turn it. Rest! Did it hurt? Go on: slowly") == [
        "Turn it",
        "Rest",
        "Did it hurt",
        "Go on",
        "slowly",
    ]


def test_marks_alone_are_not_words() -> None:
    assert words("left – right & back") == 3


@given(st.lists(st.sampled_from(["move", "your", "hand"]), min_size=1, max_size=12))
def test_more_than_eight_words_a_sentence_are_refused_and_eight_are_not(said: list[str]) -> None:
    fields = load().words.model_dump()
    text = " ".join(said) + "."
    if len(said) <= 8:
        assert Words.model_validate({**fields, "look_instruction": text}).look_instruction == text
    else:
        with pytest.raises(ValidationError, match=f"has {len(said)} words"):
            Words.model_validate({**fields, "look_instruction": text})


@pytest.mark.parametrize(
    "text",
    [
        "Hold your breath.",
        "Now hold the breath",
        "Stop breathing and hold breath.",
        "Keep your breath in.",
        "Don't breathe.",
    ],
)
def test_a_breath_hold_is_recognised(text: str) -> None:
    assert asks_to_hold_breath(text), f"“{text}” went through"


@pytest.mark.parametrize(
    "text", ["Hold on to the chair.", "Breathe as you like.", "Stop now. Breath comes by itself."]
)
def test_other_words_of_holding_and_breath_are_left_alone(text: str) -> None:
    assert not asks_to_hold_breath(text)


def test_only_the_two_sides_may_stand_in_braces() -> None:
    fields = load().words.model_dump()
    with pytest.raises(ValidationError, match="braces"):
        Words.model_validate({**fields, "look_instruction": "Look at your {hand}."})
