"""The one door of the log."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from material.short_session import shortened
from mirra.errors import EventError
from mirra.practice.events import Event
from mirra.practice.log import EVENT_BYTES, read_event, write_event
from mirra.practice.steps.check_out import Note
from mirra.practice.terms import Tracking
from tests.practice.given import MADE, SESSION, a_log, a_plan, logs

LITTLE = shortened(a_plan(), blocks=1)
PLAN = LITTLE.model_copy(update={"tracking": Tracking(hand=True, landmarks_hz=15)})
LINES = [write_event(event) for event in a_log(PLAN, 4, unpleasant=1.0)]
NOTE = write_event(Note(session=SESSION, seq=3, at=12.5, wall=MADE, step="check_out", text="a word"))


def refused(line: str) -> EventError:
    with pytest.raises(EventError) as caught:
        read_event(line)
    return caught.value


@settings(max_examples=25, deadline=None)
@given(logs())
def test_every_event_reads_back_equal(given_log: tuple[object, list[Event]]) -> None:
    for event in given_log[1]:
        assert read_event(write_event(event)) == event


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("seq", "3"), ("seq", 3.0), ("seq", True), ("seq", -1), ("seq", 10**7), ("at", "12"), ("at", -1), ("at", 1e12),
        ("at", None), ("v", 2), ("v", True), ("session", "1" * 31), ("session", "1" * 31 + "G"), ("kind", "picture"),
        ("wall", "2026-03-02T09:30:00"), ("wall", 1772443800), ("wall", "1772443800"),
        ("wall", "0001-01-01T00:00:00+14:00"), ("step", "Check Out"), ("step", "x" * 49), ("text", "x" * 281),
        ("text", 5), ("picture", "data:image/png;base64,AA"),
    ],
)  # fmt: skip
def test_a_field_outside_its_bounds_is_named(field: str, value: Any) -> None:
    assert field in refused(json.dumps({**json.loads(NOTE), field: value})).where or field == "kind"


@pytest.mark.parametrize("number", ["NaN", "Infinity", "-Infinity", "1e999", "9" * 5000])
def test_a_number_that_is_none_is_refused(number: str) -> None:
    refused(NOTE.replace("12.5", number))


@pytest.mark.parametrize(
    ("line", "what"),
    [
        ("", "does not fit"),
        ("null", "does not fit"),
        ("[" * 4000, "recursion"),
        (NOTE.replace('"seq":3', '"seq":3,"seq":4'), "given twice"),
        (NOTE.replace('"seq":3', '"seq":3,"\\u0073eq":4'), "given twice"),
        (NOTE + "\n", "more than one line"),
        (NOTE.replace("a word", "\ud800"), "UTF-8"),
        (NOTE.replace("a word", "\\ud800"), "JSON"),
        (NOTE.replace("a word", "\x01"), "JSON"),
        (NOTE + " " * EVENT_BYTES, "at most"),
    ],
)
def test_what_is_no_strict_line_is_refused_with_its_reason(line: str, what: str) -> None:
    assert what in refused(line).what


def test_a_word_in_any_script_goes_through() -> None:
    event = read_event(NOTE.replace("a word", "痛い 🙂 é"))
    assert isinstance(event, Note)
    assert event.text == "痛い 🙂 é"


@settings(max_examples=800, deadline=None)
@given(data=st.data())
def test_a_spoilt_event_is_an_event_or_an_event_error_and_nothing_else(data: st.DataObject) -> None:
    raw = bytearray(data.draw(st.sampled_from(LINES)).encode())
    for _ in range(data.draw(st.integers(1, 4))):
        place = data.draw(st.integers(0, len(raw) - 1))
        raw[place : place + data.draw(st.integers(0, 8))] = data.draw(
            st.binary(max_size=6)
            | st.sampled_from([b"[[", b"1e999", b"-0", b"\\ud800", b'{"a":', b"null", b"\x00"])
        )
    line = bytes(raw).decode("utf-8", data.draw(st.sampled_from(["replace", "surrogateescape"])))
    try:
        event = read_event(line)
    except EventError as error:
        assert error.where.startswith("event")  # noqa: PT017 (either outcome is right, each in its own way)
    else:
        assert read_event(write_event(event)) == event
