"""Work in the background: an update folds nothing in the first request, and everything in the end."""

from __future__ import annotations

import threading
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, insert, select, update
from sqlalchemy.exc import OperationalError

import mirra
from mirra.clinic import folding, results
from mirra.clinic.api import caseload as route
from mirra.clinic.keeper import PIECES_AT_ONCE, Keeper
from mirra.clinic.tables import EventRow, SessionRow, Summary
from mirra.errors import StoreError
from tests.clinic.world import START, World, add_person, caseload, lines_of, send, send_all, today

SESSION = "a" * 32
MANY = 70  # sessions: more than any request may fold


class Crowd:
    """A person with many folded sessions, copies of one that was really practised."""

    def __init__(self, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
        self.world, self.therapist = world, world.staff()
        self.person = add_person(self.therapist).person
        self.device = world.device(add_person(self.therapist, name="Quin"))
        device = world.device(self.therapist_code())
        lines = lines_of(today(device).plan, SESSION)[:30]
        send_all(device, SESSION, lines)
        today(device)
        self._copy(MANY - 1)
        self.browser = device
        self.folded: list[str] = []
        real = folding._fold

        def counted(db: Any, session: str) -> Any:
            self.folded.append(session)
            return real(db, session)

        monkeypatch.setattr(folding, "_fold", counted)

    def therapist_code(self) -> Any:
        from mirra.clinic.shapes.devices import Enrolment

        answer = self.therapist.post(f"/api/people/{self.person}/enrolment")
        return Enrolment.model_validate_json(answer.content)

    def _copy(self, times: int) -> None:
        with self.world.clinic.store.writing() as db:
            practice = db.execute(select(SessionRow.__table__)).mappings().one()
            lines = db.execute(select(EventRow.__table__)).mappings().all()
            for number in range(times):
                id = f"{number:032x}"
                began = START - timedelta(days=1 + number)
                db.execute(insert(SessionRow), [dict(practice) | {"id": id, "began": began}])
                db.execute(
                    insert(EventRow),
                    [
                        dict(line) | {"session": id, "line": line["line"].replace(SESSION, id)}
                        for line in lines
                    ],
                )

    def stale(self) -> int:
        with self.world.clinic.store.reading() as db:
            return db.scalars(select(func.count()).where(folding.stale()).select_from(SessionRow)).one()


@pytest.fixture
def crowd(world: World, monkeypatch: pytest.MonkeyPatch) -> Crowd:
    return Crowd(world, monkeypatch)


def test_after_an_update_no_request_folds_everything_and_the_keeper_does(
    crowd: Crowd, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mirra, "__version__", "99.0")
    assert crowd.stale() == MANY
    caseload(crowd.therapist)
    assert crowd.folded == [], "the list of people folded what nobody looks at"
    crowd.therapist.get(f"/api/people/{crowd.person}")
    assert len(crowd.folded) == results.SESSIONS_PER_PAGE + 1, "more was folded than is shown"
    today(crowd.browser)
    assert len(crowd.folded) == results.SESSIONS_PER_PAGE + 1, "the same was folded again"
    keeper = Keeper(crowd.world.clinic)
    pieces = 0
    while keeper.work():
        pieces += 1
        assert pieces < 100, "the keeper does not come to an end"
    assert crowd.stale() == 0
    assert len(crowd.folded) == MANY
    assert pieces >= (MANY - results.SESSIONS_PER_PAGE - 1) / PIECES_AT_ONCE


def test_what_has_just_come_in_is_folded_before_what_only_an_update_made_stale(
    crowd: Crowd, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mirra, "__version__", "99.0")
    plan = today(crowd.device).plan
    send_all(crowd.device, "c" * 32, lines_of(plan, "c" * 32))
    Keeper(crowd.world.clinic).work()
    assert crowd.folded[0] == "c" * 32


def test_the_list_of_people_folds_a_few_that_just_came_and_says_that_others_wait(
    crowd: Crowd, monkeypatch: pytest.MonkeyPatch
) -> None:
    with crowd.world.clinic.store.writing() as db:
        db.execute(update(SessionRow).values(folded=None))
    assert caseload(crowd.therapist).waiting
    assert len(crowd.folded) == route.FOLDED_AT_ONCE
    while Keeper(crowd.world.clinic).work():
        pass
    assert not caseload(crowd.therapist).waiting


def test_a_running_keeper_finishes_by_itself_while_uploads_are_answered(
    crowd: Crowd, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mirra, "__version__", "99.0")
    plan = today(crowd.device).plan
    lines = lines_of(plan, "c" * 32)
    keeper = Keeper(crowd.world.clinic)
    ended = threading.Event()
    real = folding._put_down

    def told(*words: Any) -> None:
        real(*words)
        if len(crowd.folded) >= MANY:
            ended.set()

    monkeypatch.setattr(folding, "_put_down", told)
    keeper.start()
    for start in range(0, len(lines), 5):
        assert send(crowd.device, "c" * 32, lines[start : start + 5]).status_code == 200
    assert ended.wait(60), "the keeper did not finish"
    keeper.stop()
    with crowd.world.clinic.store.reading() as db:
        assert db.scalar(select(SessionRow.folded).where(SessionRow.id == f"{MANY // 2:032x}")) == "99.0"


def test_it_stops_after_the_piece_it_is_at(crowd: Crowd, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mirra, "__version__", "99.0")
    keeper = Keeper(crowd.world.clinic)
    begun = threading.Event()
    real = folding._put_down

    def told(*words: Any) -> None:
        begun.set()
        real(*words)

    monkeypatch.setattr(folding, "_put_down", told)
    keeper.start()
    assert begun.wait(60)
    keeper.stop()
    assert 0 < len(crowd.folded) < MANY, "it went on to the end"


@pytest.mark.parametrize(
    "fault", [StoreError("full"), OperationalError("", {}, Exception()), ZeroDivisionError()]
)
def test_a_fault_does_not_end_the_upkeep(
    crowd: Crowd, monkeypatch: pytest.MonkeyPatch, fault: Exception
) -> None:
    monkeypatch.setattr("mirra.clinic.keeper.IDLE_S", 0.01)
    keeper = Keeper(crowd.world.clinic)
    worked, twice = [0], threading.Event()

    def fails() -> bool:
        worked[0] += 1
        if worked[0] == 1:
            raise fault
        twice.set()
        return False

    monkeypatch.setattr(keeper, "work", fails)
    keeper.start()
    assert twice.wait(30), "the thread ended with its first fault"
    keeper.stop()


def test_it_counts_anew_what_time_has_changed_and_writes_what_the_audit_holds(world: World) -> None:
    therapist = world.staff()
    device = world.device(add_person(therapist))
    send(device, SESSION, lines_of(today(device).plan, SESSION)[:20])
    today(device)
    keeper = Keeper(world.clinic)
    assert not keeper.work()
    world.later(hours=1, seconds=1)
    assert keeper.work()
    assert not keeper.work()
    with world.clinic.store.reading() as db:
        kept = db.scalars(select(Summary)).one()
        assert (kept.interrupted, kept.open_heard) == (1, None)
