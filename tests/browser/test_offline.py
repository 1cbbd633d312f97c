"""With the server gone: an enrolled device opens its page, plays a session to its end, and sends it when it can."""

from __future__ import annotations

import hashlib
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, Playwright, TimeoutError, expect

from material.clinic_site import Launch, Site, enrol, new_page, until
from material.walker import Walker, by_pointer, words_of
from mirra.clinic.settings import static_folder
from mirra.practice.events import Closed
from mirra.practice.log import write_event
from mirra.practice.prescription import Prescription
from tests.browser.device import Device, held
from tests.browser.process import Process

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]
READY = "You can practise on this device without internet."
KEPT = """async () => {
    const found = {};
    for (const name of await caches.keys()) {
        const keys = await (await caches.open(name)).keys();
        found[name] = keys.map((request) => request.url.slice(location.origin.length));
    }
    return found;
}"""


def given(site: Site) -> str:
    """A person with today's session in little."""
    person = site.person()
    site.short_plan(person, Prescription(person=person, condition="stroke", affected="left", limb="hand"))
    return person


def made_ready(page: Page, site: Site) -> None:
    """Connect the device, and wait until it says that it needs no network any more."""
    enrol(page, site, given(site))
    expect(page.get_by_text(READY)).to_be_visible(timeout=30_000)


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Process]:
    with Process(tmp_path) as running:
        yield running


def test_a_session_from_start_to_end_with_the_server_gone(
    playwright: Playwright, server: Process, film: Path, tmp_path: Path
) -> None:
    site = server.site
    with Device(playwright, tmp_path / "profile", film, offline=True) as device:
        page = device.start()
        made_ready(page, site)
        device.close()
        server.stop()
        page = device.start()  # a fresh browser, and nobody answers
        page.goto(site.address)
        expect(page.get_by_text("The clinic cannot be reached now.")).to_be_visible()
        expect(page.get_by_text("You can still practise.")).to_be_visible()
        Walker(page, by_pointer).start()
        walker = Walker(page, by_pointer)
        walker.go()
        assert walker.practised >= 2, f"the session was not practised through: {walker.seen}"
        page.get_by_role("link", name="Back to my page").click()
        expect(page.get_by_text(re.compile(r"\d+ entries wait to be sent"))).to_be_visible()
        expect(page.get_by_text("They are sent when the clinic can be reached again.")).to_be_visible()
        waiting = held(page)
        assert waiting == device.kept, "what waits is not what was kept"
        assert not site.log(), "something arrived at a server that was gone"
        server.start()
        page.get_by_role("button", name="Try again").click()
        expect(page.get_by_text("All entries are sent")).to_be_visible(timeout=20_000)
    events = site.log()
    assert [event.seq for event in events] == list(range(len(waiting))), "not all that waited arrived"
    assert [write_event(event) for event in events], "nothing arrived"
    kinds = {event.kind for event in events}
    assert {"opened", "camera_started", "software_latency", "tracked", "exercise_ended", "closed"} <= kinds
    closed = events[-1]
    assert isinstance(closed, Closed)
    assert closed.outcome == "completed"


def test_page_and_session_keep_their_language_with_the_server_gone(
    playwright: Playwright, server: Process, tmp_path: Path
) -> None:
    site, said = server.site, words_of("de")
    person = site.person()
    site.short_plan(person, Prescription(person, "stroke", "left", "hand", language="de"))
    with Device(playwright, tmp_path / "profile", None, offline=True) as device:
        page = device.start()
        page.goto(f"{site.address}/#/enrol/{site.code(person)}")
        page.get_by_role("button", name="Connect this device").click()
        expect(page.get_by_text(said["device"]["offline"])).to_be_visible(timeout=30_000)
        device.close()
        server.stop()
        page = device.start()
        page.goto(site.address)
        expect(page.get_by_text(said["home"]["away"])).to_be_visible()
        page.get_by_role("link", name=said["home"]["start"]).click()
        page.wait_for_url("**/session.html")
        expect(page.get_by_role("heading", level=1)).to_have_text("Wie stark sind Ihre Schmerzen jetzt?")
        expect(page.get_by_role("button", name=said["session"]["stop"], exact=True)).to_be_visible()
        assert page.evaluate("document.documentElement.lang") == "de"


def test_the_device_holds_every_built_file_and_no_answer_of_the_api(site: Site, launch: Launch) -> None:
    _context, page = new_page(launch(None), offline=True)
    made_ready(page, site)
    built = {
        path.relative_to(static_folder()).as_posix() for path in static_folder().rglob("*") if path.is_file()
    }
    wanted = {f"/{name}" for name in built - {"sw.js", "built.txt", "index.html"}} | {"/"}
    caches = page.evaluate(KEPT)
    assert len(caches) == 1, f"more than one version is kept: {list(caches)}"
    (kept,) = caches.values()
    assert set(kept) == wanted, f"the cache and the built files differ in {set(kept) ^ wanted}"
    page.reload()
    expect(page.get_by_text(READY)).to_be_visible()
    assert page.evaluate("() => fetch('/api/me').then((answer) => answer.status)") == 200
    after = [path for paths in page.evaluate(KEPT).values() for path in paths]
    assert set(after) == wanted, f"these were put away besides: {set(after) - wanted}"


# Whether the page itself came through the service worker: the only sign of it that the session page is left.
BY_WORKER = "() => performance.getEntriesByType('navigation')[0].workerStart > 0"
# The session page has no fetch: this one is from before its scripts ran, so that the service worker alone is asked.
KEEP_FETCH = "() => Object.defineProperty(window, 'keptFetch', { value: fetch.bind(window) })"
ASK = """(asked) => keptFetch(asked.to, asked.how ?? {}).then(
    (answer) => answer.status + " " + answer.headers.get("content-type"), (error) => error.name)"""


def test_the_session_page_gets_listed_files_and_can_say_nothing_by_asking(site: Site, launch: Launch) -> None:
    _context, page = new_page(launch(None), offline=True)
    made_ready(page, site)
    page.add_init_script(f"({KEEP_FETCH})()")
    page.goto(f"{site.address}/session.html")
    assert page.evaluate(BY_WORKER), "the page did not come from the service worker"
    site.recorder.asked.clear()
    assert page.evaluate(ASK, {"to": "/assets/icon.svg"}) == "200 image/svg+xml"
    # What was written into the address is not passed on: the listed file is answered, from the device.
    assert page.evaluate(ASK, {"to": "/assets/icon.svg?picture=1"}) in ("TypeError", "200 image/svg+xml")
    for to, how in (
        ("/assets/icon.svg", {"method": "POST", "body": "picture"}),
        ("/assets/a-picture-in-a-name", {}),
        ("/assets/../api/me", {}),
        ("/api/me", {}),
        ("/api/enrol", {"method": "POST", "body": "{}"}),
    ):
        assert page.evaluate(ASK, {"to": to, "how": how}) == "TypeError", f"{to} was not refused"
    told = [(asked.method, asked.path, asked.query) for asked in site.recorder.asked]
    assert not told, f"the session page reached the server: {told}"


def newer(static: Path) -> None:
    """What an update of the server does: another service worker, and a file of the same name with other bytes."""
    worker = static / "sw.js"
    text = worker.read_text(encoding="utf-8")
    icon = static / "assets" / "icon.svg"
    before = hashlib.sha256(icon.read_bytes()).hexdigest()
    icon.write_text(icon.read_text(encoding="utf-8") + "<!-- newer -->", encoding="utf-8")
    changed = re.sub(r"mirra-[0-9a-f]{16}", "mirra-fedcba9876543210", text)
    assert changed != text, "the service worker has no version to change"
    assert before in changed, "the service worker does not know the icon's hash"
    worker.write_text(
        changed.replace(before, hashlib.sha256(icon.read_bytes()).hexdigest()), encoding="utf-8"
    )


def is_new(page: Page) -> bool:
    """Whether the page is given the newer version's files."""
    return "newer" in str(
        page.evaluate("() => keptFetch('/assets/icon.svg').then((answer) => answer.text())")
    )


def waits(context: BrowserContext, address: str) -> Page:
    """A second tab on the person's page, in which the browser finds the newer version and puts it in waiting."""
    page = context.new_page()
    page.goto(address)
    asked = "() => navigator.serviceWorker.getRegistration().then((one) => one.waiting !== null)"
    until(lambda: page.evaluate(asked), "the newer version to be found and put in waiting")
    return page


def test_a_new_version_waits_until_the_running_session_is_over(launch: Launch, tmp_path: Path) -> None:
    static = tmp_path / "static"
    shutil.copytree(static_folder(), static)
    with Process(tmp_path, static) as server:
        site = server.site
        context, page = new_page(launch(None), offline=True)
        context.add_init_script(f"({KEEP_FETCH})()")
        made_ready(page, site)
        Walker(page, by_pointer).start()
        page.get_by_role("radio").first.click()
        newer(static)
        second = waits(context, site.address)
        second.reload()  # the person's page tells a waiting version to take over: not while a session runs
        second.get_by_text(READY).wait_for()
        second.wait_for_timeout(500)
        assert not is_new(page), "the files were swapped under a running session"
        assert not is_new(second)
        assert len(second.evaluate(KEPT)) == 2, "the running session's files were tidied away"
        page.goto("about:blank")
        second.close()

        def taken_over() -> bool:
            """Loaded once more: the service worker may for a moment still see the page that was left."""
            try:
                page.goto(site.address, timeout=8000)
                page.get_by_text(READY).wait_for(timeout=8000)
                return is_new(page)
            except TimeoutError:  # a driven page may hang while a worker takes it over; it is loaded again
                return False

        until(taken_over, "the new version to take over once no session runs", seconds=60)
        page.reload()
        until(lambda: len(page.evaluate(KEPT)) == 1, "the old version to be tidied away")
        expect(page.get_by_role("link", name="Go on with your session")).to_be_visible()
