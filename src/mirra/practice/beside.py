"""Scores of left/right judgement beside what is known of them: the norm, and the detectable change."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from mirra.catalogue.models.evidence import Provenance
from mirra.catalogue.models.fields import Frozen, Slug
from mirra.catalogue.models.judgement import Detectable, JudgementFile, Norm
from mirra.practice.steps.judgement import JudgementResult

Score = Literal["time", "accuracy"]
Size = Literal["larger", "within", "smaller"]


class NormBeside(Frozen):
    """The time of correct answers (median, s) beside that of healthy people: ``mean`` and ``deviation`` in s.

    ``slower`` is the time less the mean, in s; less than 0 is faster. ``deviations`` is that in standard deviations.
    It is for people from ``from_age`` years to less than ``to_age``, or for any age where these are null.
    """

    mean: float
    deviation: float
    slower: float
    deviations: float
    from_age: int | None = None
    to_age: int | None = None
    source: str
    provenance: Provenance


class ChangeBeside(Frozen):
    """The change of a score since the first session, beside the range ``low`` to ``high`` of detectable change.

    Times are in s, accuracy is a share. ``size`` says whether the change, up or down, is larger than all of the range,
    within it, or smaller.
    """

    score: Score
    first: float
    now: float
    change: float
    low: float
    high: float
    size: Size
    source: str
    provenance: Provenance


class Beside(Frozen):
    """What stands beside the scores of one block, for both sides together.

    ``norm`` is null where there is none or nothing was timed. There are no ``changes`` in the first session of this
    limb that was answered by the same means.
    """

    step: Slug
    norm: NormBeside | None
    changes: tuple[ChangeBeside, ...]


def references(
    written: JudgementFile, now: JudgementResult, earlier: Sequence[JudgementResult], age: int | None = None
) -> Beside:
    """What stands beside a block, from the blocks of ``earlier`` sessions, oldest first.

    ``age`` is that of the person in years; where it is not known, the norm is one for any age. Pictures of the person's
    own limb are left out: norm and detectable change are for pictures of others.
    """
    norm, time = written.norm(now.limb, age), now.scores.time.both
    same = [
        block for block in earlier if block.limb == now.limb and block.by == now.by and block.scores.answered
    ]
    return Beside(
        step=now.step,
        norm=_norm(norm, time) if norm and time is not None else None,
        changes=_changes(written, same[0], now) if same else (),
    )


def _norm(norm: Norm, time: float) -> NormBeside:
    slower = time - norm.mean
    return NormBeside(
        mean=norm.mean,
        deviation=norm.deviation,
        slower=round(slower, 4),
        deviations=round(slower / norm.deviation, 2),
        from_age=norm.from_age,
        to_age=norm.to_age,
        source=norm.source,
        provenance=norm.provenance,
    )


def _changes(
    written: JudgementFile, first: JudgementResult, now: JudgementResult
) -> tuple[ChangeBeside, ...]:
    changes: list[ChangeBeside] = []
    for score in ("accuracy", "time"):
        before, after = (getattr(block.scores, score).both for block in (first, now))
        known = written.change(score)
        if known and before is not None and after is not None:
            changes.append(_change(score, known, before, after))
    return tuple(changes)


def _change(score: Score, known: Detectable, before: float, after: float) -> ChangeBeside:
    change = round(after - before, 4)
    beyond, below = abs(change) > known.high, abs(change) < known.low
    return ChangeBeside(
        score=score,
        first=before,
        now=after,
        change=change,
        low=known.low,
        high=known.high,
        size="larger" if beyond else "smaller" if below else "within",
        source=known.source,
        provenance=known.provenance,
    )
