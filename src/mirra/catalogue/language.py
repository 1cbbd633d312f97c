"""The catalogue's texts in another language: one file per language, each text beside the English that it stands for.

A translated text writes a placeholder of ``catalogue.wording`` with the name of a form, as in ``{limb.your}``, because
most languages change the word with its gender, number or case. The file's ``forms`` hold what is written for each limb,
side or both: ``{intact.form}`` asks for the side, ``{limb.form}``, ``{limbs.form}`` and ``{tips.form}`` for the limb,
and ``{intact_limb.form}`` for the two together.

Texts are keyed by the English itself, not by a place in a file: a sentence that stands in ten exercises is translated
once, a reviewer sees both side by side, and a translation ends with the English that it was made from.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from mirra.anatomy import BOTH_SIDES, Side, opposite

Word = Annotated[str, Field(min_length=1, max_length=60)]
Form = Annotated[str, Field(pattern=r"^[a-z][a-z_]{0,23}$")]
PLACEHOLDER = re.compile(r"\{([a-z_]*)(?:\.([a-z_]+))?\}")
SIDES = ("intact", "affected")
LIMBS = ("limb", "limbs", "tips")


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class OfSide(_Strict):
    """What is written for each side."""

    left: Word
    right: Word


class OfLimb(_Strict):
    """What is written for each limb."""

    hand: Word
    arm: Word
    foot: Word
    leg: Word


class OfLimbAndSide(_Strict):
    """What is written for each limb of each side."""

    hand: OfSide
    arm: OfSide
    foot: OfSide
    leg: OfSide


class Forms(_Strict):
    """The forms of the words that stand for placeholders, by name."""

    side: dict[Form, OfSide]
    limb: dict[Form, OfLimb]
    limb_and_side: dict[Form, OfLimbAndSide]


class Language(_Strict):
    """One language file.

    ``name`` is the language's own name for itself, ``reviewed_by`` the clinician who has read the texts (empty: nobody
    has), ``breath_hold`` a pattern of what may never be said, ``texts`` the translation of each English text.
    """

    language: Annotated[str, Field(pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$", max_length=20)]
    name: Word
    direction: Literal["ltr", "rtl"]
    reviewed_by: Annotated[str, Field(max_length=120)]
    breath_hold: Annotated[str, Field(min_length=1, max_length=300)]
    forms: Forms
    texts: dict[str, Annotated[str, Field(min_length=1, max_length=400)]]

    def said(self, text: str) -> str:
        """The text in this language; a text that has no translation stays English."""
        return self.texts.get(text, text)

    def fill(self, text: str, affected: Side, limb: str) -> str:
        """A text of this language with its placeholders filled in; those of English texts are left alone."""

        def word(match: re.Match[str]) -> str:
            """What stands in the place of one placeholder; one of an English text has no form and stays as it is."""
            return self._word(match[1], match[2], affected, limb) if match[2] else match[0]

        return PLACEHOLDER.sub(word, text)

    def _word(self, name: str, form: str, affected: Side, limb: str) -> str:
        side = affected if name.startswith("affected") else opposite(affected)
        if name in SIDES:
            return str(getattr(self.forms.side[form], side))
        if name in LIMBS:
            return str(getattr(self.forms.limb[form], limb))
        return str(getattr(getattr(self.forms.limb_and_side[form], limb), side))

    def fillings(self, text: str) -> set[str]:
        """What a text of this language becomes, for each side and limb."""
        return {self.fill(text, side, limb) for side in BOTH_SIDES for limb in OfLimb.model_fields}

    def mistakes(self) -> Iterator[tuple[str, str]]:
        """Every English text whose translation cannot be said, with the reason."""
        held = re.compile(self.breath_hold, re.IGNORECASE)
        for english, text in self.texts.items():
            if held.search(text):
                yield english, "nobody may be told to hold the breath"
            for name, form in PLACEHOLDER.findall(text):
                if not self._knows(name, form):
                    yield (
                        english,
                        f"{{{name}.{form}}} is no form of this file" if form else f"{{{name}}} names no form",
                    )
            if placeholders(english) != placeholders(text):
                yield english, "the English text has other placeholders"

    def _knows(self, name: str, form: str) -> bool:
        side, _, limb = name.partition("_")
        if name in SIDES:
            return form in self.forms.side
        if name in LIMBS:
            return form in self.forms.limb
        return side in SIDES and limb == "limb" and form in self.forms.limb_and_side


def placeholders(text: str) -> set[str]:
    """What is filled into a text, each once: a side and a limb asked for together count as two."""
    return {part for name, _ in PLACEHOLDER.findall(text) for part in name.split("_")}
