"""CPU cost of reflecting a 720p recording beside a plain transcode of it, in one run.

In turn, several rounds: reflection; the same reading and writing with the same settings but untouched pictures; and,
where ``ffmpeg`` is found, its command line with the same codec and settings. Prints a table, keeps
``benchmarks/out/reflect.json``, and exits with 1 when reflecting costs more than 1.1 times the plain transcode::

    uv run --extra video --group test python -m benchmarks.reflect

One side's reflection doubles the busy half of the picture and the other's the quiet half, which the encoder feels far
more than the reflection itself; so both sides are reflected, and each is held against the limit.
CPU time is user and system time of all threads, so that other work on the machine matters less than it does to a clock.
"""

from __future__ import annotations

import json
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np

from mirra.mirror.reflect import reflect
from mirra.mirror.rewriting import OPTIONS
from mirra.signals.video.recording import Recording
from tests.footage import recordings

ROUNDS, FRAMES, WIDTH, HEIGHT, LIMIT, THREADS = 4, 150, 1280, 720, 1.1, 2
OUT = Path(__file__).resolve().parent / "out"


def source(folder: Path) -> tuple[Path, str]:
    """A 720p recording of 5 s and what is in it: the real hand on a table where it is, else a picture of our own."""
    real = recordings("hands/table_one_right_hand.mp4")
    target = folder / "source.mp4"
    with av.open(str(target), "w") as out:
        stream: Any = out.add_stream("libx264", rate=30, options={"crf": "18", "preset": "fast"})
        stream.width, stream.height, stream.pix_fmt = WIDTH, HEIGHT, "yuv420p"
        for number, frame in enumerate(_filmed(real) if real else _drawn()):
            frame.pts, frame.time_base = number, Fraction(1, 30)
            out.mux(stream.encode(frame))
        out.mux(stream.encode(None))
    return target, real.name if real else "own picture"


def _filmed(path: Path) -> Any:  # noqa: ANN401 - a generator of frames
    with av.open(str(path)) as container:
        for number, frame in enumerate(container.decode(video=0)):
            if number >= FRAMES:
                break
            high = round(frame.height * WIDTH / frame.width / 2) * 2
            planes = frame.reformat(width=WIDTH, height=high, format="yuv420p").to_ndarray()
            top = (high - HEIGHT) // 4 * 2
            chroma = planes[high:].reshape(2, high // 2, WIDTH // 2)[:, top // 2 : (top + HEIGHT) // 2]
            cut = np.vstack([planes[top : top + HEIGHT], chroma.reshape(-1, WIDTH)])
            yield av.VideoFrame.from_ndarray(np.ascontiguousarray(cut), format="yuv420p")


def _drawn() -> Any:  # noqa: ANN401 - a generator of frames
    y, x = np.mgrid[:HEIGHT, :WIDTH] / WIDTH
    grain = np.random.default_rng(1).integers(0, 12, (HEIGHT, WIDTH, 3))
    for number in range(FRAMES):
        blob = np.hypot(x - 0.7 - 0.1 * np.sin(number / 9), y - 0.3) < 0.12
        picture = (60 + 60 * np.sin(9 * x + 5 * y)[..., None] + grain + 90 * blob[..., None]).astype(np.uint8)
        yield av.VideoFrame.from_ndarray(picture, format="rgb24").reformat(format="yuv420p")


def plain(path: Path, target: Path) -> None:
    """Read and write as ``reflect`` does, the pictures untouched."""
    with (
        Recording(path, THREADS) as recording,
        av.open(str(target), "w", options={"movflags": "+faststart"}) as out,
    ):
        stream: Any = out.add_stream("libx264", rate=recording.video.average_rate, options=OPTIONS["libx264"])
        stream.width, stream.height, stream.pix_fmt = WIDTH, HEIGHT, "yuv420p"
        stream.codec_context.time_base = stream.time_base = recording.video.time_base
        stream.codec_context.thread_count = THREADS
        for packet in recording.packets():
            for frame in recording.pictures(packet):
                frame.pict_type = 0
                out.mux(stream.encode(frame))
        out.mux(stream.encode(None))


def outside(path: Path, target: Path) -> None:
    """The same by FFmpeg's command line."""
    words = [word for name, value in OPTIONS["libx264"].items() for word in (f"-{name}", value)]
    run = [
        "ffmpeg",
        "-v",
        "error",
        "-y",
        "-threads",
        f"{THREADS}",
        "-i",
        f"{path}",
        "-c:v",
        "libx264",
        *words,
    ]
    subprocess.run([*run, "-threads", f"{THREADS}", "-movflags", "+faststart", f"{target}"], check=True)


def spent(work: Callable[[], object]) -> float:
    """CPU seconds, user and system, of this process and its children while ``work`` is done."""

    def clock() -> float:
        used = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
        return sum(one.ru_utime + one.ru_stime for one in used)

    began = clock()
    work()
    return clock() - began


def measure(path: Path, folder: Path) -> dict[str, list[float]]:
    """CPU seconds of every way in every round; the first round warms up and is not kept."""
    target = folder / "out.mp4"
    ways: dict[str, Callable[[], object]] = {
        "plain": lambda: plain(path, target),
        "right": lambda: reflect(path, target, intact="right", threads=THREADS),
        "left": lambda: reflect(path, target, intact="left", threads=THREADS),
    }
    if shutil.which("ffmpeg"):
        ways["ffmpeg"] = lambda: outside(path, target)
    found: dict[str, list[float]] = {name: [] for name in ways}
    for number in range(ROUNDS + 1):
        for name in sorted(ways, reverse=bool(number % 2)):
            seconds = spent(ways[name])
            if number:
                found[name].append(seconds)
        print(f"round {number} of {ROUNDS}", file=sys.stderr, flush=True)
    return found


def main() -> int:
    """Print and keep the figures; 1 when the limit is broken."""
    with tempfile.TemporaryDirectory() as temporary:
        path, what = source(Path(temporary))
        found = measure(path, Path(temporary))
    ratios = {
        name: statistics.median(one / base for one, base in zip(seconds, found["plain"], strict=True))
        for name, seconds in found.items()
    }
    worst = max(ratios["right"], ratios["left"])
    print(f"{WIDTH}x{HEIGHT}, {FRAMES} frames, {what}; {ROUNDS} rounds in turn, {THREADS} threads")
    print(f"{'':10}{'CPU ms/frame':>14}{'ratio to plain':>16}")
    for name, seconds in found.items():
        print(f"{name:10}{1000 * statistics.median(seconds) / FRAMES:14.1f}{ratios[name]:16.3f}")
    verdict = "holds" if worst <= LIMIT else "LIMIT BROKEN"
    print(f"reflecting, the dearer side: {worst:.3f} times the plain transcode (limit {LIMIT}: {verdict})")
    OUT.mkdir(parents=True, exist_ok=True)
    kept = {
        "source": what,
        "frames": FRAMES,
        "cpu_seconds": found,
        "ratio_to_plain": ratios,
        "dearer_side": worst,
    }
    (OUT / "reflect.json").write_text(json.dumps(kept, indent=1) + "\n", encoding="utf-8")
    return 0 if worst <= LIMIT else 1


if __name__ == "__main__":
    sys.exit(main())
