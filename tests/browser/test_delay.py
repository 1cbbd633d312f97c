"""The whole delay, measured with a camera that does see the flash, and what the person is told of it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from material.clinic_site import Launch, Site, enrol, new_page
from material.walker import Walker, by_pointer
from mirra.practice.events import LoopLatency
from mirra.practice.prescription import Prescription
from mirra.practice.terms import LatencyLimits

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]
SEEING = (Path(__file__).parent / "seeing_camera.js").read_text(encoding="utf-8")


def measured(page: Page, later: int) -> float:
    """Measure the whole delay with a camera ``later`` ms behind, and give the figure shown, in ms."""
    page.evaluate("(later) => { document.later = later; }", later)
    page.get_by_role("button", name="Measure the whole delay").click()
    page.get_by_role("button", name="Start flashing").click()
    figure = page.get_by_text(re.compile(r"The whole delay is \d+ milliseconds"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Is the picture fast enough?", timeout=40_000)
    return float(re.findall(r"\d+", figure.inner_text())[0])


def wanted(ms: float, limits: LatencyLimits) -> str:
    """The word for a delay by the plan's limits."""
    return "Fast enough." if ms <= limits.green else "A little slow." if ms <= limits.amber else "Too slow."


def test_a_delay_is_measured_graded_by_the_plan_and_said_in_words(site: Site, launch: Launch) -> None:
    person = site.person()
    wanted_plan = Prescription(
        person=person, condition="stroke", affected="left", limb="hand", measure_delay=True
    )
    plan = site.short_plan(person, wanted_plan)
    _context, page = new_page(launch(None))
    page.add_init_script(SEEING)
    enrol(page, site, person)
    walker = Walker(page, by_pointer)
    walker.start()
    walker.go(until="Measure the whole delay")
    told: dict[int, str] = {}
    for later in (0, 120, 340):
        ms = measured(page, later)
        assert later <= ms <= later + 120, f"a camera {later} ms behind was measured as {ms:.0f} ms"
        told[later] = page.locator(".verdict").inner_text()
        assert told[later] == wanted(ms, plan.latency), f"{ms:.0f} ms was called {told[later]!r}"
        warned = page.get_by_text(plan.latency.illusion_words).count() > 0
        assert warned == (ms > plan.latency.illusion), f"the word on the illusion is wrong at {ms:.0f} ms"
    assert told[340] == "Too slow."
    walker.go()
    page.get_by_role("link", name="Back to my page").click()
    expect(page.get_by_text("All entries are sent")).to_be_visible(timeout=20_000)
    loops = [event for event in site.log() if isinstance(event, LoopLatency)]
    assert [event.seen >= 4 and event.median is not None for event in loops] == [True] * 3, f"logged: {loops}"
