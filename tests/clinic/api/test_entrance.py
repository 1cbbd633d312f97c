"""Signing in and out, enrolling, who is here: as requests."""

from __future__ import annotations

from http.cookies import Morsel, SimpleCookie

import httpx
import pytest

from mirra.clinic import throttle
from mirra.clinic.shapes.devices import Enrolment
from mirra.clinic.throttle import CODES_HERE, LOGIN_HERE
from tests.clinic.world import PASSWORD, World, add_person, problem

SECURE = "https://clinic.example"


def cookie(answer: httpx.Response) -> Morsel[str]:
    """The one cookie that was set to sign in, beside the one by which the browser is known again."""
    set_cookies = [SimpleCookie(one) for one in answer.headers.get_list("set-cookie")]
    found = [one for jar in set_cookies for one in jar.values() if "-known-" not in one.key]
    assert len(found) == 1, f"more than one cookie was set: {found}"
    return found[0]


def sign_in(browser: httpx.Client, login: str = "thea", password: str = PASSWORD) -> httpx.Response:
    return browser.post("/api/sign-in", json={"login": login, "password": password})


def test_the_server_says_that_it_is_well(world: World) -> None:
    assert world.nobody().get("/api/health").json() == {"ok": True}


def test_at_first_nobody_is_here_and_there_is_no_account(world: World) -> None:
    browser = world.nobody()
    assert browser.get("/api/me").json() == {
        "role": None,
        "name": "",
        "person": None,
        "todo": None,
        "time_zone": None,
        "outbox": None,
        "demonstration": False,
    }
    for login in ("admin", "therapist", "root", "mirra", ""):
        assert sign_in(browser, login, "password").status_code >= 400, f"{login} could sign in at once"


@pytest.mark.parametrize("role", ["therapist", "admin"])
def test_staff_sign_in_and_out(world: World, role: str) -> None:
    browser = world.staff("kim", role)
    assert browser.get("/api/me").json()["role"] == role
    assert browser.post("/api/sign-out").json()["role"] is None
    assert browser.get("/api/me").json()["role"] is None, "still signed in after signing out"


def test_signing_out_ends_the_token_not_only_the_cookie(world: World) -> None:
    browser = world.staff()
    copied = dict(browser.cookies)
    browser.post("/api/sign-out")
    thief = world.nobody()
    thief.cookies.update(copied)
    assert thief.get("/api/me").json()["role"] is None, "a copied cookie outlived the sign-out"


def test_each_sign_in_has_a_token_of_its_own_and_ends_the_one_before(world: World) -> None:
    browser = world.staff()
    first = dict(browser.cookies)
    assert sign_in(browser).status_code == 200
    assert dict(browser.cookies) != first, "the token stayed the same over a new sign-in"
    old = world.nobody()
    old.cookies.update(first)
    assert old.get("/api/me").json()["role"] is None, "the earlier token still holds"


def test_a_sign_in_expires(world: World) -> None:
    browser = world.staff()
    world.later(hours=12, seconds=1)
    assert browser.get("/api/me").json()["role"] is None


def test_a_wrong_password_and_an_unknown_login_are_answered_alike(world: World) -> None:
    world.staff("thea")
    wrong = sign_in(world.nobody(), "thea", "not the password")
    unknown = sign_in(world.nobody(), "nobody", "not the password")
    assert (wrong.status_code, wrong.json()) == (unknown.status_code, unknown.json())
    assert wrong.status_code == 401


def test_login_does_not_mind_case(world: World) -> None:
    world.staff("thea")
    assert sign_in(world.nobody(), " Thea ").status_code == 200


def test_cookies_over_plain_loopback(world: World) -> None:
    world.staff()
    found = cookie(sign_in(world.nobody()))
    assert found.key == "mirra-staff-8000"
    assert found["httponly"]
    assert found["samesite"].lower() == "strict"
    assert found["path"] == "/"
    assert not found["secure"], "Safari takes no Secure cookie over http"
    assert not found["domain"]


def test_cookies_over_https(world: World) -> None:
    world.options = {"names": ("clinic.example",), "behind_https": True}
    world.restart()
    therapist = world.staff(base=SECURE)
    found = cookie(sign_in(world.nobody(SECURE)))
    assert found.key == "__Host-mirra-staff-443"
    assert found["secure"]
    assert found["httponly"]
    assert found["samesite"].lower() == "strict"
    assert found["path"] == "/"
    assert not found["domain"]
    device = world.nobody(SECURE).post("/api/enrol", json={"code": add_person(therapist).code})
    assert cookie(device).key == "__Host-mirra-device-443"
    assert cookie(device)["secure"]
    assert cookie(device)["httponly"]


def test_after_too_many_tries_one_waits_and_a_restart_forgives_nothing(world: World) -> None:
    world.staff("thea")
    browser = world.nobody()
    for _ in range(LOGIN_HERE):
        assert sign_in(browser, "thea", "not the password").status_code == 401
    refused = sign_in(browser)
    assert refused.status_code == 429, "the right password went through after too many tries"
    assert problem(refused) == "too_many_tries"
    world.restart()
    assert sign_in(world.nobody()).status_code == 429, "a restart forgave the tries"
    wait = int(refused.headers["retry-after"])
    assert 0 < wait <= 15 * 60 + 1
    world.later(seconds=wait)
    assert sign_in(world.nobody()).status_code == 200, "the lock never opened"


def test_tries_from_one_address_do_not_shut_others_out(world: World) -> None:
    world.staff("thea")
    for _ in range(LOGIN_HERE + 1):
        sign_in(world.nobody(address="192.0.2.1"), "thea", "not the password")
    assert sign_in(world.nobody(address="192.0.2.2")).status_code == 200


def test_right_sign_ins_do_not_count_as_tries(world: World) -> None:
    world.staff("thea")
    for _ in range(LOGIN_HERE + 2):
        assert sign_in(world.nobody()).status_code == 200


def enrol(browser: httpx.Client, code: str) -> httpx.Response:
    return browser.post("/api/enrol", json={"code": code})


def test_a_code_makes_a_device_the_persons_once(world: World) -> None:
    ticket = add_person(world.staff())
    browser = world.nobody()
    told = enrol(browser, ticket.code).json()
    assert told.pop("outbox"), "the device is given no key to seal what waits on it"
    assert told == {
        "role": "patient",
        "name": "Pia",
        "todo": None,
        "time_zone": None,
        "person": ticket.person,
        "demonstration": False,
    }
    assert browser.get("/api/me").json()["role"] == "patient"
    again = enrol(world.nobody(), ticket.code)
    assert again.status_code == 410
    assert again.json()["error"] == {
        "code": "code_used",
        "what": "This code was used already.",
        "where": "code",
        "todo": "Ask for a new one.",
    }


@pytest.mark.parametrize(
    "typed", [str.lower, lambda c: f"  {c} ", lambda c: c.replace("-", ""), lambda c: " ".join(c)]
)
def test_case_spaces_and_hyphens_do_not_matter(world: World, typed: object) -> None:
    ticket = add_person(world.staff())
    assert callable(typed)
    assert enrol(world.nobody(), typed(ticket.code)).status_code == 200


def test_wrong_replaced_and_expired_codes_are_told_apart(world: World) -> None:
    therapist = world.staff()
    old = add_person(therapist)
    newer = Enrolment.model_validate_json(therapist.post(f"/api/people/{old.person}/enrolment").content)
    wrong = enrol(world.nobody(), "AAAA-AAAA")
    assert (wrong.status_code, problem(wrong)) == (404, "code_unknown")
    replaced = enrol(world.nobody(), old.code)
    assert (replaced.status_code, problem(replaced)) == (410, "code_replaced")
    world.later(hours=24)
    expired = enrol(world.nobody(), newer.code)
    assert (expired.status_code, problem(expired)) == (410, "code_expired")


def test_guessing_codes_is_slowed(world: World) -> None:
    browser = world.nobody()
    assert enrol(browser, "AAAA-AAAA").status_code == 404
    for _ in range(CODES_HERE - 1):
        with world.clinic.store.writing() as db:
            throttle.count(db, throttle.keys_of_codes("127.0.0.1"), world.time)
    refused = enrol(browser, "AAAA-AAAA")
    assert refused.status_code == 429
    assert int(refused.headers["retry-after"]) > 0


def test_enrolling_a_device_signs_staff_out_on_it(world: World) -> None:
    browser = world.staff()
    assert enrol(browser, add_person(browser).code).status_code == 200
    assert browser.get("/api/me").json()["role"] == "patient"
    assert problem(browser.post("/api/caseload", json={})) == "not_found"


def test_staff_may_sign_in_on_a_persons_device_and_leave_it_theirs(world: World) -> None:
    therapist = world.staff()
    device = world.device(add_person(therapist))
    assert sign_in(device).status_code == 200
    assert device.get("/api/me").json()["role"] == "therapist"
    assert device.get("/api/today").status_code == 200, "the person's notes could not be sent meanwhile"
    device.post("/api/sign-out")
    assert device.get("/api/me").json()["role"] == "patient"


def test_a_device_can_be_signed_out(world: World) -> None:
    device = world.device(add_person(world.staff()))
    kept = dict(device.cookies)
    device.post("/api/sign-out")
    thief = world.nobody()
    thief.cookies.update(kept)
    assert thief.get("/api/me").json()["role"] is None


def test_nothing_kept_would_let_anybody_in(world: World) -> None:
    therapist = world.staff()
    ticket = add_person(therapist)
    device = world.device(ticket)
    other = add_person(therapist, name="Quin")
    world.clinic.store.close()
    kept = b"".join(file.read_bytes() for file in world.folder.glob("mirra.sqlite*"))
    secrets = [PASSWORD, ticket.code, other.code, *therapist.cookies.values(), *device.cookies.values()]
    for secret in [*secrets, other.code.replace("-", "")]:
        assert secret.encode() not in kept, "a secret is kept in the open"
