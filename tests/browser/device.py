"""A device: a browser profile on disk that outlives its browser, and what lies in its IndexedDB."""

from __future__ import annotations

import contextlib
import json
from pathlib import Path
from types import TracebackType

import psutil
import pytest
from playwright.sync_api import BrowserContext, ConsoleMessage, Error, Page, Playwright

from material import chromium
from material.clinic_site import FLAGS, Site, until
from mirra.clinic import sealed

Place = tuple[str, int]  # session and seq

# Says each line on the console once the browser has told the page that it holds it.
TELL = """(() => {
    const add = IDBObjectStore.prototype.add;
    IDBObjectStore.prototype.add = function (value, ...rest) {
        const request = add.call(this, value, ...rest);
        const said = "KEPT " + JSON.stringify([value.session, value.seq, value.line]);
        if (this.name === "lines") this.transaction.addEventListener("complete", () => console.log(said));
        return request;
    };
})()"""
OPEN = """const db = await new Promise((resolve, reject) => {
        const asked = indexedDB.open("mirra");
        asked.onsuccess = () => resolve(asked.result);
        asked.onerror = () => reject(asked.error);
    });
    const all = (name) => new Promise((resolve, reject) => {
        const asked = db.transaction(name).objectStore(name).getAll();
        asked.onsuccess = () => resolve(asked.result);
        asked.onerror = () => reject(asked.error);
    });
    const put = (name, values) => new Promise((resolve, reject) => {
        const change = db.transaction(name, "readwrite");
        for (const value of values) change.objectStore(name).put(value);
        change.oncomplete = resolve;
        change.onabort = () => reject(change.error);
    });"""


def held(page: Page) -> dict[Place, str]:
    """The lines that wait on this device, by session and place."""
    lines = page.evaluate(
        f"async () => {{ {OPEN} const found = await all('lines'); db.close(); return found; }}"
    )
    return {(line["session"], line["seq"]): line["line"] for line in lines}


def earlier(page: Page, seconds: int) -> None:
    """Make every session on this device last touched so much earlier."""
    page.evaluate(
        f"""async (seconds) => {{ {OPEN}
        await put("sessions", (await all("sessions")).map((one) => ({{ ...one, last: one.last - 1000 * seconds }})));
        db.close(); }}""",
        seconds,
    )


def put_session(page: Page, person: str | None, session: str, lines: list[str]) -> None:
    """Lay a person's closed session with these lines on the device, unsealed, as the session page would."""
    page.evaluate(
        f"""async ([person, session, lines]) => {{ {OPEN}
        await put("lines", lines.map((line, seq) => ({{ session, seq, person, line }})));
        db.close(); }}""",
        [person, session, lines],
    )


def written(page: Page, lines: list[str]) -> list[str]:
    """The lines as a browser writes the same events: numbers without needless noughts."""
    return list(page.evaluate("(lines) => lines.map((line) => JSON.stringify(JSON.parse(line)))", lines))


def opened(site: Site, lines: dict[Place, str]) -> dict[Place, str]:
    """What is in lines of a device, opened with the clinic's key."""
    lock = sealed.lock(site.clinic.store.keys)
    return {place: lock.opened(place[0], [line])[0] for place, line in lines.items()}


class Device:
    """One profile folder; its browser may be started, closed and killed.

    ``kept`` is what the browser acknowledged; ``offline`` lets the service worker in.
    """

    def __init__(
        self, playwright: Playwright, folder: Path, film: Path | None = None, *, offline: bool = False
    ) -> None:
        self._playwright, self.folder, self.offline = playwright, folder, offline
        self.flags = [*FLAGS, f"--use-file-for-fake-video-capture={film}"] if film else ["--no-sandbox"]
        self.kept: dict[Place, str] = {}
        self.context: BrowserContext | None = None

    def __enter__(self) -> Device:
        return self

    def start(self) -> Page:
        """Start a browser on the profile; gives its page, still empty."""
        path = chromium.find()
        if path is None:
            pytest.fail(chromium.HOW)
        self.context = self._playwright.chromium.launch_persistent_context(
            self.folder,
            executable_path=path,
            args=self.flags,
            permissions=["camera"],
            service_workers="allow" if self.offline else "block",
            viewport={"width": 820, "height": 1180},
        )
        self.context.add_init_script(TELL)
        self.context.on("console", self._told)
        return self.context.pages[0]

    def _told(self, message: ConsoleMessage) -> None:
        if message.text.startswith("KEPT "):
            session, seq, line = json.loads(message.text.removeprefix("KEPT "))
            self.kept[session, seq] = line

    def _processes(self) -> list[psutil.Process]:
        """The browser's own processes, known by the profile folder they were started with."""
        found: list[psutil.Process] = []
        for process in psutil.process_iter():
            with contextlib.suppress(psutil.Error):
                if any(str(self.folder) in word for word in process.cmdline()):
                    found += [process, *process.children(recursive=True)]
        return list(dict.fromkeys(found))

    def kill(self) -> None:
        """SIGKILL to every process of the browser at once."""
        processes = self._processes()
        assert processes, "there is no browser to kill"
        for process in processes:
            with contextlib.suppress(psutil.NoSuchProcess):
                process.kill()
        until(lambda: not self._processes(), "the browser to be gone")
        self.close()

    def close(self) -> None:
        """Close the browser as a person would."""
        if self.context is not None:
            with contextlib.suppress(Error):
                self.context.close()
            self.context = None

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
