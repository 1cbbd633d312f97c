"""Films of real hands before cameras in several places, and what a person who looks at them says of them."""

from __future__ import annotations

from dataclasses import dataclass

from mirra.anatomy import Side
from mirra.catalogue.models.fields import Placement
from tests.placed import TABLE, Placed


@dataclass(frozen=True)
class Filmed:
    """A film, the place that the person says their camera has, the hand that is meant, and the truth.

    ``rotate`` and ``flip`` make the person's own view of the film. ``line`` says between which shares of the own view's
    width the line must lie to be beside the hand, on its inner side; None where the hand moves too far to say.
    """

    film: Placed
    placement: Placement
    intact: Side
    rotate: int
    flip: bool
    line: tuple[float, float] | None = None


SPELLING = "one_right_hand_spelling.mp4"
POINTING = (24, 70)  # of the recording at the table: the hand is wholly in view

FILMS = {
    "lying, camera before me": Filmed(Placed(TABLE, POINTING, scale=1.3), "facing", "right", 180, False),
    "lying, laptop lid": Filmed(
        Placed(TABLE, (195, 260), scale=1.5, at=(0.2, 0.7)), "lid", "right", 180, False, (0.05, 0.4)
    ),
    "lying, left hand": Filmed(Placed(TABLE, POINTING, flip=True, scale=1.3), "facing", "left", 180, False),
    "held up": Filmed(
        Placed(SPELLING, (0, 60), scale=1.6, at=(0.5, 0.45)), "facing", "right", 0, True, (0.08, 0.3)
    ),
    "held up, left hand": Filmed(
        Placed(SPELLING, (0, 60), flip=True, scale=1.6, at=(0.5, 0.45)),
        "facing",
        "left",
        0,
        True,
        (0.7, 0.92),
    ),
    "from above": Filmed(Placed(TABLE, POINTING, turn=180, scale=1.3), "above", "right", 0, False),
    "from above, camera turned": Filmed(
        Placed(TABLE, POINTING, turn=90, scale=1.3), "above", "right", 90, False
    ),
    "from above, upside down, left hand": Filmed(
        Placed(TABLE, POINTING, flip=True, scale=1.3), "above", "left", 180, False
    ),
    "both in view, right held up": Filmed(
        Placed("two_hands_2.gif", (9, 32)), "facing", "right", 0, True, (0.48, 0.76)
    ),
    "both in view, lying": Filmed(
        Placed("two_hands_1.gif", (13, 35)), "facing", "right", 180, False, (0.43, 0.62)
    ),
    "both in view, lying, left hand": Filmed(
        Placed("two_hands_1.gif", (13, 35)), "facing", "left", 180, False, (0.4, 0.6)
    ),
}
