"""What may break off, breaks off: browser, server, tab, camera, disk. Nothing that was acknowledged is lost by it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Error, Page, Playwright, Request, expect
from sqlalchemy import select

from material.clinic_site import Launch, Site, enrol, new_page, until
from material.short_session import shortened
from material.walker import Walker, answer, by_pointer
from mirra.clinic.tables import EventRow
from mirra.clinic.tokens import new_id
from mirra.clinic.upload import sha256
from mirra.practice.events import Answered, Closed, Event, Interrupted, Opened, Resumed, StepEnded
from mirra.practice.log import write_event
from mirra.practice.plan import SessionPlan
from mirra.practice.prescription import Prescription
from mirra.practice.programme import Today, plan_for
from mirra.practice.simulate import simulate
from mirra.practice.steps.look import Look
from mirra.practice.steps.step import Step
from tests.browser.device import Device, Place, earlier, held, opened, put_session, written
from tests.browser.process import Process

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]


def given(site: Site, **change: Any) -> tuple[str, SessionPlan]:
    """A person with today's session in little."""
    person = site.person()
    wanted = Prescription(person=person, condition="stroke", affected="left", limb="hand")
    return person, site.short_plan(person, wanted, **change)


def looking_long(site: Site) -> tuple[Step, ...]:
    """The steps of a session in little, whose look ends by Next alone, on a busy machine, too."""
    wanted = Prescription(person="0" * 32, condition="stroke", affected="left", limb="hand")
    made = plan_for(
        site.clinic.catalogue, wanted, Today(plan_id="0" * 32, made_at=datetime.now().astimezone())
    )
    steps = shortened(made, blocks=1).steps
    return tuple(
        step.model_copy(update={"seconds": 120}) if isinstance(step, Look) else step for step in steps
    )


def stored(site: Site) -> dict[Place, str]:
    """Every line the server keeps, its hash proved on the way."""
    with site.clinic.store.reading() as db:
        rows = list(db.execute(select(EventRow.session, EventRow.seq, EventRow.line, EventRow.sha256)))
    assert all(sha256(row.line) == row.sha256 for row in rows), (
        "a line was stored with a hash that is not its own"
    )
    return {(row.session, row.seq): row.line for row in rows}


def gapless(events: list[Event]) -> None:
    """The log of one session is whole and in order of time."""
    assert [event.seq for event in events] == list(range(len(events))), "the log has gaps"
    assert [event.at for event in events] == sorted(event.at for event in events), (
        "the session's clock went back"
    )


def practising(walker: Walker) -> None:
    """Go on to a screen that shows the limb."""
    walker.go(until="Hold still")


def quiet_place(page: Page, site: Site) -> None:
    """A page of the same origin on which none of our code runs."""
    page.goto("about:blank")  # the session page goes nowhere else than to its own two pages

    def there() -> bool:
        try:
            return page.goto(f"{site.address}/assets/icon.svg") is not None
        except Error:  # for a moment more the service worker still sees the session page, and lets nobody go
            return False

    until(there, "the session page to be gone", 5)


def all_sent(page: Page) -> None:
    expect(page.get_by_text("All entries are sent")).to_be_visible(timeout=20_000)


def back_home(page: Page) -> None:
    page.get_by_role("link", name="Back to my page").click()
    all_sent(page)


def test_a_browser_killed_in_mid_session_loses_nothing_it_had_acknowledged(
    playwright: Playwright, site: Site, film: Path, tmp_path: Path
) -> None:
    person, plan = given(site, steps=looking_long(site))
    with Device(playwright, tmp_path / "profile", film) as device:
        page = device.start()
        enrol(page, site, person)
        device.close()  # Chromium writes a new cookie to the disk only after half a minute, or when it is closed
        page = device.start()
        page.goto(site.address)
        Walker(page, by_pointer).start()
        for screen in ("look", "exercise"):
            walker = Walker(page, by_pointer)
            practising(walker)
            if screen == "exercise":
                page.get_by_role("button", name="Next", exact=True).click()
                begun, start = page.locator(".pace"), page.get_by_role("button", name="Start now")
                while not begun.count() and not start.count():
                    walker.once("Start now")  # whoever looked long enough is asked about the hand first
                if not begun.count():  # else a busy machine let the time before it pass
                    start.click()
            enough = len(device.kept) + 4
            while len(device.kept) < enough:
                page.wait_for_timeout(50)
            device.kill()
            assert len(device.kept) > 10, "hardly anything was acknowledged; this proves nothing"
            page = device.start()
            quiet_place(page, site)
            there = opened(site, held(page)) | stored(site)
            kept = opened(site, device.kept)
            lost = [place for place, line in kept.items() if there.get(place) != line]
            assert not lost, f"acknowledged, and gone after the kill: {lost}"
            page.goto(site.address)
            page.get_by_role("link", name="Go on with your session").click()
            expect(page.get_by_role("heading", name="Welcome back")).to_be_visible()
            page.get_by_role("button", name="Go on").click()
        walker = Walker(page, by_pointer)
        walker.go()
        back_home(page)
        assert not held(page), "everything is sent and something still lies here"
    events = site.log()
    assert len({event.session for event in events}) == 1, "resuming began another session"
    gapless(events)
    breaks = [event.reason for event in events if isinstance(event, Interrupted)]
    assert breaks == ["found_open", "found_open"], "the two kills are not in the log as what they were"
    assert sum(isinstance(event, Resumed) for event in events) == 2
    done = [event.step for event in events if isinstance(event, StepEnded)]
    assert done == [step.id for step in plan.steps], f"a step was lost or done twice: {done}"
    assert isinstance(events[-1], Closed)
    assert events[-1].outcome == "completed"
    arrived = stored(site)
    assert all(arrived[place] == line for place, line in opened(site, device.kept).items()), (
        "other bytes arrived than were kept"
    )


def test_a_sign_in_lost_with_the_browser_loses_no_notes(
    playwright: Playwright, site: Site, film: Path, tmp_path: Path
) -> None:
    """A browser killed within half a minute of being connected has not yet written its cookie."""
    person, _plan = given(site)
    with Device(playwright, tmp_path / "profile", film) as device:
        page = device.start()
        enrol(page, site, person)
        Walker(page, by_pointer).start()
        answer(page)
        until(lambda: page.evaluate("1") and len(device.kept) > 1, "the first answer to be kept")
        device.kill()
        page = device.start()
        page.goto(site.address)
        said = page.get_by_role("status")
        expect(said).to_contain_text("This device was signed out")
        expect(said).to_contain_text("wait here to be sent. Nothing is lost.")
        assert len(held(page)) == len(device.kept)
        enrol(page, site, person)
        all_sent(page)
        assert opened(site, device.kept).items() <= stored(site).items(), (
            "notes from before the new code did not arrive"
        )


def in_mid_session(site: Site, page: Page) -> Walker:
    """A person on a connected device, looking at their limb."""
    person, _plan = given(site)
    enrol(page, site, person)
    walker = Walker(page, by_pointer)
    walker.start()
    practising(walker)
    return walker


def test_a_reload_in_mid_session_resumes_where_it_was(site: Site, launch: Launch, film: Path) -> None:
    _context, page = new_page(launch(film))
    walker = in_mid_session(site, page)
    was = walker.heading()
    page.reload()
    expect(page.get_by_role("heading", name="Welcome back")).to_be_visible()
    page.get_by_role("button", name="Go on").click()
    expect(page.get_by_role("heading", name=was)).to_be_visible()
    page.goto(site.address)
    all_sent(page)
    expect(page.get_by_role("link", name="Go on with your session")).to_be_visible()
    events = site.log()
    gapless(events)
    reasons = [event.reason for event in events if isinstance(event, Interrupted)]
    assert reasons == ["closed", "closed"], f"a page that was left did not say so: {reasons}"
    resumed = [event.step for event in events if isinstance(event, Resumed)]
    interrupted = [event.step for event in events if isinstance(event, Interrupted)]
    assert resumed == interrupted[:1], "it resumed at another step than it was interrupted at"


def test_within_the_hour_it_is_offered_and_after_it_closed_as_interrupted(
    site: Site, launch: Launch, film: Path
) -> None:
    _context, page = new_page(launch(film))
    in_mid_session(site, page)
    quiet_place(page, site)
    earlier(page, 59 * 60)
    page.goto(site.address)
    expect(page.get_by_role("link", name="Go on with your session")).to_be_visible()
    all_sent(page)
    quiet_place(page, site)
    earlier(page, 2 * 60)
    page.goto(site.address)
    expect(page.get_by_role("link", name="Start")).to_be_visible()
    assert page.get_by_role("link", name="Go on with your session").count() == 0, (
        "resuming is offered after more than the hour"
    )
    page.get_by_role("link", name="Start").click()
    answer(page)  # the new session begins
    page.goto(site.address)
    all_sent(page)
    sessions: dict[str, list[Event]] = {}
    for event in site.log():
        sessions.setdefault(event.session, []).append(event)
    for events in sessions.values():
        gapless(events)
    assert len(sessions) == 2, "no new session was begun"
    first, second = sorted(sessions.values(), key=lambda events: events[0].wall)
    assert isinstance(first[-1], Interrupted), f"the late session ends with {first[-1].kind}"
    assert first[-1].reason == "found_open"
    assert not any(isinstance(event, Resumed | Closed) for event in first), "the late session was resumed"
    assert isinstance(second[0], Opened)


HIDE = """(hidden) => {
    const told = { configurable: true, get: () => (hidden ? "hidden" : "visible") };
    Object.defineProperty(document, "visibilityState", told);
    document.dispatchEvent(new Event("visibilitychange"));
}"""


def test_a_hidden_tab_is_logged_at_once_and_asks_before_it_goes_on(
    site: Site, launch: Launch, film: Path
) -> None:
    """A headless browser hides no tab, so the page is told that it is hidden; all else is real."""
    context, page = new_page(launch(film))
    in_mid_session(site, page)
    page.evaluate(HIDE, True)
    other = context.new_page()
    other.goto(site.address)
    all_sent(other)
    last = site.log()[-1]
    assert isinstance(last, Interrupted), f"the last event of a hidden session is {last.kind}"
    assert last.reason == "hidden"
    page.wait_for_timeout(5200)  # who is back sooner finds the session as it was
    page.evaluate(HIDE, False)
    page.get_by_role("button", name="Go on").click()
    expect(page.get_by_role("button", name="Hold still")).to_be_visible()
    page.goto(site.address)
    all_sent(page)
    events = site.log()
    gapless(events)
    away = [event for event in events if event.seq > last.seq and event.at < last.at + 5000]
    assert not [event.kind for event in away if event.kind == "tracked"], (
        "a hidden page went on measuring practice"
    )
    assert isinstance(next(event for event in events if event.seq > last.seq and event not in away), Resumed)


def test_a_camera_taken_away_interrupts_and_can_come_back(site: Site, launch: Launch, film: Path) -> None:
    browser = launch(film)
    context, page = new_page(browser)
    in_mid_session(site, page)
    told = context.new_cdp_session(page).send("Target.getTargetInfo")
    asked = browser.new_browser_cdp_session()
    permission = {
        "permission": {"name": "camera"},
        "origin": site.address,
        "browserContextId": told["targetInfo"]["browserContextId"],
    }
    asked.send("Browser.setPermission", {**permission, "setting": "denied"})
    expect(page.get_by_role("heading", name="The picture is gone")).to_be_visible()
    asked.send("Browser.setPermission", {**permission, "setting": "granted"})
    page.get_by_role("button", name="Try the camera again").click()
    expect(page.get_by_role("button", name="Hold still")).to_be_visible()
    page.goto(site.address)
    all_sent(page)
    events = site.log()
    gapless(events)
    kinds = [event.kind for event in events]
    assert "camera_lost" in kinds, "the loss of the camera is not in the log"
    reasons = [event.reason for event in events if isinstance(event, Interrupted)]
    assert reasons == ["camera_lost", "closed"]
    after = kinds[kinds.index("camera_lost") :]
    assert after.index("resumed") < after.index("camera_started"), (
        "the picture did not come back after resuming"
    )


def test_leaving_in_the_middle_of_a_write_still_says_so(site: Site, launch: Launch, film: Path) -> None:
    _context, page = new_page(launch(film))
    in_mid_session(site, page)
    page.get_by_role("button", name="Hold still").evaluate(
        "(button, address) => { button.click(); location.href = address; }", site.address
    )
    all_sent(page)
    events = site.log()
    gapless(events)
    assert [event.kind for event in events[-2:]] == ["hold_started", "interrupted"]


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Process]:
    with Process(tmp_path) as running:
        yield running


def simulated(plan: SessionPlan, session: str) -> list[str]:
    """A simulated person's log of a plan, as the lines a device would keep."""
    events = simulate(plan, session=session, started=datetime.now().astimezone(), seed=3)
    return [write_event(event) for event in events]


def test_a_server_killed_in_the_middle_of_an_upload_gets_everything_once(
    server: Process, launch: Launch
) -> None:
    site = server.site
    person, plan = given(site)
    _context, page = new_page(launch(None))
    enrol(page, site, person)
    sessions = [new_id() for _ in range(40)]
    lines = {session: written(page, simulated(plan, session)) for session in sessions}
    everything = {(session, seq): line for session in sessions for seq, line in enumerate(lines[session])}
    quiet_place(page, site)
    for session in sessions:
        put_session(page, person, session, lines[session])
    posted: list[Request] = []
    page.on("request", lambda request: posted.append(request) if request.method == "POST" else None)
    for after in (1, 8, 15):
        posted.clear()
        page.goto(site.address)
        until(lambda n=after: page.evaluate("1") and len(posted) >= n, "the upload to be under way")  # type: ignore[misc]
        server.kill()
        waiting, there = opened(site, held(page)), stored(site)
        assert waiting, "the upload was over before the server was killed; this proves nothing"
        assert there or after == 1, "nothing had arrived when the server was killed; this proves nothing"
        assert (waiting | there).items() == everything.items(), (
            "lines are neither on the device nor on the server"
        )
        server.start()
    page.goto(site.address)
    all_sent(page)
    assert stored(site) == everything, "what arrived is not what was kept"
    assert not held(page), "everything is sent and something still lies on the device"


def test_other_bytes_already_on_the_server_are_told_loudly_and_nothing_is_overwritten(
    site: Site, launch: Launch
) -> None:
    person, plan = given(site)
    _context, page = new_page(launch(None))
    enrol(page, site, person)
    session = new_id()
    lines = written(page, simulated(plan, session))
    other = lines[5].replace('"at":', '"at":1', 1)
    assert other != lines[5]
    sent = page.context.request.post(
        f"{site.address}/api/sessions/{session}/events",
        data={"events": [*lines[:5], other]},
        headers={"Origin": site.address},
    )
    assert sent.ok, sent.text()
    before = stored(site)
    quiet_place(page, site)
    put_session(page, person, session, lines)
    page.goto(site.address)
    told = page.get_by_role("alert")
    expect(told).to_contain_text("The clinic has different entries for one session.")
    expect(told).to_contain_text("Your entries stay here, unchanged. Please tell your therapist.")
    expect(page.get_by_text(re.compile(r"\d+ entries wait to be sent"))).to_be_visible()
    assert opened(site, held(page)) == {(session, seq): line for seq, line in enumerate(lines)}, (
        "notes went from the device"
    )
    assert stored(site) == before, "the server's notes were changed by a conflict"


REFUSE = """(() => {
    document.refusing = false;
    const add = IDBObjectStore.prototype.add;
    IDBObjectStore.prototype.add = function (...given) {
        if (document.refusing) throw new DOMException("no room", document.refusing);
        return add.apply(this, given);
    };
})()"""


@pytest.mark.parametrize(
    ("error", "said"),
    [
        ("QuotaExceededError", "This device's storage is full. Free some space, then save again."),
        ("UnknownError", "This browser could not save it. Keep this page open, then save again."),
    ],
)
def test_a_disk_that_refuses_is_told_at_once_and_nothing_is_lost_when_it_takes_again(
    site: Site, launch: Launch, error: str, said: str
) -> None:
    person, _plan = given(site)
    context, page = new_page(launch(None))
    context.add_init_script(REFUSE)
    enrol(page, site, person)
    walker = Walker(page, by_pointer, answers={"pain": "2"})
    walker.start()
    page.evaluate("(name) => { document.refusing = name; }", error)
    answer(page, "3")
    notice = page.locator("[role=status] p", has_text="Not saved yet.")
    expect(notice).to_contain_text(said)
    answer(page)
    page.get_by_role("button", name="Save again").click()
    expect(notice).to_be_visible()  # still refused, still said
    page.evaluate("() => { document.refusing = false; }")
    page.get_by_role("button", name="Save again").click()
    expect(notice).to_be_hidden()
    page.get_by_role("button", name="Stop", exact=True).click()
    page.get_by_role("button", name="End the session").click()
    expect(page.get_by_text("Saved on this device.")).to_be_visible()
    back_home(page)
    events = site.log()
    gapless(events)
    answers = [event.value for event in events if isinstance(event, Answered)]
    assert answers[:2] == [3, 0], (
        f"answers given while the disk refused are missing or out of order: {answers}"
    )
    assert isinstance(events[-1], Closed)


def test_a_summary_that_is_not_on_the_disk_does_not_say_saved(site: Site, launch: Launch) -> None:
    person, _plan = given(site)
    context, page = new_page(launch(None))
    context.add_init_script(REFUSE)
    enrol(page, site, person)
    Walker(page, by_pointer).start()
    page.get_by_role("radio").first.click()
    page.evaluate("() => { document.refusing = 'QuotaExceededError'; }")
    page.get_by_role("button", name="Stop", exact=True).click()
    page.get_by_role("button", name="End the session").click()
    expect(page.get_by_role("heading", name="Session not started")).to_be_visible()
    expect(page.get_by_text("Not saved yet.")).to_be_visible()
    assert page.get_by_text("Saved on this device.").count() == 0, "it says saved and is not"


def test_a_browser_that_keeps_nothing_at_all_is_told_before_a_session_begins(
    site: Site, launch: Launch
) -> None:
    context, page = new_page(launch(None))
    context.add_init_script(
        "IDBFactory.prototype.open = () => { throw new DOMException('not here', 'InvalidStateError'); };"
    )
    page.goto(f"{site.address}/session.html")
    expect(page.get_by_role("heading", name="This browser cannot save your session")).to_be_visible()
    expect(page.get_by_text("A private window may be the cause.")).to_be_visible()
