"""The second factor: codes as RFC 6238 has them, each once, recovery codes, and what is kept of them."""

from __future__ import annotations

import base64
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pyotp
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mirra.clinic import accounts, second, staff
from mirra.clinic.tables import Account
from tests.clinic.world import PASSWORD, World, problem
from tests.scanner import scanned

RFC_SECRET = base64.b32encode(b"12345678901234567890").decode()
RFC_6238 = {  # appendix B, the last six of eight digits
    59: "287082",
    1111111109: "081804",
    1111111111: "050471",
    1234567890: "005924",
    2000000000: "279037",
    20000000000: "353130",
}


def at(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)


@pytest.mark.parametrize(("seconds", "code"), RFC_6238.items())
def test_the_test_vectors_of_the_standard(seconds: int, code: str) -> None:
    assert second.step_of(RFC_SECRET, code, at(seconds)) == seconds // 30
    assert second.step_of(RFC_SECRET, f" {code[:3]} {code[3:]}", at(seconds)) == seconds // 30, (
        "spaces matter"
    )


@given(seconds=st.integers(100, 4_000_000_000), off=st.integers(-200, 200))
def test_a_code_holds_for_its_step_and_the_one_on_either_side(seconds: int, off: int) -> None:
    code = pyotp.TOTP(RFC_SECRET).at(seconds)
    steps = abs((seconds + off) // 30 - seconds // 30)
    found = second.step_of(RFC_SECRET, code, at(seconds + off))
    if steps <= 1:
        assert found is not None
    else:  # another step's code may be the same by chance
        assert found is None or pyotp.HOTP(RFC_SECRET).at(found) == code


@given(seconds=st.integers(100, 4_000_000_000), later=st.integers(0, 60))
def test_a_code_that_was_taken_is_not_taken_again(seconds: int, later: int) -> None:
    code = pyotp.TOTP(RFC_SECRET).at(seconds)
    taken = second.step_of(RFC_SECRET, code, at(seconds))
    again = second.step_of(RFC_SECRET, code, at(seconds + later), taken)
    assert again is None or again > taken  # type: ignore[operator]


@given(typed=st.text(max_size=40))
def test_anything_typed_is_a_code_or_none(typed: str) -> None:
    found = second.step_of(RFC_SECRET, typed, at(59))
    assert (found is not None) == (
        "".join(typed.split()) in {pyotp.HOTP(RFC_SECRET).at(n) for n in (0, 1, 2)}
    )


class Phone:
    """An authenticator app that has scanned a link."""

    def __init__(self, world: World, link: str) -> None:
        made = pyotp.parse_uri(link)
        assert isinstance(made, pyotp.TOTP)
        self.world, self.app = world, made

    def code(self, steps: int = 0) -> str:
        """What it shows now, or so many steps from now."""
        return self.app.at(self.world.time + timedelta(seconds=30 * steps))


def set_up(world: World, browser: httpx.Client) -> tuple[Phone, list[str]]:
    """Set up a second factor as the page does; gives the phone and the recovery codes."""
    offered = browser.post("/api/account/second/offer", json={"password": PASSWORD})
    assert offered.status_code == 200, offered.text
    phone = Phone(world, offered.json()["link"])
    body = {"sealed": offered.json()["sealed"], "code": phone.code()}
    confirmed = browser.post("/api/account/second/confirm", json=body)
    assert confirmed.status_code == 200, confirmed.text
    world.later(minutes=1)
    return phone, confirmed.json()["codes"]


def test_an_app_that_scans_the_picture_shows_the_codes_that_are_taken(world: World) -> None:
    browser = world.staff("thea")
    offered = browser.post("/api/account/second/offer", json={"password": PASSWORD}).json()
    scanned_link = scanned(offered["qr"])
    assert scanned_link == offered["link"]
    body = {"sealed": offered["sealed"], "code": Phone(world, scanned_link).code()}
    assert browser.post("/api/account/second/confirm", json=body).status_code == 200


def sign_in(
    world: World, code: str | None = None, *, password: str = PASSWORD, **more: Any
) -> httpx.Response:
    """A sign-in on a new browser, some milliseconds after whatever came before."""
    world.later(milliseconds=20)
    body = {"login": "thea", "password": password} | ({"code": code} if code else {})
    return world.nobody(**more).post("/api/sign-in", json=body)


@pytest.fixture
def phone(world: World) -> Phone:
    """The phone of Thea, who has a second factor."""
    return set_up(world, world.staff("thea"))[0]


def test_with_a_second_factor_the_password_alone_lets_nobody_in(world: World, phone: Phone) -> None:
    answer = sign_in(world)
    assert (answer.status_code, problem(answer)) == (401, "second_needed")
    assert not answer.cookies
    assert sign_in(world, phone.code()).status_code == 200


def test_a_wrong_password_does_not_tell_whether_there_is_a_second_factor(world: World, phone: Phone) -> None:
    world.staff("otto")
    for code in (None, "123456", phone.code()):
        wrong = sign_in(world, code, password="not the password")
        body = {"login": "otto", "password": "not the password"} | ({"code": code} if code else {})
        other = world.nobody().post("/api/sign-in", json=body)
        assert (wrong.status_code, wrong.content) == (other.status_code, other.content)
        assert problem(wrong) == "wrong_sign_in"


def test_a_code_lets_in_once(world: World, phone: Phone) -> None:
    code = phone.code()
    assert sign_in(world, code).status_code == 200
    again = sign_in(world, code)
    assert (again.status_code, problem(again)) == (401, "wrong_code")
    before = phone.code(-1)
    assert problem(sign_in(world, before)) == "wrong_code", "an older code came after a newer one"
    world.later(seconds=30)
    assert sign_in(world, phone.code()).status_code == 200


def test_the_code_of_the_first_set_up_is_used_up(world: World) -> None:
    browser = world.staff("thea")
    offered = browser.post("/api/account/second/offer", json={"password": PASSWORD}).json()
    phone = Phone(world, offered["link"])
    code = phone.code()
    body = {"sealed": offered["sealed"], "code": code}
    assert browser.post("/api/account/second/confirm", json=body).status_code == 200
    assert problem(sign_in(world, code)) == "wrong_code"


def test_wrong_codes_are_limited_wherever_they_come_from_and_a_restart_forgives_nothing(
    world: World, phone: Phone
) -> None:
    for number in range(second.TRIES):
        assert problem(sign_in(world, "000000", address=f"192.0.2.{number + 1}")) == "wrong_code"
    assert sign_in(world, phone.code(), address="192.0.2.99").status_code == 429
    world.restart()
    assert sign_in(world, phone.code(), address="192.0.2.99").status_code == 429
    world.later(minutes=16)
    assert sign_in(world, phone.code()).status_code == 200


def test_who_does_not_know_the_password_cannot_use_up_the_codes_tries(world: World, phone: Phone) -> None:
    for number in range(second.TRIES + 2):
        sign_in(world, "000000", password="not the password", address=f"192.0.2.{number + 1}")
    assert sign_in(world, phone.code()).status_code == 200


def test_being_asked_for_the_code_counts_as_no_failed_try(world: World, phone: Phone) -> None:
    for _ in range(15):
        assert problem(sign_in(world)) == "second_needed"
    assert sign_in(world, phone.code()).status_code == 200


def test_each_of_ten_recovery_codes_lets_in_once(world: World) -> None:
    browser = world.staff("thea")
    _phone, codes = set_up(world, browser)
    assert len(set(codes)) == 10
    for used, code in enumerate(codes, 1):
        assert sign_in(world, code.lower().replace("-", " ")).status_code == 200
        assert problem(sign_in(world, code)) == "wrong_code", "a recovery code let in twice"
        assert browser.get("/api/account").json()["recovery_codes_left"] == 10 - used
        world.later(minutes=16)


def test_a_recovery_code_is_of_no_use_to_another_account(world: World) -> None:
    _phone, codes = set_up(world, world.staff("thea"))
    set_up(world, world.staff("otto"))
    body = {"login": "otto", "password": PASSWORD, "code": codes[0]}
    assert problem(world.nobody().post("/api/sign-in", json=body)) == "wrong_code"


def test_setting_it_up_again_ends_the_old_app_and_the_old_recovery_codes(world: World) -> None:
    browser = world.staff("thea")
    old, old_codes = set_up(world, browser)
    new, _codes = set_up(world, browser)
    assert problem(sign_in(world, old.code())) == "wrong_code"
    assert problem(sign_in(world, old_codes[0])) == "wrong_code"
    assert sign_in(world, new.code()).status_code == 200


def test_an_offer_is_of_use_to_its_account_alone_and_for_a_quarter_of_an_hour(world: World) -> None:
    thea, otto = world.staff("thea"), world.staff("otto")
    offered = thea.post("/api/account/second/offer", json={"password": PASSWORD}).json()

    def confirm(browser: httpx.Client, sealed: str = offered["sealed"]) -> httpx.Response:
        code = Phone(world, offered["link"]).code()
        return browser.post("/api/account/second/confirm", json={"sealed": sealed, "code": code})

    assert problem(confirm(otto)) == "offer_ended"
    for broken in ("", "A" * 80, offered["sealed"][:-4] + "AAA=", "no base64!"):
        assert confirm(thea, broken).status_code == 422
    assert thea.get("/api/account").json()["second"] is False
    world.later(minutes=15, seconds=1)
    assert problem(confirm(thea)) == "offer_ended"


def test_neither_secret_nor_recovery_code_is_kept_in_the_open(world: World) -> None:
    phone, codes = set_up(world, world.staff("thea"))
    with world.clinic.store.writing() as db:
        account = accounts.named(db, "thea")
        sealed, whose = account.second, account.id
        other = accounts.insert(db, "copy", "Copy", "therapist", account.password, world.time)
        other.second = sealed
    world.clinic.store.close()
    kept = b"".join(file.read_bytes() for file in world.folder.glob("mirra.sqlite*"))
    secret = phone.app.secret
    texts = (secret, *codes, *(code.replace("-", "") for code in codes))
    for one in (base64.b32decode(secret), *(text.encode() for text in texts)):
        assert one not in kept
    assert whose
    assert sealed
    body = {"login": "copy", "password": PASSWORD, "code": phone.code()}
    moved = world.nobody().post("/api/sign-in", json=body)
    assert problem(moved) == "wrong_code", "a sealed secret can be moved from one account to another"


def test_removing_it_takes_the_password(world: World, phone: Phone) -> None:
    browser = world.nobody()
    browser.post("/api/sign-in", json={"login": "thea", "password": PASSWORD, "code": phone.code()})
    wrong = browser.post("/api/account/second/remove", json={"password": "not the password"})
    assert problem(wrong) == "wrong_password"
    world.later(seconds=1)
    assert browser.post("/api/account/second/remove", json={"password": PASSWORD}).json()["second"] is False
    assert sign_in(world).status_code == 200


def test_an_admin_without_one_does_nothing_else_where_the_clinic_asks_for_it(world: World) -> None:
    browser = world.staff("ada", "admin")
    assert browser.post("/api/rules", json={"admins_need_second": True}).json()["admins_need_second"]
    refused = browser.get("/api/accounts")
    assert (refused.status_code, problem(refused)) == (403, "second_factor_needed")
    assert browser.get("/api/me").json()["todo"] == "second"
    assert problem(browser.post("/api/rules", json={"admins_need_second": False})) == "second_factor_needed"
    set_up(world, browser)
    assert browser.get("/api/me").json()["todo"] is None
    assert browser.get("/api/accounts").status_code == 200
    refused = browser.post("/api/account/second/remove", json={"password": PASSWORD})
    assert refused.status_code == 422
    assert browser.get("/api/account").json()["second"], (
        "an admin went without although the clinic asks for it"
    )
    assert world.staff("thea").get("/api/conditions").status_code == 200, "therapists were asked for one"


def test_after_a_reset_the_password_alone_does_and_open_sign_ins_are_over(world: World, phone: Phone) -> None:
    browser = world.nobody()
    browser.post("/api/sign-in", json={"login": "thea", "password": PASSWORD, "code": phone.code()})
    assert browser.get("/api/me").json()["role"] == "therapist"
    with world.clinic.store.writing() as db:
        staff.reset_second(db, accounts.named(db, "thea"))
    assert browser.get("/api/me").json()["role"] is None
    assert sign_in(world).status_code == 200


def test_a_clock_set_back_leaves_the_recovery_codes(world: World) -> None:
    _phone, codes = set_up(world, world.staff("thea"))
    with world.clinic.store.writing() as db:
        db.query(Account).update({"second_step": int((world.time + timedelta(days=1)).timestamp()) // 30})
    assert problem(sign_in(world, _phone.code())) == "wrong_code"
    assert sign_in(world, codes[0]).status_code == 200
