"""How long a small answer takes on a kept connection, beside the same server without TCP_NODELAY and beside bare TCP.

One run, on loopback: the clinic's own server with the socket that ``serve.listen`` makes, the same with a socket that
does not say it is TCP (so asyncio does not set TCP_NODELAY, as before), and an exchange of as many bytes without any
server program, which is the limit. Prints a table, keeps ``benchmarks/out/answers.json``, and exits with 1 when an
answer takes more than a fifth of the time it took without::

    uv run --group test python -m benchmarks.answers
"""

from __future__ import annotations

import json
import socket
import statistics
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

import httpx
import uvicorn

from mirra.clinic import connections, serve
from mirra.clinic.app import create_app
from mirra.clinic.settings import Settings, static_folder
from mirra.clinic.store import sqlite_url

ROUNDS, LIMIT = 100, 1 / 5
OUT = Path(__file__).resolve().parent / "out"


def median(ask: Callable[[], object]) -> float:
    """Milliseconds, in the median of many rounds."""
    taken = []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        ask()
        taken.append(1000 * (time.perf_counter() - began))
    return statistics.median(taken)


def of_server(settings: Settings, taken: socket.socket) -> float:
    """Milliseconds for ``/api/me`` on a connection that stays open."""
    app = create_app(settings)
    config = uvicorn.Config(
        app, http=connections.protocol(serve.limits(settings)), log_config=None, ws="none", lifespan="off"
    )
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [taken]})
    thread.start()
    try:
        with httpx.Client(base_url=serve.address(settings, taken), timeout=20) as browser:
            browser.get("/api/me")
            return median(lambda: browser.get("/api/me"))
    finally:
        server.should_exit = True
        thread.join()
        app.state.clinic.store.close()


def of_loopback() -> float:
    """Milliseconds for 200 bytes there and 600 back, over bare TCP."""
    with (
        socket.create_server(("127.0.0.1", 0)) as taken,
        socket.create_connection(taken.getsockname()) as here,
    ):
        there, _ = taken.accept()

        def serve_there() -> None:
            for _ in range(ROUNDS):
                there.recv(65536)
                there.sendall(b"x" * 600)

        thread = threading.Thread(target=serve_there)
        thread.start()

        def ask() -> None:
            here.sendall(b"x" * 200)
            here.recv(65536)

        found = median(ask)
        thread.join()
        there.close()
        return found


def main() -> int:
    """Measure, print, keep."""
    with TemporaryDirectory() as folder:
        settings = Settings(
            database=sqlite_url(Path(folder) / "mirra.sqlite"), port=0, static=static_folder()
        )
        with serve.listen(settings) as taken:
            now = of_server(settings, taken)
        with socket.socket(socket.AF_INET, socket.SOCK_STREAM, 0) as taken:
            taken.bind(("127.0.0.1", 0))
            taken.listen(100)
            before = of_server(settings, taken)
    limit = of_loopback()
    print(f"{'an answer of /api/me':34}{now:8.2f} ms")
    print(f"{'the same without TCP_NODELAY':34}{before:8.2f} ms, so x{now / before:.3f} (limit x{LIMIT:.1f})")
    print(f"{'as many bytes over bare TCP':34}{limit:8.2f} ms")
    OUT.mkdir(exist_ok=True)
    (OUT / "answers.json").write_text(json.dumps({"now": now, "before": before, "bare": limit}) + "\n")
    return int(now > LIMIT * before)


if __name__ == "__main__":
    sys.exit(main())
