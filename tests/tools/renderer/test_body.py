from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from tools.renderer.body import Body, Bone, MeshError, load, rotation, skin, subdivide

Z = np.array([0.0, 0, 1])
AXES = arrays.arrays(np.float64, 3, elements=st.floats(-1, 1)).filter(lambda axis: np.linalg.norm(axis) > 0.1)
ANGLES = st.floats(-7, 7)


def plank() -> Body:
    """A plank of five stations along x: two on an upper arm, two on a forearm, the middle one on both."""
    x = np.repeat(np.arange(5.0), 2)
    rest = np.stack([x, np.tile([0.0, 1], 5), np.zeros(10)], axis=1)
    quads = np.array([[2 * k, 2 * k + 2, 2 * k + 3, 2 * k + 1] for k in range(4)])
    bones = {
        "upper": Bone("", np.zeros(3), np.array([2.0, 0, 0])),
        "fore": Bone("upper", np.array([2.0, 0, 0]), np.array([4.0, 0, 0])),
    }
    share = np.array([0, 0, 0, 0, 0.4, 0.4, 1, 1, 1, 1])
    everywhere = np.arange(10)
    return Body(rest, quads, bones, {"upper": (everywhere, 1 - share), "fore": (everywhere, share)})


@given(AXES, ANGLES)
def test_a_rotation_keeps_its_axis_and_all_lengths_and_is_undone_by_its_opposite(
    axis: np.ndarray, angle: float
) -> None:
    turn = rotation(axis, angle)
    assert turn @ axis == pytest.approx(axis, abs=1e-9)
    assert turn @ turn.T == pytest.approx(np.eye(3), abs=1e-9)
    assert np.linalg.det(turn) == pytest.approx(1)
    assert turn @ rotation(axis, -angle) == pytest.approx(np.eye(3), abs=1e-9)


def test_a_quarter_turn_about_z_takes_x_to_y() -> None:
    assert rotation(Z, np.pi / 2) @ [1, 0, 0] == pytest.approx([0, 1, 0])


def test_without_a_turn_a_body_is_at_rest() -> None:
    body = plank()
    assert skin(body, {}) == pytest.approx(body.rest)


@given(AXES, ANGLES)
def test_turning_the_first_bone_turns_everything_about_its_head(axis: np.ndarray, angle: float) -> None:
    body, turn = plank(), rotation(axis, angle)
    assert skin(body, {"upper": turn}) == pytest.approx(body.rest @ turn.T, abs=1e-9)


def test_a_bent_elbow_moves_the_forearm_only_and_the_joint_between() -> None:
    body = plank()
    bent = skin(body, {"fore": rotation(Z, np.pi / 2)})
    assert bent[:4] == pytest.approx(body.rest[:4]), "the upper arm moved"
    assert bent[8] == pytest.approx([2, 2, 0]), "the end of the forearm"
    assert bent[5] == pytest.approx(0.6 * np.array([2, 1, 0]) + 0.4 * np.array([1, 0, 0])), (
        "the joint's share"
    )


def test_turns_of_parent_and_child_add_up() -> None:
    quarter = rotation(Z, np.pi / 2)
    bent = skin(plank(), {"upper": quarter, "fore": quarter})
    assert bent[8] == pytest.approx([-2, 2, 0])


def test_what_no_bone_holds_stays() -> None:
    body = plank()
    loose = Body(body.rest, body.quads, body.bones, {"fore": (np.array([8, 9]), np.array([0.5, 0.5]))})
    bent = skin(loose, {"fore": rotation(Z, 1.0)})
    assert bent[:8] == pytest.approx(body.rest[:8])
    assert not np.allclose(bent[8:], body.rest[8:])


def test_a_part_holds_the_faces_its_bones_move_most_and_moves_as_in_the_whole() -> None:
    body = plank()
    part = body.only({"fore"})
    assert part.quads.tolist() == [[0, 2, 3, 1]]
    turn = {"fore": rotation(Z, 0.7)}
    assert skin(part, turn) == pytest.approx(skin(body, turn)[6:])


def test_subdividing_rounds_a_cube_and_keeps_it_closed() -> None:
    cube = np.array([[x, y, z] for x in (-1, 1) for y in (-1, 1) for z in (-1, 1)], float)
    quads = np.array([[0, 1, 3, 2], [4, 6, 7, 5], [0, 4, 5, 1], [2, 3, 7, 6], [0, 2, 6, 4], [1, 5, 7, 3]])
    points, finer = subdivide(cube, quads)
    assert (len(points), len(finer)) == (26, 24)
    # Catmull and Clark's rule by hand: a cube's corner goes to 5/9, an edge's middle to 3/4.
    assert np.abs(points[:8]) == pytest.approx(np.full((8, 3), 5 / 9))
    assert np.sort(np.abs(points[8:20]), axis=1) == pytest.approx(np.tile([0, 0.75, 0.75], (12, 1)))
    assert np.sort(np.abs(points[20:]), axis=1) == pytest.approx(np.tile([0, 0, 1], (6, 1)))
    ways = {tuple(pair) for quad in finer for pair in zip(quad, np.roll(quad, -1), strict=True)}
    assert all((b, a) in ways for a, b in ways), "a seam is open or a face is turned over"


def test_a_flat_sheet_stays_flat_and_its_border_straight() -> None:
    points, finer = subdivide(plank().rest, plank().quads)
    assert len(finer) == 16
    assert not points[:, 2].any()
    assert (points[:, 1].min(), points[:, 1].max()) == (0, 1)


def test_a_folder_without_the_mesh_is_named(tmp_path: Path) -> None:
    with pytest.raises(MeshError, match=r"base\.obj"):
        load(tmp_path)


def test_a_mesh_or_rig_that_is_none_is_named(tmp_path: Path) -> None:
    (tmp_path / "base.obj").write_text("v 0 0 0\ng body\nf 1 1 1\n")
    with pytest.raises(MeshError, match=r"base\.obj.*quads"):
        load(tmp_path)
    (tmp_path / "base.obj").write_text("v 0 0 0\nv 1 0 0\nv 1 1 0\nv 0 1 0\ng body\nf 1/1 2/2 3/3 4/4\n")
    (tmp_path / "default.mhskel").write_text("{}")
    with pytest.raises(MeshError, match=r"default\.mhskel.*bones"):
        load(tmp_path)


def test_a_small_mesh_is_read_with_parents_before_children(tmp_path: Path) -> None:
    (tmp_path / "base.obj").write_text(
        "# a square\nv 0 0 0\nv 2 0 0\nv 2 2 0\nv 0 2 0\ng other\nf 1 2 3 4\ng body\nf 1/1 2/2 3/3 4/4\n"
    )
    (tmp_path / "default.mhskel").write_text(
        '{"joints": {"a": [0], "m": [0, 1], "b": [1]}, "bones": {'
        '"child": {"parent": "root", "head": "m", "tail": "b"}, "root": {"parent": null, "head": "a", "tail": "m"}}}'
    )
    (tmp_path / "default_weights.mhw").write_text('{"weights": {"child": [[1, 0.25]], "root": []}}')
    body = load(tmp_path)
    assert list(body.bones) == ["root", "child"]
    assert body.bones["child"].head.tolist() == [1, 0, 0]
    assert body.quads.tolist() == [[0, 1, 2, 3]]
    assert [array.tolist() for array in body.weights["child"]] == [[1], [0.25]]
