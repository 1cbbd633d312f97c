"""Direct movement in a real browser: by pointer, with one hand on the keyboard, by one switch; the stop rule holds."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from material.clinic_site import Launch, Site, new_page
from material.walker import Use, Walker, by_pointer
from mirra.practice.case import Case
from mirra.practice.fold import fold
from mirra.practice.ladder import Tried
from mirra.practice.steps import direct_movement
from mirra.practice.steps.direct_movement import DirectMovement, DirectMovementResult
from tests.browser.alone import WAYS, alone, press, sent, to_first, went_through
from tests.browser.test_accessible import Looker, signed_in
from tests.browser.test_accounts import at

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300), pytest.mark.usefixtures("brisk")]


def first_session(case: Case) -> DirectMovement:
    return direct_movement.dose(case)


def later_session(case: Case) -> DirectMovement:
    """One that does not ask for the ranking."""
    ranked = {one.id: place for place, one in enumerate(direct_movement.rungs(case))}
    tried = Tried(movement=min(ranked), times=5, planned=5, before=3, felt=3, ranked=ranked)
    return direct_movement.dose(case, (tried,))


@WAYS
def test_movements_are_ranked_and_the_one_found_easiest_is_done(
    site: Site, launch: Launch, use: Use, profiles: tuple[str, ...]
) -> None:
    _context, page = new_page(launch(None))
    plan = alone(site, page, first_session, profiles=profiles, condition="crps")
    step = next(one for one in plan.steps if isinstance(one, DirectMovement))
    looker = Looker(page, session=True)
    answers = {"hard": "3", "expect": "6", "did you feel": "2", "pain now": "1"}
    walker = Walker(page, use, answers=answers, looked=looker.glance)
    to_first(page, walker, "Done once")
    looker.glance("moving")
    walker.go(seconds=240)
    events = sent(site, page, use)
    looker.done(least=5)
    went_through(events, use)
    result = next(one for one in fold(events, plan).results if isinstance(one, DirectMovementResult))
    assert [(one.movement, one.value) for one in result.ranked] == [(one.id, 3) for one in step.movements]
    assert result.movement == step.movements[0].id, "of equal ones the first of the ladder"
    assert (result.times, result.expected, result.felt) == (step.times, 6, 2)


def test_the_difference_between_what_was_expected_and_felt_is_said_plainly(
    site: Site, launch: Launch
) -> None:
    _context, page = new_page(launch(None))
    alone(site, page, later_session, condition="crps")
    walker = Walker(page, by_pointer, answers={"expect": "6", "did you feel": "3", "pain now": "2"})
    to_first(page, walker, "Done once")
    while page.get_by_role("button", name="Done once").count():
        press(page, "Done once")
    page.wait_for_timeout(400)  # a press right after another is taken for a tremble
    page.get_by_role("radio", name="3", exact=True).click()
    for line in ("You expected 6.", "You felt 3.", "That is 3 less."):
        expect(page.get_by_text(line)).to_be_visible()
    page.reload()
    page.get_by_role("button", name="Go on").click()
    expect(page.get_by_text("That is 3 less.")).to_be_visible()


def test_pain_that_rose_offers_to_end_and_the_movement_may_be_left_at_any_time(
    site: Site, launch: Launch
) -> None:
    _context, page = new_page(launch(None))
    plan = alone(site, page, later_session, condition="crps")
    walker = Walker(page, by_pointer, answers={"expect": "2", "pain now": "1"})
    to_first(page, walker, "Done once")
    press(page, "Done once")
    press(page, "That is enough")
    page.wait_for_timeout(400)
    page.get_by_role("radio", name="3", exact=True).click()
    page.wait_for_timeout(800)
    press(page, "Go on")
    expect(page.get_by_text(plan.stop.words)).to_be_visible()
    walker.go()
    events = sent(site, page, by_pointer)
    (result,) = [one for one in fold(events, plan).results if isinstance(one, DirectMovementResult)]
    assert (result.times, result.left, result.felt) == (1, ("moving",), 3)
    assert any(event.kind == "end_offered" for event in events)


def test_a_therapist_adds_it_sees_the_ladder_and_chooses_a_movement(site: Site, launch: Launch) -> None:
    _context, page = new_page(launch(None))
    person, looker = site.person(condition="crps"), Looker(page)
    at(page, site, "sign-in", "Sign in")
    signed_in(site, page)
    page.goto(f"{site.address}/#/people/{person}")
    page.get_by_role("button", name="Change the plan").click()
    page.get_by_label("Direct movement after the mirror").check()
    page.get_by_label("Movement that is due").select_option("Close and open")
    page.get_by_label("Reason for the change").fill("Fears to close the hand")
    looker.look("plan, direct movement")
    page.get_by_role("button", name="Save the new plan").click()
    ladder = page.locator("section", has=page.get_by_role("heading", name="Direct movement: 0 sessions")).last
    expect(ladder).to_contain_text("Next: Close and open. The therapist chose this movement.")
    ladder.get_by_text("The ladder, from the movement ranked lowest").click()
    expect(ladder).to_contain_text("Close and open: not ranked yet")
    looker.look("person, ladder")
