"""Reading a batch; what becomes of it is tested through requests in api/test_practising.py and test_durability_*."""

from __future__ import annotations

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from material.short_session import shortened
from mirra.clinic import upload
from mirra.errors import ConflictError, EventError
from mirra.practice.log import write_event
from tests.practice.given import SESSION, a_log, a_plan

LINES = [write_event(event) for event in a_log(shortened(a_plan(), blocks=1))]


@given(st.lists(st.sampled_from(range(len(LINES))), min_size=1, max_size=40))
def test_a_batch_is_read_by_place_whatever_its_order(places: list[int]) -> None:
    found = upload.read_batch(SESSION, [LINES[place] for place in places])
    assert {seq: line for seq, (line, _) in found.items()} == {place: LINES[place] for place in places}
    assert all(event.seq == seq for seq, (_, event) in found.items())


def test_a_bad_line_is_named_by_its_place_in_the_batch() -> None:
    with pytest.raises(EventError) as told:
        upload.read_batch(SESSION, [*LINES[:3], "{}"])
    assert told.value.where.startswith("events.3")


def test_another_sessions_line_is_named() -> None:
    with pytest.raises(EventError, match="another session"):
        upload.read_batch("f" * 32, LINES[:1])


def test_one_place_cannot_hold_two_lines() -> None:
    with pytest.raises(ConflictError) as told:
        upload.read_batch(SESSION, [LINES[1], LINES[1] + " "])
    assert told.value.where == "events.1"


@given(st.text(st.characters(codec="utf-8")))
def test_the_hash_is_of_the_utf8_bytes(line: str) -> None:
    assert upload.sha256(line) == hashlib.sha256(line.encode("utf-8")).hexdigest()


def test_the_receipts_hashes_are_of_the_line_and_of_the_text_it_came_in() -> None:
    batch = upload.read_batch(SESSION, LINES[:2])
    sent = {LINES[0]: LINES[0], LINES[1]: "sealed1.x"}
    hashes = {text: hashlib.sha256(text.encode()).hexdigest() for text in (*LINES[:2], "sealed1.x")}
    assert upload.hashes(batch, sent) == {
        0: (hashes[LINES[0]], hashes[LINES[0]]),
        1: (hashes[LINES[1]], hashes["sealed1.x"]),
    }
