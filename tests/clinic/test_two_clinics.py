"""Requests made up from the API's own schema, asked by users of two clinics that must not know of each other."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.clinic.world import World, add_person, lines_of, problem, send_all, today

EXAMPLES = 50  # the other clinic is named in one of twelve; so many that a leak is hardly missed


class Side:
    """One clinic: its therapist, its patient, and what the other must never be told."""

    def __init__(self, world: World, name: str, letter: str) -> None:
        self.name, self.session = name, letter * 32
        self.therapist = world.staff(f"therapist {letter}")
        ticket = add_person(self.therapist, name=name)
        self.device = world.device(ticket)
        self.person = ticket.person
        plan = today(self.device).plan
        self.plan = plan.id
        self.lines = lines_of(plan, self.session)
        send_all(self.device, self.session, self.lines)
        self.secrets = (name, self.person, self.plan, self.session)

    @property
    def ids(self) -> list[str]:
        """What a request may name."""
        return [self.person, self.session, self.plan]


class Two:
    """Both clinics in one database."""

    def __init__(self, folder: Path) -> None:
        self.world = World(folder)
        self.sides = Side(self.world, "Wilhelmina", "a"), Side(self.world, "Xaveria", "b")


@pytest.fixture
def two(tmp_path: Path) -> Iterator[Two]:
    """Two clinics, each test's own: whoever asks for anything also archives and removes."""
    made = Two(tmp_path)
    yield made
    made.world.clinic.store.close()


def operations(two: Two) -> list[Any]:
    """Every operation of the API, as schemathesis knows it."""
    schema: Any = schemathesis.openapi.from_dict(two.world.app.openapi())
    return [found.ok() for found in schema.get_all_operations()]


def request(browser: httpx.Client, case: Any, parameters: dict[str, str]) -> httpx.Response:
    """The made-up request, its path naming what it is told to."""
    path = case.path.format(**parameters)
    body = case.body if isinstance(case.body, dict | list | str | int | float | bool | None) else None
    return browser.request(case.method, path, json=body if case.method == "POST" else None)


def test_nobody_is_told_of_the_other_clinic_whatever_they_ask(two: Two) -> None:
    asked = 0
    every_id = [one for side in two.sides for one in side.ids]
    for operation in operations(two):
        if operation.path in ("/api/sign-in", "/api/sign-out", "/api/enrol"):
            continue  # these change who is asking; the entrance has tests of its own

        @settings(
            max_examples=EXAMPLES,
            derandomize=True,
            database=None,
            deadline=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        @given(case=operation.as_strategy(), data=st.data())
        def ask(case: Any, data: st.DataObject) -> None:
            nonlocal asked
            own, other = data.draw(st.permutations(two.sides))
            browser = data.draw(st.sampled_from((own.therapist, own.device)))
            named = {name: data.draw(st.sampled_from(every_id)) for name in case.path_parameters or {}}
            if case.path.endswith("/events"):
                case.body = data.draw(st.just(case.body) | st.just({"events": other.lines[:5]}))
            answer = request(browser, case, named)
            asked += 1
            assert answer.status_code < 500, f"{case.method} {case.path}: {answer.text[:300]}"
            if answer.status_code >= 400:
                problem(answer)
            told = [secret for secret in other.secrets if secret in answer.text]
            assert not told, f"{case.method} {answer.url} told a user of {own.name} of {told}"

        ask()
    assert asked > 50, "hardly anything was asked"


def test_each_is_told_of_their_own(two: Two) -> None:
    for side in two.sides:
        assert side.name in side.therapist.post("/api/caseload", json={}).text
        assert side.session in side.therapist.get(f"/api/people/{side.person}").text
        assert side.session in side.device.get("/api/today").text


def test_a_planted_fault_would_be_found(two: Two, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same test with a visibility that shows everybody to everybody has to fail."""
    from sqlalchemy import select

    from mirra.clinic import access, caseload
    from mirra.clinic.tables import Care

    for module in (access, caseload):
        monkeypatch.setattr(module, "visible_people", lambda _actor: select(Care.person))
    with pytest.raises(AssertionError, match="told a user of"):
        test_nobody_is_told_of_the_other_clinic_whatever_they_ask(two)
