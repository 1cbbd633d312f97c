"""Reading a QR code as a phone does, with OpenCV."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest

CELL = 4  # pixels
QUIET_ZONE = 4  # cells of white around the code


def scanned(rows: Sequence[str]) -> str:
    """The text of a QR code that is given by its rows of 0 and 1; empty where none can be read upright."""
    cells = np.array([[255 * (cell == "0") for cell in row] for row in rows], dtype=np.uint8)
    framed = np.pad(cells, QUIET_ZONE, constant_values=255)
    return _read(np.kron(framed, np.ones((CELL, CELL), np.uint8)))


def scanned_from_screen(png: bytes) -> str:
    """The text of the QR code on a screenshot; empty where none can be read upright."""
    cv2 = _opencv()
    return _read(cv2.imdecode(np.frombuffer(png, np.uint8), cv2.IMREAD_GRAYSCALE))


def _read(picture: np.ndarray) -> str:
    """The text of an upright code: OpenCV also reads flipped ones, which not every phone does."""
    text, corners, _cells = _opencv().QRCodeDetector().detectAndDecode(picture)
    upright = corners is not None and corners[0].sum(axis=1).argmin() == 0
    return str(text) if upright else ""


def _opencv() -> Any:
    return pytest.importorskip("cv2", reason="the extra hands is not installed")
