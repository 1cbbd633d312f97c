"""Accounts as an admin looks after them, in the browser."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from mirra.clinic import accounts, staff
from mirra.errors import AccessError
from tests.clinic.world import PASSWORD, World, add_person, problem

OWN = "an orchard of my own"


@pytest.fixture
def admin(world: World) -> httpx.Client:
    """The browser of an admin."""
    return world.staff("ada", "admin")


def cards(admin: httpx.Client) -> dict[str, dict[str, Any]]:
    return {one["login"]: one for one in admin.get("/api/accounts").json()["accounts"]}


def made(admin: httpx.Client, login: str = "new", role: str = "therapist") -> dict[str, str]:
    answer = admin.post("/api/accounts", json={"login": login, "name": login.title(), "role": role})
    assert answer.status_code == 201, answer.text
    found: dict[str, str] = answer.json()
    return found


def sign_in(world: World, login: str, password: str) -> httpx.Client:
    browser = world.nobody()
    answer = browser.post("/api/sign-in", json={"login": login, "password": password})
    assert answer.status_code == 200, answer.text
    return browser


def wrong(world: World, login: str, password: str = PASSWORD) -> str:
    return problem(world.nobody().post("/api/sign-in", json={"login": login, "password": password}))


def test_of_people_an_admin_sees_numbers_only(world: World, admin: httpx.Client) -> None:
    therapist = world.staff("thea")
    ticket = add_person(therapist)
    add_person(therapist, name="Quin")
    card = cards(admin)["thea"]
    assert (card["people"], card["people_alone"], card["own"]) == (2, 2, False)
    told = admin.get("/api/accounts").text + admin.post("/api/audit", json={}).text
    assert "Pia" not in told
    assert ticket.person in told, "the audit names no person even by id: nothing was looked at"


def test_a_new_account_has_to_choose_a_password_of_its_own_first(world: World, admin: httpx.Client) -> None:
    told = made(admin)
    browser = sign_in(world, "new", told["password"])
    assert browser.get("/api/me").json()["todo"] == "password"
    for path in (f"/api/people/{'f' * 32}", "/api/conditions"):
        refused = browser.get(path)
        assert (refused.status_code, problem(refused)) == (403, "new_password_needed")
    assert problem(browser.post("/api/audit", json={})) == "new_password_needed"
    change = {"old": told["password"], "new": OWN}
    assert browser.post("/api/account/password", json=change).status_code == 200
    assert browser.get("/api/me").json()["todo"] is None
    assert browser.get("/api/conditions").status_code == 200
    assert wrong(world, "new", told["password"]) == "wrong_sign_in", "the one-time password still holds"


def test_a_one_time_password_does_not_hold_for_ever(world: World, admin: httpx.Client) -> None:
    told = made(admin)
    world.later(days=7)
    assert wrong(world, "new", told["password"]) == "password_expired"
    assert wrong(world, "new", "not the password") == "wrong_sign_in"


def test_a_login_that_was_ever_used_is_not_given_again(world: World, admin: httpx.Client) -> None:
    made(admin)
    admin.post(f"/api/accounts/{cards(admin)['new']['id']}/remove")
    answer = admin.post("/api/accounts", json={"login": "NEW", "name": "Other", "role": "admin"})
    assert answer.status_code == 422
    assert "new" not in cards(admin)


def test_who_forgot_their_password_gets_a_one_time_password(world: World, admin: httpx.Client) -> None:
    browser = world.staff("thea")
    told = admin.post(f"/api/accounts/{cards(admin)['thea']['id']}/password").json()
    assert browser.get("/api/me").json()["role"] is None, "a sign-in outlived the new password"
    assert wrong(world, "thea") == "wrong_sign_in"
    assert sign_in(world, "thea", told["password"]).get("/api/me").json()["todo"] == "password"


def test_a_removed_account_is_out_at_once_and_for_good(world: World, admin: httpx.Client) -> None:
    browser = world.staff("thea")
    account = cards(admin)["thea"]["id"]
    assert "thea" not in {
        one["login"] for one in admin.post(f"/api/accounts/{account}/remove").json()["accounts"]
    }
    assert problem(browser.get("/api/conditions")) == "signed_out"
    assert wrong(world, "thea") == "wrong_sign_in"
    assert problem(admin.post(f"/api/accounts/{account}/password")) == "not_found"
    with pytest.raises(AccessError, match="no account"):
        accounts.set_password(world.clinic.store, "thea", OWN)


def test_nobody_is_left_without_a_therapist(world: World, admin: httpx.Client) -> None:
    thea, otto = world.staff("thea"), world.staff("otto")
    person = add_person(thea).person
    ids = {login: card["id"] for login, card in cards(admin).items()}
    refused = admin.post(f"/api/accounts/{ids['thea']}/remove")
    assert refused.status_code == 422
    assert "Hand them over first" in refused.text
    assert thea.get(f"/api/people/{person}").status_code == 200, "a refused removal changed something"
    answer = admin.post(f"/api/accounts/{ids['thea']}/hand-over", json={"to": ids["otto"]})
    assert {one["login"]: one["people"] for one in answer.json()["accounts"]} == {
        "ada": 0,
        "otto": 1,
        "thea": 0,
    }
    assert otto.get(f"/api/people/{person}").status_code == 200
    assert problem(thea.get(f"/api/people/{person}")) == "not_found"
    assert admin.post(f"/api/accounts/{ids['thea']}/remove").status_code == 200


@pytest.mark.parametrize("to", ["ada", "thea", "gone"])
def test_people_are_handed_to_therapists_only(world: World, admin: httpx.Client, to: str) -> None:
    thea = world.staff("thea")
    person = add_person(thea).person
    world.staff("gone")
    ids = {login: card["id"] for login, card in cards(admin).items()}
    admin.post(f"/api/accounts/{ids['gone']}/remove")
    refused = admin.post(f"/api/accounts/{ids['thea']}/hand-over", json={"to": ids[to]})
    assert refused.status_code == 422
    assert thea.get(f"/api/people/{person}").status_code == 200


def test_nobody_changes_their_own_account_as_if_it_were_anothers(world: World, admin: httpx.Client) -> None:
    own = cards(admin)["ada"]["id"]
    world.staff("bo", "admin")
    for what in ("remove", "password", "reset-second"):
        refused = admin.post(f"/api/accounts/{own}/{what}")
        assert refused.status_code == 422
        assert "your own account" in refused.text
    assert admin.get("/api/accounts").status_code == 200


def test_the_last_admin_cannot_be_removed(world: World, admin: httpx.Client) -> None:
    with world.clinic.store.writing() as db, pytest.raises(AccessError, match="last administrator"):
        staff.remove(db, accounts.named(db, "ada"), world.time)
    world.staff("bo", "admin")
    assert admin.post(f"/api/accounts/{cards(admin)['bo']['id']}/remove").status_code == 200
    assert set(cards(admin)) == {"ada"}


def test_what_an_admin_changes_is_in_the_audit(world: World, admin: httpx.Client) -> None:
    made(admin)
    account = cards(admin)["new"]["id"]
    admin.post(f"/api/accounts/{account}/password")
    admin.post(f"/api/accounts/{account}/reset-second")
    admin.post(f"/api/accounts/{account}/remove")
    told = admin.post("/api/audit", json={}).json()["entries"]
    about = [(one["who"], one["what"]) for one in reversed(told) if one["about"] == "New"]
    assert about == [
        ("Ada", "Account made"),
        ("Ada", "One-time password given"),
        ("Ada", "Second factor taken away"),
        ("Ada", "Account removed"),
    ]
