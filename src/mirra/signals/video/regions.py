"""Regions of a picture: rectangles and masks, and where they lie in the picture as it is stored."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from mirra.arrays import Bools
from mirra.errors import VideoError, optional
from mirra.signals.video.rotation import upright

# More colours than this are a photograph, or a drawing with soft edges, not a mask.
MOST_COLOURS = 32
FLAGS = ("time", "key_frame", "duplicate", "interpolated")


@dataclass(frozen=True)
class Rectangle:
    """``width`` x ``height`` pixels from column ``x`` and row ``y`` of the upright picture, counted from top left."""

    x: int
    y: int
    width: int
    height: int

    def __str__(self) -> str:
        return f"{self.x},{self.y},{self.width},{self.height}"


@dataclass(frozen=True, eq=False)
class Mask:
    """Any shape: ``inside`` (height, width) of the upright picture, True in the region."""

    inside: Bools

    def __str__(self) -> str:
        return f"mask of {int(self.inside.sum())} pixels"


Region: TypeAlias = Rectangle | Mask


@dataclass(frozen=True, eq=False)
class Place:
    """Where a region lies in the stored picture: its box, and which pixels of the box (None for all of them)."""

    top: int
    bottom: int
    left: int
    right: int
    inside: Bools | None = None

    @property
    def pixels(self) -> int:
        """How many pixels the region has."""
        box = (self.bottom - self.top) * (self.right - self.left)
        return box if self.inside is None else int(self.inside.sum())


def rectangle(words: str) -> Rectangle:
    """The rectangle written as ``x,y,width,height`` in pixels; raises ``VideoError`` for anything else."""
    try:
        x, y, width, height = (int(word) for word in words.split(","))
    except ValueError as error:
        raise VideoError(
            f"A region is x,y,width,height in whole pixels, not {words!r}.", todo="For example 0,0,640,720."
        ) from error
    return Rectangle(x, y, width, height)


def mask(path: Path) -> Mask:
    """The mask drawn in a PNG: everything that is not black. Raises ``VideoError`` where it cannot be read."""
    inside: Bools = _drawn(path).max(axis=2) > 0
    return Mask(inside)


def masks(path: Path) -> dict[str, Mask]:
    """One mask for each colour but black in a PNG, named like ``ff8000``, the darkest first.

    Raises ``VideoError`` where it cannot be read, is black all over, or has more colours than a mask would.
    """
    picture = _drawn(path).astype(np.uint32)
    codes = picture[..., 0] << 16 | picture[..., 1] << 8 | picture[..., 2]
    codes_found = [int(code) for code in np.unique(codes) if code]
    if not codes_found:
        raise VideoError("The mask is black all over: no region is drawn in it.", where=str(path))
    if len(codes_found) > MOST_COLOURS:
        raise VideoError(
            f"The picture has {len(codes_found)} colours; a mask has one for each region.",
            where=str(path),
            todo="Draw it in plain colours without smoothed edges.",
        )
    return {f"{code:06x}": Mask(codes == code) for code in codes_found}


def check_names(names: Mapping[str, Region]) -> None:
    """Raise ``VideoError`` where there is no region, or one is named like another column of the table."""
    if not names:
        raise VideoError("No region is given.", todo="Give at least one, or ask for suggestions.")
    for name in names:
        if not name.strip() or name in FLAGS:
            raise VideoError(f"A region cannot be named {name!r}.", todo="Give it a name of its own.")


def places(
    regions: Mapping[str, Region], size: tuple[int, int], turns: int, flipped: bool, where: str = ""
) -> dict[str, Place]:
    """Where regions of the upright picture lie in the stored one of ``size`` (height, width).

    ``turns`` and ``flipped`` say how the stored picture is set upright (``turning.orientation``). Raises ``VideoError``
    naming the picture's size for a region that does not lie inside it, or has no pixel.
    """
    rows, columns = np.ogrid[: size[0], : size[1]]
    rows, columns = (upright(np.broadcast_to(index, size), turns, flipped) for index in (rows, columns))
    height, width = rows.shape
    by_name = {}
    for name, region in regions.items():
        inside = _inside(region, (height, width), f"{name} ({region})", where)
        y, x = rows[inside], columns[inside]
        box = int(y.min()), int(y.max()) + 1, int(x.min()), int(x.max()) + 1
        if isinstance(region, Rectangle):
            by_name[name] = Place(*box)
            continue
        stored = np.zeros(size, bool)
        stored[y, x] = True
        by_name[name] = Place(*box, inside=np.ascontiguousarray(stored[box[0] : box[1], box[2] : box[3]]))
    return by_name


def _inside(region: Region, size: tuple[int, int], name: str, where: str) -> tuple[slice, slice] | Bools:
    """What picks the region out of an upright picture of ``size`` (height, width)."""
    height, width = size
    if isinstance(region, Mask):
        if region.inside.shape != size:
            high, wide = region.inside.shape
            raise VideoError(
                f"The region {name} is drawn for {wide}x{high}; the picture is {width}x{height}.", where=where
            )
        if not region.inside.any():
            raise VideoError(f"The region {name} has no pixel.", where=where, todo="Draw it in white.")
        return region.inside
    x, y, w, h = region.x, region.y, region.width, region.height
    if min(x, y) < 0 or min(w, h) < 1 or x + w > width or y + h > height:
        raise VideoError(
            f"The region {name} does not lie inside the picture, which is {width}x{height}.",
            where=where,
            todo="A region is x,y,width,height from the top left corner.",
        )
    return slice(y, y + h), slice(x, x + w)


def _drawn(path: Path) -> NDArray[np.uint8]:
    """The picture in a PNG, (height, width, 3); what is transparent is black."""
    av = optional("av", "video", "A mask picture")
    try:
        with av.open(str(path), format="png_pipe", options={"protocol_whitelist": "file"}) as picture:
            frame = next(picture.decode(video=0))
            seen: NDArray[np.uint8] = frame.reformat(format="rgba").to_ndarray()
    except (av.FFmpegError, OSError, StopIteration, ValueError, IndexError) as error:
        raise VideoError("The file is not a PNG picture that can be read.", where=str(path)) from error
    return np.where(seen[..., 3:] > 0, seen[..., :3], 0).astype(np.uint8)
