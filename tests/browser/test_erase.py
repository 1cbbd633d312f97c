"""A therapist erases a person from their page, by keyboard and on a phone."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select

from material.clinic_site import Launch, Site
from mirra.clinic.tables import Erased, Person
from tests.browser.test_accessible import Looker, at, signed_in

pytestmark = [pytest.mark.browser, pytest.mark.timeout(180)]


def test_a_person_is_erased_only_once_their_name_is_typed(site: Site, launch: Launch) -> None:
    person = site.person()
    page: Page = launch(None).new_page()
    looker = Looker(page)
    at(page, site, "sign-in", "Sign in")
    signed_in(site, page)
    at(page, site, f"people/{person}", "Robin")
    page.get_by_role("button", name="Erase this person").focus()
    page.keyboard.press("Enter")
    name = page.get_by_label("To confirm, type the name")
    expect(name).to_be_focused()
    sure = page.get_by_role("button", name="Erase for good")
    expect(sure).to_be_disabled()
    looker.look("erase")
    name.focus()
    page.keyboard.type("Robi")
    expect(sure).to_be_disabled()
    page.keyboard.type("n")
    expect(sure).to_be_enabled()
    page.keyboard.press("Enter")
    expect(page.get_by_role("status").filter(has_text="was erased from this server")).to_be_visible()
    expect(page.get_by_role("heading", level=1)).to_be_focused()
    looker.look("erased")
    with site.clinic.store.reading() as db:
        assert db.get(Person, person) is None
        assert db.scalars(select(Erased)).one().sessions == 0
    page.get_by_role("link", name="All people").click()
    expect(page.get_by_text("Nobody is enrolled yet.")).to_be_visible()
    looker.done(2)
