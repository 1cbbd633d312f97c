"""Each language, from the person's page through a whole session, with nothing left in English and no fault of axe."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from material.clinic_site import Launch, Site, enrol, new_page, until
from material.walker import Walker, by_pointer, words_of
from mirra.catalogue.load import load
from mirra.catalogue.texts import texts
from mirra.clinic import decisions
from mirra.clinic.shapes.decisions import ClinicSettings
from mirra.practice.events import Closed
from mirra.practice.prescription import Prescription
from tests.browser.test_accessible import Looker

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300), pytest.mark.usefixtures("brisk")]
CATALOGUE = load()
LANGUAGES = tuple(CATALOGUE.languages)
# Everything on the page that is read or heard, but for what says itself to be in another language.
SHOWN = """() => {
  const own = document.documentElement.lang;
  const other = (node) => { const said = node.closest("[lang]"); return said && said.lang !== own; };
  const found = [document.title];
  for (const node of document.querySelectorAll("body *")) {
    if (other(node) || node.closest("script, style, noscript")) continue;
    for (const name of ["aria-label", "alt", "title", "placeholder"]) found.push(node.getAttribute(name) ?? "");
    for (const child of node.childNodes) if (child.nodeType === Node.TEXT_NODE) found.push(child.data);
  }
  return found.map((text) => text.trim()).filter(Boolean);
}"""


def strings(part: object) -> Iterator[str]:
    """Every text of a file of words."""
    if isinstance(part, str):
        yield part
    elif isinstance(part, list | dict):
        for one in part.values() if isinstance(part, dict) else part:
            yield from strings(one)


def patterns(language: str) -> list[re.Pattern[str]]:
    """What would betray an English text of the catalogue or the pages; texts that both languages share are left out."""
    english = {*texts(CATALOGUE), *strings(words_of("en"))}
    own = {*CATALOGUE.languages[language].texts.values(), *strings(words_of(language))}
    shown = [
        re.sub(r"\\\{\w+\\\}", ".+", re.escape(text))
        for text in english - own
        if re.search(r"[A-Za-z]{2}", text)
    ]
    return [re.compile(text) for text in shown]


class Watch:
    """Looks at every new screen: its language, axe, and whether anything English is left."""

    def __init__(self, page: Page, language: str) -> None:
        self.page, self.language, self.english = page, language, patterns(language)
        self.looker = Looker(page, session=True)
        self.left: list[str] = []

    def __call__(self, screen: str) -> None:
        self.looker.glance(screen)
        self.read(screen)

    def read(self, screen: str) -> None:
        """Language and words alone."""
        assert self.page.evaluate("[document.documentElement.lang, document.documentElement.dir]") == [
            self.language,
            "ltr",
        ]
        shown = self.page.evaluate(SHOWN)
        assert len(shown) > 2, f"nothing is read at {screen!r}"
        self.left += [f"{screen}: {one}" for one in shown for text in self.english if text.fullmatch(one)]


def offering(site: Site, *languages: str) -> None:
    """Have the clinic offer these languages."""
    with site.clinic.store.writing() as db:
        decisions.decide(db, site.clinic.catalogue, ClinicSettings(languages=languages))


def in_language(page: Page, site: Site, person: str, language: str) -> None:
    """Connect a device and choose the language on the person's page."""
    enrol(page, site, person)
    page.get_by_role("button", name=words_of(language)["name"], exact=True).click()
    expect(page.locator("html")).to_have_attribute("lang", language)
    page.get_by_role("heading", name=words_of(language)["home"]["pain"]).wait_for()


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_session_is_played_to_its_end_in_each_language(
    site: Site, launch: Launch, slow_film: Path, language: str
) -> None:
    offering(site, "en", *LANGUAGES)
    person, said = site.person(affected="left"), words_of(language)
    browser = launch(slow_film)
    _context, page = new_page(browser)
    in_language(page, site, person, language)
    plan = site.short_plan(person, Prescription(person, "stroke", "left", "hand", language=language))
    page.reload()
    page.get_by_role("link", name=said["home"]["start"]).click()
    page.wait_for_url("**/session.html")
    page.get_by_role("heading", level=1).wait_for()
    watch = Watch(page, language)
    placement = CATALOGUE.languages[language].said("Above the table, looking down")
    walker = Walker(page, by_pointer, picture=placement, looked=watch, words=said["session"])
    walker.go(seconds=280)
    page.get_by_role("link", name=said["session"]["home"]).click()
    until(lambda: any(isinstance(event, Closed) for event in site.log()), "the closing event to arrive")
    closed = site.log()[-1]
    assert isinstance(closed, Closed)
    assert closed.outcome == "completed"
    assert {step.title for step in plan.steps if step.kind in ("look", "summary")} <= set(walker.seen)
    watch.looker.done(least=6)
    assert not watch.left


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_persons_pages_are_in_the_language_that_they_chose(
    site: Site, launch: Launch, language: str
) -> None:
    offering(site, "en", *LANGUAGES)
    person, said = site.person(affected="right", limb="foot"), words_of(language)
    _context, page = new_page(launch(None))
    in_language(page, site, person, language)
    watch = Watch(page, language)
    watch.looker.session = False
    page.locator("details summary").first.click()
    page.locator("details details summary").click()
    watch.read("home")
    watch.looker.look("home")
    page.get_by_role("button", name=said["device"]["signOut"]).click()
    watch.read("about to leave")
    page.get_by_role("button", name=said["device"]["stay"]).click()
    page.get_by_role("link", name=said["home"]["guide"]).click()
    page.get_by_role("heading", name=said["guide"]["title"]).wait_for()
    watch.read("guide")
    watch.looker.look("guide")
    watch.looker.done(least=2)
    assert not watch.left
    # Another way in finds the same language, and English is one press away.
    page.goto(f"{site.address}/#/")
    page.get_by_role("button", name="English", exact=True).click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    page.get_by_role("heading", name="Your pain").wait_for()


def test_what_is_english_on_a_page_in_another_language_is_found(site: Site, launch: Launch) -> None:
    """The control: an English page that says it is French is seen for what it is."""
    offering(site, "en", "fr")
    _context, page = new_page(launch(None))
    enrol(page, site, site.person())
    page.get_by_role("heading", name="Your pain").wait_for()
    page.evaluate("Object.assign(document.documentElement, { lang: 'fr', dir: 'ltr' })")
    watch = Watch(page, "fr")
    watch.read("home")
    assert len(watch.left) > 10


def test_a_clinic_with_one_language_offers_no_choice(site: Site, launch: Launch) -> None:
    _context, page = new_page(launch(None))
    enrol(page, site, site.person())
    page.get_by_role("heading", name="Your pain").wait_for()
    assert page.get_by_role("heading", name="Language").count() == 0
