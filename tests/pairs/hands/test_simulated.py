from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mirra.pairs.hands.simulated import MirrorMovement, Rhythm, simulate


@settings(max_examples=20, deadline=None)
@given(st.floats(0.05, 1), st.floats(-0.2, 0.2), st.floats(0, 1), st.integers(0, 99))
def test_the_mirror_hand_does_what_was_asked(ratio: float, lag: float, share: float, seed: int) -> None:
    hands = simulate(
        MirrorMovement(ratio=ratio, lag=lag, proportion=share),
        noise=0.0,
        seed=seed,
        rate=100,
        rhythm=Rhythm(jitter=0.0),
    )
    assert hands.mirrored.sum() == round(share * 30)
    assert hands.mirror.max() == pytest.approx(ratio * bool(hands.mirrored.any()), abs=0.01)
    tops = hands.rest + np.flatnonzero(hands.mirrored) + 0.5
    at = np.round((tops + lag) * 100).astype(int)
    np.testing.assert_allclose(hands.mirror[at], ratio, atol=0.01)


def test_both_hands_rest_at_first_but_for_noise() -> None:
    hands = simulate(MirrorMovement(ratio=0.5), noise=0.01)
    quiet = slice(0, int(hands.rest * hands.rate))
    for series in (hands.voluntary, hands.mirror):
        assert series[quiet].std() == pytest.approx(0.01, rel=0.2)
    assert np.ptp(hands.voluntary) > 0.95
