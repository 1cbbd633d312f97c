"""Pools of tables, beside metafor's numbers."""

from __future__ import annotations

import pytest

from mirra.errors import EvidenceError
from mirra.evidence import mantel_haenszel_risk_ratio, peto_odds_ratio
from tests.evidence.trials import counts


def test_mantel_haenszel_and_peto_are_metafors() -> None:
    assert mantel_haenszel_risk_ratio(*counts()) == pytest.approx((-0.453709604683754, 0.0393373668712944))
    assert peto_odds_ratio(*counts()) == pytest.approx((-0.474446310940636, 0.0406590807446483))


def test_a_group_without_events_in_all_studies_cannot_be_pooled_as_a_ratio() -> None:
    with pytest.raises(EvidenceError, match="no events"):
        mantel_haenszel_risk_ratio([0, 0], [10, 10], [1, 2], [10, 10])
    with pytest.raises(EvidenceError, match="No study"):
        peto_odds_ratio([0, 10], [10, 10], [0, 10], [10, 10])
