"""What a therapist decides and writes down for a person: the plan in force, their name, the archive, notes."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Request

from mirra.clinic import caseload, decisions, gates, notes, people, places, plans, results
from mirra.clinic.access import changing, reading
from mirra.clinic.folding import refresh
from mirra.clinic.shapes.caseload import PersonCard
from mirra.clinic.shapes.fields import PersonId
from mirra.clinic.shapes.notes import NewNote, NoteCard
from mirra.clinic.shapes.people import Archive, NewName
from mirra.clinic.shapes.plans import PersonPlans, PlanChange

routes = APIRouter(prefix="/api")
ThePerson = Annotated[PersonId, Path()]


@routes.get("/people/{person}/plan")
def plan(person: ThePerson, request: Request) -> PersonPlans:
    """The plan of a person that is in force, and the earlier ones."""
    with reading(request, "therapist") as entered:
        people.seen(entered.db, entered.actor, person)
    refresh(entered.clinic, entered.now, results.page_ids(person))
    with reading(request, "therapist") as entered:
        person_row = people.seen(entered.db, entered.actor, person)
        entered.note("plan_read", person_row.id)
        here = decisions.here(entered.db, entered.now)
        return plans.cards(entered.db, entered.clinic.catalogue, person_row.id, here)


@routes.post("/people/{person}/plan")
def change_plan(person: ThePerson, plan_change: PlanChange, request: Request) -> PersonPlans:
    """Put a new plan in force, with a reason; the next session that is asked for follows it."""
    with changing(request, "therapist") as entered:
        person_row = people.seen(entered.db, entered.actor, person)
        catalogue, by = entered.clinic.catalogue, entered.actor.id
        plans.change(entered.db, catalogue, person_row, by, plan_change, entered.now)
        entered.note("plan_changed", person_row.id)
        here = decisions.here(entered.db, entered.now)
        return plans.cards(entered.db, catalogue, person_row.id, here)


@routes.post("/people/{person}/name")
def rename(person: ThePerson, new_name: NewName, request: Request) -> PersonCard:
    """Correct a person's name."""
    with changing(request, "therapist") as entered:
        person_row = people.seen(entered.db, entered.actor, person)
        people.rename(entered.db, person_row, new_name.name, entered.now)
        entered.note("person_renamed", person_row.id)
        return caseload.card(entered, person_row.id)


@routes.post("/people/{person}/archive")
def archive(person: ThePerson, body: Archive, request: Request) -> PersonCard:
    """Put a person into the archive, or take them back."""
    with changing(request, "therapist") as entered:
        person_row = people.seen(entered.db, entered.actor, person)
        people.archive(entered.db, entered.clinic.catalogue, person_row, entered.now, archived=body.archived)
        entered.note("person_archived" if body.archived else "person_taken_back", person_row.id)
        return caseload.card(entered, person_row.id)


@routes.get("/people/{person}/notes")
def read_notes(person: ThePerson, request: Request) -> list[NoteCard]:
    """The therapists' notes about a person, newest first."""
    with reading(request, "therapist") as entered:
        person_row = people.seen(entered.db, entered.actor, person)
        entered.note("notes_read", person_row.id)
        return notes.cards(entered.db, person_row.id)


@routes.post("/people/{person}/notes")
def add_note(person: ThePerson, new_note: NewNote, request: Request) -> list[NoteCard]:
    """Add a note about a person."""
    with changing(request, "therapist") as entered:
        person_row = people.seen(entered.db, entered.actor, person)
        notes.add(entered.db, person_row.id, entered.actor.id, new_note.text, entered.now)
        gates.keep(
            entered.db, entered.clinic.catalogue, [person_row.id], entered.now
        )  # a note may settle a review
        places.keep(entered.db, [person_row.id], entered.now)
        entered.note("note_added", person_row.id)
        return notes.cards(entered.db, person_row.id)
