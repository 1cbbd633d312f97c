"""What a therapist decides for a person: the plan, notes, name and archive; and the settings of the clinic."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from material.clinic_site import PASSWORD, Launch, Site, new_page
from mirra.clinic import accounts
from tests.browser.test_accessible import PHONE, Looker, signed_in
from tests.browser.test_accounts import at, enter

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]


SHOWN = "0.5 times its size, 200 ms later, mirror covered"


def test_the_plan_is_changed_with_a_reason_and_its_history_says_who_when_and_what(
    site: Site, page: Page
) -> None:
    person, looker = site.person(), Looker(page)
    at(page, site, "sign-in", "Sign in")
    signed_in(site, page)
    page.goto(f"{site.address}/#/people/{person}")
    plan = page.locator("section", has=page.get_by_role("heading", name="Plan", exact=True))
    expect(plan).to_contain_text("30 minutes (usual)")
    plan.get_by_role("button", name="Change the plan").click()
    page.get_by_label("Minutes a session").fill("20")
    page.get_by_label("Sessions a week").fill("3")
    page.get_by_label("Affected side").select_option("right")
    page.get_by_text("Exercises (").click()
    page.get_by_label("Close and open").select_option("leave out")
    page.get_by_label("Aphasia").check()
    page.get_by_text("How the limb is shown:").click()
    page.get_by_label("Size of the limb").fill("0.5")
    page.get_by_label("Added delay, in ms").fill("200")
    page.get_by_label("Cover the mirror (sham)").check()
    looker.look("plan, being changed")
    page.get_by_role("button", name="Save the new plan").click()
    expect(page.get_by_label("Reason for the change")).to_be_focused()
    page.get_by_label("Reason for the change").fill("Tires after 20 minutes")
    page.get_by_role("button", name="Save the new plan").click()
    expect(page.locator("#plan")).to_be_focused()
    for words in ("20 minutes", "right hand", "Aphasia", SHOWN, "Reason: Tires after 20 minutes"):
        expect(plan).to_contain_text(words)
    expect(page.locator(".facts").first).to_contain_text("right hand")
    page.get_by_text("History of the plan (1 change)").click()
    history = page.locator(".history li")
    expect(history).to_have_count(2)
    expect(history.first).to_contain_text("Anna")
    expect(history.first).to_contain_text("Minutes a session: 30 minutes (usual) → 20 minutes")
    expect(history.first).to_contain_text(f"How the limb is shown: as in a mirror → {SHOWN}")
    looker.look("plan, history")
    looker.done(2)


def test_a_note_a_corrected_name_and_the_archive(site: Site, page: Page) -> None:
    person, looker = site.person(), Looker(page)
    at(page, site, "sign-in", "Sign in")
    signed_in(site, page)
    page.goto(f"{site.address}/#/people/{person}")
    page.get_by_label("New note").fill("Asked for smaller movements.\nWill call on Friday.")
    page.get_by_role("button", name="Add the note").click()
    expect(page.get_by_text("Asked for smaller movements.")).to_be_visible()
    expect(page.get_by_label("New note")).to_have_value("")
    page.get_by_label("Name or alias").fill("می‌خواهم")
    page.get_by_role("button", name="Correct the name").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("می‌خواهم")
    page.get_by_role("button", name="Put into the archive").click()
    expect(page.get_by_role("status").get_by_text("In the archive now.")).to_be_visible()
    looker.look("person in the archive")
    page.get_by_role("button", name="Take back from the archive").click()
    expect(page.get_by_role("button", name="Put into the archive")).to_be_visible()
    looker.done(1)


def test_an_admin_decides_for_the_clinic(site: Site, page: Page) -> None:
    accounts.add(site.clinic.store, "ada", "Ada", "admin", PASSWORD)
    looker = Looker(page)
    enter(page, site, "ada", PASSWORD)
    page.get_by_role("link", name="Settings").click()
    page.get_by_label("Words for an emergency").fill("Stop. Call 555 0100.")
    page.get_by_label("Time zone").select_option("Asia/Colombo")
    page.get_by_label("Aphasia").uncheck()
    page.get_by_role("button", name="Save the settings").click()
    expect(page.get_by_text("The settings are saved.")).to_be_visible()
    looker.look("settings of the clinic")
    page.reload()
    expect(page.get_by_label("Words for an emergency")).to_have_value("Stop. Call 555 0100.")
    expect(page.get_by_label("Time zone")).to_have_value("Asia/Colombo")
    expect(page.get_by_label("Aphasia")).not_to_be_checked()
    looker.done(1)


def test_a_code_of_a_server_that_only_this_computer_reaches_says_so(site: Site, page: Page) -> None:
    person = site.person()
    at(page, site, "sign-in", "Sign in")
    signed_in(site, page)
    page.goto(f"{site.address}/#/people/{person}")
    page.get_by_role("button", name="New device code").click()
    expect(page.get_by_text("This code works on this computer only.")).to_be_visible()


def test_a_phone_comes_into_a_demonstration_that_was_started_for_phones(
    launch: Launch, tmp_path: Path
) -> None:
    command = [
        sys.executable,
        "-m",
        "mirra.cli",
        "demo",
        "--host",
        "127.0.0.2",
        "--port",
        "0",
        "--no-browser",
    ]
    environment = os.environ | {"TMPDIR": str(tmp_path)}
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as running:
        try:
            assert running.stdout is not None
            said = ""
            while len(links := re.findall(r"https://\S+/#/enrol/\S+", said)) < 3:
                line = running.stdout.readline()
                assert line, f"it ended: {said}"
                said += line
            _context, phone = new_page(launch(None), ignore_https_errors=True)
            phone.set_viewport_size(PHONE)
            phone.goto(links[0])
            phone.get_by_role("button", name="Connect this device").click()
            expect(phone.get_by_role("heading", name="Hello")).to_be_visible()
            expect(phone.get_by_text("All entries are sent.")).to_be_visible()
            phone.goto(f"{links[0].partition('#')[0]}session.html")
            assert phone.evaluate("isSecureContext && 'getUserMedia' in navigator.mediaDevices")
        finally:
            running.kill()
