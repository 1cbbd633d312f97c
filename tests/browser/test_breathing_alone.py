"""Breathing outside a session, on the index page: for a person and for a clinician, by pointer, keyboard and switch."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from playwright.sync_api import Page, expect

from material.clinic_site import Launch, Site, enrol, new_page, until
from material.walker import Use, by_keyboard, by_pointer, by_switch
from mirra.practice.prescription import Prescription
from tests.browser.test_accessible import Looker, signed_in
from tests.browser.test_breathing import NOTE_PULSES, NOTE_TONES, WATCH, heard
from tests.browser.test_languages import in_language, offering

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]
LINK = "Breathe slowly for a few minutes"
STILL = "() => document.querySelector('.phase') !== null"
KEPT_IN = """(language) => new Promise((done) => {
    const asked = indexedDB.open("mirra");
    asked.onsuccess = () => {
        const found = asked.result.transaction("settings").objectStore("settings").get("breathing");
        found.onsuccess = () => { asked.result.close(); done(found.result?.language === language); };
    };
})"""


def begin(site: Site, page: Page, profiles: tuple[str, ...] = ()) -> None:
    """A person's own device, on the page for breathing."""
    person = site.person()
    wanted = Prescription(person, "stroke", "left", "hand", profiles=profiles)
    plan = site.short_plan(person, wanted)
    if plan.support.scanning:
        site.short_plan(person, wanted, support=plan.support.model_copy(update={"scan_seconds": 0.5}))
    enrol(page, site, person)
    page.locator('a[href="#/breathing"]').click()
    page.locator("button.main").wait_for()


def press(page: Page, name: str, use: Use = by_pointer) -> None:
    use(page, page.get_by_role("button", name=name, exact=True))


@pytest.mark.parametrize(
    ("use", "profiles"),
    [(by_pointer, ()), (by_keyboard, ()), (by_switch, ("switch",))],
    ids=["pointer", "keyboard", "switch"],
)
def test_a_person_chooses_breathes_and_ends_when_they_like(
    site: Site, page: Page, use: Use, profiles: tuple[str, ...]
) -> None:
    begin(site, page, profiles)
    expect(page.get_by_text("2 minutes")).to_be_visible()
    press(page, "Longer", use)
    expect(page.get_by_text("3 minutes")).to_be_visible()
    press(page, "Faster", use)
    expect(page.get_by_text("6.5 breaths a minute")).to_be_visible()
    press(page, "Start now", use)
    expect(page.locator(".phase")).to_have_text("Breathe in")
    expect(page.get_by_role("heading", level=1)).to_be_focused()
    press(page, "Slower", use)
    expect(page.get_by_text("6 breaths a minute")).to_be_visible()
    page.wait_for_timeout(9500)
    press(page, "End", use)
    expect(page.get_by_role("heading", level=1)).to_have_text("That was slow breathing")
    expect(page.get_by_text(re.compile(r"\d+ seconds, \d breath"))).to_be_visible()
    press(page, "Breathe again", use)
    expect(page.get_by_text("6 breaths a minute")).to_be_visible()
    assert not [one for one in site.recorder.asked if one.method == "POST" and "breath" in one.path]


def test_the_page_can_be_used_by_all_before_while_and_after(site: Site, page: Page) -> None:
    begin(site, page)
    looker = Looker(page)
    looker.look("before breathing")
    press(page, "Start now")
    looker.look("breathing")
    press(page, "End")
    page.get_by_text("Why is it so?").click()
    looker.look("after breathing")
    looker.done(least=3)
    expect(page.get_by_text("You ended it before the first whole breath.")).to_be_visible()


def test_it_lasts_as_long_as_was_chosen_and_ends_with_a_whole_breath(site: Site, launch: Launch) -> None:
    context, page = new_page(launch(None))
    context.add_init_script(NOTE_TONES)
    begin(site, page)
    page.clock.install()
    press(page, "Start now")
    page.clock.run_for(119_000)
    assert page.evaluate(STILL)
    page.clock.run_for(3000)
    expect(page.get_by_text("2 minutes, 12 breaths.")).to_be_visible()
    tones = heard(page)
    assert tones[:4] == [440, 330, 440, 330]
    assert len(tones) == 24, "not one tone for each breathing in and out"


def test_the_shape_never_stands_still_and_breathing_out_is_longer(site: Site, page: Page) -> None:
    begin(site, page)
    page.emulate_media(reduced_motion="no-preference")
    press(page, "Start now")
    seen = [tuple(one) for one in page.evaluate(WATCH, 11)]
    turns = [other[0] for one, other in pairwise(seen) if one[1] != other[1]]
    assert turns[1] - turns[0] == pytest.approx(6000, abs=150)
    for one, other in pairwise(seen[:: max(1, len(seen) // 30)]):
        if one[1] == other[1]:
            assert (other[2] < one[2]) is (one[1] == "Breathe out"), f"it stands still at {one}"


def test_it_is_felt_where_there_is_vibration(site: Site, launch: Launch) -> None:
    context, page = new_page(launch(None), has_touch=True)
    context.add_init_script(NOTE_PULSES)
    begin(site, page)
    press(page, "Vibration: off")
    press(page, "Start now")
    page.wait_for_timeout(4500)
    assert page.evaluate("() => document.pulses") == [[60], [40, 90, 40]]


def test_it_works_with_the_server_gone_in_the_persons_language(site: Site, launch: Launch) -> None:
    offering(site, "en", "de")
    context, page = new_page(launch(None), offline=True)
    in_language(page, site, site.person(), "de")
    page.get_by_text("Sie können auf diesem Gerät ohne Internet üben.").wait_for(timeout=60_000)
    page.reload()
    page.get_by_role("link", name="Ein paar Minuten langsam atmen").wait_for()
    until(lambda: page.evaluate(KEPT_IN, "de"), "the words of breathing to be kept")
    context.set_offline(True)
    page.reload()
    page.get_by_role("link", name="Ein paar Minuten langsam atmen").click()
    expect(page.get_by_text("Atmen Sie sanft ein, dann länger aus.")).to_be_visible()
    page.locator("button.main").click()
    expect(page.locator(".phase")).to_have_text("Einatmen")


def test_a_clinician_breathes_for_themselves_and_is_reminded_without_anything_kept(
    site: Site, launch: Launch
) -> None:
    site.therapist()
    _context, page = new_page(launch(None))
    page.goto(f"{site.address}/#/sign-in")
    signed_in(site, page)
    page.get_by_role("link", name="Breathe slowly yourself").click()
    for words in ("Claim C48", "Claim C46", "5 minutes"):
        expect(page.get_by_text(words).first).to_be_visible()
    page.clock.install()
    page.get_by_role("radio", name="Every 10 minutes").check()
    page.clock.run_for(599_000)
    assert page.get_by_text("Notice your jaw, your shoulders, your breath.").count() == 0
    page.clock.run_for(2000)
    expect(page.get_by_text("Notice your jaw, your shoulders, your breath.")).to_be_visible()
    expect(page).to_have_title("Notice yourself - mirra")
    looker = Looker(page)
    page.clock.resume()
    looker.look("a clinician is reminded")
    looker.done(least=1)
    press(page, "Not now")
    assert page.get_by_text("Notice your jaw, your shoulders, your breath.").count() == 0
    posted = {one.path for one in site.recorder.asked if one.method == "POST"}
    assert posted == {"/api/sign-in", "/api/caseload"}
