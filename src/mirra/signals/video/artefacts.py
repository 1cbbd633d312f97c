"""What in motion energy is the recording's doing and not a movement: key frames that jump, pictures repeated."""

from __future__ import annotations

import numpy as np

from mirra.arrays import Bools, Floats, Ints

# A key frame's change this many times that of its neighbours, in the median, is the coding's doing. Between 2.4 and 42
# times were seen in webcam streams that jump; streams that do not, lie about 1.
PULSE = 2.0
# Where more of the pictures than this are key frames there is nothing to interpolate from.
MOST_KEYS = 0.5
# Equal pictures in a row up to which a camera or a converter may have repeated one; more are stillness.
LONGEST_REPEAT = 3
FALL = 50  # times fewer pixels change to a repeated picture than to those beside it, at the least


def duplicates(counts: Ints, same: Bools) -> Bools:
    """Which rows (n,) are changes to a picture that is the one before over again.

    Those that are the ``same`` (n,) in every sample, and, since coding anew alters a repeated picture a little, those
    of at most 3 in a row in which the ``counts`` (n, n_regions) of all regions together are at most 1/50 of the counts
    just before and just after, these being at least 50 pixels: nobody stops and starts again so suddenly.
    """
    total = counts.sum(axis=1)
    freezes = same.copy()
    around = np.lib.stride_tricks.sliding_window_view(np.pad(total, LONGEST_REPEAT), 2 * LONGEST_REPEAT + 1)
    for begin, end in _runs(total * FALL <= around.max(axis=1)):
        if end - begin <= LONGEST_REPEAT and begin > 0 and end < len(total):
            neighbour = min(total[begin - 1], total[end])
            freezes[begin:end] |= neighbour >= max(FALL, FALL * total[begin:end].max())
    return freezes


def artefacts(key: Bools, same: Bools, ratio: float) -> Bools:
    """Which rows (n,) are to be interpolated over; none where nothing would be left.

    ``key`` and ``same`` (n,): key frames, and duplicates; ``ratio`` how many times their
    neighbours' change that of key frames is. Key frames are where the ratio is at least 2 and not more than half of
    all rows are key frames; duplicates where ``repeated`` says so.
    """
    gone = repeated(same)
    if ratio >= PULSE and key.mean() <= MOST_KEYS:
        gone = gone | key
    return np.zeros_like(gone) if gone.all() else gone


def key_frame_ratio(counts: Ints, key: Bools, same: Bools) -> float:
    """How many times their neighbours' change that of key frames is: the median, in the region where it is largest.

    ``counts`` (n, n_regions), ``key`` and ``same`` (n,). The neighbours are the nearest rows on either side that are
    neither key frames nor duplicates; one pixel is added above and below. NaN where there are none.
    """
    usable = np.flatnonzero(~(key | same))
    rows = np.flatnonzero(key & ~same)
    if not len(usable) or not len(rows):
        return float("nan")
    after = np.searchsorted(usable, rows)
    sides = usable[np.clip(np.stack([after - 1, after]), 0, len(usable) - 1)]
    around = counts[sides].mean(axis=0)
    return float(np.median((counts[rows] + 1) / (around + 1), axis=0).max())


def repeated(same: Bools) -> Bools:
    """Which of the duplicates ``same`` (n,) stand at most 3 in a row: repeated by a camera, not still."""
    jumps = np.zeros(len(same), bool)
    for begin, end in _runs(same):
        jumps[begin:end] = end - begin <= LONGEST_REPEAT
    return jumps


def interpolated(counts: Ints, clock: Floats, gone: Bools) -> Floats:
    """The counts (n, n_regions) with rows ``gone`` (n,) put in from the nearest others, linear over ``clock`` (n,) s.

    At either end the nearest row stands in. Where every row is gone, all stay as they are.
    """
    values = counts.astype(np.float64)
    if gone.any() and not gone.all():
        for column in values.T:
            column[gone] = np.interp(clock[gone], clock[~gone], column[~gone])
    return values


def longest(flags: Bools) -> int:
    """How many of ``flags`` (n,) stand in the longest run."""
    return max((end - begin for begin, end in _runs(flags)), default=0)


def _runs(flags: Bools) -> list[tuple[int, int]]:
    """Where each run of ``flags`` begins and ends."""
    edges = np.flatnonzero(np.diff(np.concatenate([[0], flags.astype(np.int8), [0]])))
    return [(int(begin), int(end)) for begin, end in edges.reshape(-1, 2)]
