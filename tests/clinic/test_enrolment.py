"""One-time codes."""

from __future__ import annotations

from sqlalchemy import func, select

from mirra.clinic import enrolment
from mirra.clinic.tables import Code
from tests.clinic.world import START, World, add_person
from tests.scanner import scanned


def test_the_picture_is_scanned_as_the_link(world: World) -> None:
    ticket = enrolment.ticket("a" * 32, "ABCD-EFGH", START, "https://clinic.example")
    assert ticket.link == "https://clinic.example/#/enrol/ABCD-EFGH"
    assert scanned(ticket.qr) == ticket.link


def test_old_codes_are_cleared_away_after_a_month(world: World) -> None:
    person = add_person(world.staff()).person
    with world.clinic.store.writing() as db:
        enrolment.make(db, person, START)
        enrolment.make(db, person, START + enrolment.GOOD_FOR + enrolment.KEPT_FOR * 2)
        assert db.scalars(select(func.count()).select_from(Code)).one() == 1
