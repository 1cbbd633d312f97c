"""Make the pictures of the README from a demonstration clinic: a session with the drawn hand, the therapist's list.

Run from the project's folder, with the client built: ``uv run --all-extras --group test python -m tools.pictures``
"""

from __future__ import annotations

import io
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, ViewportSize, sync_playwright

from tests.browser.walker import Walker, by_pointer
from tests.chromium import find_or_install

PICTURES = Path(__file__).resolve().parent.parent / "docs" / "pictures"
SIZE: ViewportSize = {"width": 1280, "height": 800}
MOVING_WIDTH = 720  # px; a moving picture is smaller than a still one, for the sake of its bytes
EXERCISE = "Lift each finger"
PEOPLE = 41


@dataclass(frozen=True)
class Demonstration:
    """Where a demonstration runs, and how its therapist and its first person come in."""

    address: str
    login: str
    password: str
    link: str


@contextmanager
def demonstration() -> Iterator[Demonstration]:
    """A demonstration clinic of its own while the pictures are taken."""
    command = [sys.executable, "-m", "mirra.cli", "demo", "--port", "0", "--no-browser"]
    command += ["--people", str(PEOPLE)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        try:
            assert server.stdout is not None
            lines = []
            for line in server.stdout:
                lines.append(line)
                if "/#/enrol/" in line:
                    break
            said = "".join(lines)
            signed = re.search(r"login (\S+), password (\S+)", said)
            address = re.search(r"runs at (\S+)", said)
            link = re.search(r"\S+/#/enrol/\S+", said)
            if not (signed and address and link):
                raise RuntimeError(f"The demonstration did not say how to come in: {said!r}")
            yield Demonstration(address[1], signed[1], signed[2], link[0])
        finally:
            server.terminate()


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
    page.goto(here.link)
    page.locator("form button").first.click()
    page.get_by_text("Hello").first.wait_for()
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
    page.goto(f"{here.address}/#/sign-in")
    page.get_by_label("Login").fill(here.login)
    page.get_by_label("Password", exact=True).fill(here.password)
    page.keyboard.press("Enter")
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


def main() -> None:
    """Make all pictures."""
    PICTURES.mkdir(exist_ok=True)
    program = find_or_install(print)
    with demonstration() as here, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        for take in (session, caseload):
            with browser.new_context(viewport=SIZE) as context:
                take(context.new_page(), here)
        browser.close()


if __name__ == "__main__":
    main()
