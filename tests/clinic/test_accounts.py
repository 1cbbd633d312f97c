"""Accounts of staff."""

from __future__ import annotations

from typing import Any

import pytest

from mirra.clinic import accounts, passwords
from mirra.errors import AccessError
from tests.clinic.world import PASSWORD, World, problem


def test_an_account_is_made_once_and_listed(world: World) -> None:
    store = world.clinic.store
    assert accounts.everybody(store) == []
    accounts.add(store, " Thea ", "Thea T", "therapist", PASSWORD)
    assert accounts.everybody(store) == [("thea", "therapist", "Thea T")]
    with pytest.raises(AccessError, match="an account of this login"):
        accounts.add(store, "THEA", "Another", "admin", PASSWORD)


@pytest.mark.parametrize(
    ("change", "where"),
    [
        ({"login": ""}, "login"),
        ({"login": "x" * 81}, "login"),
        ({"login": "th\nea"}, "login"),
        ({"name": ""}, "name"),
        ({"name": "T\x00"}, "name"),
        ({"role": "patient"}, "role"),
        ({"role": "owner"}, "role"),
        ({"password": "short"}, "password"),
    ],
)
def test_what_does_not_fit_is_refused_by_its_field(world: World, change: dict[str, Any], where: str) -> None:
    fields: dict[str, Any] = {
        "login": "thea",
        "name": "T",
        "role": "therapist",
        "password": PASSWORD,
    } | change
    with pytest.raises(AccessError) as told:
        accounts.add(world.clinic.store, **fields)
    assert told.value.where == where
    assert accounts.everybody(world.clinic.store) == []


def test_random_passwords_will_do_and_differ() -> None:
    made = {accounts.random_password() for _ in range(50)}
    assert len(made) == 50
    for password in made:
        passwords.check(password)


def test_a_new_password_takes_the_place_of_the_old(world: World) -> None:
    world.staff("thea")
    accounts.set_password(world.clinic.store, "thea", "amber kettle nine")
    browser = world.nobody()
    old = browser.post("/api/sign-in", json={"login": "thea", "password": PASSWORD})
    assert problem(old) == "wrong_sign_in"
    new = browser.post("/api/sign-in", json={"login": "thea", "password": "amber kettle nine"})
    assert new.status_code == 200


def test_a_new_password_ends_open_sign_ins(world: World) -> None:
    browser = world.staff("thea")
    accounts.set_password(world.clinic.store, "thea", "amber kettle nine")
    assert browser.get("/api/me").json()["role"] is None, "whoever knew the old password is still in"


def test_no_password_for_nobody(world: World) -> None:
    with pytest.raises(AccessError, match="no account"):
        accounts.set_password(world.clinic.store, "nobody", PASSWORD)
