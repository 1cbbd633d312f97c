"""Published pools come out of the tables of their trials, which lie beside the recordings."""

from __future__ import annotations

import numpy as np
import pytest

from mirra.evidence import pool, read_studies
from tests.golden import recording

STORED = {"effect": "smd_g"}


def test_mirror_therapy_after_stroke_for_movement() -> None:
    """Four trials of the SCOAR database, scores after treatment."""
    studies = read_studies(recording("studies/studies_mirror_stroke_motor_scoar.csv"))
    effects, variances = studies.effects("smd", smd="metafor")
    assert effects == pytest.approx(studies.numbers("g"))
    assert variances == pytest.approx(studies.numbers("vi"))
    for method in ("fixed", "DL"):
        pooled = pool(effects, variances, method=method, test="z")
        assert (pooled.estimate, *pooled.ci) == pytest.approx((0.654, 0.293, 1.015), abs=6e-4)
        assert pooled.tau2 == 0


def test_mirror_therapy_after_stroke_for_pain() -> None:
    """Four of the six trials of Thieme and others 2018 (Cochrane CD008449)."""
    studies = read_studies(
        recording("studies/studies_mirror_stroke_pain_nonCRPS_thieme2018.csv"), names=STORED
    )
    pooled = pool(*studies.effects(), method="DL", test="z", labels=studies.labels)
    assert (pooled.estimate, *pooled.ci) == pytest.approx((-0.227, -0.529, 0.075), abs=6e-4)


def test_action_observation_for_daily_life_has_another_pool_by_either_variance() -> None:
    """Borges and others 2018 (Cochrane CD011887): its table holds metafor's variances, its pool Review Manager's."""
    studies = read_studies(recording("studies/studies_action_observation_adl_borges2018.csv"), names=STORED)
    effects, stored = studies.effects()
    people = studies.numbers("n_total")
    of_groups = stored - effects**2 / (2 * people)  # N / (n1 n2)
    revman = of_groups + effects**2 / (2 * (people - 3.94))
    pooled = pool(effects, revman, method="DL", test="z")
    assert (pooled.estimate, *pooled.ci) == pytest.approx((0.861, 0.113, 1.609), abs=6e-4)
    assert pool(effects, stored, method="DL", test="z").estimate == pytest.approx(0.879, abs=6e-4)
    assert np.all(revman > stored)
