"""A whole clinic inside the test's own process: requests are real, only the socket is left out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
from sqlalchemy.orm import Session

import mirra
from material.in_process import HOME, client
from material.prepared import new_database
from material.short_session import shortened
from mirra.clinic import accounts, notices
from mirra.clinic.app import create_app
from mirra.clinic.context import Clinic
from mirra.clinic.settings import Settings
from mirra.clinic.shapes.caseload import Caseload
from mirra.clinic.shapes.devices import Enrolment
from mirra.clinic.shapes.practising import Today
from mirra.clinic.shapes.problems import ProblemBody
from mirra.clinic.store import sqlite_url
from mirra.clinic.tables import Plan, SessionRow
from mirra.clinic.tokens import new_id
from mirra.practice.log import write_event
from mirra.practice.person import Traits
from mirra.practice.plan import SessionPlan, read_plan
from mirra.practice.raised import Raised
from mirra.practice.simulate import Ending, simulate

START = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
PASSWORD = "violet harbour seven"
PAGES = {
    "index.html": "<!doctype html><title>mouth</title>",
    "session.html": "<!doctype html><title>eyes</title>",
    "sw.js": "// worker",
    "assets/main-AbCd1234.js": "// main",
    "assets/no-network.js": "// no network",
    "assets/icon.svg": "<svg/>",
    "assets/vision/vision_wasm_internal.wasm": "wasm",
    "assets/hand_landmarker.task": "model",
    "assets/hand.webm": "0123456789",
}


def moved(browser: httpx.Client, address: str) -> dict[str, str]:
    """A browser's cookies as the same server would have given them at another port."""
    port = address.rpartition(":")[2]
    return {f"{name.rpartition('-')[0]}-{port}": value for name, value in browser.cookies.items()}


def problem(answer: httpx.Response) -> str:
    """The code of an answer that is a problem in the one shape; anything else is a failure."""
    assert answer.status_code >= 400, f"{answer.request.url} was granted: {answer.text[:200]}"
    assert answer.headers["content-type"] == "application/json", answer.text[:200]
    told = ProblemBody.model_validate_json(answer.content).error
    assert told.what, "a problem says nothing"
    return told.code


def static(folder: Path) -> Path:
    """A built client of a few words."""
    for name, text in PAGES.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
    return folder


@dataclass
class World:
    """One clinic in a folder, its clock in the test's hand."""

    folder: Path
    url: str = ""
    options: dict[str, Any] = field(default_factory=dict)
    time: datetime = START

    def __post_init__(self) -> None:
        if not self.url:
            file = self.folder / "mirra.sqlite"
            self.url = sqlite_url(file if file.exists() else new_database(file))
        self.static = static(self.folder / "static")
        self.start()

    def start(self) -> None:
        """Start the server, or start it again on the same database."""
        settings = Settings(database=self.url, static=self.static, **self.options)
        self.app = create_app(settings, now=lambda: self.time)
        found = self.app.state.clinic
        assert isinstance(found, Clinic)
        self.clinic = found

    def restart(self) -> None:
        """Stop and start."""
        self.clinic.store.close()
        self.start()

    def later(self, **span: float) -> None:
        """Let time go by, or with negative spans set the clock back."""
        self.time += timedelta(**span)

    def nobody(self, base: str = HOME, address: str = "127.0.0.1") -> httpx.Client:
        """A browser nobody has signed in on."""
        return client(self.app, base, address)

    def staff(self, login: str = "thea", role: Any = "therapist", base: str = HOME) -> httpx.Client:
        """A browser signed in as a member of staff, whose account is made when there is none."""
        if login not in [one for one, _, _ in accounts.everybody(self.clinic.store)]:
            accounts.add(self.clinic.store, login, login.title(), role, PASSWORD)
        browser = self.nobody(base)
        answer = browser.post("/api/sign-in", json={"login": login, "password": PASSWORD})
        assert answer.status_code == 200, answer.text
        return browser

    def device(self, ticket: Enrolment, base: str = HOME) -> httpx.Client:
        """A browser enrolled by a code."""
        browser = self.nobody(base)
        answer = browser.post("/api/enrol", json={"code": ticket.code})
        assert answer.status_code == 200, answer.text
        return browser


def add_person(therapist: httpx.Client, **other: Any) -> Enrolment:
    """A person taken into a therapist's care, as the therapist's page would do it."""
    new = {"name": "Pia", "condition": "stroke", "affected": "left", "limb": "hand", "picture": "camera"}
    answer = therapist.post("/api/people", json=new | other)
    assert answer.status_code == 201, answer.text
    return Enrolment.model_validate_json(answer.content)


def caseload(therapist: httpx.Client, **query: Any) -> Caseload:
    """A page of a therapist's people."""
    answer = therapist.post("/api/caseload", json=query)
    assert answer.status_code == 200, answer.text
    return Caseload.model_validate_json(answer.content)


class Given(Today):
    """What a person's page is told who is given a session."""

    plan: SessionPlan


def today(device: httpx.Client) -> Given:
    """What a person's page is told, a session being given."""
    answer = device.get("/api/today")
    assert answer.status_code == 200, answer.text
    return Given.model_validate_json(answer.content)


def lines_of(
    plan: SessionPlan, session: str, seed: int = 1, outcome: Ending = "completed", **traits: Any
) -> list[str]:
    """A simulated person's short session of a plan, as the lines a device would send."""
    little = shortened(read_plan(plan.model_dump_json()), blocks=1)
    events = simulate(
        little, session=session, started=START, seed=seed, outcome=outcome, traits=Traits(**traits)
    )
    return [write_event(event) for event in events]


def send(device: httpx.Client, session: str, lines: Sequence[str]) -> httpx.Response:
    """Send a batch as the outbox does."""
    return device.post(f"/api/sessions/{session}/events", json={"events": list(lines)})


def raised_by(
    db: Session, person: str, *raised: Raised, at: datetime = START, result: str | None = None
) -> None:
    """Put down a session of a person, and what it raised."""
    plan = Plan(id=new_id(), person=person, day=at.date().isoformat(), made=at, body="{}")
    db.add(plan)
    db.flush()
    session = SessionRow(
        id=new_id(), person=person, lines=1, heard=at, plan=plan.id, began=at, state="completed"
    )
    session.folded, session.result = mirra.__version__, result
    db.add(session)
    db.flush()
    notices.keep(db, session.id, raised)


def send_all(device: httpx.Client, session: str, lines: Sequence[str]) -> None:
    """Send a whole session."""
    for start in range(0, len(lines), 200):
        answer = send(device, session, lines[start : start + 200])
        assert answer.status_code == 200, answer.text
