"""Opening sealed lines; that the web client's are opened is shown in tests/browser/test_sealed.py."""

from __future__ import annotations

import base64

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from hypothesis import given, settings
from hypothesis import strategies as st

from material.short_session import shortened
from mirra.clinic import sealed
from mirra.clinic.keys import Keys
from mirra.clinic.refusals import Invalid, Refused
from mirra.errors import EventError
from mirra.practice.log import write_event
from tests.clinic.sealing import seal
from tests.practice.given import SESSION, a_log, a_plan

LOCK = sealed.lock(Keys(bytes(range(32))))
OTHER = sealed.lock(Keys(bytes(32)))
LINES = [write_event(event) for event in a_log(shortened(a_plan(), blocks=1))]
LINE = LINES[3]


def test_a_batch_comes_out_as_it_was_before_sealing_and_plain_lines_stay() -> None:
    sent = [seal(LOCK.public, SESSION, line) if number % 3 else line for number, line in enumerate(LINES)]
    assert LOCK.opened(SESSION, sent) == tuple(LINES)


def test_the_key_pair_is_the_same_from_the_same_secret_and_another_from_another() -> None:
    assert sealed.lock(Keys(bytes(range(32)))).public == LOCK.public
    assert OTHER.public != LOCK.public
    assert OTHER.name != LOCK.name


@settings(deadline=None)
@given(st.binary(min_size=32, max_size=32))
def test_every_secret_gives_a_point_of_the_curve(secret: bytes) -> None:
    made = sealed.lock(Keys(secret))
    point = base64.urlsafe_b64decode(made.public + "=")
    number = made.private.private_numbers().private_value
    assert 1 <= number < sealed.P256_ORDER
    assert ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), point).curve.name == "secp256r1"


def test_a_line_for_another_key_is_named_and_told_apart() -> None:
    with pytest.raises(Invalid, match="another key") as told:
        LOCK.opened(SESSION, [LINE, seal(OTHER.public, SESSION, LINE)])
    assert (told.value.code, told.value.where) == ("another_key", "events.1")
    assert told.value.todo, "it is not said what helps"


@pytest.mark.parametrize("part", range(1, 5))
def test_a_sealed_line_with_one_letter_changed_is_refused(part: int) -> None:
    parts = seal(LOCK.public, SESSION, LINE).split(".")
    parts[part] = ("1" if parts[part][0] != "1" else "2") + parts[part][1:]
    with pytest.raises((EventError, Refused)) as told:
        LOCK.opened(SESSION, [".".join(parts)])
    assert told.value.where == "events.0"


def test_a_sealed_line_holds_for_its_session_and_its_place_alone() -> None:
    with pytest.raises(EventError, match="cannot be opened"):
        LOCK.opened("f" * 32, [seal(LOCK.public, SESSION, LINE)])
    with pytest.raises(EventError, match="another place"):
        LOCK.opened(SESSION, [seal(LOCK.public, SESSION, LINE, seq=4)])


@pytest.mark.parametrize("size", [511, 513, 1024, 8193])
def test_only_the_fixed_sizes_are_taken(size: int) -> None:
    with pytest.raises(EventError, match="cannot be opened"):
        LOCK.opened(SESSION, [seal(LOCK.public, SESSION, LINE, size=size)])


def test_the_longest_line_fits_what_a_batch_may_hold() -> None:
    longest = LINE + " " * (8192 - len(LINE))
    text = seal(LOCK.public, SESSION, longest, seq=999_999)
    assert len(text) <= sealed.SEALED_LETTERS
    with pytest.raises(EventError, match="another place"):
        LOCK.opened(SESSION, [text])


NOT_SEALED = {
    "nothing more": "sealed1.",
    "a dot too many": seal(LOCK.public, SESSION, LINE) + ".",
    "a line's end": seal(LOCK.public, SESSION, LINE) + "\n",
    "no base64": seal(LOCK.public, SESSION, LINE)[:-1] + "=",
    "a point off the curve": f"sealed1.{LOCK.name}.3.{'A' * 87}.{'A' * 720}",
    "a leading nought": seal(LOCK.public, SESSION, LINE).replace(".3.", ".03."),
}


@pytest.mark.parametrize("name", NOT_SEALED)
def test_what_is_not_in_the_form_is_refused_by_its_place(name: str) -> None:
    with pytest.raises(EventError) as told:
        LOCK.opened(SESSION, [LINE, NOT_SEALED[name]])
    assert told.value.where == "events.1"


@given(st.text(max_size=300))
def test_whatever_follows_the_mark_is_refused_by_name(rest: str) -> None:
    with pytest.raises((EventError, Refused)):
        LOCK.opened(SESSION, [sealed.SEALED_PREFIX + rest])


@pytest.mark.parametrize("inside", [b"", b"\xff\xfe", b"[]", b"3", b'{"seq":"3"}', b"{", b"[" * 500])
def test_what_is_no_line_inside_is_refused(inside: bytes) -> None:
    text = seal(LOCK.public, SESSION, inside.decode("latin-1"), seq=3)
    with pytest.raises(EventError):
        LOCK.opened(SESSION, [text])
