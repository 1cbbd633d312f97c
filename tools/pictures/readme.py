"""The moving pictures of the README: a session with the drawn hand, the therapist's list."""

from __future__ import annotations

import io
import time
from collections.abc import Callable
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, ViewportSize

from material.walker import Walker, by_pointer
from tools.pictures.demonstration import PICTURES, Demonstration

SIZE: ViewportSize = {"width": 1280, "height": 800}
MOVING_WIDTH = 720  # px; a moving picture is smaller than a still one, for the sake of its bytes
EXERCISE = "Lift each finger"


def moving(page: Page, path: Path, seconds: float, act: Callable[[float], None] = lambda _: None) -> None:
    """Keep what the page shows for so long as a moving picture; ``act`` is told the time before each frame, s."""
    began, frames, at = time.monotonic(), [], []
    while (now := time.monotonic() - began) < seconds:
        act(now)
        frames.append(page.screenshot(type="jpeg", quality=95))
        at.append(now)
    pictures = [Image.open(io.BytesIO(frame)).convert("RGB") for frame in frames]
    height = round(MOVING_WIDTH * SIZE["height"] / SIZE["width"])
    small = [picture.resize((MOVING_WIDTH, height), Image.Resampling.LANCZOS) for picture in pictures]
    lasting = [round(1000 * (b - a)) for a, b in zip(at, [*at[1:], seconds], strict=True)]
    small[0].save(
        path, save_all=True, append_images=small[1:], duration=lasting, loop=0, quality=70, method=6
    )


def session(page: Page, here: Demonstration) -> None:
    """Through the first session until the exercise, and its pictures."""
    here.as_person(page, "Ada")
    walker = Walker(page, by_pointer, picture="Use a drawn hand")
    walker.start()
    while walker.heading() != EXERCISE:
        if page.locator(".practice").count():
            page.get_by_role("button", name="Next", exact=True).click()
            page.wait_for_timeout(300)
        else:
            walker.once()
    page.wait_for_timeout(9000)
    page.screenshot(path=PICTURES / "session.png")
    moving(page, PICTURES / "session.webp", 8)


def caseload(page: Page, here: Demonstration) -> None:
    """The therapist's list: as it opens, then scrolled through and searched."""
    here.as_therapist(page)
    page.locator(".listing tbody a").first.wait_for()
    page.wait_for_timeout(500)
    page.screenshot(path=PICTURES / "caseload.png")
    typed = iter("phantom")

    def act(now: float) -> None:
        if 2 < now < 5:
            page.mouse.wheel(0, 60)
        elif 5 <= now < 5.5:
            page.evaluate("scrollTo(0, 0)")
        elif now > 6 and (letter := next(typed, "")):
            page.get_by_label("Find").press_sequentially(letter)

    moving(page, PICTURES / "caseload.webp", 11, act)
