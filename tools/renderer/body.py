"""A body of vertices hung on bones, and its linear blend skinning in numpy.

The mesh is MakeHuman's base mesh with its default rig (CC0 1.0), read from a folder and never kept in this repository.
Lengths are in decimetres, as in the mesh; the person faces +z, up is +y, and the person's right is at -x.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mirra.arrays import Floats, Ints
from mirra.errors import MirraError


class MeshError(MirraError, ValueError):
    """The folder does not hold the base mesh, its rig and its weights as they should be."""


@dataclass(frozen=True)
class Bone:
    """A bone: its parent's name (empty at the root), and where it begins and ends, each of shape (3,)."""

    parent: str
    head: Floats
    tail: Floats


@dataclass(frozen=True)
class Body:
    """A mesh at rest and what moves it.

    ``rest`` (n, 3); ``quads`` (m, 4) indices into it; ``bones`` parents first; ``weights`` bone -> (indices, shares).
    """

    rest: Floats
    quads: Ints
    bones: Mapping[str, Bone]
    weights: Mapping[str, tuple[Ints, Floats]]

    def only(self, bones: set[str]) -> Body:
        """The part whose every corner is moved most by one of ``bones``."""
        share, most = np.zeros(len(self.rest)), np.zeros(len(self.rest), bool)
        for name, (index, weight) in self.weights.items():
            more = weight > share[index]
            share[index[more]] = weight[more]
            most[index[more]] = name in bones
        quads = self.quads[most[self.quads].all(axis=1)]
        kept, flat = np.unique(quads, return_inverse=True)
        place = np.full(len(self.rest), -1)
        place[kept] = np.arange(len(kept))
        weights = {
            name: (place[index[place[index] >= 0]], weight[place[index] >= 0])
            for name, (index, weight) in self.weights.items()
        }
        return Body(self.rest[kept], flat.reshape(-1, 4), self.bones, weights)


def rotation(axis: Floats, angle: float) -> Floats:
    """The (3, 3) matrix that turns by ``angle`` radians about ``axis`` by the right-hand rule (Rodrigues)."""
    x, y, z = axis / np.linalg.norm(axis)
    cross = np.array([[0, -z, y], [z, 0, -x], [-y, x, 0]])
    turned: Floats = np.eye(3) + np.sin(angle) * cross + (1 - np.cos(angle)) * cross @ cross
    return turned


def posed(body: Body, turns: Mapping[str, Floats]) -> dict[str, Floats]:
    """What each bone does to the space around it, (4, 4), after those in ``turns`` have turned about their own heads.

    A bone carries its children.
    """
    placed: dict[str, Floats] = {}
    for name, bone in body.bones.items():
        matrix = placed[bone.parent] if bone.parent else np.eye(4)
        if name in turns:
            local = np.eye(4)
            local[:3, :3] = turns[name]
            local[:3, 3] = bone.head - turns[name] @ bone.head
            matrix = matrix @ local
        placed[name] = matrix
    return placed


def skin(body: Body, turns: Mapping[str, Floats], held: str = "") -> Floats:
    """The vertices (n, 3) after each bone named in ``turns`` has turned by its (3, 3) matrix about its own head.

    The bone ``held`` stays where it is at rest, and what carries it moves instead. Linear blend skinning: each vertex
    is the mean of what its bones would make of it, by their weights; a vertex without weights stays.
    """
    placed = posed(body, turns)
    back = np.linalg.inv(placed[held]) if held else np.eye(4)
    moved, total = np.zeros_like(body.rest), np.zeros(len(body.rest))
    for name, (index, weight) in body.weights.items():
        matrix = back @ placed[name]
        moved[index] += weight[:, None] * (body.rest[index] @ matrix[:3, :3].T + matrix[:3, 3])
        total[index] += weight
    bare = total <= 0
    moved[~bare] /= total[~bare, None]
    moved[bare] = body.rest[bare]
    return moved


def subdivide(points: Floats, quads: Ints) -> tuple[Floats, Ints]:
    """One Catmull-Clark step: rounder points, each quad become four; an open border keeps its course.

    ``points`` (n, k) may carry more than places (colours, say), which are smoothed alike. Source: Catmull and Clark
    1978, Computer-Aided Design 10, 350-355.
    """
    sides = np.stack([quads, np.roll(quads, -1, axis=1)], axis=2).reshape(-1, 2)
    edges, which, uses = np.unique(np.sort(sides, axis=1), axis=0, return_inverse=True, return_counts=True)
    which = which.reshape(-1, 4)
    faces, ends, border = points[quads].mean(axis=1), points[edges].mean(axis=1), uses == 1
    middle = np.zeros_like(ends)
    np.add.at(middle, which.ravel(), np.repeat(faces, 4, axis=0))
    middle = np.where(border[:, None], ends, (middle / uses[:, None] + ends) / 2)
    corners = _rounded(points, quads, edges, faces, ends, border)
    count, first = len(points), len(points) + len(edges)
    before = np.roll(which, 1, axis=1)
    centre = np.broadcast_to(np.arange(len(quads))[:, None] + first, quads.shape)
    finer = np.stack([quads, which + count, centre, before + count], axis=2).reshape(-1, 4)
    return np.vstack([corners, middle, faces]), finer


def _rounded(
    points: Floats, quads: Ints, edges: Ints, faces: Floats, ends: Floats, border: NDArray[np.bool_]
) -> Floats:
    """Where the old corners go in a Catmull-Clark step."""
    count = len(points)
    around, number = np.zeros_like(points), np.bincount(quads.ravel(), minlength=count)
    np.add.at(around, quads.ravel(), np.repeat(faces, 4, axis=0))
    along, valence = np.zeros_like(points), np.bincount(edges.ravel(), minlength=count)
    np.add.at(along, edges.ravel(), np.repeat(ends, 2, axis=0))
    rim, rims = np.zeros_like(points), np.bincount(edges[border].ravel(), minlength=count)
    np.add.at(rim, edges[border].ravel(), np.repeat(ends[border], 2, axis=0))
    n = np.maximum(number, 1)[:, None]
    inner = (around / n + 2 * along / np.maximum(valence, 1)[:, None] + (n - 3) * points) / n
    outer = (rim / np.maximum(rims, 1)[:, None] + points) / 2
    return np.where(number[:, None] == 0, points, np.where(rims[:, None] > 0, outer, inner))


def load(folder: Path) -> Body:
    """Read ``base.obj``, ``default.mhskel`` and ``default_weights.mhw`` from ``folder``.

    Raises ``MeshError`` naming the file that is missing or not what it should be.
    """
    rest, quads = _read_obj(_text(folder / "base.obj"), folder / "base.obj")
    rig = _read_json(folder / "default.mhskel", ("bones", "joints"))
    shares = _read_json(folder / "default_weights.mhw", ("weights",))["weights"]
    joints = {name: rest[index].mean(axis=0) for name, index in rig["joints"].items()}
    loose = {
        name: Bone(entry["parent"] or "", joints[entry["head"]], joints[entry["tail"]])
        for name, entry in rig["bones"].items()
    }
    weights = {
        name: (np.array([pair[0] for pair in pairs], int), np.array([pair[1] for pair in pairs], float))
        for name, pairs in shares.items()
        if pairs
    }
    return Body(rest, quads, _parents_first(loose), weights)


def _parents_first(bones: Mapping[str, Bone]) -> dict[str, Bone]:
    sorted_bones: dict[str, Bone] = {}

    def visit(name: str) -> None:
        """Put a bone into the order, after its parent and the parent's parents."""
        if name and name not in sorted_bones:
            visit(bones[name].parent)
            sorted_bones[name] = bones[name]

    for name in bones:
        visit(name)
    return sorted_bones


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise MeshError(
            "The file cannot be read.",
            where=str(path),
            todo="Name the folder that holds the MakeHuman base mesh and rig.",
        ) from error


def _read_json(path: Path, keys: tuple[str, ...]) -> dict[str, Any]:
    try:
        content = json.loads(_text(path))
        return {key: content[key] for key in keys}
    except (ValueError, KeyError, TypeError) as error:
        raise MeshError(
            f"The file is not a rig file: {' and '.join(keys)} are expected in it.", where=str(path)
        ) from error


def _read_obj(text: str, path: Path) -> tuple[Floats, Ints]:
    """All vertices, and the quads of the group ``body``."""
    points: list[list[float]] = []
    quads: list[list[int]] = []
    group = ""
    for line in text.splitlines():
        kind, _, rest = line.partition(" ")
        if kind == "v":
            points.append([float(word) for word in rest.split()[:3]])
        elif kind == "g":
            group = rest.strip()
        elif kind == "f" and group == "body":
            quads.append([int(word.split("/")[0]) - 1 for word in rest.split()])
    if not quads or any(len(quad) != 4 for quad in quads):
        raise MeshError("The file has no group 'body' made of quads.", where=str(path))
    return np.array(points), np.array(quads)
