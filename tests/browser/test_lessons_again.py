"""Lessons to read again and to print: by the person from their home page, by the therapist in the person's language."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from material.clinic_site import Launch, Site, new_page
from material.walker import Use, Walker, by_keyboard, by_pointer, words_of
from mirra.clinic import decisions, plans
from mirra.clinic.shapes.decisions import ClinicSettings
from mirra.clinic.shapes.plans import PlanChange, Prescribed
from mirra.clinic.tables import Person
from mirra.practice.case import Case
from mirra.practice.lessons import Due, fitting
from mirra.practice.steps import lesson
from mirra.practice.steps.lesson import Lesson
from tests.browser.alone import alone, sent
from tests.browser.printed import PAPERS, colours, printed
from tests.browser.test_accessible import Looker, signed_in
from tests.practice.given import CATALOGUE

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300), pytest.mark.usefixtures("brisk")]
WRITTEN = CATALOGUE.lessons["when_to_stop"]


def when_to_stop(case: Case) -> Lesson:
    return lesson.dose(case, Due(WRITTEN, again=False))


def reached(page: Page, use: Use, link: str) -> None:
    """Follow a link, by the Tab key alone where that is the way."""
    found = page.get_by_role("link", name=link)
    if use is by_pointer:
        found.click()
        return
    page.locator("h1").focus()
    for _ in range(40):
        page.keyboard.press("Tab")
        if found.evaluate("(link) => link === document.activeElement"):
            page.keyboard.press("Enter")
            return
    raise AssertionError(f"Tab does not reach {link}")


def on_paper(page: Page, *texts: str) -> None:
    """The page prints these texts, and nothing to press, on one sheet of A4 and of letter paper, black on white."""
    for paper in PAPERS:
        found = printed(page, paper)
        assert found.sheets == 1, f"{found.sheets} sheets of {paper}"
        assert not found.lacks(*texts)
        assert found.lacks("Print this page"), "a button is on the paper"
    inks, _papers = colours(page)
    assert inks == {"rgb(0, 0, 0)"}, "not all is black"


@pytest.mark.parametrize("use", [by_pointer, by_keyboard], ids=["pointer", "keyboard"])
def test_a_person_reads_a_lesson_they_had_again_and_prints_it(site: Site, launch: Launch, use: Use) -> None:
    _context, page = new_page(launch(None))
    alone(site, page, when_to_stop)
    expect(page.get_by_role("heading", name="Lessons you had")).to_have_count(0)
    page.get_by_role("link", name="session").click()
    page.wait_for_url("**/session.html")
    Walker(page, by_pointer).go(seconds=200)
    sent(site, page, by_pointer)
    expect(page.get_by_role("heading", name="Lessons you had")).to_be_visible()
    looker = Looker(page)
    looker.look("home with a lesson")
    reached(page, use, "When to stop")
    expect(page.get_by_role("heading", level=1)).to_have_text("When to stop")
    for said in WRITTEN.pages:
        expect(page.get_by_text(said.text).first).to_be_visible()
    unchecked = words_of("en")["lessons"]["unchecked"]
    all_read = all(said.provenance in ("read", "computed") for said in WRITTEN.pages)
    expect(page.get_by_text(unchecked)).to_have_count(0 if all_read else 1)
    on_paper(page, WRITTEN.title, *(said.text for said in WRITTEN.pages))
    looker.look("lesson")
    looker.done(least=2)
    page.get_by_text("Numbers and sources").click()
    named = next(said for said in WRITTEN.pages if said.claim)
    expect(page.get_by_text(f"Source: {named.claim}, {named.source}").first).to_be_visible()
    page.context.route("**/api/**", lambda route: route.abort())
    page.reload()
    expect(page.get_by_role("heading", level=1)).to_have_text("When to stop")
    reached(page, use, "Back to your page")
    expect(page.get_by_text("The clinic cannot be reached now.")).to_be_visible()
    expect(page.get_by_role("link", name="When to stop")).to_be_visible()


def test_a_lesson_that_the_person_has_not_had_is_not_shown_to_them(site: Site, launch: Launch) -> None:
    _context, page = new_page(launch(None))
    alone(site, page, when_to_stop)
    page.goto(f"{site.address}/#/lesson/why_stroke")
    expect(page.get_by_text("This lesson is not in your list.")).to_be_visible()
    expect(page.get_by_role("button", name="Print")).to_have_count(0)


@pytest.mark.parametrize("language", ["de", "es", "fr", "pt"])
def test_a_therapist_prints_any_lesson_of_the_condition_in_the_words_of_the_person(
    site: Site, launch: Launch, language: str
) -> None:
    person = site.person(condition="crps", limb="leg")
    with site.clinic.store.writing() as db:
        decisions.decide(db, site.clinic.catalogue, ClinicSettings(languages=("en", language)))
        found = db.get_one(Person, person)
        kept = plans.in_force(db, person)
        few = Prescribed.model_validate_json(kept.body).model_copy(update={"profiles": ("aphasia",)})
        new = PlanChange(plan=few, reason="Aphasia", replaces=kept.id)
        plans.change(db, site.clinic.catalogue, found, site.therapist(), new, site.clinic.now())
        plans.speak(db, found, language, site.clinic.now())
        asked = plans.prescription(plans.in_force(db, person))
    _context, page = new_page(launch(None))
    page.goto(f"{site.address}/#/sign-in")
    signed_in(site, page)
    page.goto(f"{site.address}/#/people/{person}")
    page.get_by_role("link", name="Read or print the lessons").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Lessons")
    told = CATALOGUE.languages[language].texts
    titles = [one.title for one in fitting(CATALOGUE, CATALOGUE.conditions["crps"], asked)]
    assert len(titles) >= 4
    expect(page.locator("main li a")).to_have_text([told[title] for title in titles])
    expect(page.locator("main li").first).to_contain_text("not shown yet")
    looker = Looker(page)
    looker.look("list of lessons")
    page.get_by_role("link", name=told["When to stop"]).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(told["When to stop"])
    assert page.locator("article").get_attribute("lang") == language
    on_paper(page, told["When to stop"], *(told[said.aphasia] for said in WRITTEN.pages))
    looker.look("lesson, therapist")
    looker.done(least=2)
