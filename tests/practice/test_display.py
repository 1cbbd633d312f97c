"""Other displays than the mirror as it is: in the plan, in every event, in what comes of a session."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from material.short_session import shortened
from mirra.errors import EventError, PlanError
from mirra.practice.display import MIRROR, Display, display_of
from mirra.practice.events import Opened
from mirra.practice.fold import fold
from mirra.practice.log import read_event, write_event
from mirra.practice.plan import read_plan
from mirra.practice.steps.block import ExerciseStarted
from tests.practice.given import a_log, a_plan

DISPLAYS = st.builds(
    Display,
    size=st.integers(50, 200).map(lambda percent: percent / 100),
    delay=st.integers(0, 500),
    covered=st.booleans(),
)


@given(DISPLAYS, DISPLAYS)
def test_an_id_tells_the_whole_display_and_no_two_share_one(one: Display, other: Display) -> None:
    assert display_of(one.id) == one
    assert (one.id == other.id) == (one == other)


@given(st.text(max_size=12) | st.from_regex(r"s[0-9]{1,4}_d[0-9]{1,4}(_c)?", fullmatch=True))
def test_any_other_text_is_the_id_of_no_display(text: str) -> None:
    try:
        found = display_of(text)
    except ValueError:
        return
    assert found.id == text


@pytest.mark.parametrize(
    "field", [{"size": 0.49}, {"size": 2.01}, {"delay": -1}, {"delay": 501}, {"delay": 0.5}]
)
def test_a_display_out_of_bounds_is_refused(field: dict[str, float]) -> None:
    with pytest.raises(ValidationError):
        Display.model_validate(field)


@settings(max_examples=20, deadline=None)
@given(DISPLAYS)
def test_a_planned_display_is_in_every_event_and_in_the_result(display: Display) -> None:
    plan = shortened(a_plan(display=display), blocks=1)
    assert read_plan(plan.model_dump_json()).display == display
    events = [read_event(write_event(event)) for event in a_log(plan)]
    assert {event.display for event in events} == {display.id}
    assert [event.shown for event in events if isinstance(event, Opened)] == [display]
    result = fold(events, plan)
    assert [(one.shown, one.looked) for one in result.displays] == [(display, result.looked)]


def test_looking_is_shared_among_the_displays_by_what_the_events_say() -> None:
    plan = shortened(a_plan(display=Display(size=0.5)), blocks=1)
    before = a_log(plan)
    half = next(event.seq for event in before if isinstance(event, ExerciseStarted))
    events = [
        event.model_copy(update={"display": MIRROR.id}) if event.seq >= half else event for event in before
    ]
    result = fold(events, plan)
    assert [one.shown for one in result.displays] == [Display(size=0.5), MIRROR]
    assert sum(one.looked for one in result.displays) == pytest.approx(result.looked, abs=0.002)
    assert all(one.looked > 1 for one in result.displays)


def test_plans_and_events_from_before_there_were_displays_show_the_mirror_as_it_is() -> None:
    plan = shortened(a_plan(), blocks=1)
    kept = json.loads(plan.model_dump_json())
    del kept["display"]
    assert read_plan(json.dumps(kept)).display == MIRROR
    for event in a_log(plan):
        line = json.loads(write_event(event))
        del line["display"]
        line.pop("shown", None)
        assert read_event(json.dumps(line)) == event


@pytest.mark.parametrize("id", ["s49_d0", "s201_d0", "s100_d501", "s100_d00", "s100_d0_x", "", "a picture"])
def test_an_event_with_the_id_of_no_display_is_refused(id: str) -> None:
    line = json.loads(write_event(a_log(shortened(a_plan(), blocks=1))[0]))
    with pytest.raises(EventError) as caught:
        read_event(json.dumps({**line, "display": id}))
    assert "display" in caught.value.where


def test_a_glass_mirror_has_no_other_display() -> None:
    with pytest.raises(PlanError) as caught:
        a_plan(picture="glass", display=Display(delay=100))
    assert caught.value.where == "display"
    assert a_plan(picture="glass").display == MIRROR
