"""CPU, bytes and start of a large clinic beside those of the mirra before it, on one database in one run.

All people are in one therapist's care. In turn, several rounds: the caseload as it was made before (``before``), each
kind of page of it as it is asked for today, the page of a person both ways; then the start. CPU is that of this
process and of PostgreSQL's, so that other work on the machine matters less to it. Today's requests are whole ones,
sign-in and audit included, only the socket is left out; of the old ones only queries and cards are counted. Prints
a table and exits with 1 when any page of the caseload (the last one, a search that finds nearly everybody) is not 200
times as cheap as the old caseload, a page is over 60 kB, or the start takes 5 s.

Of each session a few events are kept and of each person one plan, in the place of some hundred events (100 to 400 kB)
and one plan a session, which no figure here depends on but the start's: 10,000 people with 600,000 sessions are then
about 4 GB in a temporary folder, which is removed at the end. ``--people 300 --sessions 3000`` is a quick look::

    uv run --all-extras --group test python -m benchmarks.clinic
"""

from __future__ import annotations

import argparse
import contextlib
import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any

import httpx
import psutil
from sqlalchemy import select

from benchmarks.clinic import before
from benchmarks.clinic.people import NOW, PASSWORD, Size, fill
from material.in_process import client
from material.postgres import Postgres
from mirra.catalogue.load import load
from mirra.clinic.app import create_app
from mirra.clinic.context import Clinic
from mirra.clinic.settings import Settings
from mirra.clinic.shapes.caseload import Caseload
from mirra.clinic.store import Store, sqlite_url
from mirra.clinic.tables import Account, Person

CHEAPER, BYTES, START, ROUNDS = 200, 60_000, 5.0, 5
OUT = Path(__file__).resolve().parents[1] / "out"
# What is asked for; a page as a part of the way to the last one.
PAGES: dict[str, dict[str, Any]] = {
    "most to look at": {"sort": "look"},
    "by name": {"sort": "name"},
    "last session": {"sort": "last_session"},
    "the middle page": {"sort": "look", "page": 0.5},
    "the last page": {"sort": "look", "page": 1.0},
    "by name, the last page": {"sort": "name", "page": 1.0},
    "last session, the last page": {"sort": "last_session", "page": 1.0},
    "of one condition": {"condition": "crps"},
    "new to this therapist": {"only": "new"},
    "not practised for a week": {"only": "quiet"},
    "pain higher, the last page": {"only": "pain_up", "page": 1.0},
    "search": {"search": "lukasz hansen"},
    "search, many": {"search": "a"},
    "search, many, the last page": {"search": "a", "page": 1.0},
}


def cpu(server: Postgres | None) -> float:
    """CPU seconds of this process, and of PostgreSQL's processes that serve it (not of those that tidy up)."""
    used = time.process_time()
    for one in psutil.Process(server.process.pid).children() if server else ():
        with contextlib.suppress(psutil.NoSuchProcess):  # one that tidied up has just ended
            if one.cmdline()[0].startswith("postgres: mirra"):
                times = one.cpu_times()
                used += times.user + times.system
    return used


def cost(work: Callable[[], bytes], server: Postgres | None, times: int) -> tuple[float, int]:
    """CPU milliseconds of one of ``times`` calls, and the bytes that it gives."""
    began, size = cpu(server), 0
    for _ in range(times):
        size = len(work())
    return 1000 * (cpu(server) - began) / times, size


def ways(clinic: Clinic, browser: httpx.Client) -> dict[str, tuple[Callable[[], bytes], int]]:
    """What is held side by side, with how often it is done in a round."""
    with clinic.store.reading() as db:
        therapist = db.scalars(select(Account.id)).one()
        whose = db.scalars(select(Person.id).order_by(Person.id).limit(1)).one()
    catalogue = clinic.catalogue

    def old(way: Callable[..., bytes], *more: str) -> Callable[[], bytes]:
        def asked() -> bytes:
            with clinic.store.reading() as db:
                return way(db, catalogue, therapist, *more, NOW)

        return asked

    def page(query: dict[str, Any]) -> Callable[[], bytes]:
        first = Caseload.model_validate_json(got(browser.post("/api/caseload", json=query | {"page": 0})))
        last = (first.found - 1) // first.page_size
        asked = query | {"page": round(last * query.get("page", 0))}
        return lambda: got(browser.post("/api/caseload", json=asked))

    found = {"caseload before": (old(before.caseload), 1), "person before": (old(before.person, whose), 1)}
    found |= {f"caseload, {name}": (page(query), 10) for name, query in PAGES.items()}
    found["person"] = (lambda: got(browser.get(f"/api/people/{whose}")), 10)
    return found


def got(answer: httpx.Response) -> bytes:
    """The body of an answer that was given."""
    assert answer.status_code == 200, answer.text[:200]
    return answer.content


def measure(url: str, folder: Path, size: Size, server: Postgres | None) -> dict[str, tuple[float, int]]:
    """CPU milliseconds and bytes of every way, and seconds by the clock of both starts, of one database."""
    began = time.perf_counter()
    store = Store(url, folder / "mirra.key")
    fill(store, load(None), size)
    store.close()
    if store.file:
        print(f"  {Path(store.file).stat().st_size / 1e9:.2f} GB", end="")
    print(f"  made in {time.perf_counter() - began:.0f} s", flush=True)
    began = time.perf_counter()
    app = create_app(Settings(database=url, key_file=folder / "mirra.key"), now=lambda: NOW)
    started = time.perf_counter() - began
    browser = client(app)
    assert browser.post("/api/sign-in", json={"login": "thea", "password": PASSWORD}).status_code == 200
    every = ways(app.state.clinic, browser)
    rounds = [
        {name: cost(work, server, times) for name, (work, times) in every.items()} for _ in range(ROUNDS)
    ]
    found = {name: (median(one[name][0] for one in rounds), rounds[0][name][1]) for name in every}
    app.state.clinic.store.close()
    if store.file:
        began = time.perf_counter()
        before.start(store.file)
        found["start before, by the clock"] = (1000 * (time.perf_counter() - began), 0)
    found["start, by the clock"] = (1000 * started, 0)
    return found


def told(kind: str, found: dict[str, tuple[float, int]]) -> bool:
    """Print the table of one database; whether it is within the limits."""
    print(f"\n{kind:34}{'CPU, ms':>12}{'bytes':>12}{'cheaper':>10}")
    for name, (spent, size) in found.items():
        old = found.get(f"{name.split(',')[0]} before")
        cheaper = f"{old[0] / spent:10.0f}" if old and "before" not in name and "start" not in name else ""
        print(f"{name:34}{spent:12.1f}{size or '':>12}{cheaper}")
    pages = [found[f"caseload, {name}"] for name in PAGES]
    ratios = [found["caseload before"][0] / spent for spent, _ in pages]
    largest, start = max(size for _, size in pages), found["start, by the clock"][0] / 1000
    good = min(ratios) >= CHEAPER and largest <= BYTES and start < START
    print(
        f"as it opens {ratios[0]:.0f} times as cheap, dearest page {min(ratios):.0f} times (limit {CHEAPER}), "
        f"largest {largest} bytes (limit {BYTES}), "
        f"start {start:.1f} s (limit {START:g}): {'holds' if good else 'LIMIT BROKEN'}",
        flush=True,
    )
    return good


def main() -> int:
    """Print and keep the figures; 1 when a limit is broken."""
    words = argparse.ArgumentParser(prog="benchmarks.clinic")
    words.add_argument("--people", type=int, default=10_000)
    words.add_argument("--sessions", type=int, default=600_000)
    words.add_argument("--lines", type=int, default=4)
    words.add_argument("--only", choices=("sqlite", "postgresql"))
    asked = words.parse_args()
    size = Size(asked.people, asked.sessions, asked.lines)
    print(f"{size.people} people, {size.sessions} sessions, {size.lines} events kept of each")
    kept: dict[str, dict[str, tuple[float, int]]] = {}
    good = True
    if asked.only != "postgresql":
        with TemporaryDirectory(prefix="mirra-clinic-") as folder:
            kept["SQLite"] = measure(sqlite_url(Path(folder) / "clinic.sqlite"), Path(folder), size, None)
        good = told("SQLite", kept["SQLite"])
    if asked.only != "sqlite":
        server = Postgres()
        try:
            with TemporaryDirectory(prefix="mirra-clinic-") as folder:
                kept["PostgreSQL"] = measure(server.url, Path(folder), size, server)
        finally:
            server.remove()
        good = told("PostgreSQL", kept["PostgreSQL"]) and good
    OUT.mkdir(parents=True, exist_ok=True)
    (OUT / "clinic.json").write_text(json.dumps(kept, indent=1) + "\n", encoding="utf-8")
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
