"""A Firefox with a camera of its own making, driven through Marionette: JSON over a loopback socket."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from tests.browser.webdriver import ASYNC, ELEMENT, DriverError, Found

NAMES = ("firefox", "firefox-esr")
PREFS: dict[str, object] = {
    "marionette.port": 0,  # any free one; it is written into the profile
    "media.navigator.streams.fake": True,
    "media.navigator.permission.disabled": True,
    "media.peerconnection.ice.loopback": True,  # the receiving end of the tests lies on loopback
    "browser.send_pings": True,  # off unless asked for, so the way out is at its widest here
    "browser.shell.checkDefaultBrowser": False,
    "browser.tabs.warnOnClose": False,
    "datareporting.policy.dataSubmissionEnabled": False,
    "toolkit.telemetry.reportingpolicy.firstRun": False,
}


def find() -> str | None:
    """The Firefox of this machine: named by ``MIRRA_FIREFOX``, or the system's; else None."""
    named = os.environ.get("MIRRA_FIREFOX")
    return named or next(filter(None, map(shutil.which, NAMES)), None)


class Firefox:
    """One Firefox with a fresh profile; raises ``DriverError`` where it will not do as asked."""

    name = "firefox"

    def __init__(self, program: str, profile: Path) -> None:
        profile.mkdir()
        prefs = "".join(
            f"user_pref({json.dumps(key)}, {json.dumps(value)});\n" for key, value in PREFS.items()
        )
        (profile / "user.js").write_text(prefs, encoding="utf-8")
        words = [program, "--headless", "--no-remote", "--marionette", "--profile", str(profile)]
        words += ["--width", "820", "--height", "1180"]
        quiet = subprocess.DEVNULL
        self._process = subprocess.Popen(words, stdout=quiet, stderr=quiet, stdin=quiet)
        self._asked = 0
        self._rest = b""
        try:
            self._socket = socket.create_connection(("127.0.0.1", self._port(profile)), timeout=60)
            self._read()
            self._ask("WebDriver:NewSession", {"capabilities": {}})
            self._ask("WebDriver:SetTimeouts", {"script": 60_000, "pageLoad": 60_000})
        except BaseException:
            self.close()
            raise

    def _port(self, profile: Path) -> int:
        """The port it wrote down, once it listens."""
        written = profile / "MarionetteActivePort"
        end = time.monotonic() + 60
        while not (written.is_file() and written.read_text().strip()):
            if time.monotonic() > end or self._process.poll() is not None:
                raise DriverError("Firefox did not start.")
            time.sleep(0.1)
        return int(written.read_text())

    def _read(self) -> Any:
        """One message: its length, a colon, JSON."""
        while b":" not in self._rest:
            self._rest += self._more()
        length, self._rest = self._rest.split(b":", 1)
        while len(self._rest) < int(length):
            self._rest += self._more()
        said, self._rest = self._rest[: int(length)], self._rest[int(length) :]
        return json.loads(said)

    def _more(self) -> bytes:
        got = self._socket.recv(65536)
        if not got:
            raise DriverError("Firefox is gone.")
        return got

    def _ask(self, command: str, words: Mapping[str, object]) -> Any:
        self._asked += 1
        text = json.dumps([0, self._asked, command, words])
        self._socket.sendall(f"{len(text.encode())}:{text}".encode())
        _kind, _number, error, result = self._read()
        if error:
            raise DriverError(f"{error['error']}: {error['message']}")
        return result

    def go(self, address: str) -> None:
        """Load a page."""
        self._ask("WebDriver:Navigate", {"url": address})

    def run(self, function: str, *args: object) -> Any:
        """What an (async) function, given as text, gives inside the page."""
        words = {"script": ASYNC.format(function), "args": list(args), "sandbox": None, "newSandbox": False}
        return self._ask("WebDriver:ExecuteAsyncScript", words)["value"]

    def tap(self, element: Found) -> None:
        """Bring an element into view and click it as a pointer would."""
        self._ask("WebDriver:ElementClick", {"id": element[ELEMENT]})

    def fresh_tab(self) -> None:
        """Go on in a new tab, and close all others."""
        new = self._ask("WebDriver:NewWindow", {"type": "tab"})["handle"]
        for handle in self._ask("WebDriver:GetWindowHandles", {}):
            if handle != new:
                self._ask("WebDriver:SwitchToWindow", {"handle": handle})
                self._ask("WebDriver:CloseWindow", {})
        self._ask("WebDriver:SwitchToWindow", {"handle": new})

    def close(self) -> None:
        """End it."""
        self._process.terminate()
        try:
            self._process.wait(10)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait(10)
        if hasattr(self, "_socket"):
            self._socket.close()
