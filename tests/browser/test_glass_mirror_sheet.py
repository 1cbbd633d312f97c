"""The sheet for setting up a glass mirror: made from the catalogue, for one person, on one sheet of paper."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from material.clinic_site import Launch, Site, enrol, new_page
from mirra.clinic import decisions, plans, sheets
from mirra.clinic.shapes.decisions import ClinicSettings
from mirra.clinic.shapes.sheets import GlassSheet
from mirra.clinic.tables import Person
from tests.browser.printed import PAPERS, colours, printed
from tests.browser.test_accessible import Looker, signed_in

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]
BLACK, WHITE, NONE = "rgb(0, 0, 0)", "rgb(255, 255, 255)", "rgba(0, 0, 0, 0)"


def sheet_of(site: Site, person: str) -> GlassSheet:
    with site.clinic.store.reading() as db:
        return sheets.glass_mirror(site.clinic.catalogue, plans.prescription(plans.in_force(db, person)))


def texts(sheet: GlassSheet) -> list[str]:
    return [
        sheet.title,
        *(part.title for part in sheet.parts),
        *(line.text for part in sheet.parts for line in part.lines),
        sheet.no_source,
    ]


def on_paper(page: Page, sheet: GlassSheet) -> None:
    """The page prints every text of the sheet, and nothing to press, on one sheet of A4 and of letter paper."""
    for paper in PAPERS:
        found = printed(page, paper)
        assert found.sheets == 1, f"{found.sheets} sheets of {paper}"
        assert not found.lacks(*texts(sheet))
        assert found.lacks("Print this page"), "a button is on the paper"


@pytest.mark.parametrize(
    ("condition", "limb"),
    [("stroke", "hand"), ("crps", "leg"), ("phantom_limb_pain", "arm"), ("phantom_limb_pain", "leg")],
)
def test_a_person_opens_the_sheet_from_home_and_prints_it_on_one_page(
    site: Site, launch: Launch, condition: str, limb: str
) -> None:
    person = site.person(condition=condition, limb=limb)  # type: ignore[arg-type]
    sheet = sheet_of(site, person)
    _context, page = new_page(launch(None))
    enrol(page, site, person)
    page.get_by_role("link", name="Setting up your glass mirror").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(sheet.title)
    drawing = page.get_by_role("img", name=f"Seen from above: the mirror, your right {limb}")
    expect(drawing).to_be_visible()
    assert (f"your left {limb}" in (drawing.get_attribute("aria-label") or "")) == (
        condition != "phantom_limb_pain"
    )
    for part in sheet.parts:
        for line in part.lines:
            known = line.provenance in ("read", "computed")
            expect(page.locator(".parts li").filter(has_text=line.text).first).to_have_text(
                line.text if known else f"{line.text} *"
            )
    on_paper(page, sheet)
    inks, papers = colours(page)
    assert inks == {BLACK}, "not all is black"
    assert papers <= {NONE, WHITE}, "not all is on white"
    page.get_by_text("Numbers and sources").click()
    expect(page.get_by_text("Source: C59, Morkisch 2019")).to_be_visible()
    looker = Looker(page)
    looker.look("glass mirror sheet")
    looker.done(least=1)
    page.context.route("**/api/**", lambda route: route.abort())
    page.reload()
    expect(page.get_by_role("heading", level=1)).to_have_text(sheet.title)


@pytest.mark.parametrize("language", ["de", "es", "fr", "pt"])
def test_a_therapist_prints_the_sheet_in_the_language_of_the_person(
    site: Site, launch: Launch, language: str
) -> None:
    person = site.person(limb="leg")
    with site.clinic.store.writing() as db:
        decided = ClinicSettings(languages=("en", language))
        decisions.decide(db, site.clinic.catalogue, decided)
        plans.speak(db, db.get_one(Person, person), language, site.clinic.now())
    sheet = sheet_of(site, person)
    assert sheet.language == language
    _context, page = new_page(launch(None))
    page.goto(f"{site.address}/#/sign-in")
    signed_in(site, page)
    page.goto(f"{site.address}/#/people/{person}")
    page.get_by_role("link", name="Print the glass mirror sheet").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(sheet.title)
    assert page.locator("article").get_attribute("lang") == language
    on_paper(page, sheet)
    looker = Looker(page)
    looker.look("glass mirror sheet, therapist")
    looker.done(least=1)
