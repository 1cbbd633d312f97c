"""What a page becomes on paper: a real PDF of the browser, read back."""

from __future__ import annotations

import io
import re
import unicodedata
from dataclasses import dataclass

from playwright.sync_api import Page
from pypdf import PdfReader

PRINTER = {"top": "12mm", "bottom": "12mm", "left": "12mm", "right": "12mm"}  # the margins of a usual printer
PAPERS = ("A4", "Letter")


@dataclass
class Printed:
    """A printed page: how many sheets of paper it takes, and its words."""

    sheets: int
    words: str

    def lacks(self, *texts: str) -> list[str]:
        """The texts that are not on the paper; where a line breaks does not matter."""
        return [text for text in texts if _joined(text) not in self.words]


def printed(page: Page, paper: str) -> Printed:
    """Print the page on paper of this size."""
    read = PdfReader(io.BytesIO(page.pdf(format=paper, margin=PRINTER)))  # type: ignore[arg-type]
    return Printed(len(read.pages), _joined(" ".join(one.extract_text() for one in read.pages)))


def _joined(text: str) -> str:
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))  # a joined fl is one sign on paper


INKS = """() => {
    const told = (one) => one.checkVisibility() && one.textContent.trim();
    const shown = [...document.querySelectorAll("main *")].filter(told);
    const styles = shown.map((one) => getComputedStyle(one));
    const papers = styles.map((style) => style.backgroundColor);
    return { inks: [...new Set(styles.map((style) => style.color))], papers: [...new Set(papers)] };
}"""


def colours(page: Page) -> tuple[set[str], set[str]]:
    """The colours of text and ground that the page has in print, asked for in a dark room."""
    page.emulate_media(media="print", color_scheme="dark")
    found = page.evaluate(INKS)
    page.emulate_media(media="null", color_scheme="light")
    return set(found["inks"]), set(found["papers"])
