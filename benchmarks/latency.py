"""Seen-to-shown time of the session's mirror beside a plain ``<video>``, in one run.

There are two runs: one with the camera's whole picture, one with a picture of 640x480 cut out of a camera's 1280x720.
In each the mirror is measured as it is and with the background hidden. The film begins with an empty table for that.
A fake camera plays frames that carry a number in each half. A clone of the camera says when a number came in, a capture
of the tab says when it was shown; the modes are taken in turn. Prints a table, keeps ``benchmarks/out/latency.json``,
and exits with 1 when a limit is broken::

    uv run --all-extras --group test python -m benchmarks.latency

What is measured: from the browser receiving a camera frame to that frame being in the tab's picture. Not in it: the
camera's own exposure and transport before, the display's own delay after; the session's loop test measures those.
"""

from __future__ import annotations

import functools
import http.server
import json
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import av
import numpy as np
import psutil
from playwright.sync_api import Page, sync_playwright

from material.chromium import find
from material.emptied import emptied
from material.footage import NEUTRAL, ROWS, TABLE, Picture, covering, make_y4m, recordings
from tools.web import ROOT, install, npm

ROUNDS, SECONDS, FPS = 4, 5, 30
CODED, EMPTY = 100, 45  # pictures of the film
NUMBERLESS = 140  # eleven light cells are no number, and dark and light cells differ from this grey
MODES = ("plain", "mirror", "hidden")
ADDED = {"mirror": 3, "hidden": 8}  # ms over plain in the median, at most
CPU = {"mirror": 2, "hidden": 3}  # times plain, at most
CAMERAS = {"whole": (640, 480), "cut": (1280, 720)}
OUT = ROOT / "benchmarks" / "out"
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--use-fake-device-for-media-stream",
    "--auto-accept-this-tab-capture",
    "--auto-select-tab-capture-source-by-title=mirra",
]


@dataclass(frozen=True)
class Figures:
    """One mode over all rounds: times in ms, shares in percent, CPU in ms per camera frame."""

    p50: float
    p95: float
    matched: int
    drops: float
    pairs: int
    torn: int
    cpu: float


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """Serve ``folder`` on a loopback port and give its address."""
    handler = functools.partial(_Quiet, directory=str(folder))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def cpu_seconds(root: psutil.Process) -> float:
    """CPU time of a process and all below it, in seconds."""
    total = 0.0
    for process in [root, *root.children(recursive=True)]:
        try:
            times = process.cpu_times()
        except psutil.NoSuchProcess:
            continue
        total += times.user + times.system
    return total


def delays(camera: list[list[float]], shown: list[list[float]]) -> list[float]:
    """Time in ms from each number's last arrival to its first showing; numbers repeat, so at most 600 ms back."""
    found: list[float] = []
    last = -1.0
    for when, code, _left in shown:
        if code < 0 or code == last:
            continue
        last = code
        # A frame may reach the tab's capture a little before the watching clone has read it: hence the 40 ms.
        before = [arrived for arrived, seen, _ in camera if seen == code and arrived <= when + 40]
        if before and when - before[-1] < 600:
            found.append(when - before[-1])
    return found


def drop_share(camera: list[list[float]], shown: list[list[float]]) -> float:
    """Percent of camera frames between the first and last shown one that never were on the screen."""
    runs = [[code for i, (_, code, _l) in enumerate(seen) if code >= 0 and (i == 0 or seen[i - 1][1] != code)]
            for seen in (camera, shown)]  # fmt: skip
    return max(0.0, 100 * (1 - len(runs[1]) / max(1, len(runs[0]))))


def measure(page: Page, browser: psutil.Process) -> dict[str, Figures]:
    """All modes in turn, ``ROUNDS`` times; first seen-to-shown time, then cost with nothing watching."""
    seen: dict[str, list[dict[str, Any]]] = {mode: [] for mode in MODES}
    cost: dict[str, list[float]] = {mode: [] for mode in MODES}
    for turn in range(ROUNDS):
        print(f"mirra latency: round {turn + 1} of {ROUNDS}", file=sys.stderr, flush=True)
        for mode in seen:
            seen[mode].append(page.evaluate("([m, t]) => measure(m, t)", [mode, SECONDS * 1000]))
    for _turn in range(ROUNDS):
        for mode, costs in cost.items():
            before, began = cpu_seconds(browser), time.monotonic()
            page.evaluate("([m, t]) => burn(m, t)", [mode, SECONDS * 1000])
            costs.append(1000 * (cpu_seconds(browser) - before) / (FPS * (time.monotonic() - began)))
    return {mode: figures(mode, seen[mode], cost[mode]) for mode in seen}


def figures(mode: str, rounds: list[dict[str, Any]], cost: list[float]) -> Figures:
    """Sum up one mode."""
    times = sorted(ms for part in rounds for ms in delays(part["camera"], part["shown"]))
    halves = [(right, left) for part in rounds for _, right, left in part["shown"] if right >= 0]
    return Figures(
        p50=statistics.median(times),
        p95=times[int(0.95 * len(times))],
        matched=len(times),
        drops=statistics.mean(drop_share(part["camera"], part["shown"]) for part in rounds),
        pairs=len(halves),
        torn=0 if mode == "plain" else sum(right != left for right, left in halves),
        cpu=statistics.median(cost),
    )


def broken(mode: str, plain: Figures, mirror: Figures) -> list[str]:
    """The limits that do not hold, in words."""
    added, drops = mirror.p50 - plain.p50, mirror.drops - plain.drops
    limits = {
        f"added median {added:.1f} ms is over {ADDED[mode]}": added > ADDED[mode],
        f"p95 is {mirror.p95 / plain.p95:.1f} times plain, over 3": mirror.p95 / plain.p95 > 3,
        f"drops are {drops:.1f} points over plain, over 1": drops > 1,
        f"CPU is {mirror.cpu / plain.cpu:.2f} times plain, over {CPU[mode]}": mirror.cpu / plain.cpu
        > CPU[mode],
        f"{mirror.torn} of {mirror.pairs} pictures had halves from two frames": mirror.torn > 0,
    }
    return [f"{mode}: {words}" for words, bad in limits.items() if bad]


def table(modes: dict[str, Figures]) -> str:
    """The modes side by side."""
    lines = [f"{'':8}{'p50 ms':>8}{'p95 ms':>8}{'drops %':>9}{'CPU ms/frame':>14}{'torn':>12}{'matched':>9}"]
    for name, f in modes.items():
        torn = "-" if name == "plain" else f"{f.torn}/{f.pairs}"
        lines.append(f"{name:8}{f.p50:8.1f}{f.p95:8.1f}{f.drops:9.1f}{f.cpu:14.1f}{torn:>12}{f.matched:9d}")
    plain = modes["plain"]
    for name in ADDED:
        added, cpu = modes[name].p50 - plain.p50, modes[name].cpu / plain.cpu
        lines.append(f"{name}: added median {added:+.1f} ms, CPU x{cpu:.2f}")
    return "\n".join(lines)


def with_empty_table(coded: Path, hands: Path | None, target: Path, size: tuple[int, int]) -> Path:
    """Put an empty table before the film; it is grey where the numbers will be, so that they are not hidden with it."""
    width, height = size
    if hands:
        picture = covering(av.VideoFrame.from_ndarray(emptied(hands), format="rgb24"), width, height)
    else:
        sizes = ((height, width), *[(height // 2, width // 2)] * 2)
        y, u, v = (np.full(size, value, np.uint8) for size, value in zip(sizes, TABLE, strict=True))
        picture = y, u, v
    _grey(picture)
    header, frames = coded.read_bytes().split(b"\n", 1)
    empty = b"FRAME\n" + b"".join(plane.tobytes() for plane in picture)
    target.write_bytes(header + b"\n" + EMPTY * empty + frames)
    return target


def _grey(picture: Picture) -> None:
    picture[0][ROWS] = NUMBERLESS
    for chroma in picture[1:]:
        chroma[ROWS.start // 2 : ROWS.stop // 2] = NEUTRAL


def run(size: tuple[int, int]) -> dict[str, Figures]:
    """Build the page, make the file of a camera of this size, drive the browser."""
    width, height = size
    install()
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        npm(
            "exec",
            "--",
            "vite",
            "build",
            "--config",
            "vite.bench.config.ts",
            "--outDir",
            str(folder / "page"),
        )
        hands = recordings("hands/table_one_right_hand.mp4")
        coded = make_y4m(hands, folder / "coded.y4m", width=width, height=height, frames=CODED, coded=True)
        footage = with_empty_table(coded, hands, folder / "camera.y4m", size)
        flags = [*FLAGS, f"--use-file-for-fake-video-capture={footage}"]
        with served(folder / "page") as address, sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=find(), args=flags)
            root = next(p for p in psutil.process_iter(["cmdline"]) if f"{footage}" in " ".join(p.info["cmdline"] or [])
                        and "--type=" not in " ".join(p.info["cmdline"] or []))  # fmt: skip
            context = browser.new_context(permissions=["camera"], viewport={"width": 640, "height": 480})
            page = context.new_page()
            page.goto(f"{address}/latency.html?width={width}&height={height}")
            page.mouse.click(10, 470)
            page.evaluate("() => captureTab()")
            return measure(page, root)


def main() -> int:
    """Print and keep the figures; 1 when a limit is broken."""
    kept: dict[str, Any] = {"when": time.strftime("%Y-%m-%d")}
    faults: list[str] = []
    for name, size in CAMERAS.items():
        modes = run(size)
        print(f"{name}: a camera of {size[0]}x{size[1]}\n{table(modes)}", flush=True)
        kept[name] = {mode: asdict(f) for mode, f in modes.items()}
        faults += [
            f"{name}: {words}" for mode in ADDED for words in broken(mode, modes["plain"], modes[mode])
        ]
    OUT.mkdir(parents=True, exist_ok=True)
    (OUT / "latency.json").write_text(json.dumps(kept, indent=1) + "\n", encoding="utf-8")
    for words in faults:
        print(f"LIMIT BROKEN: {words}")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
