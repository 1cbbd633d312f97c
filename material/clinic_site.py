"""A real clinic on a loopback port, with what a browser needs to become a device of it."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from playwright.sync_api import Browser, BrowserContext, Page
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from material.pace import set_pace
from material.prepared import new_database
from material.short_session import shortened
from mirra.anatomy import Limb, Side
from mirra.clinic import accounts, enrolment, people
from mirra.clinic.app import create_app
from mirra.clinic.context import Clinic
from mirra.clinic.settings import Settings
from mirra.clinic.shapes.people import NewPerson
from mirra.clinic.store import sqlite_url
from mirra.clinic.tables import EventRow, Plan
from mirra.clinic.tokens import new_id
from mirra.practice.events import Event
from mirra.practice.log import read_event
from mirra.practice.plan import SessionPlan
from mirra.practice.prescription import Prescription
from mirra.practice.programme import Today, plan_for

PASSWORD = "a quiet afternoon outside"


FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--use-fake-device-for-media-stream",
    "--use-fake-ui-for-media-stream",
]


@dataclass
class Asked:
    """One request as the server received it."""

    method: str
    path: str
    query: str
    body: bytes
    referer: str
    headers: dict[str, str] = field(default_factory=dict)


class Recorder:
    """Stands before the app and notes everything that reaches the server."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self.asked: list[Asked] = []

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Note a request, and hand it on."""
        if scope["type"] == "http":
            headers = {name.decode(): value.decode() for name, value in scope["headers"]}
            query, referer = scope["query_string"].decode(), headers.get("referer", "")
            asked = Asked(scope["method"], scope["path"], query, b"", referer, headers)
            self.asked.append(asked)

            async def noting() -> Message:
                message = await receive()
                asked.body += message.get("body", b"")
                return message

            await self.app(scope, noting, send)
        else:
            await self.app(scope, receive, send)


@dataclass
class Site:
    """A running clinic, with shortcuts to what tests need of it."""

    address: str
    clinic: Clinic
    recorder: Recorder
    therapists: dict[str, str] = field(default_factory=dict)

    def therapist(self, login: str = "anna") -> str:
        """The account id of a therapist, made at first asking; the password is ``PASSWORD``."""
        if login not in self.therapists:
            made = accounts.add(self.clinic.store, login, login.title(), "therapist", PASSWORD)
            self.therapists[login] = made
        return self.therapists[login]

    def person(self, *, affected: Side = "left", limb: Limb = "hand", condition: str = "stroke") -> str:
        """A new person in the therapist's care."""
        new = NewPerson(name="Robin", condition=condition, affected=affected, limb=limb)
        therapist = self.therapist()
        with self.clinic.store.writing() as db:
            return people.add(db, self.clinic.catalogue, therapist, new, self.clinic.now()).id

    def code(self, person: str) -> str:
        """A one-time code for a device of a person."""
        with self.clinic.store.writing() as db:
            return enrolment.make(db, person, self.clinic.now())[0]

    def short_plan(
        self,
        person: str,
        prescription: Prescription,
        *,
        blocks: int = 1,
        repetitions: int = 2,
        **change: Any,
    ) -> SessionPlan:
        """Give a person today's session in little, with what ``change`` replaces in it."""
        here = datetime.now().astimezone()
        plan = plan_for(self.clinic.catalogue, prescription, Today(plan_id=new_id(), made_at=here))
        plan = shortened(plan, blocks=blocks, repetitions=repetitions).model_copy(update=change)
        day = here.date().isoformat()
        with self.clinic.store.writing() as db:
            db.add(Plan(id=plan.id, person=person, day=day, made=here, body=plan.model_dump_json()))
        return plan

    def log(self) -> list[Event]:
        """All events the server has, in order of session and sequence."""
        with self.clinic.store.reading() as db:
            return [
                read_event(row.line) for row in db.query(EventRow).order_by(EventRow.session, EventRow.seq)
            ]


@contextmanager
def serving(folder: Path, catalogue: Path | None = None) -> Iterator[Site]:
    """A clinic of its own on a free port, with a real SQLite file in a folder and maybe content of its own."""
    database = sqlite_url(new_database(folder / "clinic.sqlite"))
    app = create_app(Settings(database=database, catalogue=catalogue))
    recorder = Recorder(app)
    server = uvicorn.Server(uvicorn.Config(recorder, port=0, log_level="error", ws="none", lifespan="off"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    until(lambda: server.started, "the server to start")
    port = server.servers[0].sockets[0].getsockname()[1]
    yield Site(f"http://127.0.0.1:{port}", app.state.clinic, recorder)
    server.should_exit = True
    thread.join(10)
    app.state.clinic.store.close()


def until(true: Callable[[], object], what: str, seconds: float = 20) -> None:
    """Wait for something; fails naming it."""
    end = time.monotonic() + seconds
    while not true():
        if time.monotonic() > end:
            pytest.fail(f"waited {seconds:.0f} s in vain for {what}")
        time.sleep(0.05)


Launch = Callable[[Path | None], Browser]


def new_page(browser: Browser, *, offline: bool = False, **options: object) -> tuple[BrowserContext, Page]:
    """A fresh browser profile that lends its camera, and its first page.

    With ``offline`` the service worker is let in; else it is not, since a page driven from outside was seen to hang
    for half a minute, rarely, when a worker took it over (never without the driver).
    """
    settings: dict[str, object] = {"permissions": ["camera"], "viewport": {"width": 820, "height": 1180}}
    settings["service_workers"] = "allow" if offline else "block"
    context = browser.new_context(**(settings | options))  # type: ignore[arg-type]
    set_pace(context)
    page = context.new_page()
    return context, page


def enrol(page: Page, site: Site, person: str) -> None:
    """Connect this browser as a device of a person, through the page as they would."""
    page.goto(f"{site.address}/#/enrol/{site.code(person)}")
    page.get_by_role("button", name="Connect this device").click()
    page.locator("main.home h1").wait_for()  # in whatever language the person speaks
