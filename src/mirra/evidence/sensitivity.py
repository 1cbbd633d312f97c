"""Whether a pool hangs on single studies: without each of them, and as they came."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict

import numpy as np
from numpy.typing import ArrayLike

from mirra.errors import EvidenceError
from mirra.evidence.pooled import Pooled, PoolSettings, checked, labelled, pool


def leave_one_out(
    effects: ArrayLike,
    variances: ArrayLike,
    settings: PoolSettings | None = None,
    labels: Sequence[str] | None = None,
) -> dict[str, Pooled]:
    """The pool without each study, by the label of the one left out; raises ``EvidenceError`` for a single study."""
    y, v = checked(effects, variances)
    if len(y) < 2:
        raise EvidenceError("Leaving a study out needs at least 2 studies, got 1.")
    names = labelled(labels, len(y))
    rest = {name: np.arange(len(y)) != index for index, name in enumerate(names)}
    return {
        name: pool(y[others], v[others], **asdict(settings or PoolSettings()))
        for name, others in rest.items()
    }


def cumulative(
    effects: ArrayLike,
    variances: ArrayLike,
    order: ArrayLike,
    settings: PoolSettings | None = None,
    labels: Sequence[str] | None = None,
) -> dict[str, Pooled]:
    """The pool of the first study, of the first two, and so on by ``order`` (k,), such as years.

    By the label of the study that came last; studies of one year stay in the order given. Raises ``EvidenceError`` as
    ``pool`` does.
    """
    y, v = checked(effects, variances)
    names = labelled(labels, len(y))
    when = np.asarray(order, np.float64)
    if when.shape != y.shape or not np.isfinite(when).all():
        raise EvidenceError(f"The order must be a number for each of {len(y)} studies.", where="order")
    sequence = np.argsort(when, kind="stable")
    return {
        names[last]: pool(
            y[sequence[: count + 1]], v[sequence[: count + 1]], **asdict(settings or PoolSettings())
        )
        for count, last in enumerate(sequence)
    }
