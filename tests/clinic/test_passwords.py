"""Which passwords are taken, and how they are kept."""

from __future__ import annotations

import time
from statistics import median

import pytest

from mirra.clinic import passwords
from mirra.errors import AccessError

GOOD = "violet harbour seven"


@pytest.fixture(autouse=True)
def passwords_remembered() -> None:
    """Here the hasher itself is the matter, so nothing is remembered."""


@pytest.mark.parametrize(
    "password", [GOOD, "x7Kp2mQ9vLw4", "ein Löffel, drei Wege", "正しい馬電池ホチキスの針を使う"]
)
def test_a_long_uncommon_password_is_taken(password: str) -> None:
    passwords.check(password, "thea")


@pytest.mark.parametrize(
    ("password", "why"),
    [
        ("", "12 to 200"),
        ("elevenchars", "12 to 200"),
        ("x" * 201, "12 to 200"),
        ("passwordpassword", "commonest"),
        ("PassWord-PassWord", "commonest"),
        ("p a s s w o r d 2026", "commonest"),
        ("iloveyou1234", "commonest"),
        ("123456789012", "commonest"),
        ("aaaaaaaaaaaaaab", "repeats"),
        ("ngohngohngoh", "repeats"),
        ("wickerwicker", "repeats"),
        ("thea-in-the-garden", "login or the name"),
    ],
)
def test_a_short_common_or_guessable_one_is_not_and_the_reason_said(password: str, why: str) -> None:
    with pytest.raises(AccessError, match=why) as told:
        passwords.check(password, "thea")
    assert told.value.where == "password"
    assert not password or password not in str(told.value), "the refusal says the password"


def test_what_is_kept_is_argon2id_and_never_the_same_twice() -> None:
    first, second = passwords.hash_of(GOOD), passwords.hash_of(GOOD)
    assert first.startswith("$argon2id$")
    assert first != second
    assert passwords.matches(GOOD, first)
    assert passwords.matches(GOOD, second)
    assert not passwords.matches(GOOD + " ", first)


def test_nobody_has_a_password() -> None:
    assert not passwords.matches("nobody has this password", None)
    assert not passwords.matches(GOOD, "no hash at all")


def test_it_takes_as_long_where_there_is_no_account() -> None:
    kept = passwords.hash_of(GOOD)

    def took(kept_hash: str | None) -> float:
        start = time.process_time()
        passwords.matches("not the password", kept_hash)
        return time.process_time() - start

    passwords.nobodys()
    pairs = [(took(kept), took(None)) for _ in range(7)]
    known, unknown = median(pair[0] for pair in pairs), median(pair[1] for pair in pairs)
    assert 0.5 < unknown / known < 2, f"known {known:.4f} s, unknown {unknown:.4f} s of processor"
