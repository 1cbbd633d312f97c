"""The limit on guessing."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from mirra.clinic import throttle
from mirra.clinic.refusals import TooManyTries
from mirra.clinic.store import Store
from mirra.clinic.tokens import plain_login
from tests.clinic.world import START, World


def guess(store: Store, now: datetime, login: str = "thea", address: str = "192.0.2.1") -> int:
    """A failed try; gives 0, or the seconds to wait when it was not let through."""
    try:
        with store.writing() as db:
            throttle.count(db, throttle.keys_of("sign in", address, login), now)
    except TooManyTries as refused:
        return refused.seconds
    return 0


def test_some_tries_are_free_and_each_wait_is_twice_the_last_up_to_a_quarter_of_an_hour(world: World) -> None:
    store, now = world.clinic.store, START
    assert [guess(store, now) for _ in range(throttle.LOGIN_HERE)] == [0] * throttle.LOGIN_HERE
    waits = []
    for _ in range(12):
        waits.append(guess(store, now))
        now += timedelta(seconds=waits[-1])
        assert guess(store, now) == 0, "the wait was longer than was said"
    assert waits == [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900]


def test_tries_while_waiting_make_it_no_longer(world: World) -> None:
    store = world.clinic.store
    for _ in range(throttle.LOGIN_HERE):
        guess(store, START)
    wait = guess(store, START)
    for _ in range(50):
        assert guess(store, START) == wait
    assert guess(store, START + timedelta(seconds=wait)) == 0, "knocking kept the door shut"


def test_after_a_day_tries_are_forgotten(world: World) -> None:
    for _ in range(throttle.LOGIN_HERE):
        guess(world.clinic.store, START)
    assert guess(world.clinic.store, START) > 0
    assert guess(world.clinic.store, START + throttle.TRIES_KEPT_FOR) == 0


def many(login: str, addresses: list[str]) -> list[tuple[str, str]]:
    return [(login, address) for address in addresses]


@pytest.mark.parametrize(
    ("tries", "limit"),
    [
        (many("thea", [f"192.0.2.{n}" for n in range(120)]), throttle.LOGIN_ANYWHERE),
        (many("thea", [f"2001:db8:0:1{n:02x}::1" for n in range(10)]), throttle.LOGIN_HERE),
        (
            many("thea", [f"2001:db8:0:{n:x}00::1" for n in range(40)]),
            throttle.SITE_FACTOR * throttle.LOGIN_HERE,
        ),
        (many("thea", [f"2001:db8:{n:x}::1" for n in range(60)]), throttle.LOGIN_ANYWHERE),
        (many("thea", ["::ffff:192.0.2.1", "192.0.2.1"] * 5), throttle.LOGIN_HERE),
    ],
    ids=["many addresses", "one /56", "one /48", "many /48", "one address written in two ways"],
)
def test_each_limit_on_a_login_holds_by_itself(
    world: World, tries: list[tuple[str, str]], limit: int
) -> None:
    let_through = [guess(world.clinic.store, START, *one) == 0 for one in tries]
    assert sum(let_through) == limit
    assert all(let_through[:limit])


@pytest.mark.parametrize(
    "typed", [" thea", "thea ", "\tthea\n", "THEA", "\u3000thea", "\uff54\uff48\uff45\uff41", "ThEa  "]
)
def test_another_way_to_write_a_login_is_the_same_login(world: World, typed: str) -> None:
    assert plain_login(typed) == "thea"
    for _ in range(throttle.LOGIN_HERE):
        guess(world.clinic.store, START)
    assert guess(world.clinic.store, START, typed) > 0, "spaces or case give more tries"


def test_other_logins_and_addresses_are_not_touched(world: World) -> None:
    for _ in range(throttle.LOGIN_HERE + 1):
        guess(world.clinic.store, START)
    assert guess(world.clinic.store, START, "otto") == 0
    assert guess(world.clinic.store, START, "thea", "192.0.2.2") == 0


def test_a_forgiven_try_does_not_count_and_forgives_no_other(world: World) -> None:
    keys = throttle.keys_of("sign in", "192.0.2.1", "thea")
    for _ in range(throttle.LOGIN_HERE - 1):
        guess(world.clinic.store, START)
    for _ in range(10):
        with world.clinic.store.writing() as db:
            throttle.count(db, keys, START)
            throttle.forgive(db, keys, START)
    assert guess(world.clinic.store, START) == 0
    assert guess(world.clinic.store, START) > 0


def test_a_try_that_was_overtaken_by_later_ones_forgets_none_of_them(world: World) -> None:
    for _ in range(throttle.LOGIN_HERE):
        assert guess(world.clinic.store, START + timedelta(seconds=2)) == 0
    assert guess(world.clinic.store, START) > 0, "it took back the tries that came to be counted before it"


def test_a_clock_set_back_does_not_lock_for_as_long(world: World) -> None:
    for _ in range(throttle.LOGIN_HERE):
        guess(world.clinic.store, START)
    assert guess(world.clinic.store, START - timedelta(days=365)) == 0
