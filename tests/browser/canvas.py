"""Every pixel of a canvas of the page, exactly as the browser holds it."""

from __future__ import annotations

import base64

import numpy as np
from numpy.typing import NDArray
from playwright.sync_api import Page

# As base64: a list of 921 600 numbers takes the driver ten seconds to hand over, this takes some milliseconds.
READ = """(selector) => {
  const canvas = document.querySelector(selector);
  const { width, height, data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
  const reader = new FileReader();
  return new Promise((done) => {
    reader.onload = () => done([width, height, reader.result.slice(reader.result.indexOf(",") + 1)]);
    reader.readAsDataURL(new Blob([data]));
  });
}"""


def read_pixels(page: Page, selector: str) -> NDArray[np.uint8]:
    """The canvas that this CSS selector names: (height, width, 4), red, green, blue and opacity, 0-255."""
    return decoded(*page.evaluate(READ, selector))


def decoded(width: int, height: int, data: str) -> NDArray[np.uint8]:
    """The base64 of a picture's bytes as (height, width, 4)."""
    return np.frombuffer(base64.b64decode(data), np.uint8).reshape(height, width, 4)
