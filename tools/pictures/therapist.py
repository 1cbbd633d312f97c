"""The pictures of the therapist's guide: screening, stages, a schedule, the mechanism graph, scores."""

from __future__ import annotations

import io

from PIL import Image
from playwright.sync_api import Locator, Page, ViewportSize

from tools.pictures.demonstration import PICTURES, Demonstration

SIZE: ViewportSize = {"width": 960, "height": 800}
ANSWERS = (
    ("Affected limb", "leg"),
    ("Is the affected limb there", "no (amputated or missing)"),
    ("Can the person see the limb", "yes"),
    ("Does the person neglect one side", "the left side"),
)
MOST_HEIGHT = 900  # px; a longer part of a page is cut there


def keep(shown: Locator, name: str) -> None:
    """Keep what a part of the page shows as a still picture."""
    shown.scroll_into_view_if_needed()
    picture = Image.open(io.BytesIO(shown.screenshot())).convert("RGB")
    cut = picture.crop((0, 0, picture.width, min(picture.height, MOST_HEIGHT)))
    cut.save(PICTURES / f"{name}.webp", quality=80, method=6)


def screening(page: Page, here: Demonstration) -> None:
    """What the answers of a screening mean, and the pack that fits."""
    here.as_therapist(page)
    page.goto(f"{here.address}/#/new")
    page.get_by_role("button", name="Screen now").click()
    for group, answer in ANSWERS:
        page.get_by_role("group", name=group).get_by_label(answer, exact=True).check()
    page.get_by_text("Condition packs that fit").click()
    keep(page.locator(".outcome"), "screening")


def stage(page: Page, here: Demonstration) -> None:
    """The stage of a person who does not improve, with what its gate says."""
    here.as_therapist(page)
    here.person(page, "Gus")
    keep(page.locator("section[aria-labelledby=standing]"), "stage")


def schedule(page: Page, here: Demonstration) -> None:
    """A locked schedule of days."""
    here.as_therapist(page)
    here.person(page, "Jale")
    keep(page.locator("section[aria-labelledby=schedule]"), "schedule")


def mechanism(page: Page, here: Demonstration) -> None:
    """The mechanism graph with one of its boxes chosen."""
    here.as_therapist(page)
    page.goto(f"{here.address}/#/mechanism")
    page.wait_for_timeout(1000)
    keep(page.locator("main"), "mechanism")


def judged(page: Page, here: Demonstration) -> None:
    """What a session of left/right judgement measured."""
    here.as_therapist(page)
    here.person(page, "Dora")
    page.locator("section[aria-labelledby=sessions] a").first.click()
    heading = page.get_by_role("heading", name="Left or right: pictures of")
    heading.wait_for()
    keep(page.locator("section", has=heading).last, "judged")


def diary(page: Page, here: Demonstration) -> None:
    """The diary of a person with a phantom."""
    here.as_therapist(page)
    here.person(page, "Ben")
    keep(page.locator("section[aria-labelledby=diary]"), "diary")
