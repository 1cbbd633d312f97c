"""A session that holds one step of practice, put there by hand: check-in, that step, check-out, summary."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from material.clinic_site import Site, enrol, until
from material.pace import Pace
from material.short_session import shortened
from material.walker import Use, Walker, by_keyboard, by_pointer, by_switch
from mirra.anatomy import Side
from mirra.practice.case import Case
from mirra.practice.events import Closed, Event, Opened
from mirra.practice.plan import SessionPlan
from mirra.practice.prescription import Prescription
from mirra.practice.steps.step import Step
from mirra.practice.support import chosen
from tests.practice.given import CATALOGUE, a_plan, holding

AROUND = ("check_in", "check_out", "summary")


WAYS = pytest.mark.parametrize(
    ("use", "profiles"),
    [(by_pointer, ()), (by_keyboard, ("one_hand_left",)), (by_switch, ("switch",))],
    ids=["pointer", "one-hand-keyboard", "switch"],
)


def alone(
    site: Site,
    page: Page,
    make: Callable[[Case], Step | None],
    *,
    profiles: tuple[str, ...] = (),
    condition: str = "stroke",
    affected: Side = "left",
    language: str = "en",
    keep: tuple[str, ...] = AROUND,
) -> SessionPlan:
    """Connect this browser to a person whose session today is the step that ``make`` doses, in little."""
    person = site.person(affected=affected, condition=condition)
    prescription = Prescription(person, condition, affected, "hand", profiles=profiles, language=language)
    case = Case(CATALOGUE, CATALOGUE.conditions[condition], prescription, chosen(CATALOGUE, profiles))
    step = make(case)
    assert step is not None
    whole = a_plan(condition, affected=affected, profiles=profiles, language=language)
    held = shortened(holding(whole, step))
    steps = tuple(one for one in held.steps if one.kind in (*keep, step.kind))
    support = held.support.model_copy(update={"scan_seconds": 0.5 * Pace.factor})
    plan = site.short_plan(person, prescription, steps=steps, support=support)
    enrol(page, site, person)
    return plan


def sent(site: Site, page: Page, use: Use) -> list[Event]:
    """From the summary back to the person's page; gives what the server has."""
    use(page, page.get_by_role("link", name="Back to my page"))
    expect(page.get_by_text("All entries are sent")).to_be_visible(timeout=20_000)
    until(lambda: any(isinstance(event, Closed) for event in site.log()), "the closing event to arrive")
    return site.log()


def to_first(page: Page, walker: Walker, button: str) -> None:
    """From the person's page as far as the screen with this button."""
    page.get_by_role("link", name="session").click()
    page.wait_for_url("**/session.html")
    walker.go(until=button)


def press(page: Page, name: str) -> None:
    """Tap a button that is meant: a press right after another is taken for a tremble."""
    page.wait_for_timeout(400)
    page.get_by_role("button", name=name).click()


def went_through(events: list[Event], use: Use) -> None:
    """Fails where the session was not completed, by another means than this, or with a camera."""
    opened, closed = events[0], events[-1]
    assert isinstance(opened, Opened)
    assert opened.input == use.__name__.removeprefix("by_")
    assert isinstance(closed, Closed)
    assert closed.outcome == "completed"
    assert not any(event.kind == "camera_started" for event in events), "it opened the camera"
