"""What may be said to the person practising: short sentences, and never a breath hold.

``{intact}`` and ``{affected}`` become ``left`` or ``right``, the anatomical side of the person; ``{limb}`` and
``{limbs}`` become the limb practised (``hand``, ``hands``), ``{tips}`` its ``fingers`` or ``toes``.
"""

from __future__ import annotations

import re
from typing import Annotated, TypeVar

from pydantic import AfterValidator, BaseModel, Field

SENTENCE_WORDS = 8

_BREATH_HOLD = re.compile(
    r"\b(hold|stop|keep|pause)\w*\b[^.!?]*\bbreath|\bdo(n't| not) breathe", re.IGNORECASE
)


def sentences(text: str) -> list[str]:
    """The sentences of a text, each without its end mark."""
    return [part.strip() for part in re.split(r"[.!?:;]+(?:\s+|$)", text) if part.strip()]


def words(sentence: str) -> int:
    """How many words a sentence has; marks standing alone do not count."""
    return sum(any(sign.isalnum() for sign in word) for word in sentence.split())


def asks_to_hold_breath(text: str) -> bool:
    """Whether a text tells somebody to hold the breath, which none may."""
    return bool(_BREATH_HOLD.search(text))


def _say(text: str) -> str:
    if asks_to_hold_breath(text):
        raise ValueError("nobody may be told to hold the breath")
    for sentence in sentences(text):
        if words(sentence) > SENTENCE_WORDS:
            raise ValueError(f"“{sentence}” has {words(sentence)} words; at most {SENTENCE_WORDS} a sentence")
    left = re.sub(r"\{(intact|affected|limbs?|tips)\}", "", text)
    if "{" in left or "}" in left:
        raise ValueError("only {intact}, {affected}, {limb}, {limbs} and {tips} may stand in braces")
    return text


Model = TypeVar("Model", bound=BaseModel)
Said = Annotated[str, Field(min_length=1, max_length=300), AfterValidator(_say)]
SaidOrNothing = Annotated[str, Field(max_length=300), AfterValidator(_say)]


def say_all(thing: Model) -> Model:
    """Check every sentence within a model, ids left out; raises ``ValueError`` at the first mistake."""
    for name, value in thing:
        if isinstance(value, str) and value and name not in {"id", "about"}:
            _say(value)
        for part in value if isinstance(value, tuple) else ():
            if isinstance(part, BaseModel):
                say_all(part)
    return thing
