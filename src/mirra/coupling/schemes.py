"""The surrogate schemes there are; each states its null hypothesis, what a surrogate keeps, and when it holds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from mirra.errors import SurrogateError

SHORTEST_SEGMENT = (
    30.0  # seconds; shorter ones cut the slow waves of movement and heart that make chance coupling
)


@dataclass(frozen=True)
class Scheme:
    """One way of making surrogates: its null, what must hold for it, and where it serves."""

    name: str
    null: str  # what is assumed
    keeps: str  # what a surrogate keeps, and what it does not
    holds_when: str
    applies_to: str
    source: str
    default: bool  # offered without being insisted on, for signed and absolute statistics alike

    @property
    def said(self) -> str:
        """The null hypothesis and what a surrogate keeps, as results carry them."""
        return f"{self.null} {self.keeps}"


INDEPENDENT = "The two series are independent of each other."
SHIFTED = (
    "A surrogate keeps both series whole, with their slow waves; only the moment at which the second begins is "
    "another one."
)
SCHEMES: Mapping[str, Scheme] = MappingProxyType(
    {
        scheme.name: scheme
        for scheme in (
            Scheme(
                "circular-shift",
                INDEPENDENT,
                SHIFTED,
                "each series behaves alike from beginning to end (no trend shared by both), and there are at least as "
                "many shifts, farther than window plus lag from no shift, as surrogates.",
                "one dyad; signed and absolute statistics.",
                "Quian Quiroga et al. 2002, Phys Rev E 65:041903; Andrzejak et al. 2006, Phys Rev E 73:017201",
                True,
            ),
            Scheme(
                "every-shift",
                INDEPENDENT,
                SHIFTED,
                "each series behaves alike from beginning to end (no trend shared by both), no sample is missing, and "
                "there are shifts farther than window plus lag from no shift. All of them are taken, so nothing is "
                "drawn: the p value is exact. Windows stand still on the series that leads.",
                "one dyad; signed and absolute statistics of windowed correlation.",
                "as circular-shift, of which it takes every one; Fourier cross-correlation is our own way of doing it",
                True,
            ),
            Scheme(
                "segments",
                INDEPENDENT,
                "A surrogate keeps the values of both series, and all that happens within a segment of half a minute "
                "or more; the order of the second's segments is drawn by lot.",
                "segments outlast the memory of the series, no trend is shared by both, and the segments can be "
                "ordered in more ways than there are surrogates; only windows inside a segment are counted, for a "
                "window across a seam differs from every real one (with seams the mean p of uncoupled series was 0.43 "
                "to 0.59 for absolute statistics, without 0.50).",
                "one dyad; signed and absolute statistics.",
                "Ramseyer & Tschacher 2010; Tschacher & Meier 2020, Psychotherapy Research 30:558 (segments exchanged)",
                True,
            ),
            Scheme(
                "phase",
                "The second series is a stationary Gaussian process, independent of the first.",
                "A surrogate keeps the power spectrum of the second series; the phases are drawn by lot.",
                "the second series is stationary and Gaussian; signed statistics only.",
                "one dyad; evenly sampled stationary signals such as detrended heart rate or EEG bands.",
                "Theiler et al. 1992, Physica D 58:77",
                False,
            ),
            Scheme(
                "iaaft",
                "The second series is a stationary Gaussian process, read on a fixed monotone scale, and independent "
                "of the first.",
                "A surrogate keeps the values of the second series, and nearly its power spectrum; the rest is drawn "
                "by lot.",
                "the second series is stationary; signed statistics only: on real uncoupled movement, where bursts "
                "cluster, absolute statistics gave 25 % false alarms at 5 %.",
                "one dyad; evenly sampled stationary signals.",
                "Schreiber & Schmitz 1996, Phys Rev Lett 77:635",
                False,
            ),
            Scheme(
                "between-dyad",
                "The two persons of a dyad are as independent of each other as persons who never met.",
                "A pseudo-dyad keeps both series whole and each person in their role; who is paired with whom is "
                "exchanged.",
                "all dyads did the same thing for the same time under the same conditions; pseudo-dyads share "
                "persons, so intervals come from resampling dyads.",
                "a sample of dyads; signed and absolute statistics.",
                "Bernieri & Rosenthal 1991; Ramseyer & Tschacher 2010 (pseudo-interactions)",
                True,
            ),
        )
    }
)
OF_ONE_DYAD = ("circular-shift", "every-shift", "segments", "phase", "iaaft")


def scheme(name: str) -> Scheme:
    """The scheme of that name; raises ``SurrogateError`` naming those there are."""
    if name not in SCHEMES:
        raise SurrogateError(
            f"There is no surrogate scheme {name!r}.",
            where="scheme",
            todo=f"There are: {', '.join(SCHEMES)}.",
        )
    return SCHEMES[name]
