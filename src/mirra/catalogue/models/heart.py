"""What is computed from the beats of a heart strap."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from mirra.catalogue.models.evidence import Rule
from mirra.catalogue.models.fields import Frozen

Milliseconds = Annotated[int, Field(ge=200, le=3000, description="ms")]
Hertz = Annotated[float, Field(gt=0, le=1, description="Hz")]
Share = Annotated[float, Field(gt=0, lt=1, description="share")]


class HeartFile(Frozen):
    """Which beats count, how coherence is computed, and how one's own pace is looked for.

    An interval between two beats lies between ``shortest`` and ``longest`` and differs from the median of those before
    by less than ``jump``; without a beat for ``gap`` s, or with more than ``left_out`` of them left out, nothing is
    computed.
    The peak lies between ``peak_low`` and ``peak_high``; what is within ``around`` belongs to it, and the rest goes
    up to ``total_high``. A pace is the person's own when ``fewest`` or more were measured for ``step_seconds`` each
    and its peak is larger than the next by ``margin``.
    """

    shortest: Milliseconds
    longest: Milliseconds
    jump: Share
    gap: Annotated[float, Field(ge=2, le=10, description="s")]
    left_out: Share
    window: Annotated[int, Field(ge=30, le=120, description="s")]
    rate: Annotated[int, Field(ge=2, le=10, description="samples a second")]
    peak_low: Hertz
    peak_high: Hertz
    around: Hertz
    total_high: Hertz
    step_seconds: Annotated[int, Field(ge=60, le=300, description="s")]
    fewest: Annotated[int, Field(ge=2, le=5)]
    margin: Share
    rules: Annotated[tuple[Rule, ...], Field(min_length=1)]
