"""The person's guide: their own sides and the plan's own words, on one printed page."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from material.clinic_site import Launch, Site, enrol, new_page
from mirra.practice.prescription import Prescription
from mirra.practice.steps.set_up import SetUp
from tests.browser.test_accessible import Looker

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("limb", ["hand", "foot"])
def test_the_guide_speaks_of_the_persons_own_limb_and_prints_on_one_page(
    site: Site, launch: Launch, limb: str
) -> None:
    person = site.person(affected="left", limb=limb)  # type: ignore[arg-type]
    plan = site.short_plan(person, Prescription(person, "stroke", "left", limb))  # type: ignore[arg-type]
    _context, page = new_page(launch(None))
    enrol(page, site, person)
    page.get_by_role("link", name="Your guide").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Your guide")
    before = next(step.before for step in plan.steps if isinstance(step, SetUp))
    for line in (*before, *plan.hold.instruction, *plan.emergency):
        expect(page.get_by_role("listitem").filter(has_text=line).first).to_be_visible()
    expect(page.get_by_text(f"The camera shows your right {limb}")).to_be_visible()
    looker = Looker(page)
    looker.look("guide")
    looker.done(least=1)
    printed = page.pdf(format="A4")
    assert len(re.findall(rb"/Type\s*/Page\b", printed)) == 1, "the guide does not fit on one page"
