"""The mechanism graph as a therapist is given it: every edge with its evidence, for and against."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

from mirra.catalogue.load import load
from mirra.clinic.mechanism import laid_out
from mirra.clinic.shapes.mechanism import Mechanism
from tests.clinic.world import World

BUILT_IN = Path(str(files("mirra.catalogue"))) / "mechanism" / "mechanism.toml"


def test_every_node_and_edge_has_a_place_and_every_edge_its_evidence_with_a_source() -> None:
    catalogue = load()
    graph = laid_out(catalogue)
    assert {part.id for part in graph.parts} == {node.id for node in catalogue.mechanism.nodes}
    told = {(step.begin, step.end): step for step in graph.steps}
    for edge in catalogue.mechanism.edges:
        step = told.pop((edge.begin, edge.end))
        assert (step.says, step.grade, step.contested) == (edge.says, edge.grade, bool(edge.against))
        assert tuple(claim.id for claim in step.claims) == edge.claims
        assert tuple(claim.id for claim in step.against) == edge.against
        for claim in (*step.claims, *step.against):
            assert claim.found == catalogue.claims[claim.id].evidence
            assert claim.source == catalogue.claims[claim.id].citation
    assert not told


def test_a_number_that_no_study_stands_behind_is_not_told() -> None:
    catalogue = load()
    assert "30-40 %" in catalogue.claims["C24"].claim
    assert "30-40" not in laid_out(catalogue).model_dump_json()


def test_a_therapist_is_given_the_graph_of_a_clinics_own_file(tmp_path: Path) -> None:
    folder = tmp_path / "ours" / "mechanism"
    folder.mkdir(parents=True)
    text = BUILT_IN.read_text(encoding="utf-8")
    (folder / "mechanism.toml").write_text(text.replace('name = "Pain"', 'name = "Aching"'), encoding="utf-8")
    answer = World(tmp_path, options={"catalogue": tmp_path / "ours"}).staff().get("/api/mechanism")
    assert "Aching" in [part.name for part in Mechanism.model_validate_json(answer.content).parts]
