"""A WebKitGTK browser, the engine of Safari, driven through its W3C WebDriver: JSON over HTTP."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any, Protocol

import httpx

ELEMENT = "element-6066-11e4-a52e-4f735466cecf"
ASYNC = (
    "const done = arguments[arguments.length - 1]; Promise.resolve(({})(...Array.from(arguments).slice(0, -1)))"
    ".then((value) => done(value), (error) => done({{failed: String(error)}}));"
)
Found = dict[str, str]
BROWSERS = (
    "/usr/lib/x86_64-linux-gnu/webkit2gtk-4.1/MiniBrowser",
    "/usr/lib/aarch64-linux-gnu/webkit2gtk-4.1/MiniBrowser",
)


class DriverError(Exception):
    """Raised where a driven browser did not do as it was asked; says in its own words why."""


class Driven(Protocol):
    """What the tests ask of a browser, whichever it is."""

    name: str

    def go(self, address: str) -> None:
        """Load a page."""

    def run(self, function: str, *args: object) -> Any:
        """What an (async) function, given as text, gives inside the page."""

    def tap(self, element: Found) -> None:
        """Bring an element into view and click it as a pointer would."""

    def fresh_tab(self) -> None:
        """Go on in a new tab, and close all others."""

    def close(self) -> None:
        """End it."""


def find() -> tuple[str, str, str] | None:
    """WebKit's driver, its browser and a display to run them on; None where one of them is missing."""
    driver, display = shutil.which("WebKitWebDriver"), shutil.which("Xvfb")
    browser = next((path for path in BROWSERS if Path(path).exists()), None)
    return (driver, browser, display) if driver and browser and display else None


def free_port() -> int:
    """A port nobody listens on just now."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return int(taken.getsockname()[1])


class WebKit:
    """One WebKitGTK browser with nothing kept; raises ``DriverError`` where it will not do as asked."""

    name = "webkit"

    def __init__(self, programs: tuple[str, str, str], home: Path) -> None:
        driver, browser, display = programs
        self._processes: list[subprocess.Popen[bytes]] = []
        self._session = ""
        home.mkdir()
        try:
            env = os.environ | {"DISPLAY": self._display(display), "HOME": str(home), "LC_ALL": "en_GB.UTF-8"}
            port = free_port()
            self._start([driver, f"--port={port}", "--host=127.0.0.1"], env)
            self._http = httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=90, trust_env=False)
            flags = ["--automation", "--enable-media-stream=TRUE", "--enable-mock-capture-devices=TRUE"]
            options = {"binary": browser, "args": flags}
            wanted = {"capabilities": {"alwaysMatch": {"webkitgtk:browserOptions": options}}}
            self._wait()
            self._session = f"/session/{self._ask('POST', '/session', wanted)['sessionId']}"
            self._ask("POST", "/timeouts", {"script": 60_000, "pageLoad": 60_000})
        except BaseException:
            self.close()
            raise

    def _start(self, words: list[str], env: dict[str, str], **more: Any) -> subprocess.Popen[bytes]:
        quiet = subprocess.DEVNULL
        started = subprocess.Popen(
            words, env=env, stdout=quiet, stderr=quiet, stdin=quiet, start_new_session=True, **more
        )
        self._processes.append(started)
        return started

    def _display(self, program: str) -> str:
        """A display of its own; it writes its number when it is there."""
        reading, writing = os.pipe()
        words = [program, "-displayfd", str(writing), "-screen", "0", "1000x1300x24", "-nolisten", "tcp"]
        self._start(words, dict(os.environ), pass_fds=[writing])
        os.close(writing)
        with os.fdopen(reading) as said:
            return f":{said.readline().strip()}"

    def _wait(self) -> None:
        end = time.monotonic() + 30
        while True:
            try:
                self._http.get("/status")
                return
            except httpx.TransportError:
                if time.monotonic() > end:
                    raise DriverError("WebKitWebDriver did not start.") from None
                time.sleep(0.1)

    def _ask(self, method: str, path: str, words: Mapping[str, object] | None = None) -> Any:
        content = {"json": words if words is not None else {}} if method == "POST" else {}
        answer = self._http.request(method, self._session + path, **content)  # type: ignore[arg-type]
        value = answer.json()["value"]
        if answer.status_code >= 400:
            raise DriverError(f"{value['error']}: {value['message']}")
        return value

    def go(self, address: str) -> None:
        """Load a page."""
        self._ask("POST", "/url", {"url": address})

    def run(self, function: str, *args: object) -> Any:
        """What an (async) function, given as text, gives inside the page."""
        return self._ask("POST", "/execute/async", {"script": ASYNC.format(function), "args": list(args)})

    def tap(self, element: Found) -> None:
        """Bring an element into view and click it as a pointer would."""
        self._ask("POST", f"/element/{element[ELEMENT]}/click")

    def fresh_tab(self) -> None:
        """Go on in a new tab, and close all others."""
        new = self._ask("POST", "/window/new", {"type": "tab"})["handle"]
        for handle in self._ask("GET", "/window/handles"):
            if handle != new:
                self._ask("POST", "/window", {"handle": handle})
                self._ask("DELETE", "/window")
        self._ask("POST", "/window", {"handle": new})

    def close(self) -> None:
        """End it, and what was started for it."""
        if self._session:
            with suppress(httpx.HTTPError, DriverError, ValueError):
                self._ask("DELETE", "")
        if hasattr(self, "_http"):
            self._http.close()
        for process in reversed(self._processes):
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGTERM)
            process.wait(10)
