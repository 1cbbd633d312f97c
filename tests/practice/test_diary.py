"""The diary: what a line may say, and which line of a day holds."""

from __future__ import annotations

import json
from datetime import datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mirra.errors import EventError
from mirra.practice.diary import DiaryAnswer, DiaryLine, newest
from mirra.practice.entries import ENTRY_BYTES, read_entry, write_entry

LINE: dict[str, Any] = {
    "v": 1,
    "id": "a" * 32,
    "wall": "2026-03-02T21:30:00.000+01:00",
    "kind": "diary",
    "day": "2026-03-02",
    "answers": [{"question": "pain", "value": 4, "choice": None, "text": ""}],
}
ANSWER = LINE["answers"][0]
DAYS = st.integers(0, 6).map(lambda back: f"2026-03-{20 - back:02d}")
MOMENTS = st.datetimes(
    datetime(2026, 3, 20), datetime(2026, 3, 21), timezones=st.just(timezone(timedelta(0)))
)


@st.composite
def lines(draw: st.DrawFn) -> list[DiaryLine]:
    """Lines of a week as they may have come, in any order, some of the same day and even of the same moment."""
    ids = draw(st.lists(st.integers(0, 2**128 - 1), unique=True, max_size=30))
    return [
        DiaryLine(
            id=f"{id:032x}",
            wall=draw(MOMENTS).replace(day=20),
            day=draw(DAYS),
            answers=(DiaryAnswer(question="pain", value=draw(st.integers(0, 10)), choice=None, text=""),),
        )
        for id in ids
    ]


def refused(**change: Any) -> EventError:
    with pytest.raises(EventError) as caught:
        read_entry(json.dumps(LINE | change))
    return caught.value


def test_a_line_reads_back_equal() -> None:
    read = read_entry(json.dumps(LINE))
    assert isinstance(read, DiaryLine)
    assert read_entry(write_entry(read)) == read
    assert read.on == "2026-03-02"


@given(lines(), st.randoms(use_true_random=False))
def test_of_each_day_the_line_written_last_holds_in_whatever_order_lines_come(
    come: list[DiaryLine], random: Any
) -> None:
    held = newest(come)
    assert set(held) == {line.day for line in come}
    assert list(held) == sorted(held, reverse=True)
    for day, line in held.items():
        assert line.day == day
        assert line.wall == max(one.wall for one in come if one.day == day)
    shuffled = list(come)
    random.shuffle(shuffled)
    assert newest(shuffled) == held


@given(lines())
def test_a_later_line_takes_the_place_of_its_day_and_of_no_other(come: list[DiaryLine]) -> None:
    later = DiaryLine(
        id="f" * 32,
        wall=datetime(2026, 3, 21, 12, tzinfo=timezone.utc),  # noqa: UP017 (the property is about offsets)
        day="2026-03-20",
        answers=(DiaryAnswer(question="sleep", value=None, choice="well", text=""),),
    )
    before, after = newest(come), newest([later, *come])
    assert after["2026-03-20"] == later
    assert {day: line for day, line in after.items() if day != later.day} == {
        day: line for day, line in before.items() if day != later.day
    }


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("v", 2), ("v", True), ("id", "a" * 31), ("id", 5), ("kind", "picture"), ("wall", "2026-03-02T21:30:00"),
        ("day", "2026-02-30"), ("day", "02.03.2026"), ("day", 20260302), ("answers", []), ("answers", {}),
        ("answers", [ANSWER] * 13), ("picture", "data:image/png;base64,AA"), ("seq", 0),
    ],
)  # fmt: skip
def test_a_field_that_does_not_fit_is_named(field: str, value: Any) -> None:
    error = refused(**{field: value})
    assert field in error.where
    assert error.what.startswith("The entry")


@pytest.mark.parametrize(
    "change",
    [
        {"value": 101}, {"value": -1}, {"value": 4.5}, {"value": "4"}, {"value": True}, {"question": "No Id"},
        {"choice": ""}, {"text": "x" * 121}, {"text": None}, {"more": 1}, {"value": None},
        {"value": None, "text": "   "},
    ],
)  # fmt: skip
def test_an_answer_that_does_not_fit_is_refused(change: dict[str, Any]) -> None:
    assert "answers" in refused(answers=[ANSWER | change]).where


def test_a_question_is_answered_once() -> None:
    assert "answered twice" in refused(answers=[ANSWER, ANSWER | {"value": 5}]).what


@pytest.mark.parametrize(
    ("day", "what"),
    [("2026-03-03", "had not begun"), ("2026-02-22", "more than a week")],
)
def test_a_line_is_written_on_its_day_or_up_to_a_week_later(day: str, what: str) -> None:
    assert what in refused(day=day).what
    read_entry(json.dumps(LINE | {"day": "2026-02-23"}))


def test_the_day_goes_by_the_persons_own_clock() -> None:
    at_home = {"wall": "2026-03-02T00:30:00+14:00", "day": "2026-03-02"}  # the first of March in Europe
    assert read_entry(json.dumps(LINE | at_home)).on == "2026-03-02"


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("a picture", "does not fit"),
        ("[]", "does not fit"),
        (json.dumps(LINE) + "\n", "more than one line"),
        (json.dumps(LINE).replace('"v": 1', '"v": 1, "v": 1'), "given twice"),
        (" " * ENTRY_BYTES + json.dumps(LINE), "bytes"),
    ],
)
def test_what_is_no_single_line_of_strict_json_is_refused(text: str, what: str) -> None:
    with pytest.raises(EventError, match=what):
        read_entry(text)
