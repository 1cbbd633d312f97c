"""The pictures of the person's guide: what each part of a session looks like on a phone."""

from __future__ import annotations

import io

from PIL import Image
from playwright.sync_api import Page, ViewportSize

from material.walker import Walker, by_pointer
from tools.pictures.demonstration import PICTURES, Demonstration

SIZE: ViewportSize = {"width": 390, "height": 760}
BETWEEN = 16  # px between two screens of one picture


def screen(page: Page) -> Image.Image:
    """What the phone shows now."""
    return Image.open(io.BytesIO(page.screenshot())).convert("RGB")


def beside(screens: list[Image.Image], name: str) -> None:
    """Keep screens beside each other as one picture."""
    width = sum(one.width for one in screens) + BETWEEN * (len(screens) - 1)
    whole = Image.new("RGB", (width, max(one.height for one in screens)), "#808080")
    at = 0
    for one in screens:
        whole.paste(one, (at, 0))
        at += one.width + BETWEEN
    whole.save(PICTURES / f"{name}.webp", quality=80, method=6)


def judging(page: Page, here: Demonstration) -> None:
    """A person's own page, and left/right judgement."""
    here.as_person(page, "Dora")
    page.get_by_role("link", name="session").wait_for()
    screens = [screen(page)]
    walker = Walker(page, by_pointer)
    walker.start()
    walker.go(until="Start now")
    page.get_by_role("button", name="Start now").click()
    page.wait_for_timeout(4000)
    screens.append(screen(page))
    beside(screens, "judging")


def imagining(page: Page, here: Demonstration) -> None:
    """Imagined movement, and a movement that is watched."""
    screens = []
    for name, button in (("Emil", "I begin"), ("Hana", "That is enough")):
        here.as_person(page, name)
        walker = Walker(page, by_pointer)
        walker.start()
        walker.go(until=button)
        page.wait_for_timeout(3000)
        screens.append(screen(page))
    beside(screens, "imagining")


def between(page: Page, here: Demonstration) -> None:
    """What there is outside of sessions: the diary, a lesson that was had, slow breathing."""
    here.as_person(page, "Ben")
    page.get_by_role("link", name="Write in your diary").click()
    page.get_by_role("radio").first.wait_for()
    screens = [screen(page)]
    page.goto(f"{here.address}/#/")
    page.locator("a[href^='#/lesson/']").first.click()
    page.get_by_role("button", name="Print").wait_for()
    screens.append(screen(page))
    page.goto(f"{here.address}/#/breathing")
    page.get_by_role("button", name="Start now").click()
    page.wait_for_timeout(3500)
    beside([*screens, screen(page)], "between")
