"""Where the boxes of a graph are drawn: rows from cause to effect, every edge with a box of its own between its nodes.

A line leads from row to row and keeps a place free wherever it passes one, so boxes and lines never lie on each other.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

Edge = tuple[str, str]
Point = tuple[float, float]
Item = tuple[Edge | str, int]  # a node or an edge, and the row in which it has a place

# In parts of the type's size, of which there are 18 in it: 18 px where nobody has changed the size of type.
WIDTH = 180.0
NODE_HEIGHT = 76.0
EDGE_HEIGHT = 56.0
APART = 194.0  # from middle to middle in a row
BETWEEN = 40.0  # from row to row
MARGIN = 8.0  # for the ring around the box in use
SWEEPS = 8  # down and up; the rows of a graph this small stay as they are after three


@dataclass(frozen=True)
class Box:
    """The middle of a box, and the row it is in."""

    row: int
    x: float
    y: float
    height: float


@dataclass(frozen=True)
class Drawn:
    """A graph as boxes and lines. ``lines`` lead from the edge of one box to the edge of the next, begin to end."""

    width: float
    height: float
    nodes: dict[str, Box]
    edges: dict[Edge, Box]
    lines: dict[Edge, tuple[Point, ...]]


def drawn(nodes: Sequence[str], edges: Sequence[Edge]) -> Drawn:
    """The same graph is always drawn in the same way; an edge that closes a circle leads upwards."""
    down = {edge: edge if edge not in _upward(nodes, edges) else edge[::-1] for edge in edges}
    depth = _depths(nodes, down.values())
    ways = {edge: _way(edge, down[edge], depth) for edge in edges}
    rows: list[list[Item]] = [[] for _ in range(2 * max(depth.values()) + 1)]
    for node in nodes:
        rows[2 * depth[node]].append((node, 2 * depth[node]))
    for way in ways.values():
        for item in way[1:-1]:
            rows[item[1]].append(item)
    x = _across(rows, [pair for way in ways.values() for pair in pairwise(way)])
    y = [
        MARGIN + sum(map(_height, range(row))) + row * BETWEEN + _height(row) / 2 for row in range(len(rows))
    ]

    def box(item: Item) -> Box:
        """The box at the place of an item."""
        return Box(row=item[1], x=x[item], y=y[item[1]], height=_height(item[1]))

    lines = {}
    for edge, way in ways.items():
        boxes = [box(item) for item in way]
        points = [
            (item_box.x, item_box.y + side * item_box.height / 2) for item_box in boxes for side in (-1, 1)
        ][1:-1]
        lines[edge] = tuple(points if down[edge] == edge else reversed(points))
    return Drawn(
        width=max(x.values()) + WIDTH / 2 + MARGIN,
        height=y[-1] + _height(len(rows) - 1) / 2 + MARGIN,
        nodes={node: box((node, 2 * depth[node])) for node in nodes},
        edges={edge: box(way[1]) for edge, way in ways.items()},
        lines=lines,
    )


def _height(row: int) -> float:
    """Nodes have the even rows, edges the odd ones."""
    return EDGE_HEIGHT if row % 2 else NODE_HEIGHT


def _upward(nodes: Sequence[str], edges: Sequence[Edge]) -> set[Edge]:
    """The edges that lead back to where a walk along the edges came from."""
    upward: set[Edge] = set()
    done: set[str] = set()

    def walk(node: str, behind: frozenset[str]) -> None:
        """Go along every edge from a node; ``behind`` are the nodes of the way here."""
        for edge in edges:
            if edge[0] == node and edge[1] in behind:
                upward.add(edge)
            elif edge[0] == node and edge[1] not in done:
                walk(edge[1], behind | {edge[1]})
        done.add(node)

    for node in nodes:
        if node not in done:
            walk(node, frozenset({node}))
    return upward


def _depths(nodes: Sequence[str], down: Iterable[Edge]) -> dict[str, int]:
    """How many edges lead down to a node, by the longest way."""
    depth = dict.fromkeys(nodes, 0)
    down = tuple(down)
    for _ in nodes:
        for begin, end in down:
            depth[end] = max(depth[end], depth[begin] + 1)
    return depth


def _way(edge: Edge, down: Edge, depth: dict[str, int]) -> list[Item]:
    """From the upper node to the lower one: a place in each row between; the first of them holds the edge's box."""
    top, bottom = (2 * depth[node] for node in down)
    return [(down[0], top), *((edge, row) for row in range(top + 1, bottom)), (down[1], bottom)]


def _across(rows: list[list[Item]], links: list[tuple[Item, Item]]) -> dict[Item, float]:
    """Every item as near below and above those it is linked to as the width of boxes lets it."""
    x = {item: position * APART for row in rows for position, item in enumerate(row)}
    above: dict[Item, list[Item]] = {item: [] for item in x}
    below: dict[Item, list[Item]] = {item: [] for item in x}
    for upper, lower in links:
        above[lower].append(upper)
        below[upper].append(lower)
    for sweep in range(2 * SWEEPS):
        near, order = (below, rows[::-1]) if sweep % 2 else (above, rows)
        for row in order:
            wanted = {item: _mean([x[neighbour] for neighbour in near[item]] or [x[item]]) for item in row}
            row.sort(key=wanted.__getitem__)
            x.update(zip(row, _spread([wanted[item] for item in row]), strict=True))
    left = min(x.values()) - WIDTH / 2 - MARGIN
    return {item: round(at - left, 1) for item, at in x.items()}


def _spread(wanted: Sequence[float]) -> list[float]:
    """The places nearest to those wanted, in their order, that lie far enough apart (pooling adjacent violators)."""
    pools: list[list[float]] = []
    for position, at in enumerate(wanted):
        pools.append([at - position * APART])
        while len(pools) > 1 and _mean(pools[-2]) > _mean(pools[-1]):
            pools[-2:] = [pools[-2] + pools[-1]]
    flat = [_mean(pool) for pool in pools for _ in pool]
    return [at + position * APART for position, at in enumerate(flat)]


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values)
