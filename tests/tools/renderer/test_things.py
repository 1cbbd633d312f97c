from __future__ import annotations

import numpy as np
import pytest

from tools.renderer.raster import normals, triangles
from tools.renderer.things import cloth, seat, sheet, towel


def ridge() -> tuple[np.ndarray, np.ndarray]:
    """A bar along y, 0.4 dm wide and 0.3 high, as a limb that lies there."""
    x, y = np.meshgrid(np.linspace(-0.2, 0.2, 9), np.linspace(-2, 2, 41))
    points = np.stack([x, y, np.full_like(x, 0.3)], axis=-1).reshape(-1, 3)
    return points, sheet(*x.shape)


def test_a_cloth_lies_over_the_limb_and_hangs_down_on_both_sides() -> None:
    made = cloth(*ridge(), np.array([0.0, 0.0, 0.0]))
    over = np.abs(made.points[:, 0]) < 0.15
    edge = np.abs(made.points[:, 0]) > 0.7
    assert (made.points[over, 2] > 0.3).all(), "the limb comes through the cloth"
    assert made.points[edge, 2].max() < 0.2
    assert made.points[:, 2].min() > 0, "the cloth sinks into the table"


def test_a_cloth_beside_the_limb_lies_flat() -> None:
    made = cloth(*ridge(), np.array([3.0, 0.0, 0.0]))
    assert np.ptp(made.points[:, 2]) < 0.05


def test_a_towel_is_striped_flat_and_no_thicker_than_a_finger() -> None:
    made = towel(np.array([0.0, 0.6, 0.0]))
    assert 0.05 < made.points[:, 2].max() < 0.1
    assert len(np.unique(made.base, axis=0)) == 2
    assert made.points[:, 1].mean() == pytest.approx(0.6)


@pytest.mark.parametrize("thing", ["cloth", "towel", "seat"])
def test_the_upper_side_looks_up(thing: str) -> None:
    place = np.array([0.0, 0.0, 1.0])
    made = {
        "cloth": lambda: cloth(*ridge(), place),
        "towel": lambda: towel(place),
        "seat": lambda: seat(place),
    }[thing]()
    up = normals(made.points, triangles(made.quads))[:, 2]
    top = made.points[:, 2] > made.points[:, 2].max() - 0.05
    assert (up[top] > 0.2).sum() > 0.5 * top.sum() / (3 if thing == "seat" else 1)
