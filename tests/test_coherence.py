"""The numbers to which the browser's coherence is held are those that SciPy gives."""

from __future__ import annotations

import json

import pytest

from tests.coherence import FILE, reference


def test_the_fixture_of_the_browser_is_what_scipy_computes() -> None:
    hearts = json.loads(FILE.read_text(encoding="utf-8"))
    assert len(hearts) == 3
    for heart in hearts:
        assert reference(heart["intervals"]) == pytest.approx(
            {name: heart[name] for name in ("peak", "power", "ratio")}, rel=1e-9
        )


def test_a_regular_heart_has_a_larger_ratio_than_one_that_hardly_swings() -> None:
    regular, noisy, still = json.loads(FILE.read_text(encoding="utf-8"))
    assert regular["ratio"] > noisy["ratio"] > still["ratio"]
    assert regular["peak"] == pytest.approx(0.1, abs=0.005)
