"""Makes ``v0001.db`` and ``v0001.json`` with the mirra of commit 704236e; how to run it is in README.md."""

from __future__ import annotations

import asyncio
import json
import sqlite3
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import httpx

from material.short_session import shortened
from mirra.clinic import accounts
from mirra.clinic.app import create_app
from mirra.clinic.settings import Settings
from mirra.practice.log import write_event
from mirra.practice.person import Traits
from mirra.practice.plan import read_plan
from mirra.practice.simulate import Ending, simulate

HOME = "http://127.0.0.1:8000"
START = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
PASSWORD = "violet harbour seven"
NAMES = {"complete": "a" * 32, "interrupted": "b" * 32, "no_first": "c" * 32, "ahead": "d" * 32}


class Asked(httpx.BaseTransport):
    def __init__(self, app: object) -> None:
        self.door = httpx.ASGITransport(app, client=("127.0.0.1", 50000))  # type: ignore[arg-type]

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        async def ask() -> httpx.Response:
            answer = await self.door.handle_async_request(
                httpx.Request(
                    request.method, request.url, headers=request.headers.raw, content=request.read()
                )
            )
            return httpx.Response(answer.status_code, headers=answer.headers, content=await answer.aread())

        return asyncio.run(ask())


def main(folder: Path) -> None:
    file = folder / "v0001.db"
    file.unlink(missing_ok=True)
    with TemporaryDirectory() as pages:
        for name in ("index.html", "session.html", "sw.js", "assets/no-network.js"):
            (Path(pages) / name).parent.mkdir(exist_ok=True)
            (Path(pages) / name).write_text("x")
        time = [START]
        app = create_app(Settings(f"sqlite:///{file}", static=Path(pages)), now=lambda: time[0])
        store = app.state.clinic.store
        accounts.add(store, "thea", "Thea", "therapist", PASSWORD)

        def browser() -> httpx.Client:
            return httpx.Client(transport=Asked(app), base_url=HOME)

        thea = browser()

        def sign_in() -> None:
            thea.post("/api/sign-in", json={"login": "thea", "password": PASSWORD}).raise_for_status()

        sign_in()

        def enrolled(name: str) -> tuple[str, httpx.Client]:
            new = {"name": name, "condition": "stroke", "affected": "left", "limb": "hand"}
            ticket = thea.post("/api/people", json=new).raise_for_status().json()
            device = browser()
            device.post("/api/enrol", json={"code": ticket["code"]}).raise_for_status()
            return ticket["person"], device

        pia, quin = enrolled("Pia"), enrolled("Quin")

        def practise(device: httpx.Client, kind: str, outcome: Ending = "completed", **traits: Any) -> None:
            plan = shortened(read_plan(json.dumps(device.get("/api/today").json()["plan"])), blocks=1)
            ahead = timedelta(days=3) if kind == "ahead" else timedelta()
            events = simulate(
                plan,
                session=NAMES[kind],
                started=time[0] + ahead,
                seed=1,
                outcome=outcome,
                traits=Traits(**traits),
            )
            lines = [write_event(event) for event in events][1 if kind == "no_first" else 0 :]
            for start in range(0, len(lines), 50):
                body = {"events": lines[start : start + 50]}
                device.post(f"/api/sessions/{NAMES[kind]}/events", json=body).raise_for_status()
            time[0] += timedelta(days=1)

        practise(pia[1], "complete", outcome="completed", pain=6)
        practise(pia[1], "interrupted", outcome="interrupted")
        practise(pia[1], "no_first", outcome="completed")
        practise(quin[1], "ahead", outcome="completed")
        sign_in()
        thea.get("/api/people").raise_for_status()  # folds the sessions
        for person, _ in (pia, quin):
            thea.get(f"/api/people/{person}").raise_for_status()
        store.close()
        known = {
            "pia": pia[0],
            "quin": quin[0],
            "cookies": {"pia": dict(pia[1].cookies), "quin": dict(quin[1].cookies)},
        }
    with sqlite3.connect(file) as database:
        database.execute("VACUUM")
        assert database.execute("SELECT version_num FROM alembic_version").fetchone() == ("0001",)
        assert database.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0] == 0
    database.close()
    (folder / "v0001.json").write_text(json.dumps(known, indent=1) + "\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
