"""Lists of trials of left/right judgement: which picture, how far turned, of which side, on which background.

The lists come out the same for the same seed. Every picture is drawn of a right limb; the page makes the left one by
an exact flip, and turns the picture afterwards.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import count as counted
from itertools import islice, pairwise
from random import Random
from typing import Annotated, Literal, TypeVar, get_args

from pydantic import Field

from mirra.anatomy import Side
from mirra.catalogue.models.fields import Frozen, Judged, Slug
from mirra.catalogue.stimulus import Stimulus

Background = Literal["light", "dark"]
BACKGROUNDS: tuple[Background, ...] = get_args(Background)
SIDES: tuple[Side, ...] = get_args(Side)
COUNT = 48  # trials of a block
TURNS = 8  # different rotations
LEAST_TURNS, MOST_TURNS = 4, 12
BLOCK = 50  # trials of a block at most

Thing = TypeVar("Thing")
Cell = tuple[str, str]  # posture, view


class Trial(Frozen):
    """One picture to be judged; ``turn`` is clockwise on the screen, in degrees from fingers or toes up.

    ``side`` is the side of the limb that is shown, so it is the correct answer.
    """

    limb: Judged
    posture: Slug
    view: Slug
    tone: Slug
    turn: Annotated[int, Field(ge=0, lt=360)]
    side: Side
    background: Background


def turns(number: int) -> tuple[int, ...]:
    """So many rotations, equally far apart, in whole degrees; raises ``ValueError`` outside 4 to 12."""
    if not LEAST_TURNS <= number <= MOST_TURNS:
        raise ValueError(f"{number} rotations are asked for; {LEAST_TURNS} to {MOST_TURNS} are possible")
    return tuple(round(360 * turn / number) for turn in range(number))


def block(
    pictures: Iterable[Stimulus], limb: Judged, seed: int, *, count: int = COUNT, rotations: int = TURNS
) -> tuple[Trial, ...]:
    """A block of ``count`` trials.

    Both sides, all rotations, and every pairing of the two come equally often, as far as the number allows. So do the
    pictures, the tones and the backgrounds, each for itself. No posture comes twice in a row in the same view. Raises
    ``ValueError`` where fewer than two pictures differ in posture or view.
    """
    random = Random(seed)  # noqa: S311 (nothing secret)
    shelf = _Shelf(pictures, limb, random)
    angles = turns(rotations)
    cells = _rounds(shelf.cells, count, random)
    return tuple(
        shelf.trial(cell, turn, side)
        for cell, (turn, side) in zip(cells, _balanced(angles, count, random), strict=True)
    )


def own_block(
    pictures: Iterable[Stimulus],
    limb: Judged,
    seed: int,
    shown: Sequence[Cell],
    *,
    count: int = COUNT,
    rotations: int = TURNS,
) -> tuple[Trial, ...]:
    """A block of these postures and views alone, which a person has shown of their own limb.

    Each picture comes equally often, no picture twice in a row, and each comes as often of either side and at each
    rotation, as far as the number allows. Pictures go in pairs: at a rotation at which one of a pair comes as a left
    limb, the other comes as a right one. Raises ``ValueError`` for fewer than two pictures, and for one that was never
    drawn.
    """
    random = Random(seed)  # noqa: S311 (nothing secret)
    angles = turns(rotations)
    shelf = _Shelf(
        (picture for picture in pictures if (picture.posture, picture.view) in shown), limb, random
    )
    if set(shown) != set(shelf.cells):
        raise ValueError(f"Not all of {list(shown)} were drawn for the {limb}")
    cells = _rounds(shelf.cells, count, random)
    ways: dict[Cell, Iterator[tuple[int, Side]]] = {}
    for index, cell in enumerate(random.sample(shelf.cells, len(shelf.cells))):
        if index % 2 == 0:
            drawn, first = random.sample(angles, len(angles)), random.randrange(2)
        ways[cell] = _alternating(drawn, first + index % 2)
    return tuple(shelf.trial(cell, *next(ways[cell])) for cell in cells)


def grid(
    pictures: Iterable[Stimulus], limb: Judged, seed: int, *, rotations: int = TURNS
) -> tuple[tuple[Trial, ...], ...]:
    """The full grid for research, in blocks: each posture in each view, at each rotation, of each side, once.

    Tones and backgrounds are spread over it: with each of them too, there would be six times as many trials. Raises
    ``ValueError`` as ``block`` does.
    """
    random = Random(seed)  # noqa: S311 (nothing secret)
    shelf = _Shelf(pictures, limb, random)
    ways = [(turn, side) for turn in turns(rotations) for side in SIDES]
    order = {cell: random.sample(ways, len(ways)) for cell in shelf.cells}
    cells = _rounds(shelf.cells, len(shelf.cells) * len(ways), random)
    trials = [shelf.trial(cell, *order[cell].pop()) for cell in cells]
    number = -(-len(trials) // BLOCK)
    edges = [len(trials) * at // number for at in range(number + 1)]
    return tuple(tuple(trials[a:b]) for a, b in pairwise(edges))


class _Shelf:
    """The pictures of one limb, and whose turn it is among tones and backgrounds."""

    def __init__(self, pictures: Iterable[Stimulus], limb: Judged, random: Random) -> None:
        self.limb, self.random = limb, random
        self.tones: dict[Cell, list[str]] = {}
        for picture in pictures:
            if picture.limb == limb:
                self.tones.setdefault((picture.posture, picture.view), []).append(picture.tone)
        self.cells = list(self.tones)
        if len(self.cells) < 2:
            raise ValueError(f"Pictures of the {limb} must show two postures or views; got {self.cells}")
        self.shown = dict.fromkeys((tone for tones in self.tones.values() for tone in tones), 0)
        self.backgrounds = _endless(BACKGROUNDS, random)

    def trial(self, cell: Cell, turn: int, side: Side) -> Trial:
        """The next trial, in the tone of this posture and view that was shown least so far."""
        tones = self.tones[cell]
        tone = min(self.random.sample(tones, len(tones)), key=self.shown.__getitem__)
        self.shown[tone] += 1
        posture, view = cell
        background = next(self.backgrounds)
        return Trial(
            limb=self.limb, posture=posture, view=view, tone=tone, turn=turn, side=side, background=background
        )


def _endless(things: Sequence[Thing], random: Random) -> Iterator[Thing]:
    """All of them in a random order, then all again in another, without end."""
    while True:
        yield from random.sample(things, len(things))


def _rounds(things: Sequence[Thing], count: int, random: Random) -> list[Thing]:
    """So many things, all of them in each round; none comes twice in a row."""
    drawn: list[Thing] = []
    while len(drawn) < count:
        batch = random.sample(things, len(things))
        if drawn and batch[0] == drawn[-1]:
            batch[0], batch[-1] = batch[-1], batch[0]
        drawn += batch
    return drawn[:count]


def _balanced(angles: Sequence[int], count: int, random: Random) -> list[tuple[int, Side]]:
    """So many pairings of angle and side: all in each round, and in the last part of a round as evenly as it allows."""
    ways: list[tuple[int, Side]] = [(angle, side) for angle in angles for side in SIDES]
    whole, rest = divmod(count, len(ways))
    drawn = [way for _ in range(whole) for way in random.sample(ways, len(ways))]
    last = list(islice(_alternating(random.sample(angles, len(angles)), random.randrange(2)), rest))
    return drawn + random.sample(last, rest)


def _alternating(angles: Sequence[int], first: int) -> Iterator[tuple[int, Side]]:
    """Each angle once, with alternating sides; then each once more, of its other side; and so on, without end."""
    for again in counted():
        for at, angle in enumerate(angles):
            yield angle, SIDES[(at + first + again) % 2]
