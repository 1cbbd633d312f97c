"""A session with a block of left/right judgement, and a page that stands before the block."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Page

from material.clinic_site import Launch, Site, enrol, new_page
from material.walker import Walker
from mirra.catalogue.load import load
from mirra.practice.address import addressed
from mirra.practice.case import Case
from mirra.practice.plan import SessionPlan
from mirra.practice.prescription import Prescription
from mirra.practice.steps import judgement
from mirra.practice.steps.judgement import Judgement


def with_judgement(plan: SessionPlan, seed: int = 1, **more: Any) -> SessionPlan:
    """The same plan, with a block of left/right judgement before what is practised."""
    prescription = Prescription(plan.person, plan.condition, plan.affected, plan.limb)
    catalogue = load()
    case = Case(catalogue, catalogue.conditions[plan.condition], prescription)
    step = addressed(judgement.dose(case, seed=seed, **more), plan.affected, plan.limb)
    at = next(place for place, one in enumerate(plan.steps) if one.practice)
    return plan.model_copy(update={"steps": (*plan.steps[:at], step, *plan.steps[at:])})


def judging(
    site: Site, count: int, *, trying: int = 0, profiles: tuple[str, ...] = (), **change: Any
) -> tuple[str, SessionPlan]:
    """A person whose session today is check-in, a block of judgement, check-out and summary."""
    person = site.person(affected="left", condition="crps")
    prescription = Prescription(person, "crps", "left", "hand", profiles=profiles)
    plan = with_judgement(site.short_plan(person, prescription), count=count, trying=trying)
    steps = [step for step in plan.steps if step.kind in ("check_in", "judgement", "check_out", "summary")]
    if support := change.pop("support", None):
        change["support"] = plan.support.model_copy(update=support)
    if trials := change.pop("trials", None):
        steps = [s.model_copy(update={"trials": trials}) if isinstance(s, Judgement) else s for s in steps]
    return person, site.short_plan(person, prescription, steps=tuple(steps), **change)


def begun(site: Site, launch: Launch, person: str, use: Any = None, **options: Any) -> tuple[Page, Walker]:
    """A page that stands before the block."""
    _context, page = new_page(launch(None), **options)
    enrol(page, site, person)
    walker = Walker(page, use or (lambda _page, control: control.click()))
    page.get_by_role("link", name="session").click()
    page.wait_for_url("**/session.html")
    walker.go(until="Start now")
    return page, walker
