"""A whole session in a real browser, by pointer and by keyboard alone, ending in the stored result."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from material.clinic_site import PASSWORD, Launch, Site, enrol, new_page, until
from material.walker import Use, Walker, by_keyboard, by_pointer
from mirra.clinic.shapes.sessions import SessionDetail
from mirra.practice.events import CameraStarted, Closed, Event, Opened, StepEnded, Tracked
from mirra.practice.prescription import Prescription

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]
WAYS = pytest.mark.parametrize("use", [by_pointer, by_keyboard], ids=["pointer", "keyboard"])


def whole_session(site: Site, browser: Browser, use: Use) -> list[Event]:
    """Play today's session in little from the person's page to the summary and back; gives what the server has."""
    person = site.person(affected="left")
    plan = site.short_plan(
        person, Prescription(person=person, condition="stroke", affected="left", limb="hand")
    )
    _context, page = new_page(browser)
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    enrol(page, site, person)
    walker = Walker(page, use, answers={"pain": "6"})
    walker.start()
    walker.go()
    use(
        page,
        page.get_by_role("button", name="Back to my page").or_(
            page.get_by_role("link", name="Back to my page")
        ),
    )
    expect(page.get_by_text("All entries are sent")).to_be_visible(timeout=20_000)
    assert not faults, f"the pages had faults: {faults}"
    events = site.log()
    steps = [event.step for event in events if isinstance(event, StepEnded) and event.outcome == "done"]
    assert steps == [step.id for step in plan.steps], "not every step of the plan was done"
    return events


def stored(site: Site, browser: Browser, session: str) -> SessionDetail:
    """The session as the therapist's page is given it, through a browser signed in by the page."""
    context, page = new_page(browser)
    page.goto(f"{site.address}/#/sign-in")
    page.get_by_role("textbox", name="Login").fill("anna")
    page.get_by_role("textbox", name="Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("People", ignore_case=True)
    text = page.evaluate("(id) => fetch(`/api/sessions/${id}`).then((answer) => answer.text())", session)
    context.close()
    return SessionDetail.model_validate_json(text)


def check(site: Site, browser: Browser, events: list[Event], way: str) -> SessionDetail:
    """What must hold of every whole session."""
    opened, closed = events[0], events[-1]
    assert isinstance(opened, Opened), "the first event does not open the session"
    assert opened.input == way
    assert not opened.simulated, "a person's session is marked as simulated"
    assert isinstance(closed, Closed)
    assert closed.outcome == "completed"
    assert [event.seq for event in events] == list(range(len(events))), "the log has gaps"
    detail = stored(site, browser, opened.session)
    result = detail.card.result
    assert result.state == "completed"
    assert (result.pain_before, result.pain_after) == (6, 6), "pain was not kept as answered"
    assert result.looked >= 5, "hardly any time of looking was counted"
    assert result.paced == 2, "the pacing cues of the one exercise were not counted"
    assert result.delay.frames > 60, "the delay was not measured"
    assert result.delay.software_p50 is not None
    assert result.embodiment is not None, "the embodiment answers are missing"
    return detail


@WAYS
def test_a_whole_session_before_our_own_moving_hand(site: Site, launch: Launch, film: Path, use: Use) -> None:
    browser = launch(film)
    events = whole_session(site, browser, use)
    check(site, browser, events, use.__name__.removeprefix("by_"))


@WAYS
def test_a_whole_session_before_a_real_hand(site: Site, launch: Launch, hand_film: Path, use: Use) -> None:
    browser = launch(hand_film)
    events = whole_session(site, browser, use)
    detail = check(site, browser, events, use.__name__.removeprefix("by_"))
    sides = [event.side for event in events if isinstance(event, Tracked) and event.side]
    assert sides, "no hand was followed in footage that shows one all the time"
    assert sides.count("right") > 0.8 * len(sides), f"the right hand was taken for a left one: {sides}"
    assert (detail.card.result.moved or 0) > 0, "the moving hand was not seen to move"


def test_without_a_camera_the_drawn_hand_serves_and_says_what_it_is(site: Site, launch: Launch) -> None:
    browser = launch(None)
    person = site.person(affected="right")
    site.short_plan(person, Prescription(person=person, condition="stroke", affected="right", limb="hand"))
    _context, page = new_page(browser)
    enrol(page, site, person)
    walker = Walker(page, by_pointer)
    walker.start()
    walker.go(until="Use a drawn hand")
    page.get_by_role("button", name="Use a drawn hand").click()
    expect(page.get_by_role("region", name="Your picture").get_by_text("Drawn hand")).to_be_visible(
        timeout=15_000
    )
    walker.go()
    page.get_by_role("button", name="Back to my page").or_(
        page.get_by_role("link", name="Back to my page")
    ).click()
    until(lambda: any(isinstance(event, Closed) for event in site.log()), "the closing event to arrive")
    started = [event for event in site.log() if isinstance(event, CameraStarted)]
    assert started, "no picture was logged"
    assert {event.source for event in started} == {"drawn_hand"}, "the drawn hand was logged as a camera"


def test_a_glass_mirror_needs_no_camera_and_everything_else_is_logged(site: Site, launch: Launch) -> None:
    browser = launch(None)
    person = site.person(affected="right")
    wanted = Prescription(person=person, condition="stroke", affected="right", limb="hand", picture="glass")
    site.short_plan(person, wanted)
    _context, page = new_page(browser)
    enrol(page, site, person)
    walker = Walker(page, by_pointer, picture="Use a glass mirror")
    walker.start()
    walker.go()
    page.get_by_role("button", name="Back to my page").or_(
        page.get_by_role("link", name="Back to my page")
    ).click()
    until(lambda: any(isinstance(event, Closed) for event in site.log()), "the closing event to arrive")
    kinds = {event.kind for event in site.log()}
    assert "camera_started" not in kinds, "a camera was opened on the way of the glass mirror"
    assert {"exercise_started", "exercise_ended", "answered", "step_ended"} <= kinds
