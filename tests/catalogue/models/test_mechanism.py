"""The graph of how mirror therapy may work: nothing surer than its claims, and what is contested says so."""

from __future__ import annotations

from pathlib import Path

import pytest

from mirra.catalogue.document import document
from mirra.catalogue.load import load
from mirra.errors import CatalogueError
from tests.catalogue.test_load import PACKAGE

FILE = "mechanism/mechanism.toml"
BUILT_IN = (PACKAGE / FILE).read_text(encoding="utf-8")


def own(folder: Path, text: str) -> Path:
    (folder / "mechanism").mkdir()
    (folder / FILE).write_text(text, encoding="utf-8")
    return folder


def test_every_node_is_reached_and_the_graph_begins_with_seeing() -> None:
    graph = load().mechanism
    reached = {"seeing"}
    while more := {edge.end for edge in graph.edges if edge.begin in reached} - reached:
        reached |= more
    assert reached == {node.id for node in graph.nodes}


def test_mirror_neurons_and_cortical_maps_are_contested_and_nothing_is_called_supported() -> None:
    edges = load().mechanism.edges
    assert {edge.end for edge in edges if edge.contested} == {"mirror_neurons", "maps", "pain"}
    assert not [edge for edge in edges if edge.grade == "supported"]


def test_every_edge_is_in_the_document_of_the_catalogue() -> None:
    told = document(load())
    assert [edge.says for edge in load().mechanism.edges if edge.says not in told] == []


@pytest.mark.parametrize(
    ("old", "new", "where", "what"),
    [
        ('claims = ["C58"]', 'claims = ["C99"]', "edges.0.claims.0", "C99"),
        ('against = ["C05"]', 'against = ["C99"]', "edges.3.against.0", "C99"),
        ('claims = ["C58"]\n', "", "edges.0.claims", "missing"),
        ('claims = ["C58"]', "claims = []", "edges.0.claims", "at least 1"),
        ('end = "conflict"', 'end = "soul"', "edges.0.end", "no node"),
        ('end = "conflict"', 'end = "seeing"', "edges.0", "from one node to another"),
        ('grade = "partly"', 'grade = "supported"', "edges.0.grade", "C58 is"),
        ('id = "conflict"', 'id = "seeing"', FILE, "an id of its own"),
    ],
)
def test_a_mistake_is_named_by_file_and_field(
    tmp_path: Path, old: str, new: str, where: str, what: str
) -> None:
    assert old in BUILT_IN
    with pytest.raises(CatalogueError) as caught:
        load(own(tmp_path, BUILT_IN.replace(old, new, 1)))
    told = str(caught.value)
    assert FILE in told
    assert where in told
    assert what.lower() in told.lower()
