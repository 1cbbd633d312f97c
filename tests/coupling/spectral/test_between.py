"""Values between nodes."""

from __future__ import annotations

import numpy as np
import pytest

from mirra.coupling.spectral.between import between, crossings


def test_a_polynomial_of_degree_seven_is_met_everywhere_up_to_both_ends() -> None:
    nodes, at = np.linspace(2, 9, 15), np.linspace(2, 9, 101)
    curve = np.polynomial.Polynomial([1, -2, 0.5, 0.1, -0.03, 0.002, 0.001, -0.0002])
    np.testing.assert_allclose(between(nodes, at) @ curve(nodes), curve(at), rtol=1e-11)


@pytest.mark.parametrize("count", [2, 3, 5])
def test_a_few_nodes_serve_for_a_straight_line_and_keep_their_own_values(count: int) -> None:
    nodes = np.linspace(0, 4, count)
    np.testing.assert_allclose(between(nodes, np.array([0.3, 3.1])) @ (2 * nodes + 1), [1.6, 7.2])
    np.testing.assert_allclose(between(nodes, nodes).toarray(), np.eye(count), atol=1e-15)


def test_a_passage_between_two_times_is_counted_where_it_lies() -> None:
    fine, coarse = np.linspace(0, 30, 30001), np.linspace(0, 30, 31)
    lengths = []
    for at in (fine, coarse):
        phase = np.stack([0.7 * at, -0.31 * at + 1])[:, None]
        cross = np.stack([np.cos(phase), np.sin(phase)])
        left, right = cross[0] < cross[1], cross[0] < -cross[1]
        quarters = np.stack([left, right, left & right], axis=-1)[:, 0].astype(float)
        count = quarters.sum(1) - (quarters[:, 0] + quarters[:, -1]) / 2  # the ends stand for half a step
        lacking = crossings(cross, (left, right), np.ones((1, len(at)), dtype=bool))
        lengths.append((count + lacking) * (at[1] - at[0]))
        without = count * (at[1] - at[0])
    assert np.abs(lengths[1] - lengths[0]).max() < 0.1 < 0.3 < np.abs(without - lengths[0]).max()
