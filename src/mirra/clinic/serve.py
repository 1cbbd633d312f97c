"""Starting the server: the port taken first, then what a person needs to know, then the work."""

from __future__ import annotations

import errno
import os
import signal
import socket
import threading
import time
import webbrowser
from dataclasses import replace
from urllib.request import urlopen

import uvicorn
from fastapi import FastAPI

from mirra.clinic import connections, server_log
from mirra.clinic.certificate import EVERYWHERE, Certificate
from mirra.clinic.crowd import Limits
from mirra.clinic.keeper import Keeper
from mirra.clinic.settings import Settings
from mirra.errors import ServeError

FIRST_ACCOUNT = (
    'There is no account yet. Make the first: mirra account add LOGIN --role therapist --name "NAME"'
)
PROXIES = ("127.0.0.1", "::1")  # with --behind-https the proxy is on this machine
BACKLOG = 1024  # connections that wait to be taken in
MOST_CONNECTIONS = 4096  # each takes about 20 kB
USEFUL_FILES = (
    MOST_CONNECTIONS + 4 * BACKLOG
)  # with room for the database and for connections not yet counted
NO_CAMERA = "other devices open a camera only over https: put a TLS proxy in front, and add --behind-https."


def listen(settings: Settings) -> socket.socket:
    """Take the port; raises ``ServeError`` saying what to do when it cannot be had."""
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    # asyncio sends small answers without delay only where it sees that the protocol is TCP: 0 would cost 40 ms each.
    taken = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    if os.name == "posix":  # elsewhere this would let two programs share a port
        taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        taken.bind((settings.host.strip("[]"), settings.port))
        taken.listen(BACKLOG)
    except OSError as error:
        taken.close()
        host_and_port = f"{settings.host}:{settings.port}"
        if error.errno == errno.EADDRINUSE:
            what, todo = (
                "This port is taken.",
                "Stop the other program, or choose one: --port 0 takes a free one.",
            )
        elif error.errno == errno.EACCES:
            what, todo = "This port may not be used.", "Choose one over 1024: --port 8000."
        else:
            what, todo = f"The server cannot listen here ({error.strerror}).", "Check --host and --port."
        raise ServeError(what, where=host_and_port, todo=todo) from None
    return taken


def address(settings: Settings, taken: socket.socket) -> str:
    """Where a browser on this machine finds the server that holds this port."""
    return server_url("http", "127.0.0.1" if settings.host in EVERYWHERE else settings.host, taken)


def server_url(scheme: str, host: str, taken: socket.socket) -> str:
    """The address of a server by a host of its own and the port that it holds."""
    host = f"[{host.strip('[]')}]" if ":" in host else host
    return f"{scheme}://{host}:{taken.getsockname()[1]}"


def open_when_ready(at: str) -> None:
    """Open the browser once the server answers."""

    def wait() -> None:
        """Ask for the server's health up to a hundred times, 0.1 s apart, then open the browser."""
        for _ in range(100):
            try:
                with urlopen(f"{at}/api/health", timeout=1):  # noqa: S310 (our own loopback address)
                    break
            except OSError:
                time.sleep(0.1)
        webbrowser.open(at)

    threading.Thread(target=wait, daemon=True).start()


def limits(settings: Settings) -> Limits:
    """How many connections this process can have, after raising its number of open files as far as it may."""
    files = _raise_file_limit()
    total = min(MOST_CONNECTIONS, files // 2)
    # The loop takes in a whole backlog at once, and counts it a turn later.
    allowed = Limits(
        total, per_address=max(8, total // 8), backlog=min(BACKLOG, max(8, (files - total) // 4))
    )
    if settings.behind_https:
        # A proxy keeps idle connections for up to two minutes; we keep them longer, or it sends into a closing one.
        allowed = replace(allowed, keep_alive=180, proxies=PROXIES)
    return allowed


def run(
    app: FastAPI, settings: Settings, taken: socket.socket, certificate: Certificate | None = None
) -> None:
    """Serve until Ctrl-C or a polite end; over https with a certificate, else over plain http."""
    server_log.begin()
    most = limits(settings)
    config = uvicorn.Config(
        app,
        http=connections.protocol(most),
        log_config=None,
        access_log=False,
        server_header=False,
        ws="none",
        lifespan="off",
        backlog=most.backlog,
        timeout_keep_alive=most.keep_alive,
        timeout_graceful_shutdown=10,
        proxy_headers=settings.behind_https,
        forwarded_allow_ips=list(PROXIES) if settings.behind_https else [],
        ssl_certfile=certificate.file if certificate else None,
        ssl_keyfile=certificate.key if certificate else None,
    )
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    clinic = app.state.clinic
    keeper = Keeper(clinic)
    keeper.start()
    try:
        uvicorn.Server(config).run(sockets=[taken])
    except KeyboardInterrupt:
        pass  # uvicorn has answered what it had taken in, and says again why it ended
    finally:
        keeper.stop()
        clinic.store.close()


def _raise_file_limit() -> int:
    """Raise how many files this process may have open, as far as it is allowed and useful; gives what it then is."""
    try:
        import resource
    except ImportError:  # Windows has no such limit
        return USEFUL_FILES
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = USEFUL_FILES if hard == resource.RLIM_INFINITY else min(USEFUL_FILES, hard)
    if soft == resource.RLIM_INFINITY or soft >= wanted:
        return wanted
    try:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
    except (ValueError, OSError):
        return soft
    return wanted
