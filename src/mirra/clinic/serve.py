"""Starting the server: the port taken first, then what a person needs to know, then the work."""

from __future__ import annotations

import errno
import logging
import os
import signal
import socket
import threading
import time
import webbrowser
from urllib.request import urlopen

import uvicorn
from fastapi import FastAPI

from mirra.clinic.settings import Settings
from mirra.errors import ServeError

FIRST_ACCOUNT = (
    'There is no account yet. Make the first: mirra account add LOGIN --role therapist --name "NAME"'
)
NO_CAMERA = "other devices open a camera only over https: put a TLS proxy in front, and add --behind-https."


def listen(settings: Settings) -> socket.socket:
    """Take the port; raises ``ServeError`` saying what to do when it cannot be had."""
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    taken = socket.socket(family, socket.SOCK_STREAM)
    if os.name == "posix":  # elsewhere this would let two programs share a port
        taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        taken.bind((settings.host.strip("[]"), settings.port))
        taken.listen(128)
    except OSError as error:
        taken.close()
        place = f"{settings.host}:{settings.port}"
        if error.errno == errno.EADDRINUSE:
            what, todo = (
                "This port is taken.",
                "Stop the other program, or choose one: --port 0 takes a free one.",
            )
        elif error.errno == errno.EACCES:
            what, todo = "This port may not be used.", "Choose one over 1024: --port 8000."
        else:
            what, todo = f"The server cannot listen here ({error.strerror}).", "Check --host and --port."
        raise ServeError(what, where=place, todo=todo) from None
    return taken


def address(settings: Settings, taken: socket.socket) -> str:
    """Where a browser finds the server that holds this port."""
    host = "127.0.0.1" if settings.host in ("0.0.0.0", "::") else settings.host  # noqa: S104 (compared, not bound)
    host = f"[{host.strip('[]')}]" if ":" in host else host
    return f"http://{host}:{taken.getsockname()[1]}"


def open_when_ready(at: str) -> None:
    """Open the browser once the server answers."""

    def wait() -> None:
        for _ in range(100):
            try:
                with urlopen(f"{at}/api/health", timeout=1):  # noqa: S310 (our own loopback address)
                    break
            except OSError:
                time.sleep(0.1)
        webbrowser.open(at)

    threading.Thread(target=wait, daemon=True).start()


def run(app: FastAPI, settings: Settings, taken: socket.socket) -> None:
    """Serve until Ctrl-C or a polite end. The log tells of faults only: never an address asked for, never a body."""
    logging.basicConfig(format="mirra: %(levelname)s %(message)s", level=logging.WARNING)
    config = uvicorn.Config(
        app,
        log_config=None,
        access_log=False,
        server_header=False,
        ws="none",
        lifespan="off",
        timeout_graceful_shutdown=10,
        proxy_headers=settings.behind_https,
        forwarded_allow_ips=["127.0.0.1", "::1"] if settings.behind_https else [],
    )
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        uvicorn.Server(config).run(sockets=[taken])
    except KeyboardInterrupt:
        pass  # uvicorn has answered what it had taken in, and says again why it ended
    finally:
        clinic = app.state.clinic
        clinic.store.close()
