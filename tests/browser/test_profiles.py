"""Every profile of the catalogue, played to the end in a real browser."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page

from material.clinic_site import Launch, Site, enrol, new_page, until
from material.pace import Pace
from material.walker import Use, Walker, by_pointer, by_switch
from mirra.catalogue.load import load
from mirra.practice.events import Chose, Closed, Event, Opened
from mirra.practice.plan import SessionPlan
from mirra.practice.prescription import Prescription
from mirra.practice.steps.block import ExerciseEnded
from tests.browser.test_accessible import Looker

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300), pytest.mark.usefixtures("brisk")]
TOGETHER = [
    ("one_hand_left", "less_motion"),
    ("one_hand_right", "no_sound"),
    ("neglect_left", "fatigue"),
    ("neglect_right", "large_text"),
    ("aphasia",),
]
BOXES = """() => [...document.querySelectorAll("button, a, h1, p")].map((one) => one.getBoundingClientRect())
  .filter((box) => box.width > 1 && box.height > 1).map((box) => [box.left, box.right])"""


def words(text: str) -> int:
    return len(re.findall(r"\w+", text))


class Watch:
    """Looks at every new screen: what any profile promises of it, and axe."""

    def __init__(self, page: Page, plan: SessionPlan) -> None:
        self.page, self.plan = page, plan
        self.looker = Looker(page, session=True)

    def __call__(self, heading: str) -> None:
        page, support = self.page, self.plan.support
        self.looker.glance(heading)
        width = page.evaluate("innerWidth")
        if support.seeing != "both":
            cue = page.locator(".cue").bounding_box()
            assert cue is not None, f"no cue bar at {heading!r}"
            assert (cue["x"] < width / 2) is (support.seeing == "right"), (
                "the cue lies on the side attended to"
            )
            for left, right in page.evaluate(BOXES):
                near = left >= 0.29 * width if support.seeing == "right" else right <= 0.71 * width
                assert near, f"at {heading!r} something lies at {left:.0f} to {right:.0f} of {width}"
        if support.large_text:
            assert page.evaluate("getComputedStyle(document.documentElement).fontSize") == "27px"
        if support.few_words and page.locator(".practice").count():
            for text in page.locator(".practice p").all_inner_texts():
                assert words(text) <= 8, f"more than eight words at once: {text!r}"
        if support.less_motion:
            assert page.evaluate("document.documentElement.dataset.calm") == ""


def play(
    site: Site, launch: Launch, slow_film: Path, ids: tuple[str, ...], use: Use
) -> tuple[Watch, list[Event]]:
    person = site.person(affected="left")
    prescription = Prescription(person, "stroke", "left", "hand", profiles=ids)
    plan = site.short_plan(person, prescription, blocks=2 if "fatigue" in ids else 1, repetitions=4)
    if "switch" in ids:
        plan = site.short_plan(
            person, prescription, support=plan.support.model_copy(update={"scan_seconds": 0.5 * Pace.factor})
        )
    browser = launch(slow_film)
    _context, page = new_page(browser)
    enrol(page, site, person)
    watch = Watch(page, plan)
    walker = Walker(page, use, answers={"energy": "A little"}, looked=watch)
    page.get_by_role("link", name="session").click()
    page.wait_for_url("**/session.html")
    walker.go(seconds=280)
    use(
        page,
        page.get_by_role("button", name="Back to my page").or_(
            page.get_by_role("link", name="Back to my page")
        ),
    )
    until(lambda: any(isinstance(event, Closed) for event in site.log()), "the closing event to arrive")
    return watch, site.log()


def test_every_profile_of_the_catalogue_is_played_here() -> None:
    assert {one for ids in TOGETHER for one in ids} | {"switch"} == set(load().profiles)


@pytest.mark.parametrize("ids", TOGETHER, ids=lambda ids: "-".join(ids))
def test_a_session_with_a_profile_goes_to_its_end(
    site: Site, launch: Launch, slow_film: Path, ids: tuple[str, ...]
) -> None:
    watch, events = play(site, launch, slow_film, ids, by_pointer)
    watch.looker.done(least=6)
    closed = events[-1]
    assert isinstance(closed, Closed)
    assert closed.outcome == "completed"
    if "fatigue" in ids:
        chosen = [event.choice for event in events if isinstance(event, Chose) and event.question == "energy"]
        assert chosen == ["little"]
        paced = [event.paced for event in events if isinstance(event, ExerciseEnded)]
        assert paced == [4, 2], "the block after the answer was not shortened to half"


def test_one_switch_is_enough_for_a_whole_session(site: Site, launch: Launch, slow_film: Path) -> None:
    watch, events = play(site, launch, slow_film, ("switch",), by_switch)
    watch.looker.done(least=6)
    opened, closed = events[0], events[-1]
    assert isinstance(opened, Opened)
    assert opened.input == "switch"
    assert isinstance(closed, Closed)
    assert closed.outcome == "completed"
