"""Accounts as staff meet them: made by an admin, a password of one's own, a second factor, care, the record."""

from __future__ import annotations

import re

import pyotp
import pytest
from playwright.sync_api import Page, expect

from material.clinic_site import PASSWORD, Launch, Site, new_page
from mirra.clinic import accounts
from tests.browser.test_accessible import AXE, Looker
from tests.scanner import scanned_from_screen

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]
OWN = "an orchard of my own"


@pytest.fixture
def page(launch: Launch) -> Page:
    """A page in a browser of its own."""
    if not AXE.is_file():
        pytest.skip("axe-core is not installed: python tools/web.py")
    _context, page = new_page(launch(None))
    return page


def at(page: Page, site: Site, place: str, heading: str) -> None:
    page.goto("about:blank")
    page.goto(f"{site.address}/#/{place}")
    expect(page.get_by_role("heading", level=1)).to_have_text(heading)


def enter(page: Page, site: Site, login: str, password: str) -> None:
    """Type login and password."""
    at(page, site, "sign-in", "Sign in")
    page.get_by_label("Login").fill(login)
    page.get_by_label("Password", exact=True).fill(password)
    page.get_by_role("button", name="Sign in").click()


def heading(page: Page, text: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text(text)


def type_code(page: Page, code: str) -> None:
    page.get_by_label("Code from your app").fill(code)
    page.get_by_role("button", name="Sign in").click()


def leave(page: Page) -> None:
    page.get_by_role("button", name="Sign out").click()
    heading(page, "mirra")


def set_up(page: Page, password: str, looker: Looker | None = None) -> tuple[pyotp.TOTP, list[str]]:
    """Set up the second factor on the page; the code is computed as an app would that has scanned the QR code."""
    page.get_by_role("button", name="Set it up").click()
    if looker:
        looker.look("second factor, password")
    page.get_by_label("Your password, once more").fill(password)
    page.get_by_role("button", name="Go on").click()
    secret = page.get_by_text("type this secret into the app").locator(".link").inner_text()
    app = pyotp.parse_uri(scanned_from_screen(page.locator("svg.qr").screenshot()))
    assert isinstance(app, pyotp.TOTP)
    assert app.secret == secret.replace(" ", ""), "the QR code and the secret below it are not the same"
    page.get_by_label("Code in the app").fill("000000")
    page.get_by_role("button", name="Finish").click()
    expect(page.get_by_role("alert")).to_contain_text("This code is wrong")
    if looker:
        looker.look("second factor, wrong code")
    page.get_by_label("Code in the app").fill(app.now())
    page.get_by_role("button", name="Finish").click()
    expect(page.get_by_role("heading", name="Your recovery codes")).to_be_visible()
    if looker:
        looker.look("second factor, recovery codes")
    codes = page.locator(".recovery li").all_inner_texts()
    page.get_by_role("button", name="I have saved them").click()
    return app, codes


def test_from_a_one_time_password_to_signing_in_with_a_code(site: Site, page: Page) -> None:
    accounts.add(site.clinic.store, "ada", "Ada", "admin", PASSWORD)
    site.therapist("anna")
    looker = Looker(page)
    enter(page, site, "ada", PASSWORD)
    heading(page, "Accounts")
    page.get_by_label("Name").fill("Otto Ohm")
    page.get_by_label("Login").fill("otto")
    page.get_by_role("button", name="Create the account").click()
    expect(page.get_by_role("heading", name="One-time password for otto")).to_be_focused()
    password = page.locator("p.code").inner_text()
    looker.look("accounts, one-time password")
    leave(page)

    enter(page, site, "otto", password)
    heading(page, "Choose your own password")
    looker.look("first password")
    page.get_by_label("Current password").fill(password)
    page.get_by_label("New password").fill("too short")
    page.get_by_role("button", name="Change the password").click()
    expect(page.get_by_role("alert")).to_contain_text("12")
    page.get_by_label("New password").fill(OWN)
    page.get_by_role("button", name="Change the password").click()
    heading(page, "People")

    at(page, site, "account", "Your account")
    looker.look("own account")
    app, codes = set_up(page, OWN, looker)
    expect(page.get_by_text("10 recovery codes are left")).to_be_visible()
    leave(page)

    enter(page, site, "otto", OWN)
    expect(page.get_by_label("Code from your app")).to_be_focused()
    looker.look("sign in, code")
    type_code(page, "000000")
    expect(page.get_by_role("alert")).to_contain_text("wrong, or was used already")
    type_code(page, codes[0])
    heading(page, "People")
    leave(page)
    enter(page, site, "otto", OWN)
    step = int(site.clinic.now().timestamp()) // 30
    type_code(page, app.generate_otp(step + 1))
    heading(page, "People")
    looker.done(7)


def test_an_administrator_asks_for_second_factors_hands_over_and_removes(site: Site, page: Page) -> None:
    accounts.add(site.clinic.store, "ada", "Ada", "admin", PASSWORD)
    site.person()
    site.therapist("otto")
    looker = Looker(page)
    enter(page, site, "ada", PASSWORD)
    heading(page, "Accounts")
    page.get_by_role("button", name="Require it of every administrator").click()
    heading(page, "Set up a second factor")
    looker.look("second factor asked for")
    set_up(page, PASSWORD)
    heading(page, "Accounts")
    expect(page.get_by_text("Every administrator needs a second factor")).to_be_visible()

    anna = page.get_by_role("listitem").filter(has_text="Anna")
    page.get_by_role("button", name="Change the account of Anna").click()
    anna.get_by_role("button", name="Remove this account").click()
    looker.look("accounts, one being changed")
    anna.get_by_role("button", name="Yes, remove it").click()
    expect(anna.get_by_role("alert")).to_contain_text("Hand them over first")
    anna.get_by_label("Hand all 1 person over to").select_option("Otto")
    anna.get_by_role("button", name="Hand over").click()
    expect(anna).to_contain_text("0 people in care")
    anna.get_by_role("button", name="Remove this account").click()
    anna.get_by_role("button", name="Yes, remove it").click()
    expect(page.get_by_role("listitem").filter(has_text="anna:")).to_have_count(0)

    at(page, site, "record", "Access record")
    told = page.get_by_role("listitem")
    expect(told.filter(has_text="Account removed")).to_contain_text("by Ada, about Anna")
    expect(page.get_by_text(re.compile("Newest hash: [0-9a-f]{64}"))).to_be_visible()
    assert "Robin" not in page.locator("main").inner_text(), "an admin is told a person's name"
    looker.look("record, admin")
    looker.done(3)


def test_a_therapist_shares_care_and_reads_the_record(site: Site, page: Page) -> None:
    person = site.person()
    site.therapist("otto")
    looker = Looker(page)
    enter(page, site, "anna", PASSWORD)
    heading(page, "People")
    at(page, site, f"people/{person}", "Robin")
    care = page.get_by_role("region", name="Care")
    expect(care).to_contain_text("Cared for by you (Anna).")
    care.get_by_label("Another therapist").select_option("Otto")
    care.get_by_role("button", name="Share care").click()
    expect(care).to_contain_text("Cared for by you (Anna), Otto.")
    care.get_by_role("button", name="End my care").click()
    page.get_by_role("button", name="Show the access record").click()
    record = page.get_by_role("region", name="Who read or changed what")
    expect(record).to_contain_text("Care shared with another therapist")
    looker.look("person, care and record")
    care.get_by_role("button", name="Yes, end my care").click()
    heading(page, "People")
    leave(page)
    enter(page, site, "otto", PASSWORD)
    heading(page, "People")
    expect(page.get_by_role("link", name="Robin")).to_be_visible()
    at(page, site, "record", "Access record")
    expect(page.get_by_role("listitem").first).to_be_visible()
    looker.look("record, therapist")
    looker.done(2)
