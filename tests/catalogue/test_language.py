"""Every language of the catalogue says all that the English says, to every person; what it lacks is listed."""

from __future__ import annotations

import re
from importlib import import_module
from itertools import product
from pathlib import Path
from pkgutil import iter_modules

import pytest

from mirra.anatomy import ALL_LIMBS
from mirra.catalogue import models
from mirra.catalogue.__main__ import main
from mirra.catalogue.language import Language, placeholders
from mirra.catalogue.load import load
from mirra.catalogue.models.fields import Frozen
from mirra.catalogue.texts import missing, texts, unsaid_fields
from mirra.errors import CatalogueError

CATALOGUE = load()
FILES = Path(models.__path__[0]).parent
CODES = ("de", "es", "fr", "pt")
LIMB_WORDS = {
    "de": ("hand|händ", "arm", "fuß|füß", "bein"),
    "es": ("mano", "brazo", "pie", "pierna"),
    "fr": ("main", "bras", "pied", "jambe"),
    "pt": ("mão|mãos", "braço", "pé", "perna"),
}
SIDE_WORDS = {"de": ("link", "recht"), "es": ("izq", "der"), "fr": ("gauche", "droit"), "pt": ("esq", "dir")}
HELD = {
    "de": "Halten Sie den Atem an.",
    "es": "Contenga la respiración.",
    "fr": "Retenez votre souffle.",
    "pt": "Prenda a respiração.",
}


LOWER = {"calm", "completely"}  # texts that are written like ids


def own(tmp_path: Path, old: str, new: str, code: str = "de") -> Path:
    """A folder with one language file in which one thing is changed."""
    file = FILES / "languages" / f"{code}.toml"
    text = file.read_text(encoding="utf-8")
    assert old in text
    (tmp_path / "languages").mkdir()
    (tmp_path / "languages" / f"{code}.toml").write_text(text.replace(old, new, 1), encoding="utf-8")
    return tmp_path


def test_there_are_four_languages_beside_english() -> None:
    assert tuple(CATALOGUE.languages) == CODES


@pytest.mark.parametrize("code", CODES)
def test_a_language_has_every_text_with_the_same_placeholders(code: str) -> None:
    language = CATALOGUE.languages[code]
    assert missing(CATALOGUE, language) == {}
    for english, text in language.texts.items():
        assert placeholders(text) == placeholders(english), english


@pytest.mark.parametrize("code", CODES)
def test_every_form_names_the_side_and_the_limb_it_stands_for(code: str) -> None:
    forms = CATALOGUE.languages[code].forms
    for of_limb, side in product(forms.limb_and_side.values(), (0, 1)):
        for limb, word in zip(ALL_LIMBS, LIMB_WORDS[code], strict=True):
            said = getattr(getattr(of_limb, limb), ("left", "right")[side])
            assert re.search(word, said.lower())
            assert SIDE_WORDS[code][side] in said
    for of_side in forms.side.values():
        assert SIDE_WORDS[code][0] in of_side.left
        assert SIDE_WORDS[code][1] in of_side.right
    for name, of_one in forms.limb.items():
        for limb, word in zip(ALL_LIMBS, LIMB_WORDS[code], strict=True):
            if name not in ("tips_cap", "feel_yours"):
                assert re.search(word, getattr(of_one, limb).lower()), name


@pytest.mark.parametrize("code", CODES)
def test_a_language_file_says_whether_a_clinician_has_reviewed_it(code: str) -> None:
    assert CATALOGUE.languages[code].reviewed_by == ""
    file = FILES / "languages" / f"{code}.toml"
    assert "# No clinician has reviewed these texts yet." in file.read_text(encoding="utf-8")


@pytest.mark.parametrize("code", CODES)
def test_no_language_may_tell_anybody_to_hold_the_breath(code: str) -> None:
    held = re.compile(CATALOGUE.languages[code].breath_hold, re.IGNORECASE)
    assert held.search(HELD[code])
    assert not any(held.search(text) for text in CATALOGUE.languages[code].texts.values())


MISTAKES = {
    "no such English text": ('"Stay seated." =', '"Stay seated, please." ='),
    "another placeholder": (
        "Bewegen Sie nur Ihre {intact.e} Hand.",
        "Bewegen Sie nur Ihre {affected.e} Hand.",
    ),
    "a placeholder left out": ("Bewegen Sie nur Ihre {intact.e} Hand.", "Bewegen Sie nur eine Hand."),
    "no form of this file": (
        "Bewegen Sie nur Ihre {intact.e} Hand.",
        "Bewegen Sie nur Ihre {intact.x} Hand.",
    ),
    "names no form": ("Bewegen Sie nur Ihre {intact.e} Hand.", "Bewegen Sie nur Ihre {intact} Hand."),
    "too many words": (
        '"Bleiben Sie sitzen."',
        '"Bleiben Sie bitte die ganze lange Zeit über ruhig sitzen."',
    ),
    "the breath held": ('"Bleiben Sie sitzen."', '"Halten Sie den Atem an."'),
    "no form for the leg": (', leg = "Ihr Bein" }', " }"),
    "a field that is unknown": ('reviewed_by = ""', 'reviewed_by = ""\nreview = ""'),
    "the name of another file": ('language = "de"', 'language = "nl"'),
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_in_a_language_file_is_named_by_its_file(mistake: str, tmp_path: Path) -> None:
    with pytest.raises(CatalogueError) as caught:
        load(own(tmp_path, *MISTAKES[mistake]))
    assert caught.value.where.startswith("languages/de.toml: ")


def test_a_text_that_a_language_lacks_is_listed_with_its_place_and_said_in_english(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = own(tmp_path, '"Touch lightly." = "Berühren Sie nur leicht."\n', "")
    assert main([str(folder), "--language", "de"]) == 0
    first, *lacking = capsys.readouterr().out.splitlines()
    every = len(texts(CATALOGUE))
    assert first == f"de (Deutsch): {every - 1} of {every} texts, not reviewed by a clinician."
    assert lacking == ["  exercises/table_touch.toml: caution: Touch lightly."]
    assert load(folder).languages["de"].said("Touch lightly.") == "Touch lightly."


def test_the_command_lists_every_language_and_refuses_an_unknown_one(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["--language", "all"]) == 0
    assert [line[:2] for line in capsys.readouterr().out.splitlines()] == list(CODES)
    assert main(["--language", "xx"]) == 1
    assert "There is no language “xx”. Choose from: all, de, es, fr, pt." in capsys.readouterr().err


def test_an_exercise_that_a_clinic_words_anew_is_english_until_it_is_translated(tmp_path: Path) -> None:
    file = FILES / "exercises" / "table_touch.toml"
    (tmp_path / "exercises").mkdir()
    text = file.read_text(encoding="utf-8").replace("Touch lightly.", "Touch gently.")
    (tmp_path / "exercises" / "table_touch.toml").write_text(text, encoding="utf-8")
    changed = load(tmp_path)
    assert list(missing(changed, changed.languages["fr"])) == ["Touch gently."]


def test_every_field_that_holds_no_text_for_the_person_is_a_field() -> None:
    modules = [import_module(name) for _, name, _ in iter_modules(models.__path__, f"{models.__name__}.")]
    things = [one for module in modules for one in vars(module).values()]
    kinds = [one for one in things if isinstance(one, type) and issubclass(one, Frozen)]
    known = {name for kind in kinds for name in kind.model_fields}
    assert {name for kind in kinds for name in unsaid_fields(kind)} <= known
    assert not [
        text for text in texts(CATALOGUE) if re.fullmatch(r"[a-z]+(_[a-z]+)*", text) and text not in LOWER
    ]


def test_a_tag_with_a_region_finds_its_language_and_an_unknown_one_is_english() -> None:
    found = CATALOGUE.language("pt-BR")
    assert isinstance(found, Language)
    assert found.language == "pt"
    assert CATALOGUE.language("en") is None
    assert CATALOGUE.language("xx") is None
