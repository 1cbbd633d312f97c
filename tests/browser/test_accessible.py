"""Every page and screen as axe, a ruler and the Tab key find it: light and dark, phone and desktop."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect

from material.clinic_site import PASSWORD, Launch, Site, enrol, new_page
from material.short_session import shortened
from material.walker import answer
from mirra.clinic.tokens import new_id
from mirra.practice.log import write_event
from mirra.practice.person import Traits
from mirra.practice.plan import SessionPlan
from mirra.practice.prescription import Prescription
from mirra.practice.programme import Today, plan_for
from mirra.practice.simulate import simulate
from mirra.practice.steps.check_in import CheckIn
from mirra.practice.steps.check_out import CheckOut
from mirra.practice.steps.embodiment import Embodiment

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]
ROOT = Path(__file__).resolve().parents[2]
AXE = ROOT / "web" / "node_modules" / "axe-core" / "axe.min.js"
MEASURE = (Path(__file__).parent / "measure.js").read_text(encoding="utf-8")
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
PHONE: ViewportSize = {"width": 360, "height": 740}
DESKTOP: ViewportSize = {"width": 1280, "height": 800}
RUN = """async ([tags, enhanced]) => {
    const rules = enhanced ? { "color-contrast-enhanced": { enabled: true } } : {};
    const asked = { runOnly: { type: "tag", values: tags }, rules, resultTypes: ["violations"], preload: false };
    const { violations } = await axe.run(document, asked);
    const why = (node) => node.failureSummary.split("\\n")[1].trim().slice(0, 160);
    const told = (id, node) => `${id}: ${node.html.slice(0, 90)} (${why(node)})`;
    return violations.flatMap(({ id, nodes }) => nodes.map((node) => told(id, node)));
}"""


# Two frames on, so that what follows the size has followed.
SETTLED = "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"
NO_CAMERA = """() => { navigator.mediaDevices.getUserMedia = () =>
    Promise.reject(new DOMException("none", "NotFoundError")); }"""


@dataclass
class Looker:
    """Looks at one page's screens, one after another; collects what is wrong rather than ending at the first."""

    page: Page
    session: bool = False
    faults: list[str] = field(default_factory=list)
    seen: list[str] = field(default_factory=list)
    stops: dict[tuple[int, ...], list[str]] = field(default_factory=dict)

    def look(self, screen: str) -> None:
        """Everything that is asked of this screen; leaves phone size and light behind."""
        self.seen.append(screen)
        for scheme, size in (("dark", DESKTOP), ("light", PHONE)):
            self.page.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # type: ignore[arg-type]
            self.page.set_viewport_size(size)
            self.page.evaluate(SETTLED)
            where = f"{screen}, {scheme}, {size['width']} px"
            self._note(where, self._axe())
            for question in ("small", "tiny") if self.session else ():
                self._note(where, self._ask(question))
            self._note(where, self._ask("wide"))
            self._stop(screen, size)
        self._note(screen, [f"positive tabindex: {one}" for one in self._ask("ordered")])
        self._tab(screen)

    def glance(self, screen: str) -> None:
        """Axe, sizes and width, at the present size and scheme; touches nothing."""
        self.seen.append(screen)
        self._note(screen, self._axe())
        for question in ("small", "tiny", "wide"):
            self._note(screen, self._ask(question))

    def _note(self, where: str, faults: list[str]) -> None:
        self.faults += [f"{where}: {fault}" for fault in faults]

    def _ask(self, question: str) -> Any:
        return self.page.evaluate(f"() => ({MEASURE}).{question}()")

    def _axe(self) -> list[str]:
        if not self.page.evaluate("() => 'axe' in window"):
            self.page.evaluate(f"() => {{ {AXE.read_text(encoding='utf-8')} }}")
        found: list[str] = self.page.evaluate(RUN, [TAGS, self.session])
        return found

    def _stop(self, screen: str, size: ViewportSize) -> None:
        place = self._ask("stop")
        if place:
            self.stops.setdefault((size["width"], *place), []).append(screen)

    def _tab(self, screen: str) -> None:
        """Tab goes round the page and comes by everything that can be used."""
        count = self._ask("begin")
        for _ in range(count + 3):
            self.page.keyboard.press("Tab")
            self._ask("tick")
        self._note(screen, [f"Tab does not reach {one}" for one in self._ask("unreached")])

    def done(self, least: int) -> None:
        """Fails with all that was found."""
        assert len(set(self.seen)) >= least, f"only these screens were seen: {self.seen}"
        assert not self.faults, f"{len(self.faults)} faults:\n" + "\n".join(dict.fromkeys(self.faults))


BAD = """<!doctype html><html lang="en"><title>bad</title><main><h1>Bad</h1>
    <p style="font-size: 15px">small print</p><p style="color: #767676">grey</p><button tabindex="3">x</button>
    <div style="width: 3000px">wide</div><img src="data:,">
    <button onkeydown="event.preventDefault()" style="min-width: 80px; min-height: 80px">a trap</button>
    <button style="min-width: 80px; min-height: 80px">behind it</button></main>"""


def test_what_is_bad_is_found(phone: Page) -> None:
    """The control: a page with one fault of each kind, so that silence about our own means something."""
    looker = Looker(phone, session=True)
    phone.set_content(BAD)
    looker.look("bad")
    found = "\n".join(looker.faults)
    for sign in (
        "image-alt",
        "color-contrast-enhanced",
        "is 15 px",
        'button "x" is',
        'positive tabindex: button "x"',
        "px wider than the screen",
        'Tab does not reach button "behind it"',
    ):
        assert sign in found, f"a fault was not found: {sign}"


@pytest.fixture
def phone(launch: Launch) -> Page:
    """A page without a service worker, so that the network can be taken from it."""
    if not AXE.is_file():
        pytest.skip("axe-core is not installed: python tools/web.py")
    _context, page = new_page(launch(None))
    return page


def given(site: Site) -> tuple[str, SessionPlan]:
    person = site.person()
    wanted = Prescription(person=person, condition="stroke", affected="left", limb="hand")
    return person, site.short_plan(person, wanted)


def practised(site: Site, page: Page, plan: SessionPlan) -> None:
    """Three simulated sessions of the person of this page's device, as if it had sent them."""
    for number in range(3):
        session, day = new_id(), datetime.now().astimezone() - timedelta(days=3 - number)
        events = simulate(plan, session=session, started=day, seed=number, traits=Traits(unpleasant=1))
        lines = [write_event(event) for event in events]
        sent = page.context.request.post(
            f"{site.address}/api/sessions/{session}/events",
            data={"events": lines},
            headers={"Origin": site.address},
        )
        assert sent.ok, sent.text()


def at(page: Page, site: Site, place: str, heading: str) -> None:
    page.goto("about:blank")
    page.goto(f"{site.address}/#/{place}")
    expect(page.get_by_role("heading", level=1)).to_contain_text(heading)


def test_pages_before_and_after_sign_in_of_a_person(site: Site, phone: Page) -> None:
    page, looker = phone, Looker(phone)
    at(page, site, "", "mirra")
    looker.look("start")
    at(page, site, "enrol", "Connect")
    looker.look("enrol")
    page.get_by_label("Code").fill("AAAA-AAAA")
    page.get_by_role("button", name="Connect this device").click()
    expect(page.get_by_role("alert")).to_be_visible()
    looker.look("enrol, wrong code")
    person, plan = given(site)
    enrol(page, site, person)
    expect(page.get_by_role("link", name="session")).to_be_visible()
    page.get_by_text("Why is it so?").click()
    looker.look("home, nothing yet")
    practised(site, page, plan)
    at(page, site, "", "Hello")
    expect(page.get_by_role("button", name="Show the numbers")).to_be_visible()
    looker.look("home, with sessions")
    page.get_by_role("button", name="Show the numbers").click()
    page.get_by_role("button", name="Sign this device out").click()
    looker.look("home, as table and signing out")
    page.get_by_role("link", name="session").click()
    page.get_by_role("radio").first.click()
    at(page, site, "", "Hello")
    expect(page.get_by_text("is not finished")).to_be_visible()
    looker.look("home, unfinished")
    at(page, site, "nowhere", "Page not found")
    looker.look("not found, person")
    page.context.route("**/api/**", lambda route: route.abort())
    at(page, site, "", "Hello")
    expect(page.get_by_text("cannot be reached now")).to_be_visible()
    looker.look("home, offline")
    looker.done(9)


def signed_in(site: Site, page: Page) -> None:
    page.get_by_label("Login").fill("anna")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("People")


def test_pages_of_a_therapist(site: Site, launch: Launch, phone: Page) -> None:
    looker = Looker(phone)
    page = phone
    site.therapist()
    at(page, site, "sign-in", "Sign in")
    looker.look("sign-in")
    page.get_by_label("Login").fill("anna")
    page.get_by_label("Password", exact=True).fill("not this one")
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("alert")).to_be_visible()
    looker.look("sign-in, wrong password")
    signed_in(site, page)
    expect(page.get_by_text("Nobody is enrolled yet.")).to_be_visible()
    looker.look("caseload, empty")
    person, plan = given(site)
    site.person(condition="crps", affected="right")
    _context, device = new_page(page.context.browser or launch(None))
    enrol(device, site, person)
    practised(site, device, plan)
    device.context.close()
    at(page, site, "people", "People")
    page.get_by_role("link", name="Robin").first.wait_for()
    looker.look("caseload")
    at(page, site, f"people/{person}", "Robin")
    looker.look("person")
    page.get_by_role("button", name="New device code").click()
    page.get_by_text("New code").or_(page.get_by_role("img")).first.wait_for()
    looker.look("code")
    page.locator("table a, td a, li a").first.click()
    page.wait_for_url("**/session/**")
    page.get_by_role("heading", level=2).first.wait_for()
    looker.look("session")
    at(page, site, "new", "New person")
    looker.look("new person")
    at(page, site, "nowhere", "Page not found")
    looker.look("not found, therapist")
    at(page, site, f"people/{new_id()}", "cannot be shown")
    looker.look("no such person")
    page.context.route("**/api/**", lambda route: route.abort())
    at(page, site, "people", "cannot be reached")
    looker.look("away, therapist")
    looker.done(11)


CHANGED: dict[str, dict[str, object]] = {
    "embodiment": {"after_seconds": 0},
    "set_up": {"measure_delay": True},
}


def slow_plan(site: Site) -> tuple[str, SessionPlan]:
    """A session whose timed screens stay long enough to be looked at."""
    person = site.person()
    wanted = Prescription(person=person, condition="stroke", affected="left", limb="hand")
    here = datetime.now().astimezone()
    plan = shortened(
        plan_for(site.clinic.catalogue, wanted, Today(plan_id=new_id(), made_at=here)),
        look=60,
        blocks=2,
        repetitions=40,
    )
    steps = [step.model_copy(update=CHANGED.get(step.kind, {})) for step in plan.steps]
    return person, site.short_plan(person, wanted, steps=tuple(steps))


# What a rise in pain from 0 leads to; resting first leads back to the rest.
OFFERS = (("10", "pain risen far", "Please get help"), ("2", "offered to end", "A moment, please"))


@dataclass
class Tour:
    """Through every screen of a session, by the shortest way."""

    page: Page
    browser: Browser
    site: Site
    plan: SessionPlan
    looker: Looker

    def press(self, name: str) -> None:
        self.page.get_by_role("button", name=name, exact=True).click()

    def answer(self, name: str) -> None:
        answer(self.page, name)

    def heading(self, text: str) -> None:
        expect(self.page.get_by_role("heading", level=1)).to_have_text(text, timeout=15_000)

    def look(self, screen: str, heading: str | None = None) -> None:
        if heading:
            self.heading(heading)
        self.looker.look(screen)

    def camera(self, setting: str) -> None:
        """Lend the camera, or take it away."""
        told = self.page.context.new_cdp_session(self.page).send("Target.getTargetInfo")
        self.browser.new_browser_cdp_session().send(
            "Browser.setPermission",
            {
                "permission": {"name": "camera"},
                "setting": setting,
                "origin": self.site.address,
                "browserContextId": told["targetInfo"]["browserContextId"],
            },
        )

    def check_in(self) -> None:
        step = next(step for step in self.plan.steps if isinstance(step, CheckIn))
        for question in step.questions:
            self.look(f"check-in, {question.id}", question.text)
            self.answer(str(question.low))

    def set_up(self) -> None:
        self.look("set-up, where", "Where is the camera?")
        self.press("Back")
        self.heading(next(step for step in self.plan.steps if isinstance(step, CheckIn)).questions[-1].text)
        self.look("check-in, corrected")
        self.press("Next")
        self.heading("Where is the camera?")
        self.page.get_by_role("button", name="Use a glass mirror").click()
        self.look("set-up, glass", "Your glass mirror")
        self.press("Back")
        self.page.evaluate(NO_CAMERA)
        self.page.locator("button.card").nth(1).click()
        self.look("no camera", "No picture yet")
        self.page.evaluate("() => { delete navigator.mediaDevices.getUserMedia; }")
        self.press("Try again")
        self.look("set-up, view", "Your picture")
        self.press("No")
        self.look("barred", "Please do not start now")
        self.press("Change my answer")
        self.press("Yes")
        self.look("delay", "Is the picture fast enough?")
        self.press("Measure the whole delay")
        self.look("delay, warning", "The screen will flash slowly")
        self.press("Skip this")
        self.press("Go on")

    def watch(self) -> None:
        self.page.get_by_role("button", name="Hold still").wait_for()
        self.look("look")
        self.press("Hold still")
        self.look("held", "Hold still")
        self.press("Go on")
        self.press("Stop")
        self.look("stopped", "The session is stopped")
        self.press("Go on")
        self.page.reload()
        self.look("interrupted", "Welcome back")
        self.press("Go on")
        self.page.get_by_role("button", name="Hold still").wait_for()
        self.camera("denied")
        self.look("camera lost", "The picture is gone")
        self.camera("granted")
        self.press("Try the camera again")
        self.page.get_by_role("button", name="Hold still").wait_for()
        self.press("Next")

    def block(self) -> None:
        self.page.get_by_role("button", name="Start now").wait_for()
        for _ in range(3):
            self.press("More time")
        if "exercise, before" not in self.looker.seen:
            self.look("exercise, before")
        self.press("Start now")
        self.page.get_by_role("button", name="Sound:").wait_for()
        if "exercise, paced" not in self.looker.seen:
            self.look("exercise, paced")
        self.press("Next")

    def rest(self) -> None:
        self.page.get_by_role("radio").first.wait_for()
        self.look("rest")
        for pain, screen, heading in OFFERS:
            self.page.get_by_role("radio", name=pain, exact=True).click()
            self.press("Go on")
            self.look(screen, heading)
            if screen == "pain risen far":
                self.press("Rest now")
        self.press("Go on")

    def felt(self) -> None:
        step = next(step for step in self.plan.steps if isinstance(step, Embodiment))
        for number, item in enumerate(step.items):
            self.heading(item.text)
            if number == 0:
                self.look("embodiment")
            if number + 1 < len(step.items):
                self.answer(str(step.low).replace("-", "−"))
            else:  # no Back leads here from what follows, so this one waits
                self.page.wait_for_timeout(350)
                self.page.get_by_role("radio").first.click()
                self.press("Next")

    def check_out(self) -> None:
        step = next(step for step in self.plan.steps if isinstance(step, CheckOut))
        for question in step.questions:
            self.look(f"check-out, {question.id}", question.text)
            self.answer(str(question.low))
        self.look("check-out, adverse", step.adverse_title)
        self.press(step.adverse[0].text)
        self.press("That is all")
        self.look("check-out, severity", "How strong was it?")
        self.answer(step.severities[-1].text)
        self.look("check-out, emergency", "Please get help")
        self.press("Rest now")
        self.look("check-out, resting", "Rest as long as you need.")
        self.press("Go on")
        self.look("check-out, note", step.note_title)
        self.page.get_by_role("button", name="Nothing to add").click()
        self.page.get_by_text("Saved on this device.").wait_for()
        self.look("summary")


def test_every_screen_of_a_session(site: Site, launch: Launch, film: Path) -> None:
    if not AXE.is_file():
        pytest.skip("axe-core is not installed: python tools/web.py")
    browser = launch(film)
    _context, page = new_page(browser)
    page.goto(f"{site.address}/session.html")
    looker = Looker(page, session=True)
    expect(page.get_by_role("heading", name="No session on this device yet")).to_be_visible()
    looker.look("no session yet")
    person, plan = slow_plan(site)
    enrol(page, site, person)
    page.get_by_role("link", name="session").click()
    tour = Tour(page, browser, site, plan, looker)
    parts = {
        "check_in": tour.check_in,
        "set_up": tour.set_up,
        "look": tour.watch,
        "embodiment": tour.felt,
        "block": tour.block,
        "rest": tour.rest,
        "check_out": tour.check_out,
    }
    for step in plan.steps:
        if step.kind != "summary":
            parts[step.kind]()
    widths = [place[0] for place in looker.stops]
    assert sorted(widths) == [PHONE["width"], DESKTOP["width"]], f"Stop moved: {looker.stops}"
    without = {"no session yet", "stopped", "interrupted", "camera lost", "summary"}
    for place, screens in looker.stops.items():
        lacking = set(looker.seen) - set(screens) - without
        assert not lacking, f"no Stop at {place[0]} px on: {lacking}"
    looker.done(30)


REFUSE = (
    "() => { IDBObjectStore.prototype.add = () => { throw new DOMException('no', 'QuotaExceededError'); }; }"
)


def test_screens_of_trouble(site: Site, phone: Page) -> None:
    page, looker = phone, Looker(phone, session=True)
    person, _plan = given(site)
    enrol(page, site, person)
    page.get_by_role("link", name="session").click()
    other = page.context.new_page()
    second = Looker(other, session=True)
    other.goto(f"{site.address}/session.html")
    expect(other.get_by_role("heading", name="Open in another tab")).to_be_visible()
    second.look("already open")
    other.close()
    page.evaluate(REFUSE)
    answer(page)
    expect(page.get_by_text("Not saved yet.")).to_be_visible()
    looker.look("not saved")
    heading, notice = page.locator("h1").bounding_box(), page.locator(".unsaved").bounding_box()
    assert heading is not None
    assert notice is not None
    covered = notice["y"] + notice["height"] > heading["y"]
    assert not covered, f"the notice covers the question: {notice} over {heading}"
    looker.faults += second.faults
    looker.done(1)
