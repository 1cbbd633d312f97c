"""Values between evenly spaced nodes, as a sparse matrix: what is smooth need not be worked out at every time."""

from __future__ import annotations

import numpy as np
from scipy.sparse import csr_array

from mirra.arrays import Bools, Floats

POINTS = 8  # nodes that a value is interpolated from


def between(nodes: Floats, at: Floats) -> csr_array:
    """The matrix (n_times, n_nodes) that brings values at evenly spaced ``nodes`` to the times ``at`` within them.

    Lagrange's polynomial through the 8 nearest nodes, or through all where there are fewer.
    """
    points = min(POINTS, len(nodes))
    position = (at - nodes[0]) / (nodes[1] - nodes[0])
    first = np.clip(np.floor(position).astype(np.int64) - points // 2 + 1, 0, len(nodes) - points)
    distance = (position - first)[:, None] - np.arange(points)
    weights = np.ones((len(at), points))
    for node in range(points):
        for other in range(points):
            if other != node:
                weights[:, node] *= distance[:, other] / (node - other)
    columns = first[:, None] + np.arange(points)
    ends = np.arange(len(at) + 1) * points
    return csr_array((weights.ravel(), columns.ravel(), ends), shape=(len(at), len(nodes)))


def at_edges(at: Floats, counted: Bools, nodes: Floats, at_nodes: Bools) -> Floats:
    """What the first and the last counted node of each row stand for beyond a step, (n_rows, n_nodes), in steps.

    ``counted`` (n_rows, n_times) and ``at_nodes`` (n_rows, n_nodes) are one stretch in each row.
    """
    extra = np.zeros(at_nodes.shape)
    rows = np.flatnonzero(counted.any(axis=1) & at_nodes.any(axis=1))
    step, half = nodes[1] - nodes[0], (at[1] - at[0]) / 2
    for turn in (1, -1):
        end = at[::turn][counted[rows, ::turn].argmax(axis=1)] - turn * half
        node = at_nodes[rows, ::turn].argmax(axis=1)
        extra[:, ::turn][rows, node] += turn * (nodes[::turn][node] - end) / step - 0.5
    return extra


def crossings(cross: Floats, quarters: tuple[Bools, Bools], counted: Bools) -> Floats:
    """What counts of times lack where a phase passes from a quarter of the circle to another between two times, (M, 3).

    ``cross`` (2, M, n_rows, n_times) are real and imaginary parts. ``quarters`` (M, n_rows, n_times) say where the real
    part is less than the imaginary, and less than its negative; the third count is of both. Each time stands for what
    lies half way to its neighbours, and the phase passes where the line between them is 0.
    """
    along, ahead = cross
    lacking = np.zeros((len(along), 3))
    both = counted[:, 1:] & counted[:, :-1]
    for column, sign in ((0, -1.0), (1, 1.0)):
        inside, other = quarters[column], quarters[1 - column]
        passes = (inside[..., 1:] != inside[..., :-1]) & both
        pair, row, time = np.unravel_index(np.flatnonzero(passes), passes.shape)
        before, after = (along[pair, row, at] + sign * ahead[pair, row, at] for at in (time, time + 1))
        length = (before / (before - after) - 0.5) * np.where(before < 0, 1.0, -1.0)
        lacking[:, column] += np.bincount(pair, length, len(along))
        lacking[:, 2] += np.bincount(pair, length * other[pair, row, time], len(along))
    return lacking
