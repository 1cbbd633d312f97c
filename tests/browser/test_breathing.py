"""Paced breathing in a real browser: seen, heard, felt, changed and stopped; by pointer, keyboard and switch."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from material.clinic_site import Launch, Site, enrol, new_page, until
from material.walker import Use, Walker, by_keyboard, by_pointer, by_switch
from mirra.practice.events import Closed, Event, Opened, StepEnded, Stopped
from mirra.practice.fold import fold
from mirra.practice.plan import SessionPlan
from mirra.practice.prescription import Prescription
from mirra.practice.steps.breathing import Breathing, BreathingResult, BreathingSet, BreathPaced
from tests.browser.test_accessible import Looker

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]
# What the shape shows at each repaint: the word, its size, and when.
WATCH = """(seconds) => new Promise((done) => {
    const seen = [], end = performance.now() + 1000 * seconds;
    requestAnimationFrame(function look(now) {
        const shape = document.querySelector(".disc, .bar-fill"), word = document.querySelector(".phase");
        if (shape) seen.push([now, word.innerText, Number(/[\\d.e-]+/.exec(shape.style.transform.slice(5))[0])]);
        if (now < end) requestAnimationFrame(look); else done(seen);
    });
})"""
# On the document, for the session page takes away every name of the window that it does not need.
NOTE_TONES = """{
    document.tones = [];
    const { start } = OscillatorNode.prototype;
    OscillatorNode.prototype.start = function (...when) {
        document.tones.push(this.frequency.value);
        return start.apply(this, when);
    };
}"""
NOTE_PULSES = """{
    document.pulses = [];
    const { vibrate } = Navigator.prototype;
    Navigator.prototype.vibrate = function (pulse) {
        document.pulses.push(pulse);
        return vibrate.call(this, pulse);
    };
}"""


def begin(
    site: Site, launch: Launch, *, seconds: int = 20, before: str = "", touch: bool = False, **wanted: Any
) -> tuple[Page, SessionPlan]:
    """A session that only breathes, with check-in before and check-out after; its page stands at the check-in."""
    person = site.person(affected="left")
    prescription = replace(
        Prescription(person, "stroke", "left", "hand", breathing_minutes=2),
        profiles=wanted.pop("profiles", ()),
    )
    plan = site.short_plan(person, prescription)
    steps = tuple(
        step.model_copy(update={"seconds": seconds}) if isinstance(step, Breathing) else step
        for step in plan.steps
        if step.kind in {"check_in", "breathing", "check_out", "summary"}
    )
    if "switch" in prescription.profiles:
        wanted["support"] = plan.support.model_copy(update={"scan_seconds": 0.5})
    plan = site.short_plan(person, prescription, steps=steps, **wanted)
    context, page = new_page(launch(None), has_touch=touch)
    if before:
        context.add_init_script(before)
    enrol(page, site, person)
    page.get_by_role("link", name="session").click()
    page.wait_for_url("**/session.html")
    return page, plan


def press(page: Page, name: str, use: Use = by_pointer) -> None:
    use(page, page.get_by_role("button", name=name, exact=True))


def back(page: Page) -> Locator:
    """What leads back to the person's page at the end of a session."""
    name = "Back to my page"
    return page.get_by_role("button", name=name).or_(page.get_by_role("link", name=name))


def sent(page: Page, site: Site, use: Use = by_pointer) -> list[Event]:
    """The log as the clinic has it, once what follows the breathing is done and the person's page has sent it."""
    page.locator(".phase").wait_for(state="detached", timeout=60_000)
    Walker(page, use).go()
    use(page, back(page))
    until(lambda: any(isinstance(event, Closed) for event in site.log()), "the closing event to arrive")
    return site.log()


@pytest.mark.parametrize(
    ("use", "means"), [(by_pointer, "pointer"), (by_keyboard, "keyboard"), (by_switch, "switch")]
)
def test_a_person_breathes_to_the_end_and_changes_the_pace(
    site: Site, launch: Launch, use: Use, means: str
) -> None:
    page, plan = begin(site, launch, profiles=("switch",) if means == "switch" else ())
    looker = Looker(page, session=True)
    walker = Walker(page, use)
    walker.go("Start now")
    looker.glance("told")
    press(page, "Start now", use)
    expect(page.locator(".phase")).to_have_text("Breathe in")
    looker.glance("breathing")
    press(page, "Slower", use)
    expect(page.get_by_text("5.5 breaths a minute")).to_be_visible()
    events = sent(page, site, use)
    looker.done(least=2)
    opened = events[0]
    assert isinstance(opened, Opened)
    assert opened.input == means
    own = [event for event in events if isinstance(event, BreathingSet | BreathPaced)]
    assert [event.per_minute for event in own if isinstance(event, BreathingSet)] == [6.0, 5.5]
    for one, other in pairwise([event for event in own if isinstance(event, BreathPaced)]):
        assert other.at - one.at == pytest.approx(60_000 / other.per_minute, abs=120), "a pause lies between"
    result = fold(events, plan).results[0]
    assert isinstance(result, BreathingResult)
    assert [one.per_minute for one in result.paces] == [6.0, 5.5]
    assert plan.steps[1].planned() <= result.seconds < plan.steps[1].planned() + 60 / 4.5
    left = next(event for event in events if isinstance(event, StepEnded) and event.step == "breathing")
    assert left.outcome == "done"


def watched(page: Page, seconds: float) -> list[tuple[float, str, float]]:
    return [tuple(one) for one in page.evaluate(WATCH, seconds)]


def test_the_shape_grows_for_4_s_and_shrinks_for_6_s_and_never_stands_still(
    site: Site, launch: Launch
) -> None:
    page, _ = begin(site, launch, seconds=60)
    Walker(page, by_pointer).go("Start now")
    press(page, "Start now")
    seen = watched(page, 16)
    turns = [(other[0], other[1]) for one, other in pairwise(seen) if one[1] != other[1]]
    assert [word for _, word in turns] == ["Breathe out", "Breathe in", "Breathe out"]
    out, back = turns[1][0] - turns[0][0], turns[2][0] - turns[1][0]
    assert out == pytest.approx(6000, abs=150)
    assert back == pytest.approx(4000, abs=150)
    assert min(size for _, _, size in seen) < 0.35
    assert max(size for _, _, size in seen) > 0.95
    apart = [one for one in pairwise(seen[:: max(1, len(seen) // 40)]) if one[0][1] == one[1][1]]
    for one, other in apart:
        assert (other[2] < one[2]) is (one[1] == "Breathe out"), f"it stands still at {one}"


def test_with_less_motion_a_bar_moves_in_steps(site: Site, launch: Launch) -> None:
    page, _ = begin(site, launch, seconds=60, profiles=("less_motion",))
    Walker(page, by_pointer).go("Start now")
    press(page, "Start now")
    assert {size for _, _, size in watched(page, 10)} == {0, 0.25, 0.5, 0.75, 1}
    assert page.locator(".disc").count() == 0


def heard(page: Page) -> list[float]:
    tones: list[float] = page.evaluate("() => document.tones.map(Math.round)")
    return tones


def test_tones_are_heard_at_each_turn_and_not_where_the_plan_says_no_sound(
    site: Site, launch: Launch
) -> None:
    page, _ = begin(site, launch, before=NOTE_TONES, seconds=60)
    Walker(page, by_pointer).go("Start now")
    press(page, "Start now")
    page.wait_for_timeout(11_000)
    assert heard(page) == [440, 330, 440], "not one tone for each breathing in and out"
    press(page, "Sound: tones")
    page.wait_for_timeout(4500)
    assert len(heard(page)) == 3
    press(page, "Go on")
    assert [event.heard for event in sent(page, site) if isinstance(event, BreathingSet)] == [
        "tones",
        "nothing",
    ]


def test_nothing_is_heard_where_the_plan_says_no_sound(site: Site, launch: Launch) -> None:
    page, _ = begin(site, launch, before=NOTE_TONES, seconds=60, profiles=("no_sound",))
    Walker(page, by_pointer).go("Start now")
    press(page, "Start now")
    page.wait_for_timeout(5000)
    assert heard(page) == []


def test_it_is_felt_only_when_asked_for(site: Site, launch: Launch) -> None:
    page, _ = begin(site, launch, before=NOTE_PULSES, touch=True, seconds=60)
    Walker(page, by_pointer).go("Start now")
    press(page, "Start now")
    page.wait_for_timeout(5000)
    assert page.evaluate("() => document.pulses") == []
    press(page, "Vibration: off")
    page.wait_for_timeout(9500)
    assert page.evaluate("() => document.pulses") == [[60], [40, 90, 40]]
    press(page, "Go on")
    assert [event.felt for event in sent(page, site) if isinstance(event, BreathingSet)] == [False, True]


def test_no_vibration_is_offered_where_there_is_none(site: Site, launch: Launch) -> None:
    page, _ = begin(site, launch)
    Walker(page, by_pointer).go("Start now")
    press(page, "Start now")
    expect(page.get_by_role("button", name="Slower")).to_be_visible()
    assert page.get_by_role("button", name="Vibration").count() == 0


def by_going_on(page: Page) -> None:
    press(page, "Go on")


def by_stop(page: Page) -> None:
    page.keyboard.press("Escape")
    press(page, "End the session")


@pytest.mark.parametrize(("leave", "outcome"), [(by_going_on, "skipped"), (by_stop, "cut")])
def test_it_may_be_left_at_any_time_and_check_out_follows(
    site: Site, launch: Launch, leave: Callable[[Page], None], outcome: str
) -> None:
    page, plan = begin(site, launch, seconds=60)
    Walker(page, by_pointer).go("Start now")
    press(page, "Start now")
    page.wait_for_timeout(11_000)
    leave(page)
    events = sent(page, site)
    left = next(event for event in events if isinstance(event, StepEnded) and event.step == "breathing")
    assert left.outcome == outcome
    result = fold(events, plan).results[0]
    assert isinstance(result, BreathingResult)
    assert (result.breaths, result.seconds) == (1, 10.0), "a breath that was broken off counts for nothing"


def test_after_stop_it_goes_on_with_breathing_in_and_what_was_done_counts(site: Site, launch: Launch) -> None:
    page, plan = begin(site, launch, seconds=20)
    Walker(page, by_pointer).go("Start now")
    press(page, "Start now")
    page.wait_for_timeout(11_000)
    press(page, "Faster")
    page.wait_for_timeout(4000)
    press(page, "Stop")
    page.wait_for_timeout(1000)
    press(page, "Go on")
    expect(page.locator(".phase")).to_have_text("Breathe in")
    expect(page.get_by_text("6.5 breaths a minute")).to_be_visible()
    events = sent(page, site)
    assert sum(isinstance(event, Stopped) for event in events) == 1
    result = fold(events, plan).results[0]
    assert isinstance(result, BreathingResult)
    assert [(one.per_minute, one.breaths) for one in result.paces] == [(6.0, 1), (6.5, 2)]
