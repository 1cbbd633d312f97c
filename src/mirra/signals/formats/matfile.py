"""MATLAB files of level 5, as far as recordings need them: numbers, words, structures and cells.

Written here because the usual reader, ``scipy.io.loadmat``, can end the whole program on damaged bytes. The layout is
that of the MAT-file Format document of MathWorks.
"""

from __future__ import annotations

import struct
import zlib
from dataclasses import dataclass
from math import prod
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from mirra.errors import ReadError
from mirra.signals.formats.rows import MAX_BYTES

# A variable: numbers (any shape), a word, a structure's fields, or the contents of a cell array or of many structures.
Variable: TypeAlias = "NDArray[np.float64] | str | dict[str, Any] | list[Any]"

_NUMBERS = {1: "i1", 2: "u1", 3: "i2", 4: "u2", 5: "i4", 6: "u4", 7: "f4", 9: "f8", 12: "i8", 13: "u8"}
_WORDS = {1: "latin-1", 2: "latin-1", 4: "utf-16", 16: "utf-8", 17: "utf-16", 18: "utf-32"}
_MATRIX, _PACKED = 14, 15
_CELL, _STRUCT, _CHAR = 1, 2, 4
_DEEPEST = 12


def variables(data: bytes) -> dict[str, Variable]:
    """Name to variable; those of kinds that are not known (sparse, objects) are left out.

    Raises ``ReadError`` naming the byte where the file is damaged, or for another level of the format.
    """
    if data[:8] == b"\x89HDF\r\n\x1a\n" or b"MATLAB 7.3" in data[:128]:
        raise ReadError(
            "The file is a MATLAB 7.3 file, which is not read.", todo="Save it with -v7, or as SNIRF."
        )
    order = {b"IM": "<", b"MI": ">"}.get(data[126:128])
    if order is None:
        raise ReadError("The file is not a MATLAB file of level 5.", where="byte 126")
    by_name: dict[str, Variable] = {}
    part = _Part(data, 128, len(data), order)
    room = MAX_BYTES
    while part.at < part.end:
        where = part.at
        kind, body = part.element()
        if kind == _PACKED:
            unpacker = zlib.decompressobj()
            try:
                plain = unpacker.decompress(body.data[body.at : body.end], room)
            except zlib.error as error:
                raise ReadError(
                    "The file is damaged.", where=f"byte {where}", todo="Copy the file again."
                ) from error
            if not unpacker.eof:
                raise ReadError("The packed part is damaged, or too large.", where=f"byte {where}")
            room -= len(plain)
            kind, body = _Part(plain, 0, len(plain), order).element()
        if kind == _MATRIX:
            name, value = _matrix(body, 0)
            if value is not None:
                by_name[name] = value
    return by_name


@dataclass
class _Part:
    """A run of bytes that holds elements, and how far it has been read."""

    data: bytes
    at: int
    end: int
    order: str

    def element(self) -> tuple[int, _Part]:
        """The kind and the bytes of the next element, each at a multiple of eight; raises ``ReadError`` at the end."""
        if self.at + 8 > self.end:
            raise ReadError("The file ends early.", where=f"byte {self.at}", todo="Copy the file again.")
        kind, size = struct.unpack_from(self.order + "II", self.data, self.at)
        start, onward = self.at + 8, 8
        if kind >> 16:  # up to four bytes are kept within the head itself
            kind, size, start, onward = kind & 0xFFFF, kind >> 16, self.at + 4, 0
            if size > 4:
                raise ReadError("The file is damaged.", where=f"byte {self.at}")
        if start + size > self.end:
            raise ReadError(
                "The file ends early, or is damaged.", where=f"byte {self.at}", todo="Copy the file again."
            )
        body = _Part(self.data, start, start + size, self.order)
        # Packed elements are not padded.
        step = size if kind == _PACKED else -(-size // 8) * 8
        self.at = min(self.at + 8 + (step if onward else 0), self.end)
        return kind, body

    def numbers(self) -> NDArray[np.float64]:
        """The next element as numbers (n,); raises ``ReadError`` where it holds none."""
        where = self.at
        kind, body = self.element()
        if kind not in _NUMBERS:
            raise ReadError("The element does not hold numbers.", where=f"byte {where}")
        form = np.dtype(self.order + _NUMBERS[kind])
        count = (body.end - body.at) // form.itemsize
        return np.frombuffer(body.data, form, count, body.at).astype(np.float64)

    def words(self) -> str:
        """The next element as text."""
        kind, body = self.element()
        coding = _WORDS.get(kind, "latin-1")
        coding += {"<": "-le", ">": "-be"}[self.order] if coding in ("utf-16", "utf-32") else ""
        return body.data[body.at : body.end].decode(coding, "replace")


def _matrix(part: _Part, depth: int) -> tuple[str, Variable | None]:
    """The name and the value of a variable; None for a kind that is not known."""
    if part.at == part.end:
        return "", np.zeros((0, 0))
    where = f"byte {part.at}"
    if depth > _DEEPEST:
        raise ReadError("The variable is nested too deep.", where=where)
    flags, shape = part.numbers(), part.numbers()
    if len(flags) < 1 or len(shape) < 2 or (shape < 0).any():
        raise ReadError("The file is damaged.", where=where)
    sizes = [int(size) for size in shape]
    name = part.words().rstrip("\x00")
    kind, count = int(flags[0]) & 0xFF, prod(sizes)
    if kind == _CHAR:
        return name, part.words() if part.at < part.end else ""
    if kind in (_CELL, _STRUCT):
        # Each content takes eight bytes at least, so no more can be claimed than there are.
        if count > (part.end - part.at) // 8:
            raise ReadError("The file is damaged.", where=where)
        return name, _contents(part, kind, count, depth)
    if not 6 <= kind <= 15:
        return name, None
    values = part.numbers()
    if len(values) != count or int(flags[0]) & 0x0800:
        raise ReadError(f"The variable has {len(values)} real numbers for a shape of {sizes}.", where=where)
    return name, values.reshape(sizes, order="F")


def _contents(part: _Part, kind: int, count: int, depth: int) -> Variable:
    """What is in the cells, or in the fields of the structures."""
    if kind == _CELL:
        return [_content(part, depth) for _ in range(count)]
    where, width = f"byte {part.at}", part.numbers()
    words = part.words()
    if len(width) != 1 or width[0] < 1:
        raise ReadError("The file is damaged.", where=where)
    step = int(width[0])
    names = [words[k : k + step].partition("\x00")[0] for k in range(0, len(words), step)]
    records = [{name: _content(part, depth) for name in names} for _ in range(count if names else 0)]
    return records[0] if len(records) == 1 else records


def _content(part: _Part, depth: int) -> Variable | None:
    kind, body = part.element()
    if kind != _MATRIX:
        raise ReadError("The file is damaged.", where=f"byte {body.at}")
    return _matrix(body, depth + 1)[1]
