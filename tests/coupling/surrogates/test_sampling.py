"""What is drawn makes the surrogates it says, the same for the same seed, and carries what was insisted on."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from mirra.coupling.schemes import OF_ONE_DYAD
from mirra.coupling.settings import NullSettings
from mirra.coupling.surrogates.sampling import Drawn, draw
from mirra.errors import SurrogateError
from tests.coupling.series import alone

Y = alone(np.random.default_rng(0), 3000)


def drawn(scheme: str, n: int = 30, seed: int = 0) -> Drawn:
    return draw(Y, NullSettings(scheme, n, seed), margin=175, segment=300, rate=5.0)


@pytest.mark.parametrize("scheme", [scheme for scheme in OF_ONE_DYAD if scheme != "every-shift"])
def test_as_many_copies_as_asked_for_each_another(scheme: str) -> None:
    made = np.array(list(drawn(scheme).copies(Y)))
    assert made.shape == (30, 3000)
    assert len(np.unique(made, axis=0)) == 30
    assert not (made == Y).all(axis=1).any()
    assert np.array_equal(made, np.array(list(drawn(scheme).copies(Y)))), "one seed gives two sets"
    assert not np.array_equal(made, np.array(list(drawn(scheme, seed=1).copies(Y)))), "the seed does nothing"


def test_every_shift_is_each_that_there_is_once_whatever_is_asked_for() -> None:
    one, other = drawn("every-shift"), drawn("every-shift", n=999, seed=1)
    assert one.n == 3000 - 2 * 175 + 1
    assert one.shifts is not None
    assert other.shifts is not None
    assert np.array_equal(one.shifts, np.arange(175, 3000 - 175 + 1))
    assert np.array_equal(one.shifts, other.shifts)


def test_a_shift_moves_the_series_forward_and_round() -> None:
    one = drawn("circular-shift")
    assert one.shifts is not None
    assert np.array_equal(next(one.copies(Y)), np.concatenate([Y[one.shifts[0] :], Y[: one.shifts[0]]]))


@pytest.mark.parametrize("scheme", ["phase", "iaaft"])
def test_more_copies_than_the_check_needs_are_drawn_too(scheme: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mirra.coupling.surrogates.sampling.CHECKED", 99)
    made = drawn(scheme, n=120).made
    assert made is not None
    assert made.shape == (120, 3000)
    assert len(np.unique(made, axis=0)) == 120


def test_every_reason_is_kept_when_insisted_on() -> None:
    growing = Y * np.linspace(0.2, 3, 3000)
    more: dict[str, Any] = {"margin": 175, "segment": 300, "rate": 5.0, "absolute": True}
    with pytest.raises(SurrogateError, match=r"phase: Absolute statistics.*Or insist, and say so"):
        draw(growing, NullSettings("phase", 99), **more)
    found = draw(growing, NullSettings("phase", 99, insist=True), **more)
    assert len(found.cautions) == 2
    assert "Absolute" in found.cautions[0]
    assert "not stationary" in found.cautions[1]
    assert drawn("segments").cautions == ()
