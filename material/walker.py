"""Goes through a whole session as a person would: by pointer, or by keyboard alone."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import Locator, Page

Use = Callable[[Page, Locator], None]
WORDS = Path(__file__).parents[1] / "web" / "src" / "words"


def words_of(language: str) -> dict[str, Any]:
    """The texts of the pages in a language."""
    found: dict[str, Any] = json.loads((WORDS / f"{language}.json").read_text(encoding="utf-8"))
    return found


def by_pointer(_page: Page, control: Locator) -> None:
    """Tap it."""
    control.click()


def by_keyboard(page: Page, control: Locator) -> None:
    """Reach it by Tab, and press it by Space (a link by Enter): nothing else touches the page."""
    for _ in range(80):
        if control.evaluate("(node) => node === document.activeElement"):
            page.keyboard.press("Enter" if control.evaluate("(node) => node.tagName === 'A'") else "Space")
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"Tab does not reach this control: {control.inner_text()!r}")


LIT_ANEW = """(node) => new Promise((done) => {
    const seen = new MutationObserver(() => node.classList.contains("lit") && end(true));
    const end = (lit) => { seen.disconnect(); done(lit); };
    seen.observe(node, { attributeFilter: ["class"] });
    setTimeout(end, 3000, false);
})"""


def by_switch(page: Page, control: Locator) -> None:
    """Wait until its light comes on, and press the one switch; late in its light, the press would choose the next."""
    end = time.monotonic() + 60
    while not control.evaluate(LIT_ANEW):
        assert time.monotonic() < end, f"this control is never lit: {control.inner_text()!r}"
    page.keyboard.press("Space")


def answer(page: Page, choice: str | None = None, use: Use = by_pointer) -> None:
    """Press an answer, the first unless it is named, and wait for the next screen, which comes by itself."""
    page.wait_for_timeout(350)  # a trembling second press does not answer the question that has just come up
    radios = page.get_by_role("radio")
    heading = page.get_by_role("heading", level=1)
    question = heading.inner_text()
    end = time.monotonic() + 20
    while (
        heading.inner_text() == question
    ):  # on a busy machine the screen may have come up just before the press
        assert time.monotonic() < end, f"an answer leads nowhere from {question!r}"
        use(page, radios.first if choice is None else page.get_by_role("radio", name=choice, exact=True))
        page.wait_for_timeout(1500 if use is by_switch else 700)


@dataclass
class Walker:
    """One way through a session; ``seen`` names each screen by its heading, ``looked`` is called on every new one.

    ``words`` are those of the session in its language; ``picture`` is where the camera stands, as its button says it.
    """

    page: Page
    use: Use
    picture: str = "Above the table"
    answers: dict[str, str] = field(default_factory=dict)
    looked: Callable[[str], None] = lambda _: None
    seen: list[str] = field(default_factory=list)
    practised: int = 0
    words: dict[str, Any] = field(default_factory=lambda: words_of("en")["session"])

    def start(self) -> None:
        """From the person's page into the session."""
        self.use(self.page, self.page.get_by_role("link", name="session"))
        self.page.wait_for_url("**/session.html")

    def go(self, until: str = "", seconds: float = 150) -> None:
        """Go on until a control of this name is on the screen; by default the one that leads back."""
        until = until or self.words["home"]
        end = time.monotonic() + seconds
        while not self._there(until):
            assert time.monotonic() < end, f"stuck at {self.heading()!r} after {self.seen}"
            self.once(until)
        self._look()

    def heading(self) -> str:
        """What the present screen is called."""
        found = self.page.locator("h1")
        return found.first.inner_text() if found.count() else ""

    def _there(self, name: str) -> bool:
        return (
            self.page.get_by_role("button", name=name).or_(self.page.get_by_role("link", name=name)).count()
            > 0
        )

    def _look(self) -> None:
        heading = self.heading()
        if heading and (not self.seen or self.seen[-1] != heading):
            self.seen.append(heading)
            self.looked(heading)

    def once(self, until: str = "Back to my page") -> None:
        """Do the one thing that the present screen asks for, unless ``until`` has come up meanwhile."""
        page = self.page
        if page.locator("h1").count() == 0:
            page.wait_for_timeout(100)
            return
        self._look()
        for group in page.locator('[role="radiogroup"]').all():
            if group.locator('[aria-checked="true"]').count() == 0:
                self.use(page, self._answer(group))
                page.wait_for_timeout(350)  # an answer is seen for a moment, then takes the person on
                return
        for name in (self.picture, "Above the table"):
            card = page.locator("main button", has_text=name)
            if card.count():
                self.use(page, card.first)
                page.wait_for_timeout(150)
                return
        if page.locator(".practice").count():
            if not self._there(until):
                self._practise()
            return
        main = page.locator("button.main")
        if main.count() and main.first.is_enabled():
            self.use(page, main.first)
        page.wait_for_timeout(150)

    def _answer(self, group: Locator) -> Locator:
        label = group.get_attribute("aria-label") or ""
        wanted = next((value for part, value in self.answers.items() if part in label), None)
        radios = group.get_by_role("radio")
        return group.get_by_role("radio", name=wanted, exact=True) if wanted is not None else radios.first

    def _practise(self) -> None:
        """Looking, moving and resting go by themselves; what waits for the person at its end is passed by Next."""
        self.practised += 1
        before = self.heading()
        end = time.monotonic() + 25
        while time.monotonic() < end and self.page.locator(".practice").count() and self.heading() == before:
            self.page.wait_for_timeout(200)
            if self.page.get_by_text(self.words["restOver"]).count():
                break
        if self.page.locator(".practice").count() and self.heading() == before:
            self.use(self.page, self.page.get_by_role("button", name=self.words["next"], exact=True))
