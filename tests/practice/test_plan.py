"""The plan's own door: what is not a plan of this version is refused by name."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from material.short_session import shortened
from mirra.errors import PlanError
from mirra.practice.plan import PLAN_BYTES, read_plan
from mirra.practice.steps.block import Block
from tests.practice.given import a_plan

PLAN = shortened(a_plan(), blocks=2)
TEXT = PLAN.model_dump_json()


def refused(text: str | bytes) -> PlanError:
    with pytest.raises(PlanError) as caught:
        read_plan(text)
    return caught.value


def test_a_plan_reads_back_equal_from_text_and_bytes() -> None:
    assert read_plan(TEXT) == PLAN
    assert read_plan(TEXT.encode()) == PLAN


@pytest.mark.parametrize(
    ("field", "value", "where"),
    [
        ("version", 2, "plan.version"),
        ("version", True, "plan.version"),
        ("version", "1", "plan.version"),
        ("id", "short", "plan.id"),
        ("minutes", "5", "plan.minutes"),
        ("affected", "both", "plan.affected"),
        ("made_at", "2026-03-02T09:30:00", "plan.made_at"),
        ("made_at", 1772443800, "plan.made_at"),
        ("pacing_sound", 1, "plan.pacing_sound"),
        ("colour", "red", "plan.colour"),
        ("steps", [{"kind": "dance"}], "plan.steps.0"),
    ],
)
def test_a_field_that_does_not_fit_is_named(field: str, value: Any, where: str) -> None:
    assert refused(json.dumps({**json.loads(TEXT), field: value})).where == where


def test_two_steps_of_one_name_are_refused() -> None:
    data = json.loads(TEXT)
    data["steps"] *= 2
    assert "id of its own" in refused(json.dumps(data)).what


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("", "not JSON"),
        ("[" * 100_000, "nested too deep"),
        ('{"version":1,"x":' + "9" * 5000 + "}", "not JSON"),
        ('{"version":1,"version":1}', "given twice"),
        ('{"version":NaN}', "NaN"),
        ('{"version":1,"x":"\ud800"}', "UTF-8"),
        (b"\xff\xfe{\x00}\x00", "UTF-8"),
        (" " * (PLAN_BYTES + 1), "at most"),
    ],
)
def test_what_is_no_strict_json_is_refused_with_its_reason(text: str | bytes, what: str) -> None:
    assert what in refused(text).what


def test_a_block_lasts_as_long_as_its_repetitions() -> None:
    block = next(step for step in PLAN.steps if isinstance(step, Block))
    assert block.planned() == sum(e.repetitions * e.tempo for e in block.exercises)


@settings(max_examples=400, deadline=None)
@given(data=st.data())
def test_a_spoilt_plan_is_a_plan_or_a_plan_error_and_nothing_else(data: st.DataObject) -> None:
    raw = bytearray(TEXT.encode())
    for _ in range(data.draw(st.integers(1, 4))):
        place = data.draw(st.integers(0, len(raw) - 1))
        raw[place : place + data.draw(st.integers(0, 8))] = data.draw(
            st.binary(max_size=6) | st.sampled_from([b"[[", b"1e999", b"-0", b"\\ud800", b'{"a":', b"null"])
        )
    try:
        read = read_plan(bytes(raw))
    except PlanError as error:
        assert error.where.startswith("plan")  # noqa: PT017 (either outcome is right, each in its own way)
    else:
        assert read_plan(read.model_dump_json()) == read
