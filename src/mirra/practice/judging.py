"""Scores of left/right judgement, from what was shown and what was answered.

A trial is **medial** where the fingers or toes point to the body's midline: a right limb turned counter-clockwise as
the person sees it, a left limb turned clockwise. Turned the other way it is **lateral**; upright or upside down it is
neither. Real limbs turn outwards less easily, so who imagines the movement takes longer over lateral pictures
(Parsons 1994, Journal of Experimental Psychology 20, 709-730).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import combinations
from statistics import fmean, median
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from mirra.anatomy import Side
from mirra.catalogue.models.fields import Frozen
from mirra.practice.trials import Trial

FEWEST_ANGLES = 3  # angles that a slope over them needs at least, lest one slow answer makes it


class AnswerWindow(Frozen):
    """Answers that count as valid, in ms after the picture came up; without ``high``, no answer is too late.

    Below 300 ms nobody has judged a picture. Above, a slow person's answers are still answers: an upper end would
    leave out just those, and make their median too short. Healthy people answer within 3000 ms, which may be set
    where a list is used for research. Nothing is ever cut off while the person answers.
    """

    low: Annotated[int, Field(ge=0, le=5000)] = 300
    high: Annotated[int, Field(ge=500, le=600_000)] | None = None

    @model_validator(mode="after")
    def _rises(self) -> Self:
        if self.high is not None and self.high <= self.low:
            raise ValueError("high must be more than low")
        return self

    def holds(self, ms: float) -> bool:
        """Whether an answer after so many ms is valid."""
        return self.low <= ms and (self.high is None or ms <= self.high)


class Reply(Frozen):
    """An answer to the trial at a place in the list: the side, the ms it took, and frames dropped meanwhile.

    It is not ``timed`` where its ms do not tell how long the person took, as with a switch that waits for its turn.
    """

    trial: Annotated[int, Field(ge=0)]
    side: Side
    ms: Annotated[float, Field(ge=0)]
    dropped: Annotated[int, Field(ge=0)] = 0
    timed: bool = True


class Sided(Frozen):
    """A number for all trials, and for those of each side; null where there is none to count."""

    both: float | None
    left: float | None
    right: float | None


class Scores(Frozen):
    """What came of a list of trials; null where nothing can be computed.

    ``valid`` is the share of answered trials within the window; all that follows is of those. ``accuracy`` is the
    share answered correctly. ``time`` is the median of the correct answers that are timed, in s. ``difference`` is the
    time of the left side minus that of the right; ``lateral_medial`` the median time of lateral minus that of medial
    trials. ``slope`` is how many s an answer takes longer for each degree of the smallest rotation from upright
    (Theil-Sen: the median of the slopes between all pairs, which single very slow answers cannot bend as they do a
    least-squares line).
    ``dropped`` counts frames that were not shown in time while a picture was judged.
    """

    trials: int
    answered: int
    valid: float | None
    accuracy: Sided
    time: Sided
    difference: float | None
    lateral_medial: float | None
    slope: float | None
    dropped: int


def angle(trial: Trial) -> int:
    """The smallest rotation from upright, 0 to 180 degrees."""
    return min(trial.turn, 360 - trial.turn)


def direction(trial: Trial) -> Literal["medial", "lateral"] | None:
    """Where the fingers or toes point; ``None`` upright and upside down."""
    if trial.turn in (0, 180):
        return None
    clockwise = trial.turn < 180
    return "medial" if clockwise == (trial.side == "left") else "lateral"


def scores(trials: Sequence[Trial], replies: Iterable[Reply], window: AnswerWindow) -> Scores:
    """The scores of a list; of replies to the same trial the first counts, and those to no trial are left out."""
    first: dict[int, Reply] = {}
    for reply in replies:
        if reply.trial < len(trials):
            first.setdefault(reply.trial, reply)
    valid = [(trials[at], reply) for at, reply in sorted(first.items()) if window.holds(reply.ms)]
    right = [(trial, reply.ms / 1000) for trial, reply in valid if reply.timed and reply.side == trial.side]
    time = _sided(lambda side: _median([s for trial, s in right if side in (None, trial.side)]))
    return Scores(
        trials=len(trials),
        answered=len(first),
        valid=round(len(valid) / len(first), 4) if first else None,
        accuracy=_sided(
            lambda side: _mean(
                [reply.side == trial.side for trial, reply in valid if side in (None, trial.side)]
            )
        ),
        time=time,
        difference=_less(time.left, time.right),
        lateral_medial=_less(
            _median([s for trial, s in right if direction(trial) == "lateral"]),
            _median([s for trial, s in right if direction(trial) == "medial"]),
        ),
        slope=_slope([(angle(trial), s) for trial, s in right]),
        dropped=sum(reply.dropped for reply in first.values()),
    )


def _sided(of: Callable[[Side | None], float | None]) -> Sided:
    return Sided(both=of(None), left=of("left"), right=of("right"))


def _median(values: Sequence[float]) -> float | None:
    return round(median(values), 4) if values else None


def _mean(values: Sequence[bool]) -> float | None:
    return round(fmean(values), 4) if values else None


def _less(value: float | None, other: float | None) -> float | None:
    return None if value is None or other is None else round(value - other, 4)


def _slope(points: Sequence[tuple[int, float]]) -> float | None:
    """The Theil-Sen slope (Sen 1968, Journal of the American Statistical Association 63, 1379-1389)."""
    if len({at for at, _ in points}) < FEWEST_ANGLES:
        return None
    slopes = [(t - s) / (b - a) for (a, s), (b, t) in combinations(points, 2) if a != b]
    return round(median(slopes), 6)
