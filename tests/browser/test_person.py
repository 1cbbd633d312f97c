"""The therapist's page of one person: what arrived of each session, and what cannot be counted or dated."""

from __future__ import annotations

from datetime import timedelta

import pytest
from playwright.sync_api import expect
from sqlalchemy import delete, update

from material.clinic_site import Launch, Site, enrol, new_page
from mirra.clinic.tables import EventRow, SessionRow
from mirra.clinic.tokens import new_id
from mirra.practice.log import write_event
from mirra.practice.simulate import simulate
from tests.browser.test_accessible import Looker, at, signed_in
from tests.browser.test_lost import given

pytestmark = [pytest.mark.browser, pytest.mark.timeout(180)]


def test_incomplete_sessions_and_dates_of_a_wrong_clock_are_told(site: Site, launch: Launch) -> None:
    person, plan = given(site)
    browser = launch(None)
    _context, device = new_page(browser)
    enrol(device, site, person)
    ids = {"ahead": new_id(), "behind": new_id(), "headless": new_id()}
    for name, days in (("ahead", 40), ("behind", -40), ("headless", 0)):
        started = site.clinic.now() + timedelta(days=days)
        lines = [write_event(event) for event in simulate(plan, session=ids[name], started=started, seed=1)]
        sent = device.context.request.post(
            f"{site.address}/api/sessions/{ids[name]}/events",
            data={"events": lines[:200]},
            headers={"Origin": site.address},
        )
        assert sent.ok, sent.text()
    with site.clinic.store.writing() as db:  # as a mirra of before kept it
        db.execute(delete(EventRow).where(EventRow.seq == 0, EventRow.session == ids["headless"]))
        nothing = {"plan": None, "opened": None, "began": None, "result": None, "trouble": "no_first"}
        db.execute(update(SessionRow).where(SessionRow.id == ids["headless"]).values(nothing))
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    looker = Looker(page)
    at(page, site, "sign-in", "Sign in")
    signed_in(site, page)
    at(page, site, f"people/{person}", "Robin")
    sessions = page.get_by_role("region", name="Sessions")
    expect(sessions).to_contain_text("The date shown is when the clinic got the session.")
    expect(sessions).to_contain_text("The date shown is when the session was planned.")
    for mark in ("clock ahead", "clock behind"):
        expect(sessions.locator(".mark", has_text=mark)).to_be_visible()
    expect(sessions.get_by_role("heading", name="Incomplete sessions")).to_be_visible()
    told = sessions.get_by_text("The first entry has not arrived, so the session has no result.")
    expect(told).to_contain_text("entries arrived.")
    looker.look("person, incomplete")
    looker.done(1)
