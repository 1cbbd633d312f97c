"""A session page that is looked at: gone through as a person does, its picture and log read as they are."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import numpy as np
from playwright.sync_api import Browser, ConsoleMessage, Page, Request, expect

from material.clinic_site import Site, enrol, new_page
from material.short_session import shortened
from material.walker import Use, Walker, by_pointer
from mirra.anatomy import Limb, Side
from mirra.catalogue.models.fields import Placement
from mirra.clinic import sealed
from mirra.practice.events import Event
from mirra.practice.log import read_event
from mirra.practice.plan import SessionPlan
from mirra.practice.prescription import Prescription
from mirra.practice.programme import Today, plan_for
from mirra.practice.steps.block import Block, Exercise
from mirra.practice.steps.set_up import SetUp
from mirra.practice.steps.step import Step
from tests.browser.canvas import decoded
from tests.browser.oracle import Pixels

WATCH = (Path(__file__).parent / "watch.js").read_text(encoding="utf-8")


@dataclass
class Looker:
    """A session page with the means to look at it, and what it asked for and complained of."""

    site: Site
    page: Page
    plan: SessionPlan
    errors: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.on("console", self._said)
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))

    def _said(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.errors.append(message.text)

    def _asked(self, request: Request) -> None:
        self.asked.append(request.url)

    def open(self) -> None:
        """Into the session as a person goes."""
        self.page.wait_for_load_state("networkidle")
        self.page.on("request", self._asked)
        Walker(self.page, by_pointer).start()

    def press(self, name: str, use: Use = by_pointer) -> None:
        """Press the button of this name."""
        use(self.page, self.page.get_by_role("button", name=name, exact=True))

    def see(self, heading: str) -> None:
        """Wait for a screen."""
        expect(self.page.get_by_role("heading", level=1)).to_have_text(heading)

    def place(self, placement: Placement) -> None:
        """Through the set-up to the picture, with the camera there."""
        step = next(step for step in self.plan.steps if isinstance(step, SetUp))
        text = next(choice.text for choice in step.placements if choice.id == placement)
        self.page.get_by_role("button", name=text).click()
        self.see("Your picture")

    def line(self) -> int:
        """Where the page says that the line lies, in percent; once it was moved."""
        said = self.page.get_by_text("Mirror line at").inner_text()
        return int(said.removeprefix("Mirror line at ").removesuffix(" percent"))

    def whole(self) -> None:
        """Show all of the camera's picture with the line in its middle, whatever hand is in it."""
        self.press("Line left")
        self.page.get_by_role("button", name="Line left", exact=True).focus()
        while (now := self.line()) != 50:
            self.page.keyboard.press("ArrowLeft" if now > 50 else "ArrowRight")
        for _ in range(4):
            self.press("Turn picture")

    def practise(self, placement: Placement = "above", *, whole: bool = False) -> None:
        """Through the whole set-up to the first look; ``whole`` shows all of the camera's picture."""
        self.place(placement)
        if whole:
            self.whole()
        self.leave_set_up()

    def leave_set_up(self) -> None:
        """From the picture to the first look."""
        self.press("Yes")
        expect(self.page.locator(".practice")).to_be_visible()

    def picture(self) -> Pixels:
        """The canvas (height, width, 3), two drawn frames from now."""
        self.page.evaluate("watch.drawn(2)")
        return decoded(*self.page.evaluate("watch.picture()"))[..., :3].astype(np.int16)

    def log(self) -> list[Event]:
        """What lies on the device's disk."""
        lock = sealed.lock(self.site.clinic.store.keys)
        found = self.page.evaluate("watch.log()")
        return [read_event(lock.opened(session, [line])[0]) for session, line in found]

    def close(self, *, but: str = "nothing at all") -> None:
        """The page asked for nothing but its own files, and complained of nothing ``but`` what is named."""
        errors = [error for error in self.errors if but not in error]
        assert errors == [], f"the console has errors: {errors}"
        pages, *files = self.asked
        assert pages == f"{self.site.address}/session.html"
        others = [url for url in files if not url.startswith((f"{self.site.address}/assets/", "blob:"))]
        assert not others, f"the session page asked for more than its own files: {others}"
        assert files, "not even its own files were asked for: nothing was watched"
        self.page.context.close()


def steps(site: Site, wanted: Prescription, kinds: Iterable[str]) -> tuple[Step, ...]:
    """A session's steps of some kinds, one of each practice, long enough to stay as long as a test likes."""
    here = datetime.now().astimezone()
    plan = plan_for(site.clinic.catalogue, wanted, Today(plan_id="0" * 32, made_at=here))
    found: dict[str, Step] = {}
    for step in shortened(plan, look=120).steps:
        if step.kind in kinds:
            found.setdefault(step.kind, _longer(step))
    return tuple(found.values())


def _longer(step: Step) -> Step:
    if not isinstance(step, Block):
        return step
    one: Exercise = step.exercises[0].model_copy(update={"repetitions": 60, "tempo": 2.0})
    return step.model_copy(update={"exercises": (one,)})


def look_at(
    site: Site,
    browser: Browser,
    *,
    affected: Side = "left",
    limb: Limb = "hand",
    kinds: Iterable[str] = ("set_up", "look", "check_out", "summary"),
    before: str = "",
    measure_delay: bool = False,
    model: bool = True,
    **change: Any,
) -> Looker:
    """A device of a new person, on the first screen of their session; ``before`` runs in its pages first."""
    person = site.person(affected=affected, limb=limb)
    wanted = Prescription(
        person=person, condition="stroke", affected=affected, limb=limb, measure_delay=measure_delay
    )
    plan = site.short_plan(person, wanted, steps=steps(site, wanted, kinds), **change)
    context, page = new_page(browser)
    if not model:
        context.route("**/hand_landmarker.task", lambda route: route.abort())
    page.add_init_script(before + WATCH)
    enrol(page, site, person)
    looker = Looker(site, page, plan)
    looker.open()
    return looker
