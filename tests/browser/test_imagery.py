"""Motor imagery in a real browser: by pointer, with one hand on the keyboard, by one switch; times as marked."""

from __future__ import annotations

import time

import pytest
from playwright.sync_api import Page, expect

from material.clinic_site import Launch, Site, new_page
from material.walker import Use, Walker, by_pointer, by_switch
from mirra.practice.case import Case
from mirra.practice.fold import fold
from mirra.practice.steps import imagery
from mirra.practice.steps.imagery import Imagery, ImageryResult, MovementTimed, VividnessRated
from tests.browser.alone import WAYS, alone, press, sent, to_first, went_through
from tests.browser.test_accessible import Looker

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]
PRESSES = """() => { window.pressed = [];
    const note = (event) => window.pressed.push([event.type, event.timeStamp]);
    for (const type of ["keydown", "click"]) window.addEventListener(type, note, true); }"""


def executed_too(case: Case) -> Imagery | None:
    return imagery.dose(case, case.condition.stages[0], execute=True)


def imagined_only(case: Case) -> Imagery | None:
    return imagery.dose(case, case.condition.stages[0])


@WAYS
def test_a_movement_is_imagined_rated_and_executed(
    site: Site, launch: Launch, use: Use, profiles: tuple[str, ...]
) -> None:
    _context, page = new_page(launch(None))
    plan = alone(site, page, executed_too, profiles=profiles)
    step = next(one for one in plan.steps if isinstance(one, Imagery))
    looker = Looker(page, session=True)
    walker = Walker(page, use, answers={"clear": "4", "strongly": "2"}, looked=looker.glance)
    page.get_by_role("link", name="session").click()
    page.wait_for_url("**/session.html")
    walker.go(seconds=200)
    events = sent(site, page, use)
    looker.done(least=6)
    went_through(events, use)
    result = next(one for one in fold(events, plan).results if isinstance(one, ImageryResult))
    (movement,) = result.movements
    assert (len(movement.imagined), len(movement.executed)) == (step.times, step.executions)
    assert min(movement.imagined + movement.executed) >= 0.3, "a trembling press was taken for an end"
    assert movement.ratio is not None
    assert (movement.seen, movement.felt) == (4, 2)
    assert not any(event.kind == "camera_started" for event in events), "imagining opened the camera"


def marks(page: Page) -> list[tuple[str, float]]:
    """Every key and click so far, with the browser's own time of each in ms."""
    found: list[tuple[str, float]] = page.evaluate("() => window.pressed")
    return found


def test_what_is_logged_is_the_time_between_the_two_presses(site: Site, launch: Launch) -> None:
    _context, page = new_page(launch(None))
    alone(site, page, imagined_only)
    walker = Walker(page, by_pointer)
    to_first(page, walker, "I begin")
    page.evaluate(PRESSES)
    for wait in (400, 1300):
        press(page, "I begin")
        page.wait_for_timeout(wait)
        press(page, "I am back")
    clicks = [at for kind, at in marks(page) if kind == "click"]
    walker.go()
    timed = [event.lasted for event in sent(site, page, by_pointer) if isinstance(event, MovementTimed)]
    between = [end - begin for begin, end in zip(clicks[::2], clicks[1::2], strict=True)]
    assert timed == pytest.approx(between, abs=0.1)
    assert timed[1] >= 1300


def test_a_switch_marks_the_end_at_once_and_waits_for_no_light(site: Site, launch: Launch) -> None:
    """The light would have gone on twice before the press; Stop is one press further away, and never out of reach."""
    _context, page = new_page(launch(None))
    alone(site, page, imagined_only, profiles=("switch",))
    to_first(page, Walker(page, by_switch), "I begin")
    by_switch(page, page.get_by_role("button", name="I begin"))
    begun = time.monotonic()
    page.wait_for_timeout(1200)
    page.keyboard.press("Space")
    passed = 1000 * (time.monotonic() - begun)
    expect(page.get_by_text("Time 2 of 2")).to_be_visible()
    by_switch(page, page.get_by_role("button", name="Stop"))
    by_switch(page, page.get_by_role("button", name="End the session"))
    Walker(page, by_switch).go(seconds=200)
    (timed,) = [event for event in sent(site, page, by_switch) if isinstance(event, MovementTimed)]
    assert 1200 <= timed.lasted <= passed + 100


def test_a_key_held_down_marks_no_end(site: Site, launch: Launch) -> None:
    _context, page = new_page(launch(None))
    alone(site, page, imagined_only)
    to_first(page, Walker(page, by_pointer), "I begin")
    page.get_by_role("button", name="I begin").focus()
    page.wait_for_timeout(400)
    for _ in range(8):
        page.keyboard.down("Enter")  # without a release between them: the key repeats
        page.wait_for_timeout(100)
    expect(page.get_by_role("button", name="I am back")).to_be_visible()


def test_after_a_reload_it_goes_on_where_it_was(site: Site, launch: Launch) -> None:
    _context, page = new_page(launch(None))
    plan = alone(site, page, executed_too)
    walker = Walker(page, by_pointer)
    to_first(page, walker, "I begin")
    press(page, "I begin")
    press(page, "I am back")
    press(page, "I begin")
    page.reload()
    page.get_by_role("button", name="Go on").click()
    expect(page.get_by_text("Time 2 of 2")).to_be_visible()
    walker.go()
    result = next(
        one for one in fold(sent(site, page, by_pointer), plan).results if isinstance(one, ImageryResult)
    )
    assert [len(one.imagined) for one in result.movements] == [2]


def test_any_part_may_be_left_out(site: Site, launch: Launch) -> None:
    _context, page = new_page(launch(None))
    plan = alone(site, page, executed_too)
    walker = Walker(page, by_pointer)
    to_first(page, walker, "I begin")
    press(page, "I begin")
    press(page, "I am back")
    for _ in range(4):
        press(page, "Leave out")
    walker.go()
    events = sent(site, page, by_pointer)
    result = next(one for one in fold(events, plan).results if isinstance(one, ImageryResult))
    (movement,) = result.movements
    assert movement.skipped == ("imagined", "seen", "felt", "executed")
    assert len(movement.imagined) == 1
    assert (movement.ratio, movement.seen, movement.felt) == (None, None, None)
    assert not [event for event in events if isinstance(event, VividnessRated)]


def test_the_picture_is_still_and_shows_the_affected_side(site: Site, launch: Launch) -> None:
    for affected, turned in (("left", True), ("right", False)):
        context, page = new_page(launch(None))
        alone(site, page, imagined_only, affected=affected)  # type: ignore[arg-type]
        to_first(page, Walker(page, by_pointer), "I begin")
        picture = page.locator(".demonstration img")
        expect(picture).to_be_visible()
        assert page.locator(".demonstration video").count() == 0
        assert picture.evaluate("(node) => node.naturalWidth") > 0
        flipped = picture.evaluate("(node) => getComputedStyle(node).transform") != "none"
        assert flipped is turned
        context.close()


def test_with_a_phantom_nothing_is_executed(site: Site, launch: Launch) -> None:
    _context, page = new_page(launch(None))
    plan = alone(site, page, executed_too, condition="phantom_limb_pain")
    to_first(page, Walker(page, by_pointer), "I begin")
    expect(page.get_by_text("Imagine your phantom moving to this posture.")).to_be_visible()
    Walker(page, by_pointer).go()
    events = sent(site, page, by_pointer)
    assert {event.way for event in events if isinstance(event, MovementTimed)} == {"imagined"}
    result = next(one for one in fold(events, plan).results if isinstance(one, ImageryResult))
    assert result.ratio is None
