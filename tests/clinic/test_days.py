"""Calendar days by the clinic's clock, over nights on which the clocks change, and what "the last 7 days" hold."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import event

from mirra.clinic import days, places, summaries
from mirra.clinic.days import SERVER
from mirra.clinic.keeper import Keeper
from tests.clinic.world import World, add_person, caseload, raised_by

BERLIN = ZoneInfo("Europe/Berlin")  # clocks go forward on 29 March 2026 and back on 25 October 2026


def berlin(month: int, day: int, hour: int = 0, minute: int = 0) -> datetime:
    """A moment of 2026 by the clocks of Berlin, in UTC."""
    return datetime(2026, month, day, hour, minute, tzinfo=BERLIN).astimezone(UTC)


@pytest.mark.parametrize(
    ("moment", "later", "expected", "hours"),
    [
        (berlin(3, 29, 12), 0, datetime(2026, 3, 28, 23, tzinfo=UTC), 23),
        (berlin(10, 25, 12), 0, datetime(2026, 10, 24, 22, tzinfo=UTC), 25),
        (berlin(6, 1, 0, 0), 0, datetime(2026, 5, 31, 22, tzinfo=UTC), 24),
        (berlin(4, 1, 12), -6, datetime(2026, 3, 25, 23, tzinfo=UTC), 24),
    ],
)
def test_a_day_begins_at_midnight_however_long_it_is(
    moment: datetime, later: int, expected: datetime, hours: int
) -> None:
    begin, end = (days.midnight(moment, BERLIN, later + more) for more in (0, 1))
    assert begin == expected
    assert end - begin == timedelta(hours=hours)


def test_the_servers_own_zone_holds_where_the_clinic_has_none(monkeypatch: pytest.MonkeyPatch) -> None:

    monkeypatch.setenv("TZ", "Europe/Berlin")
    time.tzset()
    try:
        for moment in (berlin(3, 31, 12), berlin(10, 28, 12)):
            assert days.week_began(moment, None) == days.week_began(moment, BERLIN)
    finally:
        monkeypatch.undo()
        time.tzset()


def clinic_in_berlin(world: World, now: datetime, *sessions: datetime) -> Any:
    """A therapist of a clinic in Berlin at a moment, with a connected person who practised then."""
    world.time = now
    admin, therapist = world.staff("ada", "admin"), world.staff()
    settings = admin.get("/api/clinic").json()["settings"] | {"time_zone": "Europe/Berlin"}
    assert admin.post("/api/clinic", json=settings).status_code == 200
    ticket = add_person(therapist)
    world.device(ticket)
    with world.clinic.store.writing() as db:
        for at in sessions:
            raised_by(db, ticket.person, at=at)
        summaries.recount(db, world.clinic.catalogue, [ticket.person], now)
    return therapist


@pytest.mark.parametrize(
    ("now", "within", "before"),
    [
        # The week holds the night of 23 hours: 168 hours before would reach an hour less far than midnight.
        (berlin(3, 29, 23, 30), berlin(3, 23, 0, 10), berlin(3, 22, 23, 50)),
        (berlin(3, 30, 0, 5), berlin(3, 24, 0, 10), berlin(3, 23, 23, 50)),
        # The night of 25 hours.
        (berlin(10, 25, 23, 30), berlin(10, 19, 0, 10), berlin(10, 18, 23, 50)),
        # An ordinary week, late and early on the day.
        (berlin(6, 7, 23, 59), berlin(6, 1, 0, 0), berlin(5, 31, 23, 59)),
        (berlin(6, 7, 0, 1), berlin(6, 1, 0, 0), berlin(5, 31, 23, 59)),
    ],
)
def test_the_last_7_days_are_days_of_the_calendar(
    clinic: World, now: datetime, within: datetime, before: datetime
) -> None:
    therapist = clinic_in_berlin(clinic, now, within, before)
    (card,) = caseload(therapist).people
    assert (card.sessions, card.last_seven_days) == (2, 1)
    page = therapist.get(f"/api/people/{card.id}").json()["card"]
    assert page["last_seven_days"] == 1


def test_nobody_is_listed_as_not_practised_before_the_seventh_midnight(clinic: World) -> None:
    therapist = clinic_in_berlin(clinic, berlin(3, 23, 12), berlin(3, 23, 0, 10))
    end = berlin(3, 30)
    for moment, quiet in ((end - timedelta(seconds=1), 0), (end, 1)):
        clinic.time = moment
        therapist = clinic.staff()
        assert caseload(therapist, only="quiet").found == quiet, moment
        assert caseload(therapist).people[0].last_seven_days == 1 - quiet
        with clinic.clinic.store.reading() as db:
            assert len(summaries.due(db, moment, 10)) == quiet, (
                "its place in the list turns at another moment"
            )


def test_another_zone_turns_every_place_in_the_list(clinic: World) -> None:
    therapist = clinic_in_berlin(clinic, berlin(3, 29, 12), berlin(3, 23, 0, 10))
    while Keeper(clinic.clinic).work():
        pass
    assert caseload(therapist, only="quiet").found == 0
    admin = clinic.staff("ada", "admin")
    settings = admin.get("/api/clinic").json()["settings"] | {"time_zone": "America/Lima"}
    assert admin.post("/api/clinic", json=settings).status_code == 200
    assert caseload(therapist, only="quiet").found == 1, "in Lima that session was on the day before"
    with clinic.clinic.store.reading() as db:
        assert len(summaries.due(db, clinic.time, 10)) == 1
    while Keeper(clinic.clinic).work():
        pass
    with clinic.clinic.store.reading() as db:
        assert summaries.due(db, clinic.time, 10) == []


@pytest.mark.parametrize("query", [{}, {"only": "quiet"}, {"only": "new"}, {"sort": "name"}])
def test_a_list_takes_three_queries_whoever_is_in_it(clinic: World, query: dict[str, str]) -> None:
    therapist = clinic_in_berlin(clinic, berlin(3, 29, 12), berlin(3, 20, 12))
    asked: list[str] = []
    event.listen(
        clinic.clinic.store.engine, "before_cursor_execute", lambda *said: asked.append(str(said[2]))
    )
    for people in (1, 12):
        while len(caseload(therapist).people) < people:
            add_person(therapist, name=f"Person {people}{len(asked)}")
        asked.clear()
        caseload(therapist, **query)
        read = [one for one in asked if "FROM" in one and "audit" not in one]
        assert len(read) == 3, "\n\n".join(read)


def test_the_values_of_a_list_are_of_the_clinics_week() -> None:
    now = berlin(4, 1, 12)
    assert places.moments(now, BERLIN)["week_began"] == berlin(3, 26)


@pytest.fixture
def server_in_berlin(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The server's own clock in Berlin, with its summer time."""
    monkeypatch.setenv("TZ", "Europe/Berlin")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


@pytest.mark.usefixtures("server_in_berlin")
def test_the_servers_own_zone_has_the_offset_of_each_moment_as_the_named_zone_has() -> None:
    for hour in range(0, 24 * 365, 5):
        moment = datetime(2026, 1, 1, 0, 30, tzinfo=UTC) + timedelta(hours=hour)
        ours, named = moment.astimezone(SERVER), moment.astimezone(BERLIN)
        assert (ours.date(), ours.time(), ours.utcoffset()) == (named.date(), named.time(), named.utcoffset())
        assert ours.astimezone(UTC) == moment
    twice = [datetime(2026, 10, 25, hour, 30, tzinfo=UTC).astimezone(SERVER) for hour in (0, 1)]
    assert [(one.hour, one.fold) for one in twice] == [(2, 0), (2, 1)]


@pytest.mark.usefixtures("server_in_berlin")
def test_a_day_keeps_its_sessions_after_summer_time_has_begun_where_no_zone_is_set() -> None:
    late = datetime(2026, 3, 10, 22, 30, tzinfo=UTC)  # half past eleven in the evening there
    asked = datetime(2026, 4, 2, 12, tzinfo=UTC).astimezone(SERVER)
    assert late.astimezone(asked.tzinfo).date() == date(2026, 3, 10)
    assert days.midnight(asked, asked.tzinfo, -5) == datetime(2026, 3, 27, 23, tzinfo=UTC)
