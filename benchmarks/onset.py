"""When a picture of left/right judgement is on the screen, beside a bare page that paints at a repaint, in one run.

Both pages say when they painted: the time stamp of the animation frame. The session logs no such moment, but how long
an answer took: answers are injected with a known time, which gives it. The browser's own screencast says from outside
when the frame with the picture was put out. The error is the second moment less the first; the bare page is the limit.
Prints a table, keeps ``benchmarks/out/onset.json``, and exits with 1 when the median error is larger by more than
0.5 ms. The client must be built::

    uv run --all-extras --group test python -m benchmarks.onset
"""

from __future__ import annotations

import base64
import json
import statistics
import sys
import tempfile
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from playwright.sync_api import Browser, CDPSession, Page, sync_playwright

from material.chromium import find
from material.clinic_site import new_page, serving, until
from material.judgement_session import begun, judging
from mirra.practice.steps.judgement import PictureJudged
from tools.web import ROOT

TRIALS = 48
APART = 1700  # ms from an answer until the next picture is certainly there
OVER = 0.5  # ms over the bare page in the median, at most
OUT = ROOT / "benchmarks" / "out"
GROUNDS = np.array([[250, 250, 250], [18, 20, 24]])
BARE = """<!doctype html><canvas width="480" height="480" style="display:block;margin:200px auto"></canvas><script>
  const on = document.querySelector("canvas").getContext("2d", { alpha: false });
  window.onsets = [];
  window.blank = () => { on.fillStyle = "rgb(250 250 250)"; on.fillRect(0, 0, 480, 480); };
  window.paint = () => requestAnimationFrame((now) => {
    on.fillStyle = "rgb(170 110 80)";
    on.fillRect(60, 60, 360, 360);
    onsets.push((performance.timeOrigin + now) / 1000);
  });
  blank();
</script>"""


@dataclass(frozen=True)
class Figures:
    """From the frame's time stamp to its being put out, in ms."""

    p50: float
    p95: float
    number: int


class Screen:
    """What a page's screencast showed: when each frame was put out (s since 1970), and whether a picture was on it."""

    def __init__(self, page: Page) -> None:
        box = page.locator("canvas[width='480']").bounding_box()
        assert box is not None
        self.area = (
            slice(int(box["y"]), int(box["y"] + box["height"])),
            slice(int(box["x"]), int(box["x"] + box["width"])),
        )
        self.frames: list[tuple[float, bool]] = []
        self.session: CDPSession = page.context.new_cdp_session(page)
        self.session.on("Page.screencastFrame", self._frame)
        self.session.send("Page.startScreencast", {"format": "jpeg", "quality": 80, "everyNthFrame": 1})

    def _frame(self, frame: dict[str, Any]) -> None:
        raw = np.frombuffer(base64.b64decode(frame["data"]), np.uint8)
        picture = cv2.imdecode(raw, cv2.IMREAD_COLOR)
        assert picture is not None, "a frame of the screencast cannot be read"
        seen = picture[:, :, ::-1][self.area].astype(int)
        far = np.abs(seen[:, :, None] - GROUNDS).max(axis=-1).min(axis=-1) > 40
        self.frames.append((frame["metadata"]["timestamp"], bool(far.mean() > 0.02)))
        self.session.send("Page.screencastFrameAck", {"sessionId": frame["sessionId"]})

    def end(self) -> None:
        """Take no more frames: one that comes while the page is closed could not be acknowledged."""
        self.session.remove_listener("Page.screencastFrame", self._frame)
        self.session.send("Page.stopScreencast")

    def errors(self, onsets: list[float]) -> list[float]:
        """For each onset (s since 1970) by how many ms later the first frame with a picture was put out."""
        rises = [
            now
            for (_, was), (now, shown) in zip(self.frames, self.frames[1:], strict=False)
            if shown and not was
        ]
        found = []
        for onset in onsets:
            near = [now for now in rises if -0.1 < now - onset < 0.5]
            if near:
                found.append(1000 * (near[0] - onset))
        return found


def bare(browser: Browser) -> list[float]:
    """The limit: a page that does nothing but paint at a repaint."""
    _context, page = new_page(browser)
    page.set_content(BARE)
    screen = Screen(page)
    for _ in range(TRIALS):
        page.wait_for_timeout(300)
        page.evaluate("() => window.paint()")
        page.wait_for_timeout(300)
        page.evaluate("() => window.blank()")
    page.wait_for_timeout(300)
    screen.end()
    onsets = page.evaluate("() => window.onsets")
    page.context.close()
    return screen.errors(onsets)


def session(browser: Browser, folder: Path) -> list[float]:
    """The session's page, with a block of left/right judgement."""
    with serving(folder) as site:
        person, plan = judging(site, TRIALS)
        page, walker = begun(site, lambda _film: browser, person)
        page.get_by_role("button", name="Start now").click()
        page.wait_for_selector("canvas[width='480']")
        screen = Screen(page)
        answered = []
        for _ in range(TRIALS):
            page.wait_for_timeout(APART)
            answered.append(time.time())
            key = {"key": "ArrowLeft", "code": "ArrowLeft", "windowsVirtualKeyCode": 37}
            screen.session.send(
                "Input.dispatchKeyEvent", {"type": "keyDown", "timestamp": answered[-1], **key}
            )
            screen.session.send("Input.dispatchKeyEvent", {"type": "keyUp", **key})
        walker.go()
        page.get_by_role("link", name="Back to my page").click()
        until(lambda: any(one.kind == "closed" for one in site.log()), "the log to reach the clinic")
        judged = [one for one in site.log() if isinstance(one, PictureJudged)]
        assert len(judged) == len(answered) == len(plan.steps[1].trials)  # type: ignore[attr-defined]
        screen.end()
        page.context.close()
        return screen.errors([at - one.ms / 1000 for at, one in zip(answered, judged, strict=True)])


def figures(errors: list[float]) -> Figures:
    """Sum up one page."""
    return Figures(statistics.median(errors), float(np.percentile(errors, 95)), len(errors))


def main() -> int:
    """Measure both pages, the bare one before and after; 1 where the limit is broken."""
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as folder:
        browser = playwright.chromium.launch(executable_path=find(), args=["--no-sandbox"])
        before = bare(browser)
        measured = session(browser, Path(folder))
        pages = {"bare": figures(before + bare(browser)), "session": figures(measured)}
        browser.close()
    print(f"{'':9}{'p50 ms':>8}{'p95 ms':>8}{'pictures':>10}")
    for name, one in pages.items():
        print(f"{name:9}{one.p50:8.2f}{one.p95:8.2f}{one.number:10d}")
    OUT.mkdir(parents=True, exist_ok=True)
    (OUT / "onset.json").write_text(json.dumps({name: asdict(one) for name, one in pages.items()}, indent=2))
    added = pages["session"].p50 - pages["bare"].p50
    print(f"added median {added:+.2f} ms; the limit is {OVER}")
    return int(added > OVER)


if __name__ == "__main__":
    sys.exit(main())
