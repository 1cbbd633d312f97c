"""Regions suggested from where movement is: a map of changes from sampled pictures, parted along one direction."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from mirra.arrays import Floats
from mirra.errors import VideoError, optional
from mirra.signals.video.integrity import check_file
from mirra.signals.video.regions import Rectangle

if TYPE_CHECKING:
    from mirra.signals.video.frames import Key
    from mirra.signals.video.recording import Recording

BLOCK = 8  # pixels each way of one place in the map
LONG = 120.0  # seconds up to which a recording is read from end to end
MOMENTS, FEWEST = (
    60,
    12,
)  # so many moments of a longer one are looked at; with fewer key frames it is read whole
APART = 0.2  # seconds between two pictures compared
FAINT = 0.1  # places with less than this share of the liveliest ones' movement are noise
EDGE = 0.01  # share of the movement that may lie outside a region at each of its sides


def suggest_regions(
    path: Path,
    n: int = 2,
    *,
    threshold: int = 10,
    progress: Callable[[float], None] | None = None,
) -> dict[str, Rectangle]:
    """``n`` rectangles where most movement is, named ``region_1`` and on, from the left or from the top.

    Pictures 0.2 s apart are compared (in recordings over two minutes at up to 60 key frames), and the pixels whose
    luma (0 to 255) changes by more than ``threshold`` counted in blocks of 8 x 8, each pair with the same weight. The
    columns, or the rows if they part the movement better, are divided into ``n`` runs with the least squared distance
    to their means (Fisher 1958, J Am Stat Assoc 53, 789-798), each border moved to where least moves between the two
    means; a region holds 98 % of the movement of its run each way. A suggestion to look at, not a measurement.

    Raises ``MissingExtra`` without PyAV, and ``VideoError`` where the video cannot be read, nothing moves, or movement
    is in fewer places than ``n``.
    """
    check_file(path)
    if n < 1:
        raise VideoError(f"At least one region must be asked for, not {n}.")
    optional("av", "video", "Reading video")
    heat, size = _movement(path, threshold, progress)
    if not heat.any():
        raise VideoError("The film has no movement to suggest regions from.", where=str(path))
    ways = [_parted(heat.sum(axis=axis), n) for axis in (0, 1)]
    if min(ways[0][0], ways[1][0]) == np.inf:
        raise VideoError(
            f"The film has movement in fewer than {n} places.", where=str(path), todo="Ask for fewer."
        )
    across = ways[0][0] <= ways[1][0]
    regions = {}
    for number, (begin, end) in enumerate(ways[0 if across else 1][1], start=1):
        run = np.zeros_like(heat)
        part = (slice(None), slice(begin, end)) if across else (slice(begin, end), slice(None))
        run[part] = heat[part]
        regions[f"region_{number}"] = _around(run, size)
    return regions


def _parted(profile: Floats, n: int) -> tuple[float, list[tuple[int, int]]]:
    """How badly ``n`` runs of ``profile`` (n_places,) part it (share of its variance left), and the runs."""
    if np.count_nonzero(profile) < n:
        return np.inf, []
    runs = _least_squares(profile, n)
    column = np.arange(len(profile))
    means = [float(np.average(column[a:b], weights=profile[a:b])) for a, b in runs]
    within = sum(
        float((profile[a:b] * (column[a:b] - mean) ** 2).sum())
        for (a, b), mean in zip(runs, means, strict=True)
    )
    whole = float((profile * (column - np.average(column, weights=profile)) ** 2).sum())
    borders = [0]
    for left, right in itertools.pairwise(means):
        low = round(left) + 1
        between = profile[low : max(round(right), low + 1)]
        valley = np.flatnonzero(between == between.min())
        borders.append(low + int(valley[len(valley) // 2]))
    borders.append(len(profile))
    parts = list(itertools.pairwise(borders))
    if not all(profile[a:b].any() for a, b in parts):
        parts = runs
    own = float(profile.sum()) / 12  # what a block's own width adds to either (Sheppard's correction)
    return (within + own) / (whole + own), parts


def _least_squares(profile: Floats, n: int) -> list[tuple[int, int]]:
    """The ``n`` runs, none empty, whose weights lie closest to their means; exact, by Fisher's method."""
    column = np.arange(len(profile), dtype=np.float64)
    sums = [np.concatenate([[0.0], np.cumsum(profile * column**k)]) for k in range(3)]

    def cost(begins: NDArray[np.intp], end: int) -> Floats:
        """The squares about the weighted mean of each run from ``begins`` (n,) to ``end``; infinite without weight."""
        mass, first, second = (total[end] - total[begins] for total in sums)
        return np.where(mass > 0, second - first**2 / np.where(mass > 0, mass, 1.0), np.inf)

    count = len(profile)
    best = np.full((n + 1, count + 1), np.inf)
    back = np.zeros((n + 1, count + 1), dtype=np.intp)
    best[0, 0] = 0.0
    for k in range(1, n + 1):
        for end in range(k, count + 1):
            begins = np.arange(k - 1, end)
            costs = best[k - 1, begins] + cost(begins, end)
            least = int(np.argmin(costs))
            best[k, end], back[k, end] = costs[least], begins[least]
    runs, end = [], count
    for k in range(n, 0, -1):
        begin = int(back[k, end])
        runs.append((begin, end))
        end = begin
    return runs[::-1]


def _around(heat: Floats, size: tuple[int, int]) -> Rectangle:
    """The rectangle in a picture of ``size`` (height, width) that holds nearly all of the map's movement."""
    sides = []
    for axis, length in ((0, size[1]), (1, size[0])):
        share = np.cumsum(heat.sum(axis=axis)) / heat.sum()
        begin, end = int(np.searchsorted(share, EDGE)), int(np.searchsorted(share, 1 - EDGE))
        sides.append((begin * BLOCK, min((min(end, len(share) - 1) + 1) * BLOCK, length)))
    (left, right), (top, bottom) = sides
    return Rectangle(left, top, right - left, bottom - top)


def _movement(
    path: Path, threshold: int, progress: Callable[[float], None] | None
) -> tuple[Floats, tuple[int, int]]:
    """Where movement is, upright, in blocks; and the size (height, width) of the upright picture."""
    from mirra.signals.video.frames import first_frame
    from mirra.signals.video.recording import Recording
    from mirra.signals.video.rotation import display_matrix, orientation, upright

    with Recording(path) as recording:
        turn = orientation(display_matrix(first_frame(recording)))
        moments = _moments(recording)
    heat: Floats | None = None
    with Recording(path) as recording:
        for before, after, share in _pairs(recording, moments):
            changed = upright(np.maximum(before, after) - np.minimum(before, after) > threshold, *turn)
            shares = _in_blocks(changed)
            shares /= max(float(shares.sum()), 1.0)
            heat = shares if heat is None else heat + shares
            if progress is not None:
                progress(share)
    if heat is None:
        raise VideoError("The film has only one picture; movement needs two.", where=str(path))
    lively = float(np.quantile(heat[heat > 0], 0.99)) if heat.any() else 0.0
    return np.where(heat >= FAINT * lively, heat, 0.0), changed.shape


def _in_blocks(changed: NDArray[np.bool_]) -> Floats:
    """How many pixels are True in each block, the last ones filled up with False."""
    height, width = (-(-side // BLOCK) * BLOCK for side in changed.shape)
    full = np.zeros((height, width))
    full[: changed.shape[0], : changed.shape[1]] = changed
    blocks: Floats = full.reshape(height // BLOCK, BLOCK, width // BLOCK, BLOCK).sum(axis=(1, 3))
    return blocks


def _pairs(recording: Recording, moments: list[Key]) -> Iterator[tuple[Any, Any, float]]:
    """Two lumas of 8 bits a little apart, from moments all along the recording, and the share that is done."""
    for number, key in enumerate(moments):
        for before, after in _compared(recording, key):
            yield before, after, number / len(moments)
            break
    if not moments:
        for before, after in _compared(recording):
            yield before, after, recording.share


def _moments(recording: Recording) -> list[Key]:
    """Key frames to look at, spread over a long recording; none where it is to be read from end to end."""
    if recording.seconds < LONG:
        return []
    from mirra.signals.video.frames import keys_of

    keys, _ = keys_of(recording)
    if len(keys) < FEWEST:
        return []
    picked = np.linspace(0, len(keys) - 1, min(MOMENTS, len(keys))).round().astype(np.intp)
    return [keys[k] for k in picked]


def _compared(recording: Recording, start: Key | None = None) -> Iterator[tuple[Any, Any]]:
    """Each picture from ``start`` on and the first at least 0.2 s after it, one pair behind the other."""
    from mirra.signals.video.frames import bits_of, frames, luma_of

    before, since = None, 0.0
    for frame in frames(recording, start):
        if before is not None and frame.time is not None and frame.time - since < APART:
            continue
        luma = (luma_of(frame) >> (bits_of(frame) - 8)).astype(np.uint8)
        if before is not None and luma.shape == before.shape:
            yield before, luma
        before, since = luma, frame.time or 0.0
