"""What came of sessions, as cards; the sums of a whole person are tested in api/test_caseload.py."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from mirra.clinic.results import RESUMABLE, Past, pain_course
from mirra.clinic.results import _state as stands
from tests.clinic.world import START, World, add_person, lines_of, send_all, today

PAIN = st.none() | st.integers(0, 10)


@given(st.lists(st.tuples(PAIN, PAIN)))
def test_the_pain_course_leaves_out_only_sessions_without_any(
    felt: list[tuple[int | None, int | None]],
) -> None:
    sessions = [Past("a", "b", START, "completed", before, after, 0) for before, after in felt]
    found = [(point.before, point.after) for point in pain_course(sessions)]
    assert found == [one for one in felt if one != (None, None)]


def test_only_a_session_left_open_turns_into_a_broken_one() -> None:
    late = START + RESUMABLE + timedelta(seconds=1)
    assert stands("open", START, START + RESUMABLE) == "open"
    assert stands("open", START, late) == "interrupted"
    for state in ("completed", "stopped", "not_started", "interrupted"):
        assert stands(state, START, late) == state


def test_people_come_by_name_and_sessions_newest_first(world: World) -> None:
    therapist = world.staff()
    devices = {name: world.device(add_person(therapist, name=name)) for name in ("Quin", "Pia")}
    assert [one["name"] for one in therapist.get("/api/people").json()] == ["Pia", "Quin"]
    plan = today(devices["Pia"]).plan
    for number in (1, 2):
        session = f"{number:032x}"
        world.later(days=1)
        later = [line.replace("2026-03-02T", f"2026-03-0{number + 2}T") for line in lines_of(plan, session)]
        send_all(devices["Pia"], session, later)
    found = today(devices["Pia"])
    assert [card.id for card in found.sessions] == [f"{2:032x}", f"{1:032x}"]
    assert [point.when.day for point in found.pain] == [3, 4], "the pain course runs backwards"
