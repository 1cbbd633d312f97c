"""Action observation in a real browser: by pointer, with one hand on the keyboard, by one switch; the film's speed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from material.clinic_site import Launch, Site, new_page
from material.walker import Use, Walker, by_pointer
from mirra.practice.case import Case
from mirra.practice.events import Event
from mirra.practice.fold import fold
from mirra.practice.plan import SessionPlan
from mirra.practice.steps import observation
from mirra.practice.steps.observation import MovementRepeated, MovementWatched, Observation, ObservationResult
from tests.browser.alone import WAYS, alone, press, sent, to_first, went_through
from tests.browser.test_accessible import Looker

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]
Make = Callable[[Case], Observation | None]
FILM = ".demonstration video"


def usual(case: Case) -> Observation | None:
    return observation.dose(case, case.condition.stages[0])


def slow(case: Case) -> Observation | None:
    return observation.dose(case, case.condition.stages[0], speed=0.5)


@WAYS
def test_a_movement_is_watched_for_its_time_and_then_done(
    site: Site, launch: Launch, use: Use, profiles: tuple[str, ...]
) -> None:
    _context, page = new_page(launch(None))
    plan = alone(site, page, usual, profiles=profiles)
    step = next(one for one in plan.steps if isinstance(one, Observation))
    looker = Looker(page, session=True)
    walker = Walker(page, use, looked=looker.glance)
    to_first(page, walker, "Done once")
    looker.glance("doing")
    walker.go(seconds=200)
    events = sent(site, page, use)
    looker.done(least=5)
    went_through(events, use)
    (watched,) = [event for event in events if isinstance(event, MovementWatched)]
    assert watched.outcome == "done"
    assert watched.lasted == pytest.approx(1000 * step.seconds, abs=300)
    result = next(one for one in fold(events, plan).results if isinstance(one, ObservationResult))
    (movement,) = result.movements
    assert movement.repetitions == step.movements[0].repetitions
    assert movement.tempo is not None
    assert movement.tempo >= 0.3, "a trembling press was counted"


@pytest.mark.parametrize(("make", "speed"), [(usual, 1.0), (slow, 0.5)], ids=["usual", "slow"])
def test_the_film_runs_as_fast_as_the_plan_says(site: Site, launch: Launch, make: Make, speed: float) -> None:
    _context, page = new_page(launch(None))
    plan = alone(site, page, make)
    step = next(one for one in plan.steps if isinstance(one, Observation))
    to_first(page, Walker(page, by_pointer), "That is enough")
    film = page.locator(FILM)
    expect(film).to_be_visible()
    movement = step.movements[0]
    usual_rate = movement.demonstration.seconds / (movement.tempo * movement.demonstration.repetitions)
    assert film.evaluate("(node) => node.playbackRate") == pytest.approx(speed * usual_rate)
    page.wait_for_function("() => document.querySelector('.demonstration video').currentTime > 0")
    assert film.evaluate("(node) => getComputedStyle(node).transform") != "none", (
        "a left hand is a flipped one"
    )


def test_who_asked_for_less_motion_starts_the_film_and_no_time_passes_before(
    site: Site, launch: Launch
) -> None:
    _context, page = new_page(launch(None))
    alone(site, page, usual, profiles=("less_motion",))
    walker = Walker(page, by_pointer)
    to_first(page, walker, "Play the film")
    page.wait_for_timeout(1500)
    assert page.locator(FILM).count() == 0
    expect(page.get_by_role("progressbar")).to_have_attribute("aria-valuenow", "0")
    press(page, "Play the film")
    expect(page.locator(FILM)).to_be_visible()
    expect(page.get_by_role("button", name="Done once")).to_be_visible(timeout=15_000)


def test_watching_and_doing_may_end_early_and_the_record_says_so(site: Site, launch: Launch) -> None:
    _context, page = new_page(launch(None))
    plan = alone(site, page, usual)
    walker = Walker(page, by_pointer)
    to_first(page, walker, "That is enough")
    press(page, "That is enough")
    press(page, "Done once")
    press(page, "That is enough")
    walker.go()
    result = next(
        one for one in fold(sent(site, page, by_pointer), plan).results if isinstance(one, ObservationResult)
    )
    (movement,) = result.movements
    assert movement.watched is not None
    assert movement.watched < 4
    assert (movement.repetitions, movement.tempo, movement.left) == (1, None, True)


def test_after_a_reload_what_was_done_is_not_asked_for_again(site: Site, launch: Launch) -> None:
    _context, page = new_page(launch(None))
    plan = alone(site, page, usual)
    walker = Walker(page, by_pointer)
    to_first(page, walker, "That is enough")
    press(page, "That is enough")
    press(page, "Done once")
    page.reload()
    page.get_by_role("button", name="Go on").click()
    expect(page.get_by_text("1 of 2")).to_be_visible()
    walker.go()
    result = next(
        one for one in fold(sent(site, page, by_pointer), plan).results if isinstance(one, ObservationResult)
    )
    assert result.repetitions == 2


# The camera counts.

COUNT, PRESS, ONCE, ENOUGH = (
    "Count with the camera",
    "Count by pressing",
    "Done once",
    "That is enough",
)
OFF = "() => !document.querySelector('video') || [...document.querySelectorAll('video')].every((v) => !v.srcObject)"


def before_the_camera(case: Case) -> Observation | None:
    """The hand of the recorded film is a right one."""
    step = observation.dose(case, case.condition.stages[0], by="intact")
    assert step is not None
    return step


def observed(site: Site, page: Page, plan: SessionPlan, use: Use) -> tuple[list[Event], ObservationResult]:
    events = sent(site, page, use)
    (result,) = (one for one in fold(events, plan).results if isinstance(one, ObservationResult))
    return events, result


@WAYS
def test_the_camera_counts_and_measures_a_real_hand(
    site: Site, launch: Launch, hand_film: Path, use: Use, profiles: tuple[str, ...]
) -> None:
    _context, page = new_page(launch(hand_film))
    plan = alone(site, page, before_the_camera, profiles=profiles)
    step = next(one for one in plan.steps if isinstance(one, Observation))
    looker = Looker(page, session=True)
    walker = Walker(page, use, looked=looker.glance)
    to_first(page, walker, COUNT)
    assert page.evaluate(OFF), "the camera was opened without asking"
    use(page, page.get_by_role("button", name=COUNT))
    expect(page.get_by_text("The camera is on.", exact=False)).to_be_visible(timeout=60_000)
    use(page, page.get_by_role("button", name="Go on"))
    expect(page.get_by_role("button", name=PRESS)).to_be_visible(timeout=15_000)
    looker.glance("counting by the camera")
    heading = page.get_by_text(
        f"Done {step.movements[0].repetitions} of {step.movements[0].repetitions} times"
    )
    expect(heading).to_be_visible(timeout=90_000)
    looker.glance("what the camera saw")
    walker.go()
    assert page.evaluate(OFF), "the camera is still on"
    events, result = observed(site, page, plan, use)
    looker.done(least=5)
    (movement,) = result.movements
    counted = [event for event in events if isinstance(event, MovementRepeated)]
    assert [event.by for event in counted] == ["camera"] * step.movements[0].repetitions
    assert all(event.amplitude and event.amplitude > 0.25 for event in counted)
    assert counted[0].lasted is None
    assert (movement.by_camera, movement.amplitude_n) == (len(counted), len(counted))
    assert movement.amplitude is not None
    assert movement.in_view is not None
    assert movement.in_view > 0.3
    kinds = [event.kind for event in events]
    assert kinds.index("camera_started") < kinds.index("camera_released") < kinds.index("closed")


def test_a_press_goes_back_to_presses_and_the_camera_is_let_go(
    site: Site, launch: Launch, hand_film: Path
) -> None:
    _context, page = new_page(launch(hand_film))
    plan = alone(site, page, before_the_camera)
    walker = Walker(page, by_pointer)
    to_first(page, walker, ENOUGH)
    press(page, ENOUGH)
    press(page, COUNT)
    expect(page.get_by_role("button", name=PRESS)).to_be_visible(timeout=60_000)
    assert page.get_by_role("button", name=ONCE).count() == 0, "both could count"
    press(page, PRESS)
    expect(page.get_by_role("button", name=ONCE)).to_be_visible()
    assert page.evaluate(OFF), "the camera is still on"
    press(page, ONCE)
    walker.go()
    events, result = observed(site, page, plan, by_pointer)
    (movement,) = result.movements
    taps = [event for event in events if isinstance(event, MovementRepeated) and event.by == "taps"]
    assert movement.repetitions - movement.by_camera == len(taps) > 0


def test_a_hand_of_the_other_side_is_never_counted(site: Site, launch: Launch, hand_film: Path) -> None:
    _context, page = new_page(launch(hand_film))
    alone(site, page, usual)  # the affected hand is a left one, and the film shows a right one
    to_first(page, Walker(page, by_pointer), ENOUGH)
    press(page, ENOUGH)
    press(page, COUNT)
    expect(page.get_by_role("button", name=PRESS)).to_be_visible(timeout=60_000)
    page.wait_for_timeout(8000)
    expect(page.get_by_text("The camera does not see your hand.")).to_be_visible()
    expect(page.get_by_text("0 of 2")).to_be_visible()


def test_without_a_camera_presses_count_and_it_is_said_why(site: Site, launch: Launch) -> None:
    _context, page = new_page(launch(None))
    plan = alone(site, page, usual)
    walker = Walker(page, by_pointer)
    to_first(page, walker, COUNT)
    press(page, COUNT)
    expect(page.get_by_text("No camera was found.", exact=False)).to_be_visible()
    walker.go()
    events, result = observed(site, page, plan, by_pointer)
    (movement,) = result.movements
    assert (movement.repetitions, movement.by_camera, movement.in_view) == (2, 0, None)
    assert [event.kind for event in events].count("camera_lost") == 1
