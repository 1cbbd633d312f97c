"""Firefox, and WebKitGTK for the engine of Safari: a whole session in each, and no picture leaves it."""

from __future__ import annotations

import json
import os
import re
import shutil
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from material.clinic_site import Site
from mirra.clinic.settings import static_folder
from mirra.practice.events import CameraStarted, Closed, Event, Opened, SoftwareLatency, StepEnded, Tracked
from mirra.practice.plan import SessionPlan
from mirra.practice.prescription import Prescription
from tests.browser import marionette, webdriver
from tests.browser.outside import Outside
from tests.browser.test_privacy import ALONE, ATTACKS, LEAVING, NAMES, NEVER_HEARD, TRY
from tests.browser.webdriver import Driven, DriverError, Found

pytestmark = [pytest.mark.browser, pytest.mark.timeout(150)]
BROWSERS = pytest.mark.parametrize("browser", ["firefox", "webkit"], indirect=True)
WORDLESS = "a connection without a word"
# Without a Navigation API nothing holds a page back from going elsewhere, which then asks for its picture, too;
# and a link that opens a new page has its address connected to before the policy refuses it. See docs/promises.md.
WITHOUT_NAVIGATION = {"navigate", "navigate_link", "refresh", "download", "favicon", WORDLESS}
# What an open page of this browser lets nothing be heard of either, besides what is so in Chromium. Neither has the
# first five; this WebKit has no WebRTC, no prefetch, no Navigation API, no varieties of elements, and opens no window
# that nobody clicked for.
MISSING = {"payment", "identity", "worklet_paint", "fetch_later", "webrtc_old"}
NOR_HERE = {
    "firefox": MISSING,
    "webkit": MISSING
    | {"webrtc", "prefetch", "iframe_custom", "open", "link_blank", WORDLESS}
    | {"navigate_entry", "patched_event", "patched_address"},
}


@pytest.fixture(scope="module")
def browser(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Driven]:
    """The browser of this name with a profile of its own; skipped where it is not installed."""
    made: Driven
    home = tmp_path_factory.mktemp("browser")
    if request.param == "firefox":
        program = marionette.find()
        if program is None:
            pytest.skip("no Firefox here: install one, or name it in MIRRA_FIREFOX")
        made = marionette.Firefox(program, home / "firefox")
    else:
        programs = webdriver.find()
        if programs is None:
            pytest.skip("no WebKitGTK here: on Debian, apt-get install webkit2gtk-driver xvfb")
        made = webdriver.WebKit(programs, home / "webkit")
    yield made
    made.close()


FIND = """(what) => [...document.querySelectorAll("h1, button, a, p")]
    .find((node) => node.innerText.trim().includes(what) && !node.disabled)"""

# What the present screen of a session asks for: what to tap, or nothing yet.
NEXT = """(picture, pain) => {
    const all = (selector) => [...document.querySelectorAll(selector)].filter((node) => !node.disabled);
    const says = (words) => all("main button").find((one) => words.some((word) => one.innerText.includes(word)));
    const seen = (tap) => ({ heading: document.querySelector("h1")?.innerText ?? "", tap: tap ?? null });
    const open = all('[role="radiogroup"]').find((group) => !group.querySelector('[aria-checked="true"]'));
    if (open) {
        const radios = [...open.querySelectorAll('[role="radio"]')];
        const wanted = (open.getAttribute("aria-label") ?? "").toLowerCase().includes("pain") ? pain : "";
        return seen(radios.find((radio) => radio.innerText.trim() === wanted) ?? radios[0]);
    }
    const card = says([picture]) ?? says(["Above the table"]);
    if (card) return seen(card);
    if (!document.querySelector(".practice")) return seen(all("button.main")[0]);
    const waits = document.body.innerText.includes("Go on when you are ready");
    return seen(waits ? all("button").find((one) => one.innerText.trim() === "Next") : null);
}"""


def find(browser: Driven, what: str, seconds: float = 20) -> Found:
    """The element that says this, once it is there."""
    end = time.monotonic() + seconds
    while True:
        try:
            found = browser.run(FIND, what)
        except DriverError:  # the page was just changing
            found = None
        if found and webdriver.ELEMENT in found:
            return dict(found)
        if time.monotonic() > end:
            pytest.fail(f"{what!r} is not on the page: {browser.run('() => document.body.innerText')}")
        time.sleep(0.1)


def enrol(browser: Driven, site: Site, person: str) -> None:
    """Connect this browser as a device of a person, through the page as they would."""
    browser.fresh_tab()
    browser.go(f"{site.address}/#/enrol/{site.code(person)}")
    find(browser, "Your code is filled in")
    browser.tap(browser.run("() => document.querySelector('form button')"))
    find(browser, "Hello")


def walk(browser: Driven, end_at: str = "Back to my page", picture: str = "Above the table") -> list[str]:
    """Through a session until something is on the screen; gives the headings on the way."""
    seen: list[str] = []
    end = time.monotonic() + 100
    while not browser.run(FIND, end_at):
        assert time.monotonic() < end, f"stuck after {seen}: {browser.run('() => document.body.innerText')}"
        now = browser.run(NEXT, picture, "6")
        if now["heading"] and now["heading"] not in seen[-1:]:
            seen.append(now["heading"])
        try:
            if now["tap"]:
                browser.tap(now["tap"])
        except DriverError as error:  # a screen that changed by itself takes its buttons along
            if "stale" not in str(error).lower() and "no such element" not in str(error).lower():
                raise
        time.sleep(0.4)  # a second press that comes sooner is taken for a trembling hand
    return seen


def begin(browser: Driven, site: Site, person: str) -> None:
    """From enrolment into today's session."""
    enrol(browser, site, person)
    browser.tap(find(browser, "Start today's session"))
    find(browser, "Part 1")


def finish(browser: Driven, site: Site) -> list[Event]:
    """Back to the person's page; gives what the server then has."""
    browser.tap(find(browser, "Back to my page"))
    find(browser, "All entries are sent")
    events = site.log()
    assert [event.seq for event in events] == list(range(len(events))), "the log has gaps"
    assert isinstance(events[-1], Closed), "the session was not closed"
    assert events[-1].outcome == "completed"
    return events


def planned(site: Site) -> tuple[str, SessionPlan]:
    """A person and today's session in little."""
    person = site.person(affected="left")
    wanted = Prescription(person=person, condition="stroke", affected="left", limb="hand")
    return person, site.short_plan(person, wanted)


@BROWSERS
def test_a_whole_session_before_the_browsers_own_camera(site: Site, browser: Driven) -> None:
    person, plan = planned(site)
    begin(browser, site, person)
    walk(browser)
    events = finish(browser, site)
    done = [event.step for event in events if isinstance(event, StepEnded) and event.outcome == "done"]
    ended = [(event.step, event.outcome) for event in events if isinstance(event, StepEnded)]
    assert done == [step.id for step in plan.steps], f"not every step of the plan was done: {ended}"
    opened = events[0]
    assert isinstance(opened, Opened)
    assert opened.browser == {"firefox": "firefox", "webkit": "safari"}[browser.name]
    assert "sealing" not in opened.lacks
    posts = [json.loads(one.body) for one in site.recorder.asked if one.path.endswith("/events")]
    unsealed = [line for post in posts for line in post["events"] if not line.startswith("sealed1.")]
    assert not unsealed, f"these were sent unsealed: {unsealed[:3]}"
    started = [event.source for event in events if isinstance(event, CameraStarted)]
    assert set(started) == {"camera"}, f"the camera was not used: {started}"
    delays = [event for event in events if isinstance(event, SoftwareLatency)]
    assert sum(delay.frames for delay in delays) > 60, "hardly a frame was drawn"
    assert any(isinstance(event, Tracked) for event in events), "nothing was measured second by second"


@pytest.fixture
def armed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A client in which one of its own files is hostile: it runs after the session page's first scripts."""
    static = tmp_path / "static"
    shutil.copytree(static_folder(), static, copy_function=os.link)
    (static / "assets" / "hostile.js").write_text(HOSTILE, encoding="utf-8")
    page = (static / "session.html").read_text(encoding="utf-8")
    (static / "session.html").unlink()  # else the linked one would change
    changed = page.replace("</head>", '<script src="/assets/hostile.js"></script></head>')
    assert changed != page, "the hostile script found no place"
    (static / "session.html").write_text(changed, encoding="utf-8")
    monkeypatch.setenv("MIRRA_STATIC", str(static))


@pytest.fixture
def outside() -> Iterator[Outside]:
    with Outside() as ears:
        yield ears


HOSTILE = f"{ATTACKS}\nwindow.tryOut = {TRY};\n"
LOAD = """(text) => {
    const script = document.createElement("script");
    script.textContent = text;
    (document.head ?? document.documentElement).append(script);
}"""


def try_out(browser: Driven, start: str, names: set[str], outside: Outside) -> None:
    """Open the camera in a fresh page at ``start``, take a piece of a frame, and try these ways of sending it."""
    browser.fresh_tab()
    browser.go(start)
    if not start.endswith("/session.html"):
        browser.run(LOAD, HOSTILE)
    assert browser.run("() => typeof window.tryOut") == "function", "the hostile script was not loaded"
    try:
        length = browser.run("(given) => window.tryOut(given)", [sorted(names), outside.address, outside.udp])
    except DriverError:  # a page that has gone away cannot answer
        length = 400 if names <= LEAVING else 0
    assert isinstance(length, int), f"{names}: {length}"
    assert length > 300, f"{names}: the page got no picture, so its silence would show nothing"
    time.sleep(0.4)


def heard_of(browser: Driven, start: str, outside: Outside) -> set[str]:
    """Which of all ways out of a page were heard of at the receiving end; what else was heard is told as it came."""
    for names in (NAMES - ALONE, *({name} for name in sorted(ALONE))):
        try_out(browser, start, names, outside)
    time.sleep(1.2)  # an ear gives up on a silent connection after a second
    told: set[str] = set()
    for said in outside.heard:
        word = re.match(rb"[A-Z]+ /(\w+)", said)
        told.add(word[1].decode() if word else "webrtc" if said.startswith(b"UDP ") else WORDLESS)
    return told


@BROWSERS
def test_nothing_of_the_picture_leaves_the_session_page(
    armed: None, site: Site, browser: Driven, outside: Outside
) -> None:
    heard = heard_of(browser, f"{site.address}/session.html", outside)
    browser.fresh_tab()
    browser.go(f"{site.address}/session.html")
    weaker = set() if browser.run("() => 'navigation' in window") else WITHOUT_NAVIGATION
    assert heard <= weaker, f"the picture got out of the session page: {heard - weaker}"


@BROWSERS
def test_the_same_tries_do_get_out_of_a_page_without_rules(browser: Driven, outside: Outside) -> None:
    """The control: where nothing is shut the tries arrive, so their silence above means something."""
    with Outside() as open_site:
        heard = heard_of(browser, open_site.address, outside)
    silent = (NAMES | {WORDLESS}) - heard - NEVER_HEARD - NOR_HERE[browser.name]
    assert not silent, (
        f"these tries prove nothing, for an open page lets nothing be heard of them either: {silent}"
    )


CAMERAS = (Path(__file__).parent / "cameras.js").read_text(encoding="utf-8")
WAYS = re.findall(r"^  (\w+): \(\) =>", CAMERAS, re.MULTILINE)


def opened(browser: Driven, start: str) -> set[str]:
    """By which ways a page at ``start`` opens a camera."""
    found: set[str] = set()
    browser.fresh_tab()
    for way in WAYS:
        browser.go(start)
        if browser.run(f"async (way) => {{\n{CAMERAS}}}", way) == "opened":
            found.add(way)
    return found


@BROWSERS
def test_the_index_page_cannot_open_the_camera(site: Site, browser: Driven) -> None:
    with Outside() as open_site:
        there = opened(browser, open_site.address)
    assert {"plain", "frame", "text", "shadow", "parsed"} <= there, (
        f"an open page opens it by too few ways: {there}"
    )
    found = opened(browser, site.address)
    assert not found, f"the index page opened the camera: {found}"
