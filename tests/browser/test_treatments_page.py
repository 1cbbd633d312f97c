"""Other treatments beside mirror therapy: a table that a screen reader can walk, from a person's page."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from material.clinic_site import Launch, Site, new_page
from tests.browser.printed import printed
from tests.browser.test_accessible import Looker, signed_in

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]


def test_a_therapist_reads_how_mirror_therapy_compares_from_the_persons_page(
    site: Site, launch: Launch
) -> None:
    person = site.person(condition="phantom_limb_pain")
    _context, page = new_page(launch(None))
    page.goto(f"{site.address}/#/sign-in")
    signed_in(site, page)
    page.goto(f"{site.address}/#/people/{person}")
    page.get_by_role("link", name="Compare with other treatments").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Other treatments: Phantom limb pain")
    expect(page.get_by_text("The order is not a ranking.")).to_be_visible()
    rows = page.get_by_role("rowheader")
    expect(rows).to_have_count(5)
    for at, name in enumerate(("TENS", "tDCS", "rTMS", "Imagery alone", "Usual care")):
        expect(rows.nth(at)).to_contain_text(name)
    tens = page.get_by_role("row", name="TENS")
    expect(tens).to_contain_text("No comparison known to us.")
    expect(tens).to_contain_text("None; unverified.")
    usual = page.get_by_role("row", name="Usual care")
    expect(usual).to_contain_text("SMD -0.81 (-1.36 to -0.25)")
    expect(usual).to_contain_text("conflicting, low certainty")
    looker = Looker(page)
    looker.look("other treatments")
    looker.done(least=1)
    found = printed(page, "A4")
    assert not found.lacks("No comparison known to us.", "SMD -0.81 (-1.36 to -0.25)", "not a ranking")
