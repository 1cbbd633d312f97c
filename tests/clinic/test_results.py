"""What came of sessions, as cards; the sums of a whole person are tested in api/test_caseload.py."""

from __future__ import annotations

from datetime import timedelta

import pytest

import mirra
from mirra.clinic import results
from mirra.clinic.counting import RESUMABLE, standing
from mirra.clinic.tables import Plan, SessionRow
from mirra.practice.fold import Delay, SessionResult
from tests.clinic.world import START, World, add_person, caseload, lines_of, problem, send_all, today

NOTHING = Delay(frames=0, dropped=0, software_p50=None, software_p95=None, loop_median=None, loop_seen=None)

EMPTY = SessionResult(
    state="completed",
    simulated=False,
    planned=0,
    lasted=0,
    looked=0,
    moved=None,
    repetitions=None,
    paced=0,
    in_view=None,
    pain_before=None,
    pain_after=None,
    felt=(),
    exercises=(),
    adverse=(),
    breaks=(),
    holds=0,
    delay=NOTHING,
    embodiment=None,
    embodiment_control=None,
    note="",
)


def test_only_a_session_left_open_turns_into_a_broken_one() -> None:
    late = START + RESUMABLE + timedelta(seconds=1)
    assert standing("open", START, START + RESUMABLE) == "open"
    assert standing("open", START, late) == "interrupted"
    for state in ("completed", "stopped", "not_started", "interrupted"):
        assert standing(state, START, late) == state


def test_people_come_by_name_and_sessions_newest_first(world: World) -> None:
    therapist = world.staff()
    devices = {name: world.device(add_person(therapist, name=name)) for name in ("Quin", "Pia")}
    assert [one.name for one in caseload(therapist).people] == ["Pia", "Quin"]
    plan = today(devices["Pia"]).plan
    for number in (1, 2):
        session = f"{number:032x}"
        world.later(days=1)
        later = [line.replace("2026-03-02T", f"2026-03-0{number + 2}T") for line in lines_of(plan, session)]
        send_all(devices["Pia"], session, later)
    found = today(devices["Pia"])
    assert [card.id for card in found.sessions] == [f"{2:032x}", f"{1:032x}"]
    assert [point.when.day for point in found.pain] == [3, 4], "the pain course runs backwards"


class Practised:
    """A person who practised on many days, and their device; the pain before a session is the number of its day."""

    def __init__(self, world: World, days: int) -> None:
        self.world, self.therapist = world, world.staff()
        self.person = add_person(self.therapist).person
        with world.clinic.store.writing() as db:
            plan = Plan(id="b" * 32, person=self.person, day="2026-03-02", made=START, body="{}")
            db.add(plan)
            db.flush()
            for day in range(days):
                db.add(self._session(day))

    def _session(self, day: int) -> SessionRow:
        began = START + timedelta(days=day // 2)  # two at the very same time
        return SessionRow(
            id=f"{day:032x}",
            person=self.person,
            lines=1,
            heard=began,
            plan="b" * 32,
            began=began,
            state="completed",
            pain_before=None if day % 7 == 6 else day % 7,
            result=EMPTY.model_dump_json(),
            folded=mirra.__version__,
        )


def test_older_sessions_come_a_page_at_a_time_each_once(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(results, "SESSIONS_PER_PAGE", 5)
    past = Practised(world, 23)
    page = past.therapist.get(f"/api/people/{past.person}").json()
    found = [one["id"] for one in page["sessions"]]
    assert len(found) == 5
    while page["older"]:
        page = past.therapist.get(f"/api/people/{past.person}/before/{found[-1]}").json()
        assert 0 < len(page["sessions"]) <= 5
        found += [one["id"] for one in page["sessions"]]
    assert found == [f"{day:032x}" for day in reversed(range(23))]


def test_a_page_goes_on_only_from_a_session_of_the_same_person(world: World) -> None:
    past = Practised(world, 3)
    other = add_person(past.therapist, name="Quin").person
    answer = past.therapist.get(f"/api/people/{other}/before/{0:032x}")
    assert (answer.status_code, problem(answer)) == (404, "not_found")


def test_the_pain_course_keeps_the_newest_and_only_what_was_told(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(results, "MAX_PAIN_POINTS", 10)
    past = Practised(world, 23)
    with world.clinic.store.reading() as db:
        course = results.pain_course(db, past.person)
    assert [point.before for point in course] == [day % 7 for day in range(23) if day % 7 != 6][-10:]


def test_what_is_done_is_counted_by_day_and_in_all(world: World) -> None:
    past = Practised(world, 5)
    with world.clinic.store.reading() as db:
        assert results.done_count(db, past.person) == 5
        assert results.done_on(db, past.person, START.astimezone()) == 2
        assert results.done_on(db, past.person, START.astimezone() - timedelta(days=1)) == 0
