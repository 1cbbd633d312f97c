"""How a simulated person judges left and right: how fast, how surely, and how differently for the two sides."""

from __future__ import annotations

from dataclasses import dataclass
from math import exp
from random import Random

from mirra.anatomy import Side, opposite
from mirra.practice.judging import angle, direction
from mirra.practice.trials import Trial


@dataclass(frozen=True)
class Judge:
    """Somebody made up; the defaults are near what healthy people do.

    ``time`` is s for an upright picture; each degree of turning adds ``degree``, a picture turned outwards ``outward``,
    one of the affected side ``affected``. Times spread by ``spread`` (of their logarithm). ``accuracy`` is the chance
    of a correct answer, ``affected_accuracy`` that of one for the affected side.
    """

    time: float = 1.3
    degree: float = 0.004
    outward: float = 0.25
    affected: float = 0.3
    spread: float = 0.2
    accuracy: float = 0.93
    affected_accuracy: float = 0.88

    def judges(self, trial: Trial, affected: Side, random: Random) -> tuple[float, Side]:
        """The ms that an answer takes, and the side that is answered."""
        own = trial.side == affected
        mean = self.time + self.degree * angle(trial) + self.affected * own
        mean += self.outward * (direction(trial) == "lateral")
        seconds = mean * exp(random.gauss(0, self.spread))
        right = random.random() < (self.affected_accuracy if own else self.accuracy)
        return round(1000 * seconds, 1), trial.side if right else opposite(trial.side)
