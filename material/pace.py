"""A page whose clock runs faster than the machine's, for tests that go through a session and measure no time."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import BrowserContext, Page

BRISK = 3.0  # at thirty pictures a second, a second of the page still holds ten
SCRIPT = (Path(__file__).parent / "pace.js").read_text(encoding="utf-8")


class Pace:
    """How many seconds pass in the pages in one of the machine's."""

    factor = 1.0


@contextmanager
def brisk_pages() -> Iterator[None]:
    """All pages that are opened meanwhile have the faster clock."""
    Pace.factor = BRISK
    try:
        yield
    finally:
        Pace.factor = 1.0


def set_pace(context: BrowserContext) -> None:
    """Give the pages of a browser profile the clock that is due, and their drivers' waits with it."""
    if (factor := Pace.factor) == 1:
        return
    context.add_init_script(f"{SCRIPT}({factor});")
    context.on("page", lambda page: _wait_in_its_seconds(page, factor))


def _wait_in_its_seconds(page: Page, factor: float) -> None:
    wait = page.wait_for_timeout
    page.wait_for_timeout = lambda timeout: wait(timeout / factor)  # type: ignore[method-assign]
