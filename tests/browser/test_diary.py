"""The diary in a real browser: written by pointer and by keys alone, without internet, and sent exactly once."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select

from material.clinic_site import Launch, Site, enrol, new_page, until
from material.walker import Use, by_keyboard, by_pointer, by_switch
from mirra.clinic.tables import KeptEntry, KeptPrescription
from mirra.practice.diary import DiaryLine
from mirra.practice.entries import read_entry
from mirra.practice.prescription import Prescription
from tests.browser.test_accessible import Looker, signed_in
from tests.browser.test_accounts import at

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]
KEYS = pytest.mark.parametrize("use", [by_pointer, by_keyboard], ids=["pointer", "one-hand-keyboard"])
HELD = """() => new Promise((done) => {
    const asked = indexedDB.open("mirra");
    asked.onsuccess = () => {
        const all = asked.result.transaction("entries").objectStore("entries").getAll();
        all.onsuccess = () => { asked.result.close(); done(all.result); };
    };
})"""


def lines(site: Site) -> list[DiaryLine]:
    """What the server has, in the order in which it was written."""
    with site.clinic.store.reading() as db:
        found = [read_entry(row.line) for row in db.scalars(select(KeptEntry))]
    return sorted((one for one in found if isinstance(one, DiaryLine)), key=lambda one: one.wall)


def held(page: Page) -> list[dict[str, Any]]:
    """What waits on the device."""
    found: list[dict[str, Any]] = page.evaluate(HELD)
    return found


def opened(site: Site, page: Page, use: Use, condition: str = "stroke") -> str:
    """Connect this browser to a new person, and open the diary from their page."""
    person = site.person(condition=condition)
    enrol(page, site, person)
    use(page, page.get_by_role("link", name="Write in your diary"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Diary")
    expect(page.get_by_role("radiogroup", name="How did you sleep the night before?")).to_be_visible()
    return person


def choose(page: Page, use: Use, question: str, answer: str) -> None:
    group = page.get_by_role("radiogroup", name=question)
    radio = group.get_by_role("radio", name=answer, exact=True)
    use(page, radio)
    expect(radio).to_be_checked()


def save(page: Page, use: Use) -> None:
    use(page, page.get_by_role("button", name="Save", exact=True))
    expect(page.get_by_text("Saved for")).to_be_visible()


@KEYS
def test_a_line_is_written_for_today_and_seen_in_the_table(site: Site, launch: Launch, use: Use) -> None:
    _context, page = new_page(launch(None))
    opened(site, page, use, "phantom_limb_pain")
    looker = Looker(page)
    looker.look("diary, empty")
    choose(page, use, "How strong was your pain, on average?", "4")
    choose(page, use, "How strong was your residual limb pain?", "0")
    choose(page, use, "How long did your phantom limb feel?", "Half as long")
    choose(page, use, "Did you take your medication as usual?", "Something changed")
    page.get_by_label("What changed, if you like").fill("half the dose")
    save(page, use)
    until(lambda: len(lines(site)) == 1, "the line to arrive")
    (line,) = lines(site)
    assert line.day == datetime.now().astimezone().date().isoformat()
    assert [(one.question, one.value, one.choice, one.text) for one in line.answers] == [
        ("pain", 4, None, ""),
        ("residual_limb_pain", 0, None, ""),
        ("telescoping", 50, "half", ""),
        ("medication", None, "changed", "half the dose"),
    ]
    expect(page.get_by_role("img", name="Pain: 1 day")).to_be_visible()
    use(page, page.get_by_role("button", name="Show the numbers"))
    expect(page.get_by_role("cell", name="Half as long (50\u00a0%)")).to_be_visible()
    expect(page.get_by_role("cell", name="Something changed: half the dose")).to_be_visible()
    assert held(page) == [], "what the server has still lies here"
    looker.look("diary, written")
    looker.done(least=2)


def test_by_one_switch_there_is_one_question_at_a_time(site: Site, launch: Launch) -> None:
    _context, page = new_page(launch(None))
    person = site.person(condition="phantom_limb_pain")
    wanted = Prescription(person, "phantom_limb_pain", "left", "hand", profiles=("switch",))
    plan = site.short_plan(person, wanted)
    site.short_plan(person, wanted, support=plan.support.model_copy(update={"scan_seconds": 0.5}))
    enrol(page, site, person)
    page.get_by_role("link", name="Write in your diary").click()
    questions = (
        "Which day?",
        "How strong was your pain, on average?",
        "How strong was your residual limb pain?",
        "Did you feel your phantom limb?",
        "How long did your phantom limb feel?",
    )
    answers = {questions[0]: "Yesterday", questions[1]: "3", questions[4]: "Half as long"}
    looker = Looker(page)
    for question in questions:
        group = page.get_by_role("radiogroup")
        expect(group).to_have_count(1)
        expect(group).to_have_accessible_name(question)
        looker.glance(question)
        if question in answers:
            by_switch(page, group.get_by_role("radio", name=answers[question]).first)
        if question != questions[-1]:
            by_switch(page, page.get_by_role("button", name="Next"))
    save(page, by_switch)
    until(lambda: len(lines(site)) == 1, "the line to arrive")
    (line,) = lines(site)
    assert line.day == (datetime.now().astimezone() - timedelta(days=1)).date().isoformat()
    assert [(one.question, one.value) for one in line.answers] == [("pain", 3), ("telescoping", 50)]
    looker.done(least=5)


def test_in_few_words_a_question_stands_alone_and_is_short(site: Site, launch: Launch) -> None:
    _context, page = new_page(launch(None))
    person = site.person(condition="phantom_limb_pain")
    with site.clinic.store.writing() as db:
        kept = db.scalars(select(KeptPrescription).where(KeptPrescription.person == person)).one()
        kept.body = json.dumps(json.loads(kept.body) | {"profiles": ["aphasia"]})
    enrol(page, site, person)
    page.get_by_role("link", name="Write in your diary").click()
    expect(page.get_by_text("Write here whenever you like.")).to_be_visible()
    page.get_by_role("button", name="Next").click()
    expect(page.get_by_role("radiogroup")).to_have_accessible_name("How strong was your pain?")
    page.get_by_role("radio", name="2", exact=True).click()
    page.get_by_role("button", name="Next").click()
    expect(page.get_by_role("heading", level=2)).to_be_focused()
    page.get_by_role("button", name="Back", exact=True).click()
    expect(page.get_by_role("radio", name="2", exact=True)).to_be_checked()


def test_todays_line_is_changed_and_yesterdays_is_written_too(site: Site, launch: Launch) -> None:
    _context, page = new_page(launch(None))
    opened(site, page, by_pointer)
    choose(page, by_pointer, "How strong was your pain, on average?", "4")
    save(page, by_pointer)
    expect(page.get_by_text("You have already written for this day.")).to_be_visible()
    until(lambda: len(lines(site)) == 1, "the line to arrive")
    page.reload()
    pain = page.get_by_role("radiogroup", name="How strong was your pain, on average?")
    expect(pain.get_by_role("radio", name="4", exact=True)).to_be_checked()
    choose(page, by_pointer, "How strong was your pain, on average?", "6")
    save(page, by_pointer)
    until(lambda: len(lines(site)) == 2, "the changed line to arrive")
    by_pointer(page, page.get_by_role("radio", name="Yesterday"))
    expect(pain.get_by_role("radio", name="6", exact=True)).not_to_be_checked()
    choose(page, by_pointer, "How did you sleep the night before?", "Well")
    save(page, by_pointer)
    until(lambda: len(lines(site)) == 3, "yesterday's line to arrive")
    first, second, third = lines(site)
    assert first.day == second.day > third.day
    assert [one.value for one in second.answers] == [6]
    assert [one.choice for one in third.answers] == ["well"]
    by_pointer(page, page.get_by_role("button", name="Show the numbers"))
    expect(page.locator("tbody tr")).to_have_count(2)


def test_nothing_is_saved_while_nothing_is_answered_and_an_answer_can_be_taken_back(
    site: Site, launch: Launch
) -> None:
    _context, page = new_page(launch(None))
    opened(site, page, by_pointer)
    choose(page, by_pointer, "How strong was your pain, on average?", "4")
    page.get_by_role("button", name="Take this answer back").click()
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("Answer at least one question first.")).to_be_visible()
    assert held(page) == []
    assert lines(site) == []


def test_without_internet_a_line_waits_sealed_and_is_sent_once(site: Site, launch: Launch) -> None:
    context, page = new_page(launch(None))
    person = opened(site, page, by_pointer)
    context.route("**/api/**", lambda route: route.abort())
    page.reload()
    choose(page, by_pointer, "How strong was your pain, on average?", "9")
    save(page, by_pointer)
    expect(page.get_by_text("It is sent when the clinic can be reached.")).to_be_visible()
    page.reload()
    (waits,) = held(page)
    assert waits["person"] == person
    assert waits["line"].startswith("sealed1."), "health data lie open on the device"
    assert "pain" not in json.dumps(waits)
    expect(page.get_by_role("heading", level=1)).to_have_text("Diary")
    context.unroute("**/api/**")
    page.reload()
    until(lambda: len(lines(site)) == 1, "the line to arrive")
    until(lambda: held(page) == [], "the device to let go of it")
    page.reload()
    expect(page.get_by_role("img", name="Pain: 1 day")).to_be_visible()
    assert [one.value for one in lines(site)[0].answers] == [9]
    sent = [one for one in site.recorder.asked if one.path.startswith("/api/entries/")]
    assert len(sent) == 1, "it was sent more than once"


def test_the_next_person_on_the_device_is_shown_nothing_and_sends_nothing_of_it(
    site: Site, launch: Launch
) -> None:
    context, page = new_page(launch(None))
    opened(site, page, by_pointer)
    context.route("**/api/entries/**", lambda route: route.abort())
    choose(page, by_pointer, "How strong was your pain, on average?", "9")
    save(page, by_pointer)
    until(lambda: len(held(page)) == 1, "the line to wait")
    enrol(page, site, site.person(condition="phantom_limb_pain"))
    context.unroute("**/api/entries/**")
    page.reload()
    expect(page.get_by_text("1 entry of another person waits")).to_be_visible()
    page.get_by_role("link", name="Write in your diary").click()
    expect(page.get_by_text("Nothing written yet.")).to_be_visible()
    expect(page.get_by_role("radio", name="9", exact=True).first).not_to_be_checked()
    assert lines(site) == []


def test_the_therapist_sees_the_courses_and_a_table(site: Site, launch: Launch) -> None:
    _context, page = new_page(launch(None))
    person = opened(site, page, by_pointer, "phantom_limb_pain")
    choose(page, by_pointer, "How strong was your pain, on average?", "4")
    choose(page, by_pointer, "How long did your phantom limb feel?", "Half as long")
    save(page, by_pointer)
    choose(page, by_pointer, "How strong was your pain, on average?", "5")
    save(page, by_pointer)
    until(lambda: len(lines(site)) == 2, "both lines to arrive")
    _context, page = new_page(launch(None))
    at(page, site, "sign-in", "Sign in")
    signed_in(site, page)
    page.goto(f"{site.address}/#/people/{person}")
    diary = page.get_by_role("region", name="Diary", exact=True)
    expect(diary.get_by_role("img", name="Pain: 1 day")).to_be_visible()
    expect(diary.get_by_role("img", name="Length of the phantom: 1 day")).to_be_visible()
    expect(diary.locator("tbody tr")).to_have_count(1)
    expect(diary.get_by_text("changed", exact=True)).to_be_visible()
    expect(diary.get_by_role("cell", name="Half as long (50\u00a0%)")).to_be_visible()
    looker = Looker(page)
    looker.look("person, diary")
    looker.done(least=1)
