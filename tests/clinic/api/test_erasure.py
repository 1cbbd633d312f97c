"""A therapist erases a person from their page."""

from __future__ import annotations

from sqlalchemy import select

from mirra.clinic import erasing
from mirra.clinic.tables import Audit
from tests.clinic.world import World, add_person, lines_of, problem, send_all, today

SESSION = "a" * 32


def test_the_name_has_to_be_typed_and_then_all_is_gone(world: World) -> None:
    therapist = world.staff()
    ticket = add_person(therapist, name="Pia")
    device = world.device(ticket)
    send_all(device, SESSION, lines_of(today(device).plan, SESSION))
    address = f"/api/people/{ticket.person}/erase"
    other = therapist.post(address, json={"name": "Pio"})
    assert (other.status_code, problem(other)) == (422, "other_name")
    assert problem(therapist.post(address, json={})) == "misfit"
    assert therapist.get(f"/api/people/{ticket.person}").status_code == 200
    done = therapist.post(address, json={"name": " Pia "})
    assert done.json() == {"sessions": 1}
    assert problem(therapist.get(f"/api/people/{ticket.person}")) == "not_found"
    assert problem(therapist.post(address, json={"name": "Pia"})) == "not_found"
    assert not erasing.due(world.clinic.store), "the files were not rewritten"
    for file in world.folder.glob("mirra.sqlite*"):
        assert b"Pia" not in file.read_bytes()


def test_it_is_kept_who_erased_whom(world: World) -> None:
    therapist = world.staff()
    person = add_person(therapist).person
    therapist.post(f"/api/people/{person}/erase", json={"name": "Pia"})
    with world.clinic.store.reading() as db:
        noted = db.scalars(select(Audit).where(Audit.action == "person_erased")).one()
        made = db.scalars(select(Audit).where(Audit.action == "account_made")).one()
    assert (noted.actor, noted.subject) == (made.subject, person)
