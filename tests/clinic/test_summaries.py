"""Kept figures are those that counting all of a person's sessions gives, on both databases."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, insert, select

from mirra.clinic import caseload as module
from mirra.clinic import summaries
from mirra.clinic.access import Actor, Entered
from mirra.clinic.shapes.caseload import CaseloadQuery
from mirra.clinic.tables import Account, Notice, SessionRow, Summary
from mirra.clinic.tokens import new_id
from tests.clinic.world import START, World, add_person, caseload, lines_of, send, today

HOUR = timedelta(hours=1)
STATES = ("open", "completed", "stopped", "not_started", "interrupted", None)


@dataclass(frozen=True)
class Lived:
    """One session as it may lie in the database."""

    began: int | None  # hours before now
    heard: int
    state: str | None
    before: int | None
    after: int | None
    adverse: int | None
    trouble: str | None
    doubt: str | None


PAIN = st.none() | st.integers(0, 10)
SESSIONS = st.lists(
    st.builds(
        Lived,
        began=st.none() | st.integers(0, 300),
        heard=st.integers(0, 4),
        state=st.sampled_from(STATES),
        before=PAIN,
        after=PAIN,
        adverse=st.none() | st.integers(0, 3),
        trouble=st.sampled_from((None, None, "no_first", "unreadable")),
        doubt=st.sampled_from((None, None, "ahead")),
    ),
    max_size=8,
)


def counted_one_by_one(sessions: list[SessionRow], now: Any) -> dict[str, Any]:
    """The figures as they were made before they were kept: from every session, in order."""
    known = sorted((s for s in sessions if s.state and s.began), key=lambda s: (s.began, s.id))
    stands = ["interrupted" if s.state == "open" and now - s.heard > HOUR else s.state for s in known]
    begun = [s for s, state in zip(known, stands, strict=True) if state != "not_started"]
    day = now.astimezone().date()  # this clinic has no zone of its own
    week = {day - timedelta(days=past) for past in range(7)}
    pain = [felt for s in known for felt in (s.pain_before, s.pain_after) if felt is not None]
    return {
        "sessions": len(begun),
        "last_session": begun[-1].began if begun else None,
        "last_seven_days": sum(s.began.astimezone().date() in week for s in begun if s.began),
        "pain_first": pain[0] if pain else None,
        "pain_last": pain[-1] if pain else None,
        "interrupted": stands.count("interrupted"),
        "adverse": sum(s.adverse or 0 for s in known),
        "incomplete": sum(s.trouble is not None for s in sessions),
        "doubtful": sum(s.doubt is not None for s in known),
    }


class Clinic:
    """A database of a therapist with two people, whose sessions are made up for each example."""

    def __init__(self, world: World) -> None:
        self.world, self.store = world, world.clinic.store
        therapist = world.staff()
        self.people = [add_person(therapist, name=name).person for name in ("Pia", "Quin")]
        with self.store.reading() as db:
            account = db.scalars(select(Account)).one()
            self.therapist = Actor("therapist", account.id, account.name, "")

    def live(self, sessions: list[Lived]) -> None:
        """Put these sessions in the place of all there are, in turn to both people."""
        with self.store.writing() as db:
            db.execute(delete(Notice))
            db.execute(delete(SessionRow))
            db.execute(delete(Summary))
            for person in self.people:
                db.add(summaries.first(person, person))
            rows = [self._row(one, number) for number, one in enumerate(sessions)]
            if rows:
                db.execute(insert(SessionRow), rows)

    def _row(self, one: Lived, number: int) -> dict[str, Any]:
        return {
            "id": new_id(),
            "person": self.people[number % 2],
            "lines": 1,
            "heard": START - HOUR * one.heard,
            "began": None if one.began is None else START - HOUR * one.began,
            "state": one.state,
            "pain_before": one.before,
            "pain_after": one.after,
            "adverse": one.adverse,
            "trouble": one.trouble,
            "doubt": one.doubt,
        }

    def check(self, now: Any) -> None:
        """What the caseload says is what counting says."""
        with self.store.reading() as db:
            entered = Entered(self.world.clinic, db, self.therapist, now)
            cards = {card.id: card for card in module.caseload(entered, CaseloadQuery()).people}
            for person in self.people:
                theirs = list(db.scalars(select(SessionRow).where(SessionRow.person == person)))
                expected = counted_one_by_one(theirs, now)
                assert cards[person].model_dump(include=set(expected)) == expected


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def clinic(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Clinic]:
    folder = tmp_path_factory.mktemp("clinic")
    url = request.getfixturevalue("postgres").new_clinic() if request.param == "postgresql" else ""
    world = World(folder, url=url, options={"key_file": folder / "mirra.key"})
    yield Clinic(world)
    world.clinic.store.close()


EXAMPLES = settings(
    max_examples=30,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


def recounted(clinic: Clinic) -> None:
    with clinic.store.writing() as db:
        summaries.recount(db, clinic.world.clinic.catalogue, clinic.people, START)


def filled(clinic: Clinic) -> None:
    """As a migration does it."""
    with clinic.store.writing() as db:
        db.execute(delete(Summary))
        summaries.fill(db.connection())


@pytest.mark.parametrize("way", [recounted, filled])
@EXAMPLES
@given(sessions=SESSIONS, later=st.integers(0, 4))
def test_kept_figures_are_those_of_counting_all_sessions(
    clinic: Clinic, way: Callable[[Clinic], None], sessions: list[Lived], later: int
) -> None:
    clinic.live(sessions)
    way(clinic)
    clinic.check(START)
    clinic.check(START + HOUR * later)


@EXAMPLES
@given(sessions=SESSIONS, later=st.integers(0, 4))
def test_counting_those_due_keeps_what_was_true_all_along(
    clinic: Clinic, sessions: list[Lived], later: int
) -> None:
    clinic.live(sessions)
    recounted(clinic)
    now = START + HOUR * later + timedelta(seconds=1)
    with clinic.store.writing() as db:
        summaries.recount(db, clinic.world.clinic.catalogue, summaries.due(db, now, 10), now)
        assert summaries.due(db, now, 10) == []
    clinic.check(now)


def test_a_session_that_breaks_off_counts_without_anybody_writing(world: World) -> None:
    therapist = world.staff()
    device = world.device(add_person(therapist))
    send(device, "a" * 32, lines_of(today(device).plan, "a" * 32)[:20])
    assert caseload(therapist).people[0].interrupted == 0
    with world.clinic.store.reading() as db:
        before = db.scalars(select(Summary)).one()
    world.later(hours=1, seconds=1)
    assert caseload(therapist).people[0].interrupted == 1
    with world.clinic.store.reading() as db:
        after = db.scalars(select(Summary)).one()
        assert (after.interrupted, after.open_heard) == (before.interrupted, before.open_heard)


def test_everybody_of_an_older_database_gets_figures_and_a_name_to_search(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    world = World(tmp_path)
    therapist = world.staff()
    ticket = add_person(therapist, name="Zoë")
    add_person(therapist, name="Quin")
    device = world.device(ticket)
    send(device, "a" * 32, lines_of(today(device).plan, "a" * 32))
    expected = caseload(therapist)
    with world.clinic.store.writing() as db:
        db.execute(delete(Summary))
        summaries.fill(db.connection())
    assert caseload(therapist) == expected
    assert [one.name for one in caseload(therapist, search="zoe").people] == ["Zoë"]
    world.clinic.store.close()
