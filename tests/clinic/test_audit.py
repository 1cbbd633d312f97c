"""The chain of who saw or changed what."""

from __future__ import annotations

import pytest
from sqlalchemy import delete, select, update

from mirra.clinic import audit
from mirra.clinic.tables import Audit
from mirra.errors import StoreError
from tests.clinic.world import World, add_person, lines_of, send_all, today

SESSION = "a" * 32


def actions(world: World) -> list[tuple[str, str]]:
    with world.clinic.store.reading() as db:
        return [(one.action, one.subject) for one in db.scalars(select(Audit).order_by(Audit.id))]


def verify(world: World) -> int:
    with world.clinic.store.reading() as db:
        return audit.verify(db).entries


def lived(world: World) -> str:
    """A day at the clinic; gives the person's id."""
    therapist = world.staff()
    ticket = add_person(therapist)
    device = world.device(ticket)
    send_all(device, SESSION, lines_of(today(device).plan, SESSION))
    therapist.post("/api/caseload", json={})
    therapist.get(f"/api/people/{ticket.person}")
    therapist.get(f"/api/sessions/{SESSION}")
    therapist.post(f"/api/people/{ticket.person}/enrolment")
    therapist.post("/api/sign-out")
    return ticket.person


def test_reads_and_writes_of_clinical_data_are_noted(world: World) -> None:
    person = lived(world)
    assert [action for action, _ in actions(world)] == [
        "account_made",
        "signed_in",
        "person_added",
        "device_enrolled",
        "session_begun",
        "caseload_read",
        "person_read",
        "session_read",
        "code_made",
        "signed_out",
    ]
    assert ("person_read", person) in actions(world)
    assert ("session_read", SESSION) in actions(world)
    assert verify(world) == 10


def test_no_name_and_no_answer_is_noted(world: World) -> None:
    lived(world)
    with world.clinic.store.reading() as db:
        for entry in db.scalars(select(Audit)):
            assert "Pia" not in f"{entry.actor} {entry.action} {entry.subject}"


@pytest.mark.parametrize(
    "change", [{"actor": "somebody"}, {"action": "nothing"}, {"subject": "x"}, {"hash": "0" * 64}]
)
def test_a_change_by_hand_is_seen_and_named(world: World, change: dict[str, str]) -> None:
    lived(world)
    with world.clinic.store.writing() as db:
        db.execute(update(Audit).where(Audit.id == 4).values(**change))
    with pytest.raises(StoreError) as told:
        verify(world)
    assert told.value.where in ("audit entry 4", "audit entry 5")


def test_an_entry_taken_out_is_seen(world: World) -> None:
    lived(world)
    with world.clinic.store.writing() as db:
        db.execute(delete(Audit).where(Audit.id == 4))
    with pytest.raises(StoreError, match="by hand"):
        verify(world)


def test_what_was_refused_is_noted_as_refused(world: World) -> None:
    person = lived(world)
    before = actions(world)
    other = world.staff("otto")
    other.get(f"/api/people/{person}")
    other.get(f"/api/sessions/{SESSION}")
    added = actions(world)[len(before) :]
    assert [action for action, _ in added] == ["account_made", "signed_in", "read_refused", "read_refused"]
    assert [subject for _, subject in added[2:]] == [person, SESSION]
