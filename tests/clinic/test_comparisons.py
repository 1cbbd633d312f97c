"""Mirror therapy beside other treatments: every figure with its source, nothing made up, no ranking."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

import pytest

from mirra.catalogue.load import load
from mirra.clinic.comparisons import compared
from mirra.clinic.shapes.comparisons import Comparisons
from mirra.errors import CatalogueError
from tests.clinic.world import World

BUILT_IN = Path(str(files("mirra.catalogue"))) / "comparisons" / "treatments.toml"
ORDER = ["tens", "tdcs", "rtms", "imagery_alone", "usual_care"]


def of(condition: str) -> Comparisons:
    catalogue = load()
    return compared(catalogue, catalogue.conditions[condition])


@pytest.mark.parametrize("condition", load().conditions)
def test_every_condition_shows_every_treatment_in_the_order_of_the_file(condition: str) -> None:
    found = of(condition)
    assert [one.id for one in found.treatments] == ORDER
    assert "not a ranking" in found.order


def test_what_is_not_known_says_so_is_unverified_and_has_no_figure() -> None:
    for condition in load().conditions:
        for treatment in of(condition).treatments:
            for one in treatment.comparisons:
                if one.claim is None:
                    assert one.finding == "No comparison known to us."
                    assert (one.provenance, one.figures, one.source) == ("unverified", (), "")
    tens = of("stroke").treatments[0]
    assert [one.claim for one in tens.comparisons] == [None]


def test_every_comparison_has_a_claim_a_source_and_a_grade_and_every_figure_its_source() -> None:
    catalogue = load()
    for one in catalogue.comparisons.comparisons:
        assert one.claim in catalogue.claims
        assert one.source
        assert one.grade
        for figure in one.figures:
            assert figure.source
            assert figure.certainty


def test_every_figure_stands_in_the_evidence_of_its_claim() -> None:
    catalogue = load()
    for one in catalogue.comparisons.comparisons:
        evidence = catalogue.claims[one.claim].evidence
        for figure in one.figures:
            assert f"{figure.value:g}" in evidence, (
                f"{figure.outcome}: {figure.value:g} is not in {one.claim}"
            )
            for bound in (figure.low, figure.high):
                assert f"{bound:g}" in evidence or f"{bound:.2f}" in evidence, (
                    f"{bound} is not in {one.claim}"
                )


def test_a_therapist_is_given_the_comparisons_of_a_clinics_own_file(tmp_path: Path) -> None:
    folder = tmp_path / "ours" / "comparisons"
    folder.mkdir(parents=True)
    text = BUILT_IN.read_text(encoding="utf-8")
    assert "Chan 2007" in text
    (folder / "treatments.toml").write_text(text.replace("Chan 2007", "Our own look-up"), encoding="utf-8")
    world = World(tmp_path, options={"catalogue": tmp_path / "ours"})
    therapist = world.staff()
    answer = therapist.get("/api/conditions/phantom_limb_pain/comparisons")
    found = Comparisons.model_validate_json(answer.content)
    imagery = next(one for one in found.treatments if one.id == "imagery_alone")
    assert [one.source for one in imagery.comparisons] == ["Our own look-up"]
    assert therapist.get("/api/conditions/unheard_of/comparisons").status_code == 404


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('claim = "C14"', 'claim = "C99"', "comparisons.4.claim: The claim “C99” does not exist"),
        ('treatment = "usual_care"', 'treatment = "music"', "comparisons.2.treatment: The treatment “music”"),
        ('condition = "crps"', 'condition = "gout"', "comparisons.1.condition: The condition “gout”"),
        ("low = 0.41", "low = 1.41", "comparisons.4.figures.0: Value must lie between low (1.41)"),
    ],
)
def test_a_mistake_in_a_comparison_is_named_by_file_and_field(
    tmp_path: Path, old: str, new: str, told: str
) -> None:
    (tmp_path / "comparisons").mkdir()
    text = BUILT_IN.read_text(encoding="utf-8")
    assert old in text
    (tmp_path / "comparisons" / "treatments.toml").write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(CatalogueError) as refused:
        load(tmp_path)
    assert f"comparisons/treatments.toml: {told}" in str(refused.value)
