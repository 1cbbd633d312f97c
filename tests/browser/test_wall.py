"""The plan for the wall, from the therapist's page of a person to a real PDF."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from material.clinic_site import Launch, Site, new_page
from material.walker import words_of
from mirra.clinic import decisions, plans, wall
from mirra.clinic.shapes.decisions import ClinicSettings
from mirra.clinic.tables import Person
from tests.browser.printed import PAPERS, colours, printed
from tests.browser.test_accessible import Looker, signed_in

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]


@pytest.mark.parametrize(
    ("language", "condition", "limb"), [("en", "stroke", "hand"), ("de", "phantom_limb_pain", "leg")]
)
def test_a_therapist_prints_the_plan_for_the_wall_on_one_page(
    site: Site, launch: Launch, language: str, condition: str, limb: str
) -> None:
    person = site.person(condition=condition, limb=limb)  # type: ignore[arg-type]
    with site.clinic.store.writing() as db:
        told = ClinicSettings(languages=("en", "de"), emergency="Call the ward: 555 0100.")
        decisions.decide(db, site.clinic.catalogue, told)
        plans.speak(db, db.get_one(Person, person), language, site.clinic.now())
    with site.clinic.store.reading() as db:
        asked = plans.prescription(plans.in_force(db, person))
    plan = wall.wall(site.clinic.catalogue, asked, name="Robin", made_at=site.clinic.now(), done=0)
    assert plan.exercises
    _context, page = new_page(launch(None))
    page.goto(f"{site.address}/#/sign-in")
    signed_in(site, page)
    page.goto(f"{site.address}/#/people/{person}")
    page.get_by_role("link", name="Print the plan for the wall").click()
    said = words_of(language)
    expect(page.get_by_role("heading", level=1)).to_have_text(said["wall"]["titleOf"].format(name="Robin"))
    assert page.locator("article").get_attribute("lang") == language
    texts = [
        plan.condition,
        *(line for one in plan.exercises for line in (one.name, *one.lines, one.caution)),
        *plan.hold,
        "Call the ward: 555 0100.",
        said["wall"]["call"],
        said["wall"]["perWeek"]["other"].format(n=f"{plan.per_week:g}"),
        said["plan"]["minutes"]["other"].format(n=plan.minutes),
    ]
    for paper in PAPERS:
        found = printed(page, paper)
        assert found.sheets == 1, f"{found.sheets} sheets of {paper}"
        assert not found.lacks(*texts)
        assert found.lacks("Print this page"), "a button is on the paper"
    inks, _ = colours(page)
    assert inks == {"rgb(0, 0, 0)"}, "not all is black"
    looker = Looker(page)
    looker.look("plan for the wall")
    looker.done(least=1)
