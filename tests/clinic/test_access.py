"""Who may see whom."""

from __future__ import annotations

from mirra.clinic.access import Actor, visible_people
from mirra.clinic.accounts import account_of
from mirra.clinic.shapes.fields import Role
from tests.clinic.world import World, add_person, problem


def visible(world: World, role: Role, id: str) -> set[str]:
    with world.clinic.store.reading() as db:
        return set(db.scalars(visible_people(Actor(role, id, "", ""))))


def id_of(world: World, login: str) -> str:
    with world.clinic.store.reading() as db:
        account = account_of(db, login)
        assert account is not None
        return account.id


def test_each_role_sees_exactly_whom_it_may(world: World) -> None:
    thea, otto = world.staff("thea"), world.staff("otto")
    pia, quin, rosa = (
        add_person(by, name=name).person for by, name in ((thea, "Pia"), (thea, "Quin"), (otto, "Rosa"))
    )
    world.staff("ada", "admin")
    assert visible(world, "therapist", id_of(world, "thea")) == {pia, quin}
    assert visible(world, "therapist", id_of(world, "otto")) == {rosa}
    assert visible(world, "patient", pia) == {pia}
    assert visible(world, "admin", id_of(world, "ada")) == set(), "an admin sees clinical data"
    assert visible(world, "therapist", "f" * 32) == set()
    assert visible(world, "patient", "f" * 32) == set()


def test_ids_of_one_role_are_of_no_use_to_another(world: World) -> None:
    thea = world.staff("thea")
    pia = add_person(thea).person
    assert visible(world, "therapist", pia) == set()
    assert visible(world, "patient", id_of(world, "thea")) == set()


def test_cookies_of_one_kind_are_of_no_use_as_the_other(world: World) -> None:
    thea = world.staff("thea")
    device = world.device(add_person(thea))
    swapped = world.nobody()
    swapped.cookies.set("mirra-staff-8000", device.cookies["mirra-device-8000"])
    swapped.cookies.set("mirra-device-8000", thea.cookies["mirra-staff-8000"])
    assert problem(swapped.post("/api/caseload", json={})) == "signed_out"
    assert problem(swapped.get("/api/today")) == "signed_out"
