"""The sheet for a glass mirror: fitted to limb and side, each line with its source, changed by a clinic's own file."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

import pytest

from mirra.anatomy import ALL_LIMBS, Limb, Side
from mirra.catalogue.load import load
from mirra.clinic.shapes.sheets import GlassSheet
from mirra.clinic.sheets import glass_mirror
from mirra.errors import CatalogueError
from mirra.practice.prescription import Prescription
from tests.clinic.world import World, add_person

BUILT_IN = Path(str(files("mirra.catalogue"))) / "home" / "glass_mirror.toml"


def sheet(
    condition: str = "stroke", limb: Limb = "hand", affected: Side = "left", language: str = "en"
) -> GlassSheet:
    return glass_mirror(load(), Prescription("Robin", condition, affected, limb, language=language))


def said(sheet: GlassSheet) -> list[str]:
    return [line.text for part in sheet.parts for line in part.lines]


@pytest.mark.parametrize("limb", ALL_LIMBS)
@pytest.mark.parametrize("condition", ["stroke", "phantom_limb_pain"])
@pytest.mark.parametrize("affected", ["left", "right"])
def test_everybody_is_told_the_size_place_light_and_what_to_cover(
    condition: str, limb: Limb, affected: Side
) -> None:
    found = sheet(condition, limb, affected)
    assert [part.id for part in found.parts] == ["size", "place", "light", "cover", "look"]
    assert all(part.lines for part in found.parts)
    intact = "left" if affected == "right" else "right"
    assert f"Let light fall on your {intact} {limb}." in said(found)
    assert not any("{" in text for text in (*said(found), found.drawing.intact, found.drawing.affected))


def test_a_mirror_for_a_leg_stands_between_the_legs_and_for_one_leg_beside_it() -> None:
    assert "Stand the mirror between your legs." in said(sheet(limb="leg"))
    alone = said(sheet("phantom_limb_pain", "leg"))
    assert "Stand the mirror beside your right leg." in alone
    assert not any("left leg" in text for text in alone), "it speaks of a limb that is gone"
    assert sheet("phantom_limb_pain", "leg").drawing.affected == ""


def test_every_line_names_its_claim_or_is_marked_as_without_a_source() -> None:
    catalogue = load()
    lines = [line for part in catalogue.glass_mirror.parts for line in part.lines]
    for line in lines:
        assert (line.claim in catalogue.claims) == (line.provenance in ("read", "computed")), line.text
    assert {line.claim for line in lines} >= {"C59", "P03", "C28", "P04"}


def test_no_line_gives_a_size_in_numbers_for_no_source_does() -> None:
    for limb in ALL_LIMBS:
        assert not any(sign.isdigit() for text in said(sheet(limb=limb)) for sign in text)


@pytest.mark.parametrize("language", ["de", "es", "fr", "pt"])
def test_no_line_stays_english_in_another_language(language: str) -> None:
    for condition in ("stroke", "phantom_limb_pain"):
        for limb in ALL_LIMBS:
            english, told = sheet(condition, limb), sheet(condition, limb, language=language)
            assert told.language == language
            assert not set(said(english)) & set(said(told))
            assert not any("{" in text for text in said(told))


def test_a_clinics_own_file_changes_the_sheet(world_with_own_sheet: World) -> None:
    therapist = world_with_own_sheet.staff()
    ticket = add_person(therapist)
    answers = (
        world_with_own_sheet.device(ticket).get("/api/glass-mirror"),
        therapist.get(f"/api/people/{ticket.person}/glass-mirror"),
    )
    for answer in answers:
        found = GlassSheet.model_validate_json(answer.content)
        assert "Borrow our mirror at the front desk." in said(found)
        assert "Take a large mirror." not in said(found)


@pytest.fixture
def world_with_own_sheet(tmp_path: Path) -> World:
    """A clinic whose own folder of catalogue files holds another sheet."""
    ours = tmp_path / "ours"
    (ours / "home").mkdir(parents=True)
    text = BUILT_IN.read_text(encoding="utf-8")
    assert "Take a large mirror." in text
    changed = text.replace("Take a large mirror.", "Borrow our mirror at the front desk.")
    (ours / "home" / "glass_mirror.toml").write_text(changed, encoding="utf-8")
    return World(tmp_path, options={"catalogue": ours})


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('claim = "C59"', 'claim = "C99"', "parts.0.lines.0.claim: The claim “C99” does not exist"),
        ('claim = "C59", ', "", "parts.0.lines.0: What is read must name its claim"),
        (
            "Take a large mirror.",
            "Take a mirror that is at least as large as you.",
            "parts.0.lines.0.text: “Take a mirror that is at least as large as you” has 11 words",
        ),
    ],
)
def test_a_mistake_in_the_sheet_is_named_by_file_and_field(
    tmp_path: Path, old: str, new: str, told: str
) -> None:
    (tmp_path / "home").mkdir()
    text = BUILT_IN.read_text(encoding="utf-8")
    assert old in text
    (tmp_path / "home" / "glass_mirror.toml").write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(CatalogueError) as refused:
        load(tmp_path)
    assert f"home/glass_mirror.toml: {told}" in str(refused.value)


def test_a_part_that_says_nothing_to_somebody_is_refused(tmp_path: Path) -> None:
    (tmp_path / "home").mkdir()
    text = BUILT_IN.read_text(encoding="utf-8")
    light = text[text.index('id = "light"') : text.index('id = "cover"')]
    only_hands = light.replace(", source", ', limbs = ["hand"], source')
    (tmp_path / "home" / "glass_mirror.toml").write_text(text.replace(light, only_hands), encoding="utf-8")
    with pytest.raises(CatalogueError, match="The part “light” has no line for the arm"):
        load(tmp_path)
