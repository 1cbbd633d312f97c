"""Hands found in a picture and followed to the next, with the two models the build places beside this file.

The way of MediaPipe Hands (Zhang et al. 2020, arXiv:2006.10214): a palm detector looks over the whole picture while
fewer hands are followed than wanted; the landmark model looks into a turned square around each hand, and its landmarks
give the square for the next picture. Nothing is smoothed. While the hands that are followed are held well and no other
comes, the palm detector, which costs as much as a hand, looks only now and then (``Search``). Needs the extra
``hands``.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mirra.arrays import Floats, Picture
from mirra.errors import MissingExtra, optional
from mirra.signals.video.landmarks import Square, overlap, square_around, upright

MODEL = Path(__file__).parent.parent / "hand_landmarker.task"
PALMS, LANDMARKS = "hand_detector.tflite", "hand_landmarks_detector.tflite"

Single = NDArray[np.float32]

# Where the detector is surer than this, a palm is taken for one; likewise for a hand in its square.
SURE = 0.5
# Boxes that share more than this are one palm; hands that do are one hand.
SAME_PALM, SAME_HAND = 0.3, 0.5
# While hands are followed, the palm detector rests once this number of looks in a row brought no other hand. It then
# looks at one picture in this number: at 30 pictures a second it rests after half a second, and looks 6 times a second.
LOOKS_IN_VAIN, PICTURES_FROM_LOOK_TO_LOOK = 15, 5
# A hand less sure than this may be none: the palm detector does not rest then.
HELD_WELL = 0.9
# From the palm's box to the square around the hand: half its height towards the fingers, 2.6 times as large.
_PALM_SHIFT, _PALM_SCALE = 0.5, 2.6
# Grids of the detector's output: cells a side, and guesses in each cell.
_GRIDS = ((24, 2), (12, 6))


@dataclass(frozen=True, eq=False)
class Seen:
    """A hand in one picture.

    ``points`` (21, 2) px; ``presence`` 0 to 1; ``handedness`` 0 to 1, near 1 for a right hand in a picture that is not
    mirrored. The model was trained on mirrored pictures and its first class is the left hand of those, which is the
    right hand of a plain picture; recordings of known sides say the same. ``track`` stays while the hand is followed.
    """

    points: Floats
    presence: float
    handedness: float
    track: int


class Model:
    """One of the two models, run on the CPU; the first ``outputs`` of what it gives, in order of names, are taken."""

    def __init__(self, content: bytes, threads: int, outputs: int) -> None:
        runtime = optional("ai_edge_litert.interpreter", "hands", "Tracking hands")
        self._run: Any = runtime.Interpreter(model_content=content, num_threads=threads)
        self._run.allocate_tensors()
        self._into = self._run.get_input_details()[0]["index"]
        outs = sorted(self._run.get_output_details(), key=lambda out: str(out["name"]))
        self._outs = [out["index"] for out in outs[:outputs]]

    def __call__(self, crop: Picture) -> list[Single]:
        """The model's outputs for an RGB picture (size, size, 3)."""
        # Straight into the model's own memory, which must be let go of before it runs.
        np.multiply(crop, np.float32(1 / 255), out=self._run.tensor(self._into)()[0])
        self._run.invoke()
        return [self._run.get_tensor(out)[0] for out in self._outs]


def models(threads: int = 1, path: Path = MODEL) -> tuple[Model, Model]:
    """The palm detector and the landmark model.

    Raises ``MissingExtra`` where the runtime is not installed or the file of the models is absent or damaged.
    """
    build = "Build it from the source: python tools/web.py, or install mirra again."
    if not path.is_file():
        raise MissingExtra("The hand-tracking models are not here.", where=str(path), todo=build)
    try:
        with zipfile.ZipFile(path) as bundle:
            palms, landmarks = bundle.read(PALMS), bundle.read(LANDMARKS)
    except (zipfile.BadZipFile, KeyError, OSError) as error:
        raise MissingExtra("The hand-tracking models are damaged.", where=str(path), todo=build) from error
    return Model(palms, threads, 2), Model(landmarks, threads, 3)


class Search:
    """In which pictures the palm detector looks for hands beside those that are followed.

    In every one, until ``LOOKS_IN_VAIN`` looks in a row brought no new hand; then in every
    ``PICTURES_FROM_LOOK_TO_LOOK``-th. In every one again as soon as a hand comes, is lost or is not held well.
    """

    def __init__(self) -> None:
        self._in_vain = 0
        self._pictures_since_look = 0

    def due(self) -> bool:
        """Whether to look in the next picture."""
        resting = self._in_vain >= LOOKS_IN_VAIN
        return not resting or self._pictures_since_look + 1 >= PICTURES_FROM_LOOK_TO_LOOK

    def note(self, looked: bool, before: set[int], seen: Sequence[Seen]) -> None:
        """Take in whether a picture was looked over, the hands followed ``before`` it, and those ``seen`` in it."""
        self._pictures_since_look = 0 if looked else self._pictures_since_look + 1
        if not seen or {hand.track for hand in seen} != before or min(h.presence for h in seen) < HELD_WELL:
            self._in_vain = 0
        else:
            self._in_vain += looked


class Tracker:
    """Follows up to ``hands`` hands from picture to picture; raises ``MissingExtra`` as ``models`` does."""

    def __init__(self, hands: int = 2, threads: int = 1) -> None:
        self._cv: Any = optional("cv2", "hands", "Tracking hands")
        self._palms, self._landmarks = models(threads)
        self._anchors = anchors()
        self.hands = hands
        self._followed: list[tuple[int, Square]] = []
        self._next = 0
        self._search = Search()

    def __call__(self, picture: Picture) -> list[Seen]:
        """The hands in the next picture, RGB (height, width, 3)."""
        squares = list(self._followed)
        looked = len(squares) < self.hands and self._search.due()
        if looked:
            squares += self._new(picture, [square for _, square in squares])
        seen = self._one_each([hand for number, at in squares if (hand := self._look(picture, at, number))])
        self._search.note(looked, {number for number, _ in self._followed}, seen)
        self._followed = [(hand.track, square_around(hand.points)) for hand in seen]
        return seen

    def _new(self, picture: Picture, known: Sequence[Square]) -> Iterator[tuple[int, Square]]:
        """Squares around palms that are not in one of the ``known`` squares' middles, with fresh numbers."""
        room = self.hands - len(known)
        for palm in self._detect(picture):
            if room and all(_apart(palm, square) for square in known):
                room -= 1
                self._next += 1
                yield self._next, palm

    def _detect(self, picture: Picture) -> list[Square]:
        high, wide = picture.shape[:2]
        side = max(high, wide)
        whole = Square(wide / 2, high / 2, float(side), 0.0)
        boxes, scores = self._palms(self._crop(picture, whole, 192))
        palms = decode(boxes.astype(np.float64), scores[:, 0].astype(np.float64), self._anchors)
        corner = np.array([(side - wide) / 2, (side - high) / 2])
        return [around_palm(palm * side - corner) for palm in palms]

    def _look(self, picture: Picture, square: Square, number: int) -> Seen | None:
        points, presence, handedness = self._landmarks(self._crop(picture, square, 224))
        if not presence[0] >= SURE:
            return None
        matrix = square.matrix(224)
        flat = points.reshape(21, 3)[:, :2].astype(np.float64)
        return Seen(flat @ matrix[:, :2].T + matrix[:, 2], float(presence[0]), float(handedness[0]), number)

    @staticmethod
    def _one_each(seen: list[Seen]) -> list[Seen]:
        """Without those that slid onto a hand followed for longer."""
        separate: list[Seen] = []
        for hand in seen:
            if all(overlap(hand.points, other.points[None])[0] <= SAME_HAND for other in separate):
                separate.append(hand)
        return separate

    def _crop(self, picture: Picture, square: Square, size: int) -> Picture:
        cv = self._cv
        crop: Picture = cv.warpAffine(
            picture,
            square.matrix(size),
            (size, size),
            flags=cv.INTER_LINEAR | cv.WARP_INVERSE_MAP,
            borderMode=cv.BORDER_CONSTANT,
        )
        return crop


def anchors() -> Floats:
    """The middles (2016, 2) of the palm detector's guesses, as shares of its picture."""
    parts = []
    for cells, guesses in _GRIDS:
        middles = (np.arange(cells) + 0.5) / cells
        y, x = np.meshgrid(middles, middles, indexing="ij")
        parts.append(np.repeat(np.stack([x.ravel(), y.ravel()], axis=1), guesses, axis=0))
    return np.concatenate(parts)


def decode(boxes: Floats, scores: Floats, middles: Floats) -> list[Floats]:
    """Palms (9, 2) as shares of the detector's picture, surest first: two corners of a box, then seven points.

    ``boxes`` (n, 18) and ``scores`` (n,) are the detector's outputs, ``middles`` (n, 2) its anchors. Boxes of one palm
    are averaged by their scores (weighted non-maximum suppression; Bazarevsky et al. 2019, BlazeFace).
    """
    likely = np.flatnonzero(
        scores > np.log(SURE / (1 - SURE))
    )  # most guesses are none, and need no exponential
    likely = likely[np.argsort(-scores[likely], kind="stable")]
    sure = 1 / (1 + np.exp(-np.clip(scores[likely], -100, 100)))
    numbers = boxes[likely].reshape(-1, 9, 2) / 192
    middle, half = numbers[:, 0] + middles[likely], numbers[:, 1] / 2
    corners = np.stack([middle - half, middle + half], axis=1)
    palms = np.concatenate([corners, numbers[:, 2:] + middles[likely][:, None]], axis=1)
    averaged = []
    while len(palms):
        same = overlap(palms[0, :2], palms[:, :2]) > SAME_PALM
        same[0] = True  # a box of no size overlaps nothing, itself included
        averaged.append(np.average(palms[same], axis=0, weights=sure[same]))
        palms, sure = palms[~same], sure[~same]
    return averaged


def around_palm(palm: Floats) -> Square:
    """The square around the hand of a ``palm`` (9, 2) in pixels, turned by the line from wrist to middle finger."""
    low, high = palm[0], palm[1]
    turn = upright(palm[4] - palm[2])
    shift = _PALM_SHIFT * float((high - low)[1])
    x, y = (low + high) / 2 + shift * np.array([np.sin(turn), -np.cos(turn)])
    return Square(float(x), float(y), float((high - low).max()) * _PALM_SCALE, turn)


def _apart(first: Square, second: Square) -> bool:
    return bool(np.hypot(first.x - second.x, first.y - second.y) > 0.5 * min(first.side, second.side))
