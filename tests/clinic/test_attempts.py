"""The limit on guessing."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from mirra.clinic import attempts
from mirra.clinic.problems import Refused
from mirra.clinic.store import Store
from tests.clinic.world import START, World


def guess(store: Store, now: datetime, login: str | None = "thea", address: str = "192.0.2.1") -> int:
    """A failed try; gives 0, or the seconds to wait when it was not let through."""
    try:
        with store.writing() as db:
            attempts.count(db, attempts.keys_of("sign in", address, login), now)
    except Refused as refused:
        return int(refused.headers["retry-after"])
    return 0


def test_ten_tries_then_a_wait_that_ends(world: World) -> None:
    store = world.clinic.store
    for second in range(attempts.PER_LOGIN_AND_ADDRESS):
        assert guess(store, START + timedelta(seconds=second)) == 0
    now = START + timedelta(seconds=60)
    wait = guess(store, now)
    assert wait == 15 * 60 - 60 + 1
    assert guess(store, now + timedelta(seconds=wait)) == 0


def test_tries_while_waiting_make_it_no_longer(world: World) -> None:
    store = world.clinic.store
    for _ in range(attempts.PER_LOGIN_AND_ADDRESS):
        guess(store, START)
    for minute in range(1, 15):
        assert guess(store, START + timedelta(minutes=minute)) > 0
    assert guess(store, START + timedelta(minutes=15)) == 0, "knocking kept the door shut"


@pytest.mark.parametrize(
    ("others", "limit"),
    [
        ([(f"login{n}", "192.0.2.1") for n in range(60)], attempts.PER_ADDRESS),
        ([("thea", f"192.0.2.{n}") for n in range(120)], attempts.PER_LOGIN),
        ([(f"login{n}", f"2001:db8::{n:x}") for n in range(60)], attempts.PER_ADDRESS),
    ],
    ids=["one address, many logins", "one login, many addresses", "one IPv6 network"],
)
def test_each_limit_holds_by_itself(world: World, others: list[tuple[str, str]], limit: int) -> None:
    let_through = [guess(world.clinic.store, START, *one) == 0 for one in others]
    assert sum(let_through) == limit
    assert all(let_through[:limit])


def test_other_logins_and_addresses_are_not_touched(world: World) -> None:
    for _ in range(attempts.PER_LOGIN_AND_ADDRESS + 1):
        guess(world.clinic.store, START)
    assert guess(world.clinic.store, START, "otto") == 0
    assert guess(world.clinic.store, START, "thea", "192.0.2.2") == 0


def test_a_forgiven_try_does_not_count(world: World) -> None:
    keys = attempts.keys_of("sign in", "192.0.2.1", "thea")
    for second in range(3 * attempts.PER_LOGIN_AND_ADDRESS):
        with world.clinic.store.writing() as db:
            attempts.count(db, keys, START + timedelta(seconds=second))
            attempts.forgive(db, keys, START + timedelta(seconds=second))


def test_a_clock_set_back_does_not_lock_for_as_long(world: World) -> None:
    for _ in range(attempts.PER_LOGIN_AND_ADDRESS):
        guess(world.clinic.store, START)
    assert guess(world.clinic.store, START - timedelta(days=365)) == 0
