"""A programme of stages, at the therapist's and at the person's."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select

from material.clinic_site import Launch, Site, enrol, new_page
from mirra.clinic import decisions, people, plans, today, upload
from mirra.clinic.access import Actor, Entered
from mirra.clinic.demo import add_example
from mirra.clinic.examples import EXAMPLES
from mirra.clinic.folding import fold_now
from mirra.clinic.keeper import Keeper
from mirra.clinic.shapes.plans import PlanChange, Prescribed
from mirra.clinic.tables import Person
from mirra.clinic.tokens import new_id
from mirra.practice.case import Case
from mirra.practice.log import write_event
from mirra.practice.prescription import Prescription
from mirra.practice.simulate import simulate
from mirra.practice.steps import judgement, observation
from tests.browser.test_accessible import Looker, signed_in
from tests.browser.test_accounts import at

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]


def test_a_therapist_chooses_a_programme_sees_its_gates_and_overrides_them(
    site: Site, page: Page, launch: Launch
) -> None:
    person, looker = site.person(condition="crps"), Looker(page)
    at(page, site, "sign-in", "Sign in")
    signed_in(site, page)
    page.goto(f"{site.address}/#/people/{person}")
    plan = page.locator("section", has=page.get_by_role("heading", name="Plan", exact=True)).first
    plan.get_by_role("button", name="Change the plan").click()
    page.get_by_label("Programme").select_option("Graded motor imagery")
    expect(plan).to_contain_text("Two clinics that used it in everyday care saw no improvement.")
    page.get_by_label("Reason for the change").fill("Wants to begin gently")
    looker.look("plan, programme chosen")
    page.get_by_role("button", name="Save the new plan").click()
    expect(
        plan.get_by_role("heading", name="Graded motor imagery: stage 1 of 3, Left or right")
    ).to_be_visible()
    expect(plan).to_contain_text("Stay at this stage. It is day 1 of 14.")
    expect(plan).to_contain_text(
        "Correct answers on the worse side: at least 80 %. Least favourable: not measured. Not met."
    )
    plan.get_by_text("The week ahead").click()
    expect(plan).to_contain_text("21 sessions")
    expect(plan).to_contain_text("This stage is planned for 14 more days.")
    looker.look("plan, first stage")

    _context, own = new_page(launch(None))
    enrol(own, site, person)
    today = own.get_by_role("region", name="Today's session")
    expect(today).to_contain_text("Stage 1 of 3: Left or right. You say which side a picture shows.")
    Looker(own).look("home, first stage")

    plan.get_by_role("button", name="Change the plan").click()
    page.get_by_label("Stage", exact=True).select_option("go to: Mirror")
    page.get_by_label("Reason for the change").fill("Knows the pictures well")
    page.get_by_role("button", name="Save the new plan").click()
    expect(plan.get_by_role("heading", name="stage 3 of 3, Mirror")).to_be_visible()
    plan.get_by_text("How the person came to this stage").click()
    expect(plan).to_contain_text("Mirror (chosen by a therapist). The therapist chose the stage “Mirror”.")
    own.reload()
    expect(today).to_contain_text("Stage 3 of 3: Mirror.")
    expect(today).to_contain_text("Your therapist has chosen this stage for you.")
    plan.get_by_role("button", name="Change the plan").click()
    expect(page.get_by_label("Stage", exact=True)).to_have_value("")
    looker.look("plan, stage overridden")
    looker.done(3)


def test_what_the_gates_ask_comes_in_the_list_and_goes_with_a_decision(site: Site, page: Page) -> None:
    person, looker = site.person(condition="crps"), Looker(page)
    site.therapist()
    with site.clinic.store.writing() as db:  # a programme that began three weeks ago
        now = site.clinic.now()
        before = plans.in_force(db, person)
        plan = Prescribed.model_validate_json(before.body).model_copy(update={"programme": "graded_imagery"})
        before.made = now - timedelta(days=22)
        db.flush()
        asked = PlanChange(plan=plan, reason="Chosen", replaces=before.id)
        whose = db.get_one(Person, person)
        then = now - timedelta(days=21)
        plans.change(db, site.clinic.catalogue, whose, site.therapists["anna"], asked, then)
    keeper = Keeper(site.clinic)  # the server's own looks every few seconds
    while keeper.work():
        pass
    at(page, site, "sign-in", "Sign in")
    signed_in(site, page)
    expect(page.locator("main")).to_contain_text("Programme, stage “Left or right”: please decide")
    page.get_by_role("link", name="Robin").click()
    told = page.get_by_role("region", name="To tick off")
    expect(told).to_contain_text(
        re.compile(r"After \d+ days there were 0 sessions; 7 are planned at least\.")
    )
    looker.look("person, the gates ask")
    told.get_by_role("button", name="See the programme").click()
    expect(page.get_by_role("heading", name="Plan", exact=True)).to_be_focused()
    page.get_by_role("button", name="Change the plan").click()
    page.get_by_label("Stage", exact=True).select_option("go to: Mirror")
    page.get_by_label("Reason for the change").fill("Knows the pictures well")
    page.get_by_role("button", name="Save the new plan").click()
    expect(told).to_contain_text("Nothing to tick off.")
    page.get_by_role("link", name="All people").click()
    expect(page.locator("main")).to_contain_text("Robin")
    expect(page.locator("main")).not_to_contain_text("please decide")
    looker.done(1)


def test_a_programme_whose_sources_disagree_says_so_and_films_may_be_slowed(site: Site, page: Page) -> None:
    person, looker = site.person(condition="stroke"), Looker(page)
    at(page, site, "sign-in", "Sign in")
    signed_in(site, page)
    page.goto(f"{site.address}/#/people/{person}")
    plan = page.locator("section", has=page.get_by_role("heading", name="Plan", exact=True)).first
    plan.get_by_role("button", name="Change the plan").click()
    expect(page.get_by_label("Speed of the films")).to_have_count(0)
    page.get_by_label("Programme").select_option("Action observation, then the mirror")
    expect(plan).to_contain_text("Sources disagree: whether watching a film helps")
    expect(plan).to_contain_text("a film and the mirror together did worse than the mirror alone.")
    speed = page.get_by_label("Speed of the films")
    expect(plan).to_contain_text("No evidence for slower films, such as 0.75, was found.")
    speed.fill("0.4")
    page.get_by_label("Reason for the change").fill("Sees quick movement badly")
    page.get_by_role("button", name="Save the new plan").click()
    assert not speed.evaluate("(node) => node.validity.valid"), "half the speed is the least"
    speed.fill("0.8")
    looker.look("plan, programme with a conflict")
    page.get_by_role("button", name="Save the new plan").click()
    expect(plan.get_by_role("heading", name="stage 1 of 2, Watch, then do")).to_be_visible()
    expect(plan).to_contain_text("0.8")
    looker.done(1)


def test_a_session_of_watching_is_listed_and_told_by_what_was_watched_and_done(
    site: Site, page: Page
) -> None:
    hana = next(one for one in EXAMPLES if one.name == "Hana")
    site.therapist()
    add_example(site.clinic, site.therapists["anna"], hana)
    looker = Looker(page)
    at(page, site, "sign-in", "Sign in")
    signed_in(site, page)
    page.get_by_role("link", name="Hana").click()
    sessions = page.get_by_role("region", name="Sessions")
    expect(sessions).to_contain_text("2:00 min, 20 times")
    looker.look("person, sessions of watching")
    sessions.get_by_role("link").first.click()
    told = page.get_by_role("region", name="Movements watched and done")
    expect(told).to_contain_text(re.compile(r"watched for 60 s; done 10 of 10 times, \d\.\d s each"))
    expect(told).to_contain_text("The film ran at its usual speed.")
    looker.look("session of watching")
    looker.done(2)


def test_a_session_without_a_mirror_is_listed_by_what_it_had(site: Site, page: Page) -> None:
    emil = next(one for one in EXAMPLES if one.name == "Emil")
    site.therapist()
    add_example(site.clinic, site.therapists["anna"], emil)
    looker = Looker(page)
    at(page, site, "sign-in", "Sign in")
    signed_in(site, page)
    page.get_by_role("link", name="Emil").click()
    sessions = page.get_by_role("region", name="Sessions")
    told = sessions.get_by_role("term").filter(has_text="Left/right judgement")
    expect(told.first).to_be_visible()
    expect(sessions).to_contain_text(re.compile(r"\d+ %, \d\.\d\d s"))
    expect(sessions).not_to_contain_text("0:00 / 0:00")
    looker.look("person, sessions without a mirror")
    looker.done(1)


def test_a_person_reads_the_stages_before_and_on_how_many_days_they_practised(site: Site, page: Page) -> None:
    site.therapist()
    at_mirror = next(one for one in EXAMPLES if one.programme == "graded_imagery" and max(one.days_ago) > 28)
    add_example(site.clinic, site.therapists["anna"], at_mirror)
    with site.clinic.store.reading() as db:
        person = db.scalars(select(Person.id).where(Person.name == at_mirror.name)).one()
    enrol(page, site, person)
    looker = Looker(page)
    told = page.get_by_role("region", name="Today's session")
    expect(told).to_contain_text(re.compile(r"You practised on \d+ of \d+ days in this stage\."))
    told.get_by_text("Stages so far").click()
    expect(told).to_contain_text("Left or right. You begin with pictures of both sides.")
    looker.look("home, stages so far")
    looker.done(1)


def test_when_the_most_of_a_day_is_practised_the_person_reads_so_and_begins_no_other(
    site: Site, page: Page
) -> None:
    person, looker = site.person(condition="stroke"), Looker(page)
    enrol(page, site, person)
    expect(page.get_by_role("link", name="Start today's session")).to_be_visible()
    practise(site, person)
    page.reload()
    expect(page.get_by_role("link", name="Start one more session")).to_be_visible()
    practise(site, person)
    page.reload()
    expect(page.get_by_text("at most 60 minutes a day are planned. Go on tomorrow.")).to_be_visible()
    expect(page.get_by_role("link", name="Start")).to_have_count(0)
    looker.look("home, enough for today")
    looker.done(1)


def test_the_page_of_a_session_says_what_came_of_each_kind_of_step(site: Site, page: Page) -> None:
    person, looker = site.person(condition="crps"), Looker(page)
    told = Prescription(person=person, condition="crps", affected="left", limb="hand", breathing_minutes=2)
    case = Case(site.clinic.catalogue, site.clinic.catalogue.conditions["crps"], told)
    watched = observation.dose(case, case.condition.stages[0], amount=observation.Amount(seconds=20))
    assert watched is not None
    plain = site.short_plan(person, told)
    steps = (*plain.steps[:-2], judgement.dose(case, seed=1, count=40), watched, *plain.steps[-2:])
    for _ in range(2):
        site.short_plan(person, told, steps=steps)
        practise(site, person)
    at(page, site, "sign-in", "Sign in")
    signed_in(site, page)
    page.goto(f"{site.address}/#/people/{person}")
    page.locator(".cards a, table.done a, main a[href*='/session/']").first.click()
    breathed = page.get_by_role("region", name="Paced breathing")
    expect(breathed).to_contain_text(re.compile(r"\d:\d\d min, \d+ breaths? at [\d.]+ a minute"))
    observed = page.get_by_role("region", name="Movements watched and done")
    expect(observed).to_contain_text(re.compile(r"watched for 20 s; done \d+ of \d+ times, \d\.\d s each"))
    judged = page.get_by_role("region", name="Left or right: pictures of the hand")
    expect(judged).to_contain_text("Norm of the time, any age: mean 2.00 s, standard deviation 0.50 s.")
    expect(judged).to_contain_text("(not yet checked against the source)")
    expect(judged).to_contain_text("Detectable change: 0.19 to 0.49 s.")
    looker.look("session, results of each kind of step")
    looker.done(1)


def practise(site: Site, person: str) -> None:
    """Today's whole session, as somebody made up plays it, through the door by which events come in."""
    clinic, session, actor = site.clinic, new_id(), Actor("patient", person, "Robin", "")
    with clinic.store.writing() as db:
        here = decisions.here(db, clinic.now())
        entered = Entered(clinic, db, actor, here)
        plan = today.plan_of_day(db, clinic.catalogue, people.seen(db, actor, person), here)
        events = simulate(plan, session=session, started=here, seed=1)
        upload.keep(entered, session, upload.read_batch(session, map(write_event, events)))
    fold_now(clinic, clinic.now(), [session])
