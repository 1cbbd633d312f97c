"""What clinical scales of mirror movements would say of a measurement; a proposal, with its rule beside it.

Woods & Teuber 1978 (0 to 4) and Espay et al. 2005 (four tasks of 0 to 10) are rated by eye. Their words for
distribution and proportion can be counted; their words for amplitude cannot be measured without a scale of length, so
the shares of the voluntary movement used here are mirra's own and not validated.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

# Shares of the voluntary movement's amplitude at which the grade of amplitude rises: mirra's own proposal. The first is
# the upper end of what healthy people showed (see HEALTHY).
STEPS = (0.05, 0.25, 0.75)
# Fewer mirrored cycles than this share are taken for none: one cycle in two hundred passes the threshold by chance.
FEW = 0.05

RULE = (
    "Amplitude, of the cycles that are mirrored (own proposal, not validated): 0 where fewer than 5 % of cycles pass "
    "the resting noise; else 1 below 5 % of the voluntary movement, 2 below 25 %, 3 below 75 %, 4 from there. "
    "Woods & Teuber: the same, but at most 2 unless more than 2/3 of the cycles are mirrored (sustained). "
    "Espay, one task: amplitude 0-4 as above; distribution 1 fewer parts move than in the voluntary hand, 2 as many, "
    "3 more; proportion 1 below 1/3 of the cycles, 2 to 2/3, 3 above (both as published). "
    "The scale's 0-40 is the sum of four tasks. Grades rated by eye may differ."
)
INSTRUMENT = (
    "A measurement from a webcam or any two channels is not a validated instrument for mirror movements. Ratings by "
    "eye are no gold standard either: Woods & Teuber missed 27-41 % of the mirror movements that an instrument found "
    "(children with unilateral cerebral palsy, n = 23; doi 10.1016/j.apmr.2018.01.035)."
)

HEALTHY = (
    "Healthy people: 0.5-5 % of the voluntary movement, in rhythmic movements of the elbow at 0.5-3 Hz (abstract of "
    "'A dynamical model for mirror movements'). Other movements, ages and instruments may differ; mirror movements are "
    "part of development until about 10 years of age."
)


@dataclass(frozen=True)
class Grades:
    """Grades of one task; None where they cannot be told.

    ``woods_teuber`` 0-4; ``espay_amplitude`` 0-4, ``espay_distribution`` and ``espay_proportion`` 1-3 (0 without mirror
    movements); ``espay`` their sum, 0-10; ``rule`` how they come about.
    """

    woods_teuber: int | None
    espay_amplitude: int | None
    espay_distribution: int | None
    espay_proportion: int | None
    espay: int | None
    rule: str = RULE


def espay_total(tasks: Sequence[Grades]) -> int | None:
    """Espay's 0 to 40: the sum of four tasks of one hand; None unless there are four and each has its sum."""
    sums = [task.espay for task in tasks if task.espay is not None]
    return sum(sums) if len(sums) == len(tasks) == 4 else None


def grade(ratio: float, proportion: float, parts: tuple[int, int] | None) -> Grades:
    """Grades from the amplitude ratio, the proportion of cycles, and how many parts move (voluntary, mirror hand).

    ``parts`` is None where only one part was measured: then Espay's distribution and sum are None.
    """
    if not (ratio >= 0 and proportion >= 0):
        return Grades(None, None, None, None, None)
    if proportion < FEW or ratio == 0:
        return Grades(0, 0, 0, 0, 0)
    amplitude = 1 + sum(ratio >= step for step in STEPS)
    share = 1 + (proportion >= 1 / 3) + (proportion > 2 / 3)
    spread = None if parts is None else 2 + (parts[1] > parts[0]) - (parts[1] < parts[0])
    return Grades(
        woods_teuber=amplitude if proportion > 2 / 3 else min(amplitude, 2),
        espay_amplitude=amplitude,
        espay_distribution=spread,
        espay_proportion=share,
        espay=None if spread is None else amplitude + spread + share,
    )
