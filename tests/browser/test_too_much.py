"""Too much today: a shorter session, asked for on the person's page or at check-in, and what the therapist reads."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from material.clinic_site import Launch, Site, enrol, new_page
from material.pace import Pace
from material.walker import Use, Walker, by_pointer
from mirra.practice.case import Case
from mirra.practice.events import Closed, Shortened
from mirra.practice.fold import fold
from mirra.practice.plan import SessionPlan, made_shorter
from mirra.practice.prescription import Prescription
from mirra.practice.steps import imagery
from mirra.practice.steps.imagery import ImageryResult
from mirra.practice.support import chosen
from mirra.practice.terms import ShorterRule
from tests.browser.alone import AROUND, WAYS, press, sent
from tests.browser.test_accessible import Looker, at, signed_in
from tests.practice.given import CATALOGUE, a_plan, holding

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300), pytest.mark.usefixtures("brisk")]
ASK = "Too much today"


def given(site: Site, page: Page, profiles: tuple[str, ...] = ()) -> tuple[str, SessionPlan]:
    """Connect this browser to somebody who imagines four movements today, each once; half of them in 3 minutes."""
    person = site.person(affected="left", condition="stroke")
    prescription = Prescription(person, "stroke", "left", "hand", profiles=profiles)
    case = Case(CATALOGUE, CATALOGUE.conditions["stroke"], prescription, chosen(CATALOGUE, profiles))
    step = imagery.dose(case, case.condition.stages[0], movements=4)
    assert step is not None
    whole = holding(
        a_plan("stroke", affected="left", profiles=profiles), step.model_copy(update={"times": 1})
    )
    steps = tuple(one for one in whole.steps if one.kind in (*AROUND, "imagery"))
    support = whole.support.model_copy(update={"scan_seconds": 0.5 * Pace.factor})
    rule = ShorterRule(share=0.5, minutes=3, claim="P23")
    plan = site.short_plan(person, prescription, steps=steps, support=support, minutes=6.0, shorter=rule)
    enrol(page, site, person)
    return person, plan


@WAYS
def test_a_shorter_session_is_asked_for_on_the_persons_page_and_played_to_its_end(
    site: Site, launch: Launch, use: Use, profiles: tuple[str, ...]
) -> None:
    _context, page = new_page(launch(None))
    _person, plan = given(site, page, profiles)
    looker = Looker(page, session=True)
    # One switch, by which the device's own scanning presses buttons, is Space on this page too.
    page.get_by_role("button", name=ASK).focus()
    page.keyboard.press("Space")
    expect(page.get_by_role("status").filter(has_text="It takes 3 minutes.")).to_be_visible()
    page.get_by_role("link", name="Start the shorter session").click()
    page.wait_for_url("**/session.html#shorter")
    walker = Walker(page, use, looked=looker.glance)
    expect(page.get_by_text("Your session is now shorter: 3 minutes.")).to_be_visible()
    expect(page.get_by_role("button", name=ASK)).to_have_count(0)
    walker.go(seconds=200)
    looker.done(least=5)
    events = sent(site, page, use)
    told = [event for event in events if isinstance(event, Shortened)]
    assert [(one.step, one.said) for one in told] == [("check_in", "home")]
    assert events[-1].kind == "closed"
    result = fold(events, plan)
    assert result.practised
    (imagined,) = [one for one in result.results if isinstance(one, ImageryResult)]
    assert [one.movement for one in imagined.movements] == [
        one.id
        for one in made_shorter(plan, "check_in").steps[1].movements  # type: ignore[attr-defined]
    ]
    assert all(one.imagined for one in imagined.movements)


@WAYS
def test_a_shorter_session_is_asked_for_at_check_in_and_stays_short_after_a_reload(
    site: Site, launch: Launch, use: Use, profiles: tuple[str, ...]
) -> None:
    _context, page = new_page(launch(None))
    _person, plan = given(site, page, profiles)
    walker = Walker(page, use)
    page.get_by_role("link", name="session").click()
    ask = page.get_by_role("button", name=ASK)
    expect(ask).to_be_visible()
    use(page, ask)
    told = page.get_by_role("status").filter(has_text="Your session is now shorter: 3 minutes.")
    expect(told).to_be_visible()
    expect(ask).to_have_count(0)
    Looker(page, session=True).glance("check-in, shorter")
    page.reload()
    use(page, page.get_by_role("button", name="Go on"))
    expect(told).to_be_visible()
    walker.go(seconds=200)
    events = sent(site, page, use)
    assert [one.said for one in events if isinstance(one, Shortened)] == ["check_in"]
    (imagined,) = [one for one in fold(events, plan).results if isinstance(one, ImageryResult)]
    assert (len(imagined.movements), imagined.share()) == (2, 1)


def test_the_shorter_session_may_be_taken_back_before_it_begins(site: Site, launch: Launch) -> None:
    _context, page = new_page(launch(None))
    given(site, page)
    page.get_by_role("button", name=ASK).click()
    page.get_by_role("button", name="I will do the whole session").click()
    expect(page.get_by_text("It takes 3 minutes.")).to_have_count(0)
    page.get_by_role("link", name="Start today's session").click()
    page.wait_for_url("**/session.html")
    expect(page.get_by_role("button", name=ASK)).to_be_visible()


def test_the_therapist_and_the_person_read_that_a_session_was_made_shorter(
    site: Site, launch: Launch
) -> None:
    browser = launch(None)
    _context, page = new_page(browser)
    person, plan = given(site, page)
    Walker(page, by_pointer).start()
    press(page, ASK)
    Walker(page, by_pointer).go(seconds=200)
    events = sent(site, page, by_pointer)
    assert isinstance(events[-1], Closed)
    expect(page.get_by_role("region", name="What you did")).to_contain_text("shorter session")
    desk = browser.new_page(viewport={"width": 1280, "height": 900})
    looker = Looker(desk)
    at(desk, site, "sign-in", "Sign in")
    signed_in(site, desk)
    at(desk, site, f"people/{person}", "Robin")
    expect(desk.get_by_role("region", name="Sessions")).to_contain_text("Completed, made shorter")
    at(desk, site, f"people/{person}/session/{events[0].session}", "Session")
    short = made_shorter(plan, "check_in").minutes
    told = f'{plan.minutes:.1f} → {short:.1f} min: the person said "Too much today" at check-in'
    expect(desk.get_by_text(told)).to_be_visible()
    looker.look("session, made shorter")
    looker.done(1)
