"""Checklists in a real browser: by pointer, one hand on the keyboard and one switch; the time counts down in sight."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from material.clinic_site import Launch, Site, new_page
from material.walker import Use, Walker, by_pointer
from mirra.practice.case import Case
from mirra.practice.fold import fold
from mirra.practice.steps import checklist
from mirra.practice.steps.checklist import Checklist, ChecklistResult
from tests.browser.alone import WAYS, alone, press, sent, to_first, went_through
from tests.browser.test_accessible import Looker, signed_in
from tests.browser.test_accounts import at

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]


def calm(case: Case) -> Checklist:
    """The checklist for becoming calm."""
    addon = next(one for one in case.catalogue.addons.values() if one.id == "stress_reduction")
    items = tuple(
        checklist.ChecklistItem(id=one.id, text=one.text, seconds=60 * one.minutes) for one in addon.items
    )
    return Checklist(id=addon.id, title=addon.title, addon=addon.id, before=addon.before, items=items)


@WAYS
def test_each_item_is_done_with_a_time_that_ends_nothing_by_itself(
    site: Site, launch: Launch, use: Use, profiles: tuple[str, ...]
) -> None:
    _context, page = new_page(launch(None))
    plan = alone(site, page, calm, profiles=profiles, condition="crps")
    step = next(one for one in plan.steps if isinstance(one, Checklist))
    looker = Looker(page, session=True)
    walker = Walker(page, use, looked=looker.glance)
    to_first(page, walker, "Start the time")
    expect(page.get_by_role("timer")).to_have_text("0:05")
    use(page, page.get_by_role("button", name="Start the time"))
    looker.glance("the time runs")
    expect(page.get_by_text("The time is over. Go on when you like.")).to_be_visible(timeout=15_000)
    expect(page.get_by_role("timer")).to_have_text("0:00")
    walker.go(seconds=200)
    events = sent(site, page, use)
    looker.done(least=5)
    went_through(events, use)
    result = next(one for one in fold(events, plan).results if isinstance(one, ChecklistResult))
    assert [one.outcome for one in result.items] == ["done"] * len(step.items)
    assert result.items[0].seconds == step.items[0].seconds


def test_the_time_may_be_ended_at_any_moment_and_an_item_left_for_today(site: Site, launch: Launch) -> None:
    _context, page = new_page(launch(None))
    plan = alone(site, page, calm, condition="crps")
    walker = Walker(page, by_pointer)
    to_first(page, walker, "Start the time")
    press(page, "Start the time")
    page.wait_for_timeout(1500)
    press(page, "Done")
    press(page, "Not today")
    walker.go()
    events = sent(site, page, by_pointer)
    result = next(one for one in fold(events, plan).results if isinstance(one, ChecklistResult))
    first, second = result.items
    assert (first.outcome, second.outcome) == ("done", "not_today")
    assert 1 <= first.seconds < 5
    assert second.seconds == 0


def test_a_therapist_adds_an_add_on_and_sees_where_sources_disagree(site: Site, launch: Launch) -> None:
    _context, page = new_page(launch(None))
    person, looker = site.person(condition="crps"), Looker(page)
    at(page, site, "sign-in", "Sign in")
    signed_in(site, page)
    page.goto(f"{site.address}/#/people/{person}")
    page.get_by_role("button", name="Change the plan").click()
    page.get_by_label("Oedema care").select_option("every 2 days")
    expect(page.get_by_text("Sources disagree: whether drainage")).to_be_visible()
    expect(page.get_by_text("Two months later the groups did not differ.")).to_be_visible()
    page.get_by_label("Reason for the change").fill("The hand swells")
    looker.look("plan, add-ons")
    page.get_by_role("button", name="Save the new plan").click()
    expect(page.get_by_text("Oedema care every 2 days").first).to_be_visible()
