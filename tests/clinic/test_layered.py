"""A drawn graph: no two boxes lie on each other, nothing lies outside, and no line crosses the box of another."""

from __future__ import annotations

from itertools import combinations, pairwise

from hypothesis import given
from hypothesis import strategies as st

from mirra.catalogue.load import load
from mirra.clinic.layered import MARGIN, WIDTH, Box, Drawn, Edge, Point, drawn

NAMES = "abcdefgh"
PAIRS = [(one, other) for one in NAMES for other in NAMES if one != other]
GRAPHS = st.lists(st.sampled_from(PAIRS), min_size=1, max_size=12, unique=True)


def overlap(one: Box, other: Box) -> bool:
    return abs(one.x - other.x) < WIDTH and abs(one.y - other.y) < (one.height + other.height) / 2


def outside(one: Box, all_of: Drawn) -> bool:
    rim = MARGIN - 1e-6
    across = rim <= one.x - WIDTH / 2 and one.x + WIDTH / 2 <= all_of.width - rim
    down = rim <= one.y - one.height / 2 and one.y + one.height / 2 <= all_of.height - rim
    return not (across and down)


def crosses(begin: Point, end: Point, box: Box) -> bool:
    """Whether a part of a line, which stays between the heights of its ends, comes by a box."""
    top, bottom = sorted((begin[1], end[1]))
    left, right = sorted((begin[0], end[0]))
    beside = right <= box.x - WIDTH / 2 or left >= box.x + WIDTH / 2
    return not beside and top < box.y + box.height / 2 and bottom > box.y - box.height / 2


def faults(nodes: list[str], edges: list[Edge]) -> list[str]:
    found = drawn(nodes, edges)
    boxes = dict[str | Edge, Box]([*found.nodes.items(), *found.edges.items()])
    told = [f"{a} on {b}" for a, b in combinations(boxes, 2) if overlap(boxes[a], boxes[b])]
    told += [f"{name} is outside" for name, box in boxes.items() if outside(box, found)]
    for edge, line in found.lines.items():
        parts = list(pairwise(line))
        others = [name for name in boxes if name != edge]
        told += [f"{edge} over {name}" for name in others for one in parts if crosses(*one, boxes[name])]
        for node, point in zip(edge, (line[0], line[-1]), strict=True):
            at = found.nodes[node]
            if point[0] != at.x or abs(abs(point[1] - at.y) - at.height / 2) > 1e-6:
                told.append(f"{edge} does not touch {node}")
    return told


def test_the_graph_of_the_catalogue_is_drawn_without_anything_on_anything_else() -> None:
    graph = load().mechanism
    nodes, edges = [node.id for node in graph.nodes], [(edge.begin, edge.end) for edge in graph.edges]
    assert faults(nodes, edges) == []
    found = drawn(nodes, edges)
    assert found == drawn(nodes, edges)
    assert all(found.nodes[begin].row < found.nodes[end].row for begin, end in edges), "an effect lies lower"


@given(edges=GRAPHS)
def test_any_graph_is_with_circles_and_long_ways_too(edges: list[Edge]) -> None:
    assert faults(list(NAMES), edges) == []


def test_the_faults_are_found_where_there_are_some() -> None:
    box = Box(row=0, x=100, y=100, height=50)
    assert overlap(box, Box(row=0, x=150, y=100, height=50))
    assert outside(box, Drawn(width=150, height=300, nodes={}, edges={}, lines={}))
    assert crosses((100, 0), (100, 200), box)
    assert not crosses((300, 0), (300, 200), box)
