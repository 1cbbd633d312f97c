"""What the device of a person asks and sends: today's session, its language, and the events of sessions."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Depends, Path, Request

from mirra.clinic import decisions, devices, diary, people, plans, results, sealed, upload
from mirra.clinic.access import Entered, changing, reading
from mirra.clinic.context import clinic_of
from mirra.clinic.folding import refresh
from mirra.clinic.shapes.practising import Batch, ChosenLanguage, Receipt, Today
from mirra.clinic.shapes.sessions import SessionPage
from mirra.clinic.today import given_out, plan_of_day
from mirra.practice.daily import Enough, enough
from mirra.practice.plan import SessionPlan
from mirra.practice.terms import SessionId

routes = APIRouter(prefix="/api", dependencies=[Depends(devices.contact)])


@routes.get("/today")
def today(request: Request) -> Today:
    """Today's plan, made and kept at the first asking of the day, and what was done so far.

    Who cannot start by the last screening is given none, not even the one that was given out before.
    """
    with reading(request, "patient") as entered:
        actor = entered.actor
    # First of all, for a plan that was gone through is used up.
    refresh(entered.clinic, entered.now, results.page_ids(actor.id))
    with reading(request, "patient") as entered:
        here = decisions.here(entered.db, entered.now)
        held = plans.held(entered.db, actor.id)
        plan = None if held else given_out(entered.db, actor.id, here)
    if plan is None and not held:
        with changing(request, "patient") as entered:
            person = people.seen(entered.db, actor, actor.id)
            plan = plan_of_day(entered.db, entered.clinic.catalogue, person, here)
    with reading(request, "patient") as entered:
        newest = results.page(entered, actor.id)
        decided = plans.prescription(plans.in_force(entered.db, actor.id))
        return Today(
            name=actor.name,
            plan=plan,
            language=plan.language if plan else plans.language(entered.db, actor.id),
            done_today=results.done_on(entered.db, actor.id, here),
            enough=_enough(entered, plan, here) if plan else None,
            sessions=newest.sessions,
            older=newest.older,
            pain=results.pain_course(entered.db, actor.id),
            diary=diary.form(entered.clinic.catalogue, decided),
            languages=decisions.settings(entered.db).languages,
        )


def _enough(entered: Entered, plan: SessionPlan, here: datetime) -> Enough | None:
    """The condition's most of a day, where the plan given would pass it."""
    condition = entered.clinic.catalogue.conditions.get(plan.condition)
    looked = results.looked_on(entered.db, entered.actor.id, here)
    return enough(condition.dose, looked, plan.viewing) if condition else None


@routes.post("/language")
def language(chosen: ChosenLanguage, request: Request) -> ChosenLanguage:
    """Put a plan in force that differs in its language alone; the next session that is begun speaks it."""
    with changing(request, "patient") as entered:
        person = people.seen(entered.db, entered.actor, entered.actor.id)
        plans.speak(entered.db, person, chosen.language, entered.now)
        entered.note("plan_changed", person.id)
    return chosen


@routes.get("/today/before/{session}")
def older(session: Annotated[SessionId, Path()], request: Request) -> SessionPage:
    """The person's sessions that come before one of theirs."""
    with reading(request, "patient") as entered:
        actor = entered.actor
    refresh(entered.clinic, entered.now, results.page_ids(actor.id, session))
    with reading(request, "patient") as entered:
        return results.page(entered, actor.id, session)


@routes.post("/sessions/{session}/events")
def events(session: Annotated[SessionId, Path()], batch: Batch, request: Request) -> Receipt:
    """Take in events; the answer is given once they are on disk, and says what is there."""
    with changing(request, "patient") as entered:
        if batch.person not in (None, entered.actor.id):
            raise upload.not_opened()
        lines = sealed.lock(entered.clinic.store.keys).opened(session, batch.events)
        read = upload.read_batch(session, lines)
        if upload.keep(entered, session, read):
            entered.note("session_begun", session)
    with clinic_of(request).store.reading() as db:
        sent = dict(zip(lines, batch.events, strict=True))
        return upload.receipt(db, session, upload.hashes(read, sent))
