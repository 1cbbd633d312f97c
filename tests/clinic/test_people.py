"""People in care."""

from __future__ import annotations

import pytest

from mirra.clinic import people, plans
from mirra.clinic.access import Actor
from mirra.clinic.refusals import NothingHere
from tests.clinic.world import World, add_person, caseload


def test_the_prescription_is_what_was_decided_and_names_nobody(world: World) -> None:
    ticket = add_person(world.staff(), condition="crps", affected="right", limb="foot", picture="glass")
    with world.clinic.store.reading() as db:
        found = plans.prescription(plans.in_force(db, ticket.person))
    assert (found.condition, found.affected, found.limb, found.picture) == ("crps", "right", "foot", "glass")
    assert found.person == ticket.person, "a name would lie about on devices"


def test_names_are_kept_as_they_are_said_without_the_blanks_around(world: World) -> None:
    therapist = world.staff()
    add_person(therapist, name="  Zoë Łuk-O’Hara ")
    assert caseload(therapist).people[0].name == "Zoë Łuk-O’Hara"


def test_anybody_else_and_nobody_are_alike(world: World) -> None:
    therapist = world.staff()
    pia, quin = (add_person(therapist, name=name).person for name in ("Pia", "Quin"))
    with world.clinic.store.reading() as db:
        for sought in (quin, "f" * 32, ""):
            with pytest.raises(NothingHere):
                people.seen(db, Actor("patient", pia, "", ""), sought)
