"""A therapist with 120 people: found by name, sorted and turned page by page, by pointer and by keyboard alone."""

from __future__ import annotations

from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

import mirra
from material.clinic_site import Launch, Site, new_page
from mirra.clinic import people, places, summaries
from mirra.clinic.shapes.people import NewPerson
from mirra.clinic.tables import Plan, SessionRow, Summary
from mirra.practice.raised import Raised
from tests.browser.test_accessible import AXE, PHONE, Looker, at, signed_in
from tests.clinic.test_results import EMPTY
from tests.clinic.world import raised_by

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]


def crowd(site: Site, count: int) -> list[str]:
    """People in the care of one therapist; the last has an adverse event, and Zoë is called by her accent."""
    therapist, now, made = site.therapist(), site.clinic.now(), []
    with site.clinic.store.writing() as db:
        for number in range(count):
            name = "Zoë Łuk" if number == 60 else f"Person {number:03}"
            new = NewPerson(name=name, condition="stroke", affected="left", limb="hand")
            person = people.add(db, site.clinic.catalogue, therapist, new, now)
            kept = db.get_one(Summary, person.id)
            kept.sessions, kept.last_session = 3, now - timedelta(hours=number + 1)
            made.append(person.id)
        alarm = Raised(kind="severe_event", events=("dizziness",))
        if count > 1:
            raised_by(db, made[-1], alarm, at=now, result=EMPTY.model_dump_json())
        places.keep(db, made, now)
    return made


@pytest.fixture
def therapist(site: Site, launch: Launch) -> Page:
    """The page of a therapist who is about to sign in, on a phone."""
    if not AXE.is_file():
        pytest.skip("axe-core is not installed: python tools/web.py")
    site.therapist()
    _context, page = new_page(launch(None))
    page.set_viewport_size(PHONE)
    return page


def names(page: Page) -> list[str]:
    return page.locator(".listing tbody a, .cards a").all_inner_texts()


def test_a_long_list_can_be_used_by_all(site: Site, therapist: Page) -> None:
    crowd(site, 120)
    page, looker = therapist, Looker(therapist)
    at(page, site, "sign-in", "Sign in")
    signed_in(site, page)
    page.get_by_text("Page 1 of 3").wait_for()
    assert names(page)[0] == "Person 119", "the one with an adverse event does not come first"
    assert len(names(page)) == 50
    looker.look("people, first page")
    page.get_by_role("button", name="Next").click()
    page.get_by_text("Page 2 of 3").wait_for()
    expect(page.get_by_role("heading", level=1)).to_be_focused()
    page.get_by_label("Sort by").select_option("Name")
    page.get_by_text("Page 1 of 3").wait_for()
    expect(page.locator(".cards a").first).to_have_text("Person 000")
    page.get_by_label("Find").fill("zoe luk")
    expect(page.locator(".cards a")).to_have_text(["Zoë Łuk"])
    expect(page.get_by_role("navigation", name="Pages")).to_have_count(0)
    looker.look("people, found by name")
    page.get_by_label("Find").fill("nobody of this name")
    expect(page.get_by_text("Nobody fits this search.")).to_be_visible()
    looker.look("people, none found")
    looker.done(3)


def test_pages_are_turned_by_keyboard_alone_and_the_last_goes_no_further(site: Site, therapist: Page) -> None:
    crowd(site, 120)
    page = therapist
    at(page, site, "sign-in", "Sign in")
    signed_in(site, page)
    seen: list[str] = []
    for number in (1, 2, 3):
        page.get_by_text(f"Page {number} of 3").wait_for()
        seen += names(page)
        page.get_by_role("button", name="Next").focus()
        page.keyboard.press("Enter")
    expect(page.get_by_text("Page 3 of 3")).to_be_visible()
    assert sorted(seen) == sorted({*(f"Person {n:03}" for n in range(120)), "Zoë Łuk"} - {"Person 060"})


def test_coming_back_from_a_person_shows_the_same_page(site: Site, therapist: Page) -> None:
    crowd(site, 120)
    page = therapist
    at(page, site, "sign-in", "Sign in")
    signed_in(site, page)
    page.get_by_role("button", name="Next").click()
    page.get_by_text("Page 2 of 3").wait_for()
    page.locator(".cards a").first.click()
    page.get_by_role("link", name="All people").click()
    expect(page.get_by_text("Page 2 of 3")).to_be_visible()


def test_eight_people_have_no_search_and_no_pages(site: Site, therapist: Page) -> None:
    crowd(site, 8)
    page = therapist
    at(page, site, "sign-in", "Sign in")
    signed_in(site, page)
    expect(page.locator(".cards a")).to_have_count(8)
    expect(page.get_by_label("Find")).to_have_count(0)
    expect(page.get_by_role("navigation", name="Pages")).to_have_count(0)


def test_older_sessions_come_when_asked_for(site: Site, therapist: Page) -> None:
    [person] = crowd(site, 1)
    now = site.clinic.now()
    with site.clinic.store.writing() as db:
        db.add(Plan(id="b" * 32, person=person, day="2026-03-02", made=now, body="{}"))
        db.flush()
        for number in range(70):
            began = now - timedelta(days=number + 1)
            session = SessionRow(id=f"{number:032x}", person=person, lines=1, heard=began, plan="b" * 32)
            session.began, session.state, session.result = began, "completed", EMPTY.model_dump_json()
            session.pain_before, session.folded = 4, mirra.__version__
            db.add(session)
        db.flush()
        summaries.recount(db, site.clinic.catalogue, [person], now)
    page, looker = therapist, Looker(therapist)
    at(page, site, "sign-in", "Sign in")
    signed_in(site, page)
    page.get_by_role("link", name="Person 000").click()
    expect(page.locator(".cards a")).to_have_count(30)
    looker.look("person with a long past")
    for shown in (60, 70):
        page.get_by_role("button", name="Show older sessions").click()
        expect(page.locator(".cards a")).to_have_count(shown)
    expect(page.get_by_role("button", name="Show older sessions")).to_have_count(0)
    looker.done(1)


def test_an_alarm_comes_first_and_is_ticked_off_with_a_note(site: Site, therapist: Page) -> None:
    made = crowd(site, 12)
    page, looker = therapist, Looker(therapist)
    at(page, site, "sign-in", "Sign in")
    signed_in(site, page)
    expect(page.locator(".cards a").first).to_have_text("Person 011")
    expect(page.locator(".cards .loud")).to_contain_text("Severe adverse event: dizziness")
    page.get_by_label("Show").select_option("New since you last looked")
    expect(page.locator(".cards a")).to_have_text(["Person 011"])
    expect(page.locator(".cards .mark")).to_have_text("new")
    expect(page.locator(".cards .loud")).to_contain_text("1 new since you last looked")
    page.locator(".cards a").click()
    expect(page.locator(".things .mark")).to_have_text("new")
    looker.look("person with an alarm")
    page.get_by_role("link", name="All people").click()
    expect(page.get_by_text("Nothing is new since you last looked.")).to_be_visible()
    page.get_by_label("Show").select_option("With something to tick off")
    expect(page.locator(".cards a")).to_have_text(["Person 011"])
    expect(page.locator(".cards .mark")).to_have_count(0)
    page.locator(".cards a").click()
    expect(page.get_by_label("Severe adverse event: dizziness")).to_be_checked()
    expect(page.locator(".things .mark")).to_have_count(0)
    page.get_by_label("What was done about it").fill("Called, better since.")
    page.get_by_role("button", name="Tick off this one").click()
    expect(page.get_by_text("Nothing to tick off.")).to_be_visible()
    page.get_by_text("Ticked off (1)").click()
    expect(page.get_by_text("by Anna: Called, better since.")).to_be_visible()
    page.get_by_role("link", name="All people").click()
    expect(page.get_by_label("Show")).to_have_value("open")
    expect(page.get_by_text("There is nothing to tick off.")).to_be_visible()
    page.get_by_role("button", name="Show everybody").click()
    expect(page.locator(".cards a")).to_have_count(len(made))
    looker.done(1)


def test_a_long_name_never_widens_the_list_and_headings_are_printed(site: Site, therapist: Page) -> None:
    crowd(site, 3)
    with site.clinic.store.writing() as db:
        new = NewPerson(name="W" * 80, condition="stroke", affected="left", limb="hand")
        people.add(db, site.clinic.catalogue, site.therapist(), new, site.clinic.now())
    page = therapist
    at(page, site, "sign-in", "Sign in")
    signed_in(site, page)
    for width in (360, 820, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        expect(page.get_by_role("link", name="W" * 80)).to_be_visible()
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), f"too wide at {width} px"
    page.emulate_media(media="print")
    expect(page.locator("thead").get_by_text("Viewing time / planned")).to_be_visible()
    expect(page.locator("thead").get_by_text("Name")).to_be_visible()
