"""What waits on a device: in its owner's name alone, sealed to the clinic, and checked before it is sent."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, Playwright, expect
from sqlalchemy import select

from material.clinic_site import Launch, Site, enrol, new_page, until
from material.walker import Walker, answer, by_pointer
from mirra.clinic import sealed
from mirra.clinic.tables import EventRow, SessionRow
from mirra.clinic.tokens import new_id
from mirra.practice.events import Answered, Interrupted, Opened
from mirra.practice.log import read_event
from mirra.practice.prescription import Prescription
from tests.browser.device import OPEN, Device, opened, put_session, written
from tests.browser.test_lost import all_sent, given, quiet_place, simulated, stored

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]
WORDS = "A cranberry lamp beside seventeen quiet harbours"


def sessions_of(site: Site, person: str) -> set[str]:
    """The sessions in a person's record."""
    with site.clinic.store.reading() as db:
        return set(db.scalars(select(SessionRow.id).where(SessionRow.person == person)))


def anothers(site: Site) -> str:
    """One more person with today's session in little."""
    person = site.person(affected="right")
    site.short_plan(person, Prescription(person=person, condition="stroke", affected="right", limb="hand"))
    return person


def raw(page: Page, name: str) -> list[dict[str, object]]:
    """What lies in one store of the device, as it is."""
    found = page.evaluate(
        f"async () => {{ {OPEN} const found = await all('{name}'); db.close(); return found; }}"
    )
    return list(found)


def put(page: Page, name: str, values: list[object]) -> None:
    """Write into one store of the device, as any code of its origin could."""
    page.evaluate(f"async (values) => {{ {OPEN} await put('{name}', values); db.close(); }}", values)


def begin(page: Page, pain: int = 3) -> None:
    """Into the session, and one answer."""
    Walker(page, by_pointer).start()
    answer(page, str(pain))


def cut_off(context: BrowserContext) -> None:
    """From now on nothing of this device reaches the clinic's log."""
    context.route("**/api/sessions/**", lambda route: route.abort())


def test_notes_of_one_person_never_land_with_the_next_and_arrive_when_their_owner_returns(
    site: Site, launch: Launch
) -> None:
    (first, _), second = given(site), anothers(site)
    context, page = new_page(launch(None))
    enrol(page, site, first)
    cut_off(context)
    begin(page)
    page.goto(site.address)
    expect(page.get_by_text(re.compile(r"^\d+ entries wait to be sent"))).to_be_visible()
    expect(page.get_by_role("link", name="Go on with your session")).to_be_visible()
    page.goto(f"{site.address}/#/enrol/{site.code(second)}")
    warned = page.get_by_role("status").filter(has_text="on this device to be sent.")
    expect(warned).to_contain_text("Entries of another person stay here.")
    expect(warned).to_contain_text("They are sent when that person connects this device again.")
    page.get_by_role("button", name="Connect this device").click()
    page.get_by_role("heading", name="Hello").wait_for()
    context.unroute("**/api/sessions/**")
    expect(
        page.get_by_text(re.compile(r"^\d+ entries of another person wait on this device"))
    ).to_be_visible()
    assert page.get_by_role("link", name="Go on with your session").count() == 0, (
        "another person's session is offered"
    )
    waiting = opened(
        site, {(str(one["session"]), int(str(one["seq"]))): str(one["line"]) for one in raw(page, "lines")}
    )
    assert {one["person"] for one in raw(page, "lines")} == {first}
    begin(page)
    page.goto(site.address)
    all_sent(page)
    (theirs,) = sessions_of(site, second)
    assert sessions_of(site, first) == set(), "something was sent for somebody who is not signed in"
    assert {place[0] for place in stored(site)} == {theirs}
    enrol(page, site, first)
    all_sent(page)
    # The session that the second person had begun has ended with that, and says so in a note of theirs.
    expect(page.get_by_text("1 entry of another person waits on this device.")).to_be_visible()
    arrived = {place: line for place, line in stored(site).items() if place[0] != theirs}
    assert arrived == waiting, "not all of the first person's notes arrived with them"
    (mine,) = sessions_of(site, first)
    last = [event for event in site.log() if event.session == mine][-1]
    assert isinstance(last, Interrupted), "the session that nobody could go on with was left open"
    assert last.reason == "found_open"


def test_the_next_person_finds_neither_plan_nor_answers_nor_set_up_of_the_one_before(
    site: Site, launch: Launch
) -> None:
    (first, plan), second = given(site), anothers(site)
    context, page = new_page(launch(None))
    enrol(page, site, first)
    cut_off(context)
    begin(page)
    quiet_place(page, site)
    put(page, "settings", [])
    assert plan.id in json.dumps([raw(page, "sessions"), raw(page, "settings")]), (
        "there is nothing to be found"
    )
    enrol(page, site, second)
    expect(page.get_by_role("link", name="Start today's session")).to_be_visible()
    rest = json.dumps([raw(page, "sessions"), raw(page, "settings")])
    assert plan.id not in rest, "the plan of the person before is still here"
    assert first not in rest, "something of the person before is still here"
    page.goto("about:blank")
    quiet_place(page, site)
    page.evaluate(
        f"""async (plan) => {{ {OPEN}
        const change = db.transaction("settings", "readwrite");
        change.objectStore("settings").put(plan, "plan");
        await new Promise((done) => (change.oncomplete = done));
        db.close(); }}""",
        json.loads(plan.model_dump_json()),
    )
    page.goto(f"{site.address}/session.html")
    expect(page.get_by_role("heading", name="No session on this device yet")).to_be_visible()


def test_signing_out_sends_what_it_can_and_keeps_the_rest_for_its_owner(site: Site, launch: Launch) -> None:
    person, _plan = given(site)
    context, page = new_page(launch(None))
    enrol(page, site, person)
    cut_off(context)
    begin(page)
    page.goto(site.address)
    page.get_by_role("button", name="Sign this device out").click()
    page.get_by_role("button", name="Yes, sign out").click()
    expect(page.get_by_role("status")).to_contain_text("wait here to be sent. Nothing is lost.")
    assert page.get_by_role("button", name="Practise with the stored session").count() == 0
    assert raw(page, "sessions") == [], "the answers of who left are still here"
    context.unroute("**/api/sessions/**")
    count = len(raw(page, "lines"))
    enrol(page, site, person)
    all_sent(page)
    assert len(stored(site)) == count


def files_with(folder: Path, words: str) -> list[str]:
    """The files of a browser's profile in which words stand, in either way that a browser writes text."""
    wanted = (words.encode(), words.encode("utf-16-le"))
    found = [
        path
        for path in folder.rglob("*")
        if path.is_file() and any(one in path.read_bytes() for one in wanted)
    ]
    return [path.relative_to(folder).as_posix() for path in found]


def test_the_device_cannot_read_back_what_was_written_on_it(
    playwright: Playwright, site: Site, tmp_path: Path
) -> None:
    person, _plan = given(site)
    with Device(playwright, tmp_path / "profile") as device:
        page = device.start()
        enrol(page, site, person)
        assert device.context is not None
        cut_off(device.context)
        walker = Walker(page, by_pointer, picture="Use a glass mirror")
        walker.start()
        walker.go(until="Nothing to add")
        page.get_by_role("textbox").fill(WORDS)
        page.get_by_role("button", name="Next", exact=True).click()
        walker.go()
        page.get_by_role("link", name="Back to my page").click()
        expect(page.get_by_text(re.compile(r"^\d+ entries wait to be sent"))).to_be_visible()
        lines = raw(page, "lines")
        assert raw(page, "sessions") == [], "a closed session's plan and answers are still here"
        assert all(str(one["line"]).startswith("sealed1.") for one in lines), "a line waits unsealed"
        assert WORDS not in json.dumps([lines, raw(page, "settings")])
        inside = opened(
            site, {(str(one["session"]), int(str(one["seq"]))): str(one["line"]) for one in lines}
        )
        assert any(WORDS in line for line in inside.values()), "the clinic cannot read it either"
        device.close()
        assert files_with(tmp_path / "profile", WORDS) == [], "the words lie readable in the browser's files"
        assert files_with(tmp_path / "profile", person), (
            "what does lie there was not found: this proves nothing"
        )


PLANTED = {
    "a picture in place of a line": lambda line: line | {"line": "/9j/4AAQSkZJRgABAQ" * 100},
    "a picture beside the line": lambda line: line | {"picture": "/9j/4AAQSkZJRg"},
    "an event that is none": lambda line: (
        line | {"line": json.dumps({"kind": "picture", "data": "/9j/4AAQ"})}
    ),
    "words hidden in spaces": lambda line: line | {"line": str(line["line"]).replace(",", ",\t ")},
    "an address for a session": lambda line: line | {"session": "../people?x=/9j/4AAQ"},
    "a place that is no whole number": lambda line: line | {"seq": 3.5},
    "sealed in another size": lambda line: line | {"line": f"sealed1.{'0' * 16}.3.{'A' * 87}.{'A' * 800}"},
    "sealed to another key": lambda line: line | {"line": f"sealed1.{'0' * 16}.3.{'A' * 87}.{'A' * 720}"},
}


@pytest.mark.parametrize("name", PLANTED)
def test_a_line_that_does_not_fit_is_never_posted_stays_and_is_told(
    site: Site, launch: Launch, name: str
) -> None:
    person, plan = given(site)
    _context, page = new_page(launch(None))
    enrol(page, site, person)
    quiet_place(page, site)
    session = new_id()
    lines = written(page, simulated(plan, session))
    planted = PLANTED[name]({"session": session, "seq": 3, "person": person, "line": lines[3]})
    put_session(page, person, session, lines[:3])
    put(page, "lines", [planted])
    site.recorder.asked.clear()
    page.goto(site.address)
    told = (
        "The clinic can no longer read some of your entries."
        if name == "sealed to another key"
        else "Some entries are damaged."
    )
    expect(page.get_by_role("alert")).to_contain_text(told)
    expect(page.get_by_text("1 entry waits to be sent.")).to_be_visible()
    until(lambda: len(stored(site)) == 3, "the lines that fit to arrive")
    assert raw(page, "lines") == [planted]
    asked = [one for one in site.recorder.asked if one.method == "POST" and "/sessions/" in one.path]
    assert [one.path for one in asked] == [f"/api/sessions/{session}/events"]
    bodies = [json.loads(one.body) for one in asked]
    assert [(body["person"], len(body["events"])) for body in bodies] == [(person, 3)]


def test_lines_of_nobody_known_are_shown_and_sent_for_nobody(site: Site, launch: Launch) -> None:
    person, plan = given(site)
    _context, page = new_page(launch(None))
    enrol(page, site, person)
    quiet_place(page, site)
    session = new_id()
    put_session(page, None, session, written(page, simulated(plan, session))[:2])
    page.goto(site.address)
    expect(
        page.get_by_text("2 entries on this device cannot be sent. Nobody knows whose they are.")
    ).to_be_visible()
    all_sent(page)
    assert stored(site) == {}
    assert len(raw(page, "lines")) == 2


FIRST = """async ([plan, sessions, lines]) => {
    await new Promise((done) => { const asked = indexedDB.deleteDatabase("mirra"); asked.onsuccess = done; });
    const db = await new Promise((done) => {
        const asked = indexedDB.open("mirra", 1);
        asked.onupgradeneeded = () => {
            asked.result.createObjectStore("lines", { keyPath: ["session", "seq"] });
            asked.result.createObjectStore("sessions", { keyPath: "id" });
            asked.result.createObjectStore("settings");
        };
        asked.onsuccess = () => done(asked.result);
    });
    const change = db.transaction(["lines", "sessions", "settings"], "readwrite");
    change.objectStore("settings").put(plan, "plan");
    for (const session of sessions) change.objectStore("sessions").put(session);
    for (const line of lines) change.objectStore("lines").put(line);
    await new Promise((done) => (change.oncomplete = done));
    db.close();
}"""


def test_a_store_of_the_first_version_keeps_its_lines_for_their_owners_and_seals_them(
    site: Site, launch: Launch
) -> None:
    person, plan = given(site)
    context, page = new_page(launch(None))
    enrol(page, site, person)
    cut_off(context)
    quiet_place(page, site)
    mine, lost, others = new_id(), new_id(), new_id()
    lines = {session: written(page, simulated(plan, session))[:2] for session in (mine, lost, others)}
    body = json.loads(plan.model_dump_json())
    closed = {"state": "closed", "last": 0, "nextSeq": 2}
    page.evaluate(
        FIRST,
        [
            body,
            [
                {"id": mine, "plan": body} | closed,
                {"id": others, "plan": body | {"person": "e" * 32}} | closed,
            ],
            [
                {"session": s, "seq": n, "line": line}
                for s, some in lines.items()
                for n, line in enumerate(some)
            ],
        ],
    )
    page.goto(site.address)
    expect(page.get_by_text("2 entries wait to be sent.")).to_be_visible()
    expect(page.get_by_text("2 entries of another person wait on this device.")).to_be_visible()
    expect(page.get_by_text("2 entries on this device cannot be sent")).to_be_visible()
    found = raw(page, "lines")
    assert {str(one["session"]): one["person"] for one in found} == {
        mine: person,
        lost: None,
        others: "e" * 32,
    }
    until(
        lambda: all(str(one["line"]).startswith("sealed1.") for one in raw(page, "lines")),
        "them to be sealed",
    )
    assert raw(page, "sessions") == [], "a closed session's plan was kept"
    context.unroute("**/api/sessions/**")
    page.reload()
    all_sent(page)
    assert stored(site) == {(mine, seq): line for seq, line in enumerate(lines[mine])}


def test_lines_sealed_before_the_clinics_key_was_lost_stay_and_that_is_told(
    site: Site, launch: Launch
) -> None:
    person, _plan = given(site)
    context, page = new_page(launch(None))
    enrol(page, site, person)
    cut_off(context)
    begin(page)
    other = sealed.lock(type(site.clinic.store.keys)(b"a restored clinic's new key file"))

    def answer(route: object) -> None:
        """The clinic as it is with a new key file."""
        got = route.fetch()  # type: ignore[attr-defined]
        route.fulfill(response=got, json=got.json() | {"outbox": other.public})  # type: ignore[attr-defined]

    context.route("**/api/me", answer)
    context.unroute("**/api/sessions/**")
    page.goto(site.address)
    expect(page.get_by_role("alert")).to_contain_text("The clinic can no longer read some of your entries.")
    assert raw(page, "lines"), "lines left the device that the clinic cannot read"
    assert stored(site) == {}


PERSIST = "StorageManager.prototype.persist = StorageManager.prototype.persisted = async () => %s;"


@pytest.mark.parametrize("kept", [False, True])
def test_whether_the_browser_promised_to_keep_the_notes_is_asked_and_told(
    site: Site, launch: Launch, kept: bool
) -> None:
    person, _plan = given(site)
    context, page = new_page(launch(None))
    context.add_init_script(PERSIST % str(kept).lower())
    enrol(page, site, person)
    told = page.get_by_text("This browser may delete unsent entries after some days.")
    expect(page.get_by_text("All entries are sent.")).to_be_visible()
    expect(told).to_be_visible() if not kept else expect(told).to_be_hidden()
    if not kept:
        button = page.get_by_role("button", name="Ask the browser to keep them")
        expect(button).to_be_visible()
        page.evaluate("() => { StorageManager.prototype.persist = async () => true; }")
        button.click()
        expect(told).to_be_hidden()
        page.reload()
        expect(told).to_be_visible()
    begin(page)
    page.goto(site.address)
    all_sent(page)
    (lacks,) = [event.lacks for event in site.log() if isinstance(event, Opened)]
    assert ("persistent_storage" in lacks) != kept
    assert "sealing" not in lacks


def test_a_browser_that_cannot_seal_says_so_and_its_lines_wait_as_they_are(
    site: Site, launch: Launch
) -> None:
    person, _plan = given(site)
    context, page = new_page(launch(None))
    context.add_init_script(
        "SubtleCrypto.prototype.deriveBits = async () => { throw new DOMException('no', 'NotSupportedError'); };"
    )
    enrol(page, site, person)
    cut_off(context)
    walker = Walker(page, by_pointer, picture="Use a glass mirror")
    walker.start()
    answer(page)
    assert all(str(one["line"]).startswith("{") for one in raw(page, "lines"))
    context.unroute("**/api/sessions/**")
    page.goto(site.address)
    all_sent(page)
    (lacks,) = [event.lacks for event in site.log() if isinstance(event, Opened)]
    assert "sealing" in lacks


def test_what_the_clinic_keeps_is_what_was_written_before_sealing(site: Site, launch: Launch) -> None:
    person, _plan = given(site)
    _context, page = new_page(launch(None))
    enrol(page, site, person)
    begin(page, 4)
    page.goto(site.address)
    all_sent(page)
    posts = [json.loads(one.body) for one in site.recorder.asked if one.path.endswith("/events")]
    assert all(line.startswith("sealed1.") for post in posts for line in post["events"]), (
        "a line was sent unsealed"
    )
    with site.clinic.store.reading() as db:
        lines = list(db.scalars(select(EventRow.line)))
    assert [event.value for line in lines if isinstance(event := read_event(line), Answered)] == [4]
