"""A whole study of dyads: every recording measured once, and the sample held against pairs who never met."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mirra.coupling.group import fdr
from mirra.errors import MirraError, StudyError
from mirra.pairs.people import DyadSettings, PseudoDyads, ResamplingSettings, load, measure, pseudo_dyads
from mirra.result import Result
from mirra.study.engine import run
from mirra.study.recordings import Recording
from mirra.study.sample import STATISTIC, Sample
from mirra.study.tasks import Task

PARTS = ("recordings", "pseudo_dyads", "sample_effect", "partners")
EFFECT = (
    "statistic",
    "dyads",
    "pseudo_dyads",
    "null",
    "effect_size",
    "effect_size_low",
    "effect_size_high",
    "p",
    "alternative",
)
MOST = 200  # dyads that are crossed unless told otherwise: pseudo-dyads grow with their square
SAME_RATE = (
    2e-4  # as a share: rates told by time stamps differ by their jitter, 29.97 and 30 Hz by five times this
)


@dataclass(frozen=True, eq=False)
class Survey:
    """``sample``, what was found in each recording; ``pseudo``, real against pseudo-dyads, None where there are none.

    ``left_out`` says of each measured recording that is not among the dyads that were crossed why it is not, by its id;
    ``without`` why there are no pseudo-dyads at all.
    """

    sample: Sample
    pseudo: PseudoDyads | None = None
    left_out: Mapping[str, str] = field(default_factory=dict)
    without: str = ""

    def parts(self) -> dict[str, Result]:
        """Every part that is there, by the name its files have."""
        pseudo = self.pseudo
        results = (self.sample, pseudo, pseudo and pseudo.sample, pseudo and pseudo.test)
        return {name: part for name, part in zip(PARTS, results, strict=True) if part is not None}

    def summary(self) -> Mapping[str, Any]:
        """What failed and why, groups, the sample-level effect with its interval and p, and what was not crossed."""
        content: dict[str, Any] = {"failed": self.sample.failures, "groups": self.sample.groups()}
        if self.pseudo is not None:
            effect = self.pseudo.summary()
            content["sample_effect"] = {name: effect[name] for name in EFFECT}
        else:
            content["sample_effect"] = None
            content["no_pseudo_dyads"] = self.without
        return content | {"not_crossed": dict(self.left_out)}


def dyad(
    path: Path,
    *,
    columns: tuple[str, str] | None,
    rate: float | None,
    settings: DyadSettings,
) -> Mapping[str, Any]:
    """All numbers of one recording, as a study keeps them; see ``mirra.pairs.people.measure``, which also raises."""
    return dict(measure(path, columns, rate, settings).summary())


def measured(
    recordings: Sequence[Recording],
    folder: Path,
    settings: DyadSettings = DyadSettings(),
    *,
    jobs: int = 2,
    cluster: str | None = None,
    progress: Callable[[float], None] | None = None,
) -> Sample:
    """Measure every recording with the same settings; see ``mirra.pairs.people.measure``.

    Finished recordings are kept in ``folder`` and not measured again; ``jobs``, ``cluster``, ``progress`` and what is
    raised are those of ``mirra.study.engine.run``. p values are held against the number of recordings by the false
    discovery rate (Benjamini & Hochberg 1995), one family for each statistic: ``p_NAME_fdr``.
    """
    task = Task(dyad, {"settings": settings})
    outcomes = run(recordings, task, folder, jobs=jobs, cluster=cluster, progress=progress)
    sample = Sample(recordings, outcomes, {}, settings)
    return replace(sample, adjusted=_adjusted(sample))


def crossed(
    sample: Sample, *, most: int = MOST, resampling: ResamplingSettings = ResamplingSettings()
) -> Survey:
    """Hold a measured sample against pseudo-dyads: every first person with every dyad's second, roles kept.

    Those recordings are crossed whose rate is the one that most have; of more than ``most``, so many are drawn by the
    seed of ``resampling``. What cannot be crossed is said in the result. Raises ``StudyError`` for ``most`` under two.
    """
    if most < 2:
        raise StudyError(f"Pseudo-dyads need two dyads or more, not {most}.")
    settings = sample.settings
    chosen, rate, left_out = _chosen(sample, most, resampling.seed)
    if settings.correlation.like == "rmea" and abs(rate - round(rate)) < 1e-3 * rate:
        rate = float(round(rate))  # as each recording was measured
    try:
        pseudo = pseudo_dyads(
            {recording.id: _series(recording) for recording in chosen},
            rate,
            settings.windows,
            settings.correlation,
            statistic=STATISTIC,
            absolute=settings.absolute,
            resampling=resampling,
        )
    except MirraError as error:
        return Survey(sample, None, left_out, str(error))
    return Survey(sample, pseudo, left_out)


def _series(recording: Recording) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    read = load(recording.path, recording.columns, recording.rate)
    return read.first, read.second


def _adjusted(sample: Sample) -> dict[str, list[float]]:
    """The p values of each statistic after the false discovery rate over the recordings that have one."""
    names = [
        name for name in sample.names if name.startswith("p_") and not name.endswith(("_signed", "_absolute"))
    ]
    adjusted: dict[str, list[float]] = {}
    for name in names:
        adjusted[f"{name}_fdr"] = fdr(sample.values(name)).tolist()
    return adjusted


def _chosen(sample: Sample, most: int, seed: int) -> tuple[list[Recording], float, dict[str, str]]:
    """The recordings whose persons are crossed, their rate in Hz, and why each other measured one is not among them."""
    both = zip(sample.recordings, sample.values("rate"), strict=True)
    measured = [(recording, rate) for recording, rate in both if math.isfinite(rate)]
    if not measured:
        return [], math.nan, {}
    rates = np.array([rate for _, rate in measured])
    alike = [int(np.count_nonzero(np.abs(rates - rate) <= SAME_RATE * rate)) for rate in rates]
    middle = float(rates[int(np.argmax(alike))])
    same = [recording for recording, rate in measured if math.isclose(rate, middle, rel_tol=SAME_RATE)]
    left_out = {
        recording.id: f"It has {rate:.6g} Hz, most have {middle:.6g} Hz."
        for recording, rate in measured
        if not math.isclose(rate, middle, rel_tol=SAME_RATE)
    }
    if len(same) > most:
        drawn = set(np.random.default_rng(seed).choice(len(same), most, replace=False).tolist())
        left_out |= {
            recording.id: f"{most} of {len(same)} were drawn."
            for k, recording in enumerate(same)
            if k not in drawn
        }
        same = [recording for k, recording in enumerate(same) if k in drawn]
    return same, middle, left_out
