"""A locked schedule: drawn on the therapist's page, followed by a session that does not name it, printed."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import numpy as np
import pytest
from playwright.sync_api import Locator, Page, expect

from material.clinic_site import Launch, Site, enrol, new_page
from material.short_session import shortened
from mirra.clinic import plans, schedules, today
from mirra.clinic.shapes.plans import Prescribed
from mirra.clinic.shapes.schedules import ScheduleAsk
from mirra.clinic.tables import Person, Plan
from mirra.practice.display import Display
from mirra.practice.plan import SessionPlan
from mirra.practice.schedule import read_schedule
from tests.browser import looker as looking
from tests.browser.printed import printed
from tests.browser.test_accessible import Looker, signed_in
from tests.browser.test_accounts import at
from tests.browser.test_displays import STILL, wanted
from tests.browser.test_mirror import TOLERANCE
from tests.browser.test_screening import section

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]
SECRET = (
    "schedule",
    "sham",
    "covered mirror",
    "delayed picture",
    "small picture",
    "phase",
    "random",
    "design",
)


def opened(site: Site, page: Page) -> tuple[str, Locator]:
    """A person, and the section about their schedule on the therapist's page."""
    person = site.person()
    at(page, site, "sign-in", "Sign in")
    signed_in(site, page)
    page.goto(f"{site.address}/#/people/{person}")
    return person, section(page, "Schedule of days")


def test_a_schedule_is_drawn_once_hidden_until_asked_for_printed_and_ended_early(
    site: Site, page: Page
) -> None:
    person, schedule = opened(site, page)
    looker = Looker(page)
    expect(schedule).to_contain_text("No schedule.")
    schedule.get_by_role("button", name="Draw a schedule").click()
    expect(page.get_by_label("Design")).to_be_focused()
    expect(schedule).to_contain_text("Possible draws: 161, each equally likely.")
    expect(schedule).to_contain_text("The draw is final.")
    page.get_by_label("Days practised").fill("22")
    expect(schedule).to_contain_text("Only 10 draws are possible, so p cannot be below 0.1.")
    page.get_by_label("Days practised").fill("60")
    expect(schedule).to_contain_text("Choose 47 or 48 days.")
    expect(schedule.get_by_role("button", name="Draw and lock the schedule")).to_be_disabled()
    page.get_by_label("Design").select_option("Randomised blocks of days")
    expect(schedule).to_contain_text("Possible draws: 1024, each equally likely.")
    schedule.get_by_role("button", name="Add a display").click()
    expect(page.get_by_label("Display C")).to_have_value("delayed")
    expect(schedule).to_contain_text("Choose 18 or 21 days.")
    page.get_by_label("Days practised").fill("18")
    schedule.get_by_text("What this design rests on (5)").click()
    expect(schedule).to_contain_text("N01: ")
    looker.look("drawing a schedule")
    schedule.get_by_role("button", name="Draw and lock the schedule").click()
    expect(page.locator("#schedule")).to_be_focused()
    expect(schedule).to_contain_text("In force: 0 of 18 days practised")
    expect(schedule).to_contain_text("Covered mirror, Mirror, Delayed picture")
    assert "Seed" not in schedule.inner_text()
    looker.look("a schedule in force")
    schedule.get_by_role("button", name="Show the seed and all days").click()
    expect(page.locator("#days-ahead")).to_be_focused()
    expect(schedule).to_contain_text("Day 18: ")
    looker.look("all days of a schedule")
    schedule.get_by_role("link", name="Print the schedule").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Schedule of days")
    text = page.locator("dd").last.inner_text()
    drawn = read_schedule(text)
    assert (len(drawn.days), drawn.person) == (18, person)
    found = printed(page, "A4")
    assert found.sheets == 1
    assert not found.lacks(drawn.seed, "Covered mirror", "46656")
    looker.look("a schedule on paper")
    page.get_by_role("link", name="Back to the person").click()
    schedule.get_by_role("button", name="End the schedule early").click()
    page.get_by_label("Why the schedule ends early").fill("Pain rose")
    schedule.get_by_role("button", name="End the schedule", exact=True).click()
    expect(schedule).to_contain_text("Ended early: 0 of 18 days practised")
    expect(schedule).to_contain_text("Reason: Pain rose")
    looker.done(least=4)


def covered_today(site: Site, person: str) -> SessionPlan:
    """Lock a schedule whose first day has the covered mirror, and give out a short session of that day."""
    here, catalogue = datetime.now().astimezone(), site.clinic.catalogue
    asked = ScheduleAsk(design="abab", displays=("covered", "mirror"), days=28)  # phase A is the first
    with site.clinic.store.writing() as db:
        plan = Prescribed.model_validate_json(plans.in_force(db, person).body)
        schedules.draw(db, catalogue, person, site.therapist(), asked, plan, here)
        made = today.make(db, catalogue, db.get_one(Person, person), here)
        kinds = ("set_up", "look", "check_out", "summary")
        steps = {step.kind: step for step in shortened(made, look=120).steps if step.kind in kinds}
        little = made.model_copy(update={"steps": tuple(steps.values())})
        db.get_one(Plan, made.id).body = little.model_dump_json()
        return little


def test_a_session_shows_the_display_of_its_day_and_names_neither_it_nor_the_schedule(
    site: Site, launch: Launch, tmp_path: Path
) -> None:
    person = site.person()
    plan = covered_today(site, person)
    assert plan.display == Display(covered=True)
    _context, page = new_page(launch(STILL.write(tmp_path / "still.y4m")))
    page.add_init_script(looking.WATCH)
    enrol(page, site, person)
    looker = looking.Looker(site, page, plan)
    read = [page.locator("body").inner_text()]
    looker.open()
    read.append(page.locator("body").inner_text())
    looker.place("above")
    read.append(page.locator("body").inner_text())
    looker.leave_set_up()
    page.wait_for_timeout(500)
    read.append(page.locator("body").inner_text())
    for text in read:
        assert not [word for word in SECRET if word in text.lower()], text
    canvas, right = looker.picture(), wanted(plan.display, "left")
    assert (np.abs(canvas - right).max(axis=2) <= TOLERANCE).all(), "the picture is not a covered mirror"
    assert {event.display for event in looker.log()} == {"s100_d0_c"}
    looker.close()
