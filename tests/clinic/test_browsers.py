"""Guessing at sign-ins and codes: slowed for who guesses, and hardly for anybody else."""

from __future__ import annotations

import math
import threading
import time
from collections.abc import Iterator

import httpx
import pytest
from sqlalchemy import select

from mirra.clinic import throttle
from mirra.clinic.tables import Account, Audit, KnownBrowser
from tests.clinic.running import Running
from tests.clinic.world import PASSWORD, World, add_person, static

CLINIC = "192.0.2.1"  # the one address of everybody behind the clinic's router


def sign_in(browser: httpx.Client, login: str = "thea", password: str = PASSWORD) -> int:
    return browser.post("/api/sign-in", json={"login": login, "password": password}).status_code


def guess(world: World, login: str = "thea", address: str = CLINIC, times: int = 1) -> list[int]:
    """Wrong tries, each on a browser of its own."""
    return [sign_in(world.nobody(address=address), login, "not the password") for _ in range(times)]


def guess_elsewhere(world: World, login: str) -> None:
    """As many wrong tries as may come from everywhere, each from another address; no password is worked through."""
    for n in range(throttle.LOGIN_ANYWHERE):
        with world.clinic.store.writing() as db:
            throttle.count(db, throttle.keys_of("sign in", f"198.51.100.{n}", login), world.time)


def audited(world: World, action: str) -> list[tuple[str, str]]:
    with world.clinic.store.reading() as db:
        rows = db.execute(select(Audit.actor, Audit.subject).where(Audit.action == action).order_by(Audit.id))
        return [(actor, subject) for actor, subject in rows]


def test_spaces_around_a_login_give_no_further_tries(world: World) -> None:
    world.staff("thea")
    answers = [guess(world, " " * spaces + "thea")[0] for spaces in range(20)]
    assert answers == [401] * throttle.LOGIN_HERE + [429] * (20 - throttle.LOGIN_HERE)


def test_wrong_tries_behind_one_address_lock_out_nobody_else_there(world: World) -> None:
    world.staff("thea")
    world.staff("otto")
    assert 429 in guess(world, "thea", times=60)
    assert sign_in(world.nobody(address=CLINIC), "otto") == 200


def test_a_browser_known_to_the_account_gets_in_whatever_is_tried_elsewhere(world: World) -> None:
    world.staff("thea")
    own = world.nobody(address=CLINIC)
    assert sign_in(own) == 200
    own.post("/api/sign-out")
    guess_elsewhere(world, "thea")
    guess(world, "thea", CLINIC, 20)
    guess(world, "nobody", CLINIC, 20)
    assert guess(world, "thea", "203.0.113.9") == [429], "the limit for one account never comes"
    assert sign_in(own) == 200, "somebody elsewhere locked the owner out"


def test_a_known_browser_does_not_guess_without_limit_either(world: World) -> None:
    own = world.staff("thea")
    answers = [sign_in(own, "thea", "not the password") for _ in range(throttle.LOGIN_KNOWN + 1)]
    assert answers == [401] * throttle.LOGIN_KNOWN + [429]
    assert guess(world) == [401], "its tries count elsewhere"


def test_a_browser_is_known_only_to_who_signed_in_on_it(world: World) -> None:
    world.staff("otto")
    browser = world.staff("thea")
    guess_elsewhere(world, "otto")
    assert sign_in(browser, "otto") == 429
    world.later(minutes=15)
    assert sign_in(browser, "otto") == 200
    guess(world, "otto", "198.51.100.99")
    assert sign_in(browser, "otto") == 200, "one browser can be known to two accounts"
    assert sign_in(browser, "thea") == 200


def test_what_is_kept_of_a_known_browser_is_a_hash(world: World) -> None:
    browser = world.staff("thea")
    token = browser.cookies["mirra-known-8000"]
    with world.clinic.store.reading() as db:
        kept = db.scalars(select(KnownBrowser.token)).all()
    assert len(kept) == 1
    assert token not in kept[0]


def test_trying_many_logins_from_one_address_is_slowed_for_at_most_a_minute(world: World) -> None:
    known = world.staff("thea")
    answers = [guess(world, f"login{n}")[0] for n in range(throttle.LOGINS_HERE + 5)]
    assert answers == [401] * throttle.LOGINS_HERE + [429] * 5
    assert sign_in(known) == 200, "whoever tries logins shuts out those who work there"
    for _ in range(10):
        world.later(minutes=1)
        assert guess(world, f"later{_}") == [401]


def test_wrong_codes_typed_at_one_place_keep_a_right_one_out_for_ten_seconds_at_most(world: World) -> None:
    ticket = add_person(world.staff())
    for _ in range(throttle.CODES_HERE):
        with world.clinic.store.writing() as db:
            throttle.count(db, throttle.keys_of_codes(CLINIC), world.time, throttle.CODES_LONGEST)
    for _ in range(5):
        assert world.nobody(address=CLINIC).post("/api/enrol", json={"code": "AAAA-AAAA"}).status_code == 429
        world.later(seconds=10)
        assert world.nobody(address=CLINIC).post("/api/enrol", json={"code": "AAAA-AAAA"}).status_code == 404
    world.later(seconds=10)
    assert world.nobody(address=CLINIC).post("/api/enrol", json={"code": ticket.code}).status_code == 200


def test_a_right_code_is_taken_where_wrong_ones_were_typed(world: World) -> None:
    ticket = add_person(world.staff())
    for _ in range(60):
        assert world.nobody(address=CLINIC).post("/api/enrol", json={"code": "AAAA-AAAA"}).status_code == 404
    assert world.nobody(address=CLINIC).post("/api/enrol", json={"code": ticket.code}).status_code == 200


def test_failed_sign_ins_and_codes_are_in_the_audit_and_do_not_fill_it(world: World) -> None:
    world.staff("thea")
    with world.clinic.store.reading() as db:
        thea = db.scalar(select(Account.id).where(Account.login == "thea"))
    for _ in range(40):
        guess(world)
        world.later(minutes=15)
    kept = audited(world, "sign_in_failed")
    assert {subject for _, subject in kept} == {thea}
    assert [actor.rpartition(" ")[2] for actor, _ in kept] == ["1", "2", "4", "8", "16", "32"]
    assert len({actor.partition(",")[0] for actor, _ in kept}) == 1
    assert all(actor.startswith("nobody at ") and CLINIC not in actor for actor, _ in kept)
    guess(world, "a password typed here", "198.51.100.1")
    assert audited(world, "sign_in_failed")[-1][1] == "", "what was typed as a login is kept in the audit"
    for _ in range(20):
        world.nobody(address=CLINIC).post("/api/enrol", json={"code": "AAAA-AAAA"})
    assert len(audited(world, "code_failed")) == 5


@pytest.fixture(params=["sqlite", "postgres"])
def clinic(request: pytest.FixtureRequest, world: World, monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    """A clinic on each kind of database."""
    if request.param == "sqlite":
        yield world
        return
    monkeypatch.setenv("MIRRA_DATA", str(world.folder))  # where the key of a PostgreSQL lies
    other = World(world.folder, url=request.getfixturevalue("postgres").new_clinic())
    yield other
    other.clinic.store.close()


def test_tries_at_the_same_time_do_not_get_past_the_limit(clinic: World) -> None:
    """Against a real server process, so that they truly are at the same time."""
    clinic.staff("thea")
    answers: list[int] = []
    with Running(clinic.url, static(clinic.folder / "static")) as server:

        def try_once() -> None:
            with httpx.Client(base_url=server.address, timeout=60) as browser:
                answers.append(sign_in(browser, "thea", "not the password"))

        threads = [threading.Thread(target=try_once) for _ in range(24)]
        began = time.monotonic()
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        took = time.monotonic() - began
        server.stop()
    assert sorted(set(answers)) == [401, 429]
    # Waits of 1, 2, 4 ... seconds may have ended meanwhile on a slow machine: so many more tries are let through.
    assert answers.count(401) <= throttle.LOGIN_HERE + int(math.log2(took + 1)), answers
