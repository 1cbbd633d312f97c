"""Results kept in step with their events."""

from __future__ import annotations

from collections.abc import Iterable

import pytest
from sqlalchemy import select, update

import mirra
from mirra.clinic import folding
from mirra.clinic.results import page_ids
from mirra.clinic.tables import SessionRow
from mirra.practice.events import Event
from mirra.practice.fold import SessionResult, fold
from mirra.practice.log import read_event
from mirra.practice.plan import SessionPlan
from tests.clinic.world import World, add_person, lines_of, send, send_all, today

SESSION = "a" * 32


def row(world: World) -> SessionRow:
    with world.clinic.store.reading() as db:
        return db.scalars(select(SessionRow)).one()


def test_a_kept_result_is_the_fold_of_the_kept_lines(world: World) -> None:
    ticket = add_person(world.staff())
    device = world.device(ticket)
    plan = today(device).plan
    lines = lines_of(plan, SESSION, seed=3, outcome="stopped", unpleasant=1.0)
    send_all(device, SESSION, lines)
    assert row(world).result is None, "folded before anybody asked"
    folding.refresh(world.clinic, world.time, page_ids(ticket.person))
    result = fold(map(read_event, lines), plan)
    found = row(world)
    assert found.result == result.model_dump_json()
    assert (found.state, found.pain_before, found.pain_after) == (
        "stopped",
        result.pain_before,
        result.pain_after,
    )
    assert found.adverse == len(result.adverse) > 0


def test_it_is_folded_once_until_events_or_a_new_mirra_come(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    device = world.device(add_person(world.staff()))
    lines = lines_of(today(device).plan, SESSION)
    folded: list[int] = []

    def counted(events: Iterable[Event], plan: SessionPlan) -> SessionResult:
        folded.append(1)
        return fold(events, plan)

    monkeypatch.setattr(folding, "fold", counted)
    send(device, SESSION, lines[:10])
    today(device)
    today(device)
    assert len(folded) == 1, "folded again for nothing"
    send(device, SESSION, lines[:10])
    today(device)
    assert len(folded) == 1, "folded again for a repeat"
    send(device, SESSION, lines[10:20])
    today(device)
    assert len(folded) == 2, "new events were not folded in"
    monkeypatch.setattr(mirra, "__version__", "99.0")
    today(device)
    assert len(folded) == 3, "a new version's fold was not asked"


def test_a_result_is_not_put_down_over_events_that_came_meanwhile(world: World) -> None:
    ticket = add_person(world.staff())
    device = world.device(ticket)
    plan = today(device).plan
    lines = lines_of(plan, SESSION)
    send(device, SESSION, lines[:10])
    stale = folding.Fresh(SESSION, ticket.person, 9, fold(map(read_event, lines[:9]), plan))
    with world.clinic.store.writing() as db:
        folding._put_down(db, stale)
    assert row(world).result is None


def test_only_sessions_that_were_asked_for_are_touched(world: World) -> None:
    therapist = world.staff()
    device, other = world.device(add_person(therapist)), add_person(therapist, name="Quin")
    send(device, SESSION, lines_of(today(device).plan, SESSION))
    folding.refresh(world.clinic, world.time, page_ids(other.person))
    assert row(world).result is None


def test_one_that_cannot_be_folded_does_not_stop_the_others(world: World) -> None:
    device = world.device(add_person(world.staff()))
    plan = today(device).plan
    world.later(days=1)
    newer = today(device).plan
    for session, used in ((SESSION, plan), ("b" * 32, newer)):
        send_all(device, session, lines_of(used, session))
    with world.clinic.store.writing() as db:
        from mirra.clinic.tables import Plan

        db.execute(update(Plan).where(Plan.id == plan.id).values(body="{}"))
    assert [card.id for card in today(device).sessions] == ["b" * 32]


def test_a_fault_nobody_foresaw_in_one_does_not_stop_the_others(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    device = world.device(add_person(world.staff()))
    plan = today(device).plan
    for session in (SESSION, "b" * 32):
        send_all(device, session, lines_of(plan, session))

    def stumbling(events: Iterable[Event], plan: SessionPlan) -> SessionResult:
        known = list(events)
        if known[0].session == SESSION:
            raise ZeroDivisionError
        return fold(known, plan)

    monkeypatch.setattr(folding, "fold", stumbling)
    assert [card.id for card in today(device).sessions] == ["b" * 32]
    with world.clinic.store.reading() as db:
        assert db.scalar(select(SessionRow.trouble).where(SessionRow.id == SESSION)) == "unreadable"
        assert folding.some_stale(db, 10) == [], "it would be tried for ever"
