"""Both hands of a person through a recorded video: 21 landmarks a hand, and which hand is which.

The side is always the person's own. It is voted over the whole track, because a single picture is often misjudged.
Needs the extra ``hands``.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from mirra.anatomy import Side, opposite
from mirra.arrays import Floats
from mirra.errors import SignalError, VideoError, optional
from mirra.result import Result, Table
from mirra.signals.signal import Signal
from mirra.signals.video.landmarks import NAMES, openness, palm_length
from mirra.signals.video.rotation import display_matrix, orientation, upright

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from mirra.arrays import Picture
    from mirra.signals.video.tracker import Seen


# A track this long, and this far from undecided, is sure of its side; others go where they are nearest.
_LONG, _DECIDED = 10, 0.25


@dataclass(frozen=True, eq=False)
class HandTrack:
    """One hand through all n pictures; what is not seen is NaN.

    ``side`` of the person; ``number`` 1, more only where several hands of that side are seen at once; ``points``
    (n, 21, 2) px, x to the right, y down; ``presence`` (n,) 0 to 1; ``right`` (n,) 0 to 1, how much a right hand each
    picture alone shows.
    """

    side: Side
    number: int
    points: Floats
    presence: Floats
    right: Floats

    @property
    def name(self) -> str:
        """``left``, ``right``, or ``left_2`` for a second left hand in view."""
        return self.side if self.number == 1 else f"{self.side}_{self.number}"

    @property
    def seen(self) -> float:
        """The share of pictures in which the hand is seen."""
        return float(np.isfinite(self.presence).mean())

    @property
    def agreement(self) -> float:
        """The share of pictures that alone give the same side as the vote; near 0.5, the side is a guess."""
        right = self.right[np.isfinite(self.right)]
        return float(((right > 0.5) == (self.side == "right")).mean())


@dataclass(frozen=True, eq=False)
class HandTracks(Result):
    """The hands of a video of n pictures, ``width`` x ``height`` px; ``times`` (n,) s on the video's own clock.

    ``mirrored`` is what was said of the video: True where it shows what a mirror would, as selfie cameras preview.
    ``passed_over`` counts sightings that fit no hand.
    """

    hands: tuple[HandTrack, ...]
    times: Floats
    width: int
    height: int
    mirrored: bool
    passed_over: int = 0

    @property
    def rate(self) -> float:
        """Pictures per second, of the median interval."""
        return 1 / float(np.median(np.diff(self.times)))

    def hand(self, name: str) -> HandTrack:
        """A hand by its name; raises ``SignalError`` naming those there are."""
        for hand in self.hands:
            if hand.name == name:
                return hand
        there = ", ".join(hand.name for hand in self.hands) or "none"
        raise SignalError(f"There is no {name} hand in the video.", todo=f"Hands seen: {there}.")

    def signal(self) -> Signal:
        """All landmarks as channels such as ``left_index_tip_x``, px; raises ``SignalError`` where no hand is seen."""
        if not self.hands:
            raise SignalError("No hand is seen in the video.")
        return Signal(
            np.concatenate([hand.points.reshape(len(self.times), -1) for hand in self.hands], axis=1),
            rate=self.rate,
            start=float(self.times[0]),
            channels=tuple(
                f"{h.name}_{point}_{axis}" for h in self.hands for point in NAMES for axis in "xy"
            ),
            units=("px",) * (42 * len(self.hands)),
            times=self.times,
            about={"width": self.width, "height": self.height, "mirrored": self.mirrored},
        )

    def summary(self) -> dict[str, Any]:
        """Size, rate and length of the video, and how much and how surely each hand is seen."""
        about: dict[str, Any] = {
            "frames": len(self.times),
            "seconds": float(self.times[-1] - self.times[0]),
            "rate": self.rate,
            "width": self.width,
            "height": self.height,
            "mirrored": self.mirrored,
            "hands": " ".join(hand.name for hand in self.hands),
            "passed_over": self.passed_over,
        }
        for hand in self.hands:
            about[f"{hand.name}_seen"] = hand.seen
            about[f"{hand.name}_agreement"] = hand.agreement
            about[f"{hand.name}_palm_length_px"] = float(np.nanmedian(palm_length(hand.points)))
        return about

    def table(self) -> Table:
        """A row a picture: its time, and for each hand its presence and the x and y of its landmarks in px."""
        header, columns = ["time"], [self.times[:, None]]
        for hand in self.hands:
            header += [f"{hand.name}_presence", f"{hand.name}_right"]
            header += [f"{hand.name}_{point}_{axis}" for point in NAMES for axis in "xy"]
            columns += [hand.presence[:, None], hand.right[:, None], hand.points.reshape(len(self.times), -1)]
        return Table(header, np.concatenate(columns, axis=1).tolist())

    def plot(self, ax: Axes) -> None:
        """How far each hand is open over time, in palm lengths."""
        from mirra.figures import FIRST, QUIET, SECOND

        colours = {"left": FIRST, "right": SECOND}
        for hand in self.hands:
            colour = colours[hand.side] if hand.number == 1 else QUIET
            opened = openness(hand.points)
            last = int(np.flatnonzero(np.isfinite(opened))[-1])
            ax.plot(self.times, opened, color=colour)
            label = f" {hand.name.replace('_', ' ')}"
            ax.text(self.times[last], opened[last], label, color=colour, va="center")
        ax.set(xlabel="time (s)", ylabel="openness (palm lengths)", title="Hands")


def track(
    path: Path | str,
    *,
    hands: int = 2,
    mirrored: bool = False,
    threads: int = 1,
    progress: Callable[[float], None] | None = None,
) -> HandTracks:
    """Follow up to ``hands`` hands through a recorded video; memory does not grow with the pictures, only the numbers.

    ``mirrored`` says that the video shows what a mirror would, so that the person's left hand looks like a right one;
    recordings of a camera seldom are. While fewer hands than ``hands`` are followed and these are held well, others are
    looked for in every fifth picture only, so that one may be found four pictures after it comes; say ``hands=1``
    where there is one. ``threads`` go to the models; ``progress`` is called with the share done.
    Raises ``VideoError`` where the video cannot be read whole or has fewer than two pictures, ``SignalError`` for a
    number of hands below 1, ``MissingExtra`` without what it needs.
    """
    if hands < 1:
        raise SignalError(f"At least one hand is to be followed, not {hands}.")
    optional("av", "hands", "Reading a video")
    from mirra.signals.video.tracker import Tracker

    tracker = Tracker(hands, threads)
    tracks: dict[int, _Track] = {}
    times = array("d")
    size = (0, 0)
    for time, picture in _pictures(Path(path), progress):
        size = picture.shape[1], picture.shape[0]
        if times and time < times[-1]:
            raise VideoError(f"The clock of the film runs backwards at {time:.3f} s.", where=str(path))
        for seen in tracker(picture):
            tracks.setdefault(seen.track, _Track()).add(len(times), seen)
        times.append(time)
    if len(times) < 2 or times[0] == times[-1]:
        raise VideoError(
            "The film has no second picture.", where=str(path), todo="A film of a second or more is needed."
        )
    clock = np.array(times)
    joined, passed_over = _joined(list(tracks.values()), len(clock), hands, mirrored)
    return HandTracks(joined, clock, *size, mirrored, passed_over)


class _Track:
    """A hand from where it was found to where it was lost, in as little memory as it takes."""

    def __init__(self) -> None:
        self.frames, self.numbers = array("q"), array("f")

    def add(self, frame: int, seen: Seen) -> None:
        """Keep what was seen in a frame."""
        self.frames.append(frame)
        self.numbers.extend((seen.presence, seen.handedness, *seen.points.ravel().tolist()))

    @property
    def table(self) -> Floats:
        """One row a frame (n, 44): presence, how surely it is a right hand, and x and y of 21 landmarks in pixels."""
        return np.array(self.numbers, np.float64).reshape(len(self.frames), 44)


@dataclass(eq=False)
class _Hand:
    side: Side
    number: int
    table: Floats  # (n, 44): presence, right, landmarks

    def free(self, frames: Any) -> bool:  # noqa: ANN401 - an array of places
        """Whether this hand was not seen in any of these frames."""
        return bool(np.isnan(self.table[frames, 0]).all())

    def distance(self, frames: Any, table: Floats) -> float:  # noqa: ANN401
        """Pixels from where this hand was last seen before, or is first seen after."""
        there = np.flatnonzero(np.isfinite(self.table[:, 0]))
        before, after = there[there < frames[0]], there[there > frames[-1]]
        middles = self.table[:, 2:].reshape(-1, 21, 2).mean(axis=1)
        gaps = [
            np.linalg.norm(middles[k[-1]] - table[0, 2:].reshape(21, 2).mean(axis=0))
            for k in (before,)
            if len(k)
        ]
        gaps += [
            np.linalg.norm(middles[k[0]] - table[-1, 2:].reshape(21, 2).mean(axis=0))
            for k in (after,)
            if len(k)
        ]
        return float(min(gaps, default=np.inf))


def _joined(tracks: list[_Track], count: int, most: int, mirrored: bool) -> tuple[tuple[HandTrack, ...], int]:
    """The tracks put together to hands, and how many sightings fit none: the sure ones by side, others by nearness."""
    hands: list[_Hand] = []
    passed_over = 0

    def sureness(track: _Track) -> tuple[bool, int]:
        """Whether a track is long and its side is decided, and its length in frames: what the surest is found by."""
        decided = abs(float(track.table[:, 1].mean()) - 0.5) >= _DECIDED
        return decided and len(track.frames) >= _LONG, len(track.frames)

    for track in sorted(tracks, key=sureness, reverse=True):
        table, frames = track.table, np.array(track.frames)
        if mirrored:
            table[:, 1] = 1 - table[:, 1]
        hand = _place(hands, frames, table, count, most, sureness(track)[0])
        if hand is None:
            passed_over += len(frames)
        else:
            hand.table[frames] = table
    joined = [
        HandTrack(
            hand.side, hand.number, hand.table[:, 2:].reshape(-1, 21, 2), hand.table[:, 0], hand.table[:, 1]
        )
        for hand in sorted(hands, key=lambda hand: (hand.side, hand.number))
    ]
    return tuple(joined), passed_over


def _place(hands: list[_Hand], frames: Any, table: Floats, count: int, most: int, sure: bool) -> _Hand | None:  # noqa: ANN401
    """The hand a track belongs to, a new one where there is room, or None."""
    side: Side = "right" if (table[:, 1] > 0.5).mean() > 0.5 else "left"
    free = [hand for hand in hands if hand.free(frames)]
    if not sure and free:
        return min(free, key=lambda hand: hand.distance(frames, table))
    same = [hand for hand in free if hand.side == side]
    if same:
        return same[0]
    if len(hands) >= most:
        return None
    if not sure and any(hand.side == side for hand in hands):
        side = opposite(side)
    new = _Hand(side, 1 + sum(hand.side == side for hand in hands), np.full((count, 44), np.nan))
    hands.append(new)
    return new


def _pictures(path: Path, progress: Callable[[float], None] | None) -> Iterator[tuple[float, Picture]]:
    """Each picture with its time in seconds: RGB, upright as a player shows it."""
    from av.video.reformatter import VideoReformatter

    from mirra.signals.video.recording import Recording

    # Asked of the first frame alone: a frame asked for its side data holds on to itself, and to its memory.
    turn: tuple[int, bool] | None = None
    # One for all frames: a frame without it prepares the change to RGB again, which takes as long as the change.
    to_rgb = VideoReformatter()
    with Recording(path) as recording:
        for packet in recording.packets():
            if packet.stream is not recording.video:
                continue
            for frame in recording.pictures(packet):
                if frame.time is None:
                    raise VideoError("The film has a picture without a time.", where=str(path))
                turn = turn or orientation(display_matrix(frame))
                picture = upright(to_rgb.reformat(frame, format="rgb24").to_ndarray(), *turn)
                # Rows may lie apart in memory, which costs nothing; a turned picture would be copied for every look.
                yield float(frame.time), picture if turn == (0, False) else np.ascontiguousarray(picture)
            if progress:
                progress(recording.share)
