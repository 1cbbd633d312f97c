"""A heart strap beside slow breathing, in a real Chromium with a simulated strap; and where it may not be."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from playwright.sync_api import Browser, Page, Playwright, expect

from material.clinic_site import Launch, Site, new_page, until
from material.walker import Use, by_keyboard, by_pointer, by_switch
from tests.browser.strap import NOTE, Strap, chromium_with_bluetooth, packet
from tests.browser.test_accessible import Looker
from tests.browser.test_breathing_alone import begin, press

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]


@pytest.fixture(scope="module")
def browser(playwright: Playwright) -> Iterator[Browser]:
    """A Chromium with Web Bluetooth for the tests of this file."""
    with chromium_with_bluetooth(playwright) as running:
        yield running


@pytest.fixture
def worn(browser: Browser) -> Iterator[tuple[Page, Strap]]:
    """A page, and a strap in its reach."""
    context, page = new_page(browser)
    page.set_viewport_size({"width": 360, "height": 640})
    context.add_init_script(NOTE)
    strap = Strap(browser, context, page)
    yield page, strap
    strap.end()
    context.close()


def connected(site: Site, page: Page, use: Use = by_pointer, profiles: tuple[str, ...] = ()) -> None:
    begin(site, page, profiles)
    press(page, "Connect a heart strap", use)
    expect(page.get_by_text("The strap is connected.")).to_be_visible(timeout=20_000)


def standing(page: Page) -> None:
    """From now on the page's clock goes only as the test says."""
    now = datetime.now()
    page.clock.install(time=now)
    page.clock.pause_at(now + timedelta(seconds=10))


def beat_along(page: Page, strap: Strap, seconds: float, at: float, *, hz: float, by: float) -> float:
    """So many seconds of a heart that swings, one notification every two beats; the page's clock goes along."""
    end = at + seconds
    while at < end:
        pair = []
        for _ in range(2):
            interval = 0.9 + by * math.sin(2 * math.pi * hz * at)
            at += interval
            pair.append(interval)
        page.clock.run_for(round(1000 * sum(pair)))
        strap.tell(packet(66, pair))
    return at


@pytest.mark.parametrize(
    ("use", "profiles"),
    [(by_pointer, ()), (by_keyboard, ()), (by_switch, ("switch",))],
    ids=["pointer", "keyboard", "switch"],
)
def test_packets_of_every_form_are_heard(
    site: Site, worn: tuple[Page, Strap], use: Use, profiles: tuple[str, ...]
) -> None:
    page, strap = worn
    connected(site, page, use, profiles)
    press(page, "Start now", use)
    for rate, told in (
        (61, packet(61, [0.9])),
        (72, packet(72, [0.85, 0.8])),
        (88, packet(88, [0.7, 0.68, 0.69])),
        (300, packet(300, [0.7], wide=True)),
        (75, packet(75, [0.7, 0.7], energy=513)),
        (76, packet(76, [0.7], wide=True, energy=513, contact=True)),
    ):
        strap.tell(told)
        expect(page.get_by_text(f"Heart rate: {rate}")).to_be_visible()
    expect(page.get_by_text("Coherence: too few beats")).to_be_visible()
    press(page, "End", use)
    measured = page.get_by_role("region", name="Your heart")
    expect(measured).to_be_visible()
    assert "left out" not in measured.inner_text(), "the energy was taken for an interval"


def test_when_the_strap_is_lost_the_pace_goes_on_and_the_gap_is_a_gap(
    site: Site, worn: tuple[Page, Strap]
) -> None:
    page, strap = worn
    connected(site, page)
    standing(page)
    press(page, "Start now")
    at = beat_along(page, strap, 62, 0, hz=0.1, by=0.06)
    expect(page.get_by_text(re.compile(r"Coherence of the last minute: \d+\.\d"))).to_be_visible()
    strap.lose()
    expect(page.get_by_text("The strap is out of reach. The pace goes on.")).to_be_visible()
    expect(page.get_by_text("Heart rate: none now")).to_be_visible()
    before = page.get_by_role("progressbar").get_attribute("aria-valuenow")
    page.clock.run_for(20_000)
    assert page.get_by_role("progressbar").get_attribute("aria-valuenow") != before, "the pace stood still"
    strap.come_back()
    heard = page.evaluate("() => document.subscribed.length")

    def back() -> bool:
        page.clock.run_for(2000)
        page.wait_for_timeout(100)
        again: bool = page.evaluate("(before) => document.subscribed.length > before", heard)
        return again and page.get_by_text("The strap is out of reach").count() == 0

    until(back, "the strap to be found again")
    beat_along(page, strap, 10, at, hz=0.1, by=0.06)
    page.clock.run_for(1500)
    expect(page.locator(".heart polyline")).to_have_count(2)
    expect(page.get_by_text("Coherence: too few beats")).to_be_visible()
    page.clock.run_for(60_000)
    expect(page.get_by_role("heading", level=1)).to_have_text("That was slow breathing")
    lines = page.get_by_role("region", name="Your heart").get_by_role("listitem")
    expect(lines).to_have_text([re.compile(r"Coherence: \d"), "not measured"])


def test_ones_own_pace_is_found_by_two_minutes_at_each(site: Site, worn: tuple[Page, Strap]) -> None:
    page, strap = worn
    connected(site, page)
    standing(page)
    press(page, "Find your own pace: 10 minutes")
    at = 0.0
    for pace, by in ((6.5, 0.03), (6.0, 0.05), (5.5, 0.08), (5.0, 0.05), (4.5, 0.03)):
        expect(page.get_by_text(f"{pace:g} breaths a minute")).to_be_visible()
        while page.get_by_text(f"{pace:g} breaths a minute", exact=True).count() and at < 800:
            at = beat_along(page, strap, 4, at, hz=pace / 60, by=by)
            if page.locator(".phase").count() == 0:
                break
    expect(page.get_by_text("Your heart rate changed most at 5.5 breaths a minute.")).to_be_visible()


def test_every_state_can_be_used_by_all(site: Site, worn: tuple[Page, Strap]) -> None:
    page, strap = worn
    connected(site, page)
    looker = Looker(page)
    looker.look("a strap is connected")
    press(page, "Start now")
    strap.tell(packet(66, [0.9, 0.9]))
    looker.look("breathing with a strap")
    press(page, "End")
    looker.look("after breathing with a strap")
    press(page, "Disconnect the strap")
    expect(page.get_by_role("button", name="Connect a heart strap")).to_be_visible()
    looker.done(least=3)


def test_only_the_page_that_talks_may_use_a_strap(site: Site, browser: Browser) -> None:
    context, page = new_page(browser)
    page.goto(site.address)
    assert page.evaluate("() => document.featurePolicy.allowsFeature('bluetooth')") is True
    assert page.evaluate("() => typeof navigator.bluetooth?.requestDevice") == "function"
    page.goto(f"{site.address}/session.html")
    assert page.evaluate("() => document.featurePolicy.allowsFeature('bluetooth')") is False
    assert (
        page.evaluate("() => [typeof navigator.bluetooth, typeof Bluetooth, typeof BluetoothUUID]")
        == ["undefined"] * 3
    )
    # Without our scripts the browser itself refuses, by the header alone.
    page.route("**/session.html", lambda route: route.fulfill(response=route.fetch(), body="<h1>bare</h1>"))
    page.goto(f"{site.address}/session.html")
    page.mouse.click(10, 10)
    refused = (
        "() => navigator.bluetooth.requestDevice({ acceptAllDevices: true }).catch((error) => error.name)"
    )
    assert page.evaluate(refused) == "SecurityError"
    context.close()


def test_without_web_bluetooth_the_page_says_what_is_needed_and_breathing_works(
    site: Site, launch: Launch
) -> None:
    _context, page = new_page(launch(None))
    begin(site, page)
    expect(page.get_by_text("A heart strap needs the browser Chrome or Edge.")).to_be_visible()
    assert page.get_by_role("button", name="Connect a heart strap").count() == 0
    press(page, "Start now")
    expect(page.locator(".phase")).to_have_text("Breathe in")
