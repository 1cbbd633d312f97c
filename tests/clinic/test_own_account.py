"""One's own account: a new password in the browser."""

from __future__ import annotations

import httpx
import pytest

from tests.clinic.world import PASSWORD, World, problem

NEW = "amber kettle nine"


def change(browser: httpx.Client, old: str = PASSWORD, new: str = NEW) -> httpx.Response:
    return browser.post("/api/account/password", json={"old": old, "new": new})


def test_a_new_password_takes_the_old_one_and_ends_sign_ins_elsewhere(world: World) -> None:
    here, elsewhere = world.staff("thea"), world.staff("thea")
    assert change(here).status_code == 200
    assert here.get("/api/me").json()["role"] == "therapist", "who changed it was signed out"
    assert elsewhere.get("/api/me").json()["role"] is None, "a sign-in elsewhere outlived the new password"
    world.later(seconds=1)
    again = world.nobody().post("/api/sign-in", json={"login": "thea", "password": NEW})
    assert again.status_code == 200


def test_without_the_old_password_nothing_is_changed(world: World) -> None:
    browser = world.staff("thea")
    assert problem(change(browser, old="not the password")) == "wrong_password"
    world.later(seconds=1)
    assert (
        world.nobody().post("/api/sign-in", json={"login": "thea", "password": PASSWORD}).status_code == 200
    )


def test_guessing_the_old_password_on_a_browser_left_open_is_slowed(world: World) -> None:
    browser = world.staff("thea")
    answers = []
    for _ in range(30):
        world.later(milliseconds=20)
        answers.append(change(browser, old="not the password").status_code)
    assert answers[0] == 422
    assert answers[-1] == 429
    told = browser.post("/api/audit", json={}).json()
    assert told["entries"] == [], "a therapist sees what is not about people"


@pytest.mark.parametrize(
    ("new", "told"),
    [
        ("short", "12"),
        ("passwordpassword", "commonest"),
        ("my name is thea", "login"),
        (PASSWORD, "you have"),
    ],
)
def test_a_password_that_will_not_do_is_refused_with_the_reason(world: World, new: str, told: str) -> None:
    browser = world.staff("thea")
    refused = change(browser, new=new)
    assert refused.status_code == 422
    assert told in refused.text
    assert browser.get("/api/account").json() == {
        "login": "thea",
        "name": "Thea",
        "role": "therapist",
        "second": False,
        "second_needed": False,
        "recovery_codes_left": 0,
    }
