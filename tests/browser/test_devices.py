"""Devices as people meet them: listed on both pages, signed out from the other, what waits on them kept."""

from __future__ import annotations

from datetime import datetime

import pytest
from playwright.sync_api import Page, expect

from material.clinic_site import PASSWORD, Launch, Site, enrol, new_page
from mirra.clinic.tokens import new_id
from mirra.practice.log import write_event
from mirra.practice.plan import SessionPlan
from mirra.practice.prescription import Prescription
from mirra.practice.simulate import simulate
from tests.browser.device import held, opened, put_session, written
from tests.scanner import scanned_from_screen

pytestmark = [pytest.mark.browser, pytest.mark.timeout(180)]


def given(site: Site) -> tuple[str, SessionPlan]:
    person = site.person()
    wanted = Prescription(person=person, condition="stroke", affected="left", limb="hand")
    return person, site.short_plan(person, wanted)


def waiting(page: Page, plan: SessionPlan) -> dict[tuple[str, int], str]:
    """Lay a finished session on the device, not yet sent."""
    session = new_id()
    events = simulate(plan, session=session, started=datetime.now().astimezone(), seed=1)
    put_session(page, plan.person, session, written(page, [write_event(event) for event in events]))
    return held(page)


def signed_in(page: Page, site: Site) -> None:
    page.goto(f"{site.address}/#/sign-in")
    page.get_by_label("Login").fill("anna")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("People")


def test_a_device_signed_out_by_the_therapist_keeps_what_waits_on_it(site: Site, launch: Launch) -> None:
    person, plan = given(site)
    browser = launch(None)
    context, device = new_page(browser)
    enrol(device, site, person)
    expect(device.get_by_text("All entries are sent")).to_be_visible()
    context.route("**/events", lambda route: route.abort())
    lines = waiting(device, plan)
    assert lines

    _other, staff = new_page(browser)
    signed_in(staff, site)
    staff.goto(f"{site.address}/#/people/{person}")
    devices = staff.get_by_role("region", name="Devices")
    expect(devices).to_contain_text("Computer, Chrome")
    devices.get_by_role("button", name="Sign out Computer, Chrome").click()
    devices.get_by_role("button", name="Yes, sign it out").click()
    expect(devices).to_contain_text("Signed out")

    context.unroute("**/events")
    device.goto("about:blank")
    device.goto(site.address)
    expect(device.get_by_role("status")).to_contain_text("This device was signed out")
    expect(device.get_by_role("status")).to_contain_text(
        f"{len(lines)} entries wait here to be sent. Nothing is lost."
    )
    expect(device.get_by_role("status")).to_contain_text("Connect it again with a new code")
    assert opened(site, held(device)) == opened(site, lines), "signing a device out changed what waits on it"
    assert site.log() == []

    enrol(device, site, person)
    expect(device.get_by_text("All entries are sent")).to_be_visible()
    assert len(site.log()) == len(lines), "what waited was not sent after connecting again"


def test_a_person_signs_an_old_device_out_from_the_new_one(site: Site, launch: Launch) -> None:
    person, _plan = given(site)
    browser = launch(None)
    _context, old = new_page(
        browser, user_agent="Mozilla/5.0 (iPad; CPU OS 18_1) Version/18.1 Mobile Safari/604.1"
    )
    enrol(old, site, person)
    _context, new = new_page(browser)
    enrol(new, site, person)
    devices = new.get_by_role("region", name="Your devices")
    mine = devices.get_by_role("listitem").filter(has_text="this device")
    expect(mine).to_contain_text("Computer, Chrome")
    expect(mine.get_by_role("button")).to_have_count(0)
    devices.get_by_role("button", name="Sign out Tablet or phone, Safari").click()
    devices.get_by_role("button", name="Yes, sign it out").click()
    expect(devices.get_by_role("listitem")).to_have_count(1)
    old.reload()
    expect(old.get_by_role("status")).to_contain_text("This device was signed out")


def test_a_device_that_scans_the_code_on_the_therapists_screen_is_the_persons(
    site: Site, launch: Launch
) -> None:
    person, _plan = given(site)
    browser = launch(None)
    _context, staff = new_page(browser)
    signed_in(staff, site)
    staff.goto(f"{site.address}/#/people/{person}")
    staff.get_by_role("button", name="New device code").click()
    link = scanned_from_screen(staff.get_by_label("QR code with the link").screenshot())
    assert link == staff.locator(".ticket .link").inner_text()
    _context, device = new_page(browser)
    device.goto(link)
    device.get_by_role("button", name="Connect this device").click()
    device.locator("main.home h1").wait_for()
    staff.reload()
    expect(staff.get_by_role("region", name="Devices")).to_contain_text("Computer, Chrome")
