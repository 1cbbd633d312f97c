"""Whether a video file is all there, told from the lengths it states itself; nothing is decoded."""

from __future__ import annotations

from pathlib import Path
from typing import BinaryIO

from mirra.errors import VideoError, optional


def check_file(path: Path) -> None:
    """Raise ``VideoError`` where ``path`` is no file, empty, or cut off, saying how far it can be read."""
    if not path.is_file():
        raise VideoError(
            "This is not a file." if path.exists() else "This file does not exist.", where=str(path)
        )
    if not path.stat().st_size:
        raise VideoError("The file is empty.", where=str(path))
    if is_cut(path):
        optional("av", "video", "Reading video")
        from mirra.signals.video.recording import Recording

        with Recording(path) as recording:
            recording.last_time()
            raise recording.broken("is cut off")


def is_cut(path: Path) -> bool:
    """True where the file ends before a length written in it; kinds that state no length are taken as whole.

    Known are MP4 and MOV (boxes), Matroska and WebM (the segment's size) and AVI (RIFF chunks). Raises ``OSError``.
    """
    size = path.stat().st_size
    with path.open("rb") as file:
        start = file.read(12)
        if start[:4] == b"RIFF":
            return 8 + int.from_bytes(start[4:8], "little") > size
        if start[:4] == b"\x1aE\xdf\xa3":
            return _segment_end(file) > size
        if start[4:8] in (b"ftyp", b"moov", b"mdat", b"wide", b"free", b"skip"):
            return _boxes_end(file, size) > size
    return False


def _boxes_end(file: BinaryIO, size: int) -> int:
    """Where the last MP4 box says it ends; the size at most one box is read past. ISO/IEC 14496-12, 4.2."""
    position = 0
    while position < size:
        file.seek(position)
        head = file.read(16)
        if len(head) < 8:
            return position + 8
        length = int.from_bytes(head[:4], "big")
        if length == 0:
            return size
        if length == 1:
            length = int.from_bytes(head[8:16], "big")
        if length < 8:
            return size  # no box at all: padding at the end, which players pass over
        position += length
    return position


def _segment_end(file: BinaryIO) -> int:
    """Where Matroska's segment says it ends, 0 when it does not say. RFC 8794, section 4 to 6."""
    file.seek(4)
    header = _number(file)
    file.seek(header or 0, 1)
    if file.read(4) != b"\x18\x53\x80\x67":
        return 0
    length = _number(file)
    return 0 if length is None else file.tell() + length


def _number(file: BinaryIO) -> int | None:
    """A variable-length integer of EBML; None where it is the one that means unknown."""
    first = file.read(1)
    if not first or not first[0]:
        return None
    more = 8 - first[0].bit_length()
    value = int.from_bytes(bytes([first[0] & (0x7F >> more)]) + file.read(more), "big")
    return None if value == (1 << 7 * (more + 1)) - 1 else value
