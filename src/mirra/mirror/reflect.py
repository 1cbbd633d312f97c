"""The mirror for a recorded video: the intact half kept, its reflection over the other.

Sides are the person's own. In the person's own view of their limbs, as a camera above or behind them sees it, the right
limb is in the right half of the picture; a recording from in front must be turned by half a turn or flipped first.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from mirra.anatomy import Side
from mirra.errors import MissingExtra, VideoError
from mirra.signals.video.integrity import is_cut

CODECS = {".mp4": "libx264", ".m4v": "libx264", ".mov": "libx264", ".mkv": "libx264", ".webm": "libvpx-vp9"}


@dataclass(frozen=True)
class Reflected:
    """What was written: how many frames, their size in pixels, and the seconds from the first to the last one's end."""

    frames: int
    width: int
    height: int
    seconds: float


def reflect(
    source: Path,
    target: Path,
    *,
    intact: Side,
    midline: float = 0.5,
    progress: Callable[[float], None] | None = None,
    threads: int = 0,
) -> Reflected:
    """Write ``source`` to ``target`` with the ``intact`` side's reflection over the other side.

    ``midline`` is the mirror's place as a share of the width, 0 to 1, moved to the nearest even column. The picture
    becomes upright 8-bit 4:2:0 of even size, in H.264 (VP9 for ``.webm``), every frame at its own time. Sound is
    copied, or encoded anew where the target's kind cannot hold it; other tracks, and sound in a coding that is not
    known, are left out. ``progress`` is told the share done, 0 to 1. ``threads`` of 0 is as many as the codecs choose.

    Raises ``MissingExtra`` without PyAV, and ``VideoError`` naming the file when the source is missing, no video, cut
    or damaged (naming the time), or the target is no place to write to. A target that was there stays as it was then.
    """
    _check(source, target, midline)
    try:
        from av import FFmpegError

        from mirra.mirror.rewriting import Rewriting
        from mirra.signals.video.recording import Recording
    except ImportError as error:
        raise MissingExtra(
            "Reading video needs PyAV.", todo="Install it: pip install 'mirra[video]'"
        ) from error
    try:
        cut = is_cut(source)
        with Recording(source, threads) as recording, _beside(target) as part:
            if cut:
                recording.last_time()
                raise recording.broken("is cut off")
            rewriting = Rewriting(recording, intact, midline, threads)
            rewriting.run(part, CODECS[target.suffix.lower()], progress or _silent)
            mirror = rewriting.mirror
            assert mirror is not None
            return Reflected(rewriting.frames, mirror.width, mirror.height, rewriting.clock.seconds)
    except VideoError:
        raise
    except (FFmpegError, OSError, ValueError, ArithmeticError, MemoryError, RuntimeError) as error:
        raise VideoError(f"The recording cannot be written: {_reason(error)}.", where=str(target)) from error


def _check(source: Path, target: Path, midline: float) -> None:
    """Refuse what can be known to fail before anything is read."""
    if not 0 < midline < 1:
        raise VideoError(
            f"The midline must lie between 0 and 1, not at {midline}.", todo="0.5 is the middle."
        )
    if not source.is_file():
        what = "This is not a file." if source.exists() else "This file does not exist."
        raise VideoError(what, where=str(source))
    if not source.stat().st_size:
        raise VideoError("The file is empty.", where=str(source))
    if target.suffix.lower() not in CODECS:
        raise VideoError(
            "The end of the file's name stands for no video format that mirra writes.",
            where=str(target),
            todo=f"Use {', '.join(CODECS)}.",
        )
    if not target.parent.is_dir():
        raise VideoError("There is no such folder.", where=str(target.parent), todo="Make it first.")
    if target.is_dir():
        raise VideoError("This is a folder, not a file.", where=str(target), todo="Name a file in it.")
    if target.exists() and target.samefile(source):
        raise VideoError(
            "This is the recording itself.", where=str(target), todo="Name another file to write to."
        )


@contextmanager
def _beside(target: Path) -> Iterator[Path]:
    """A new file beside ``target`` that takes its place when all went well, and is removed otherwise."""
    part = target.with_name(f".{secrets.token_hex(8)}{target.suffix.lower()}")
    try:
        with part.open("xb"):
            pass
        yield part
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)


def _silent(share: float) -> None:
    """Tell nobody."""


def _reason(error: BaseException) -> str:
    return getattr(error, "strerror", None) or str(error) or type(error).__name__
