"""CPU cost of reflecting a 720p recording, compared with encoding the same reflected pictures made beforehand.

Each of several rounds measures, for each side: ``reflect``; and the same reading, decoding and encoding, where the
pictures given to the encoder are the reflected ones, made before the clock started. Their ratio is what reflecting
itself costs. Prints a table, writes ``benchmarks/out/reflect.json``, and exits with 1 when the ratio of either side is
above 1.03::

    uv run --extra video --group test python -m benchmarks.reflect

Second figures, without a limit: a plain transcode of the recording with untouched pictures, and, where ``ffmpeg`` is
installed, its command line with the same codec and settings. Reflecting one side doubles the busy half of the picture
and reflecting the other side doubles the quiet half, and the encoder's cost depends on that far more than on the
reflection. CPU time is user and system time of all threads, so that other work on the machine matters less than it
does to a clock.
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
from functools import partial
from pathlib import Path
from typing import Any

import av
import numpy as np

from material.footage import recordings
from mirra.anatomy import Side
from mirra.mirror.drawing import Mirror
from mirra.mirror.reflect import reflect
from mirra.mirror.rewriting import OPTIONS
from mirra.signals.video.recording import Recording

ROUNDS, FRAMES, WIDTH, HEIGHT, THREADS = 4, 150, 1280, 720, 2
LIMIT = 1.03  # CPU of reflecting, divided by that of encoding reflected pictures made beforehand
SIDES: tuple[Side, Side] = ("right", "left")
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


def reflected(path: Path, intact: Side) -> list[av.VideoFrame]:
    """All pictures of the recording, reflected and held in memory: 1.4 MB each."""
    mirror: Mirror | None = None
    pictures = []
    with Recording(path, THREADS) as recording:
        for packet in recording.packets():
            for frame in recording.pictures(packet):
                mirror = mirror or Mirror(frame, intact, 0.5, str(path))
                pictures.append(mirror.draw(frame))
    return pictures


def transcode(path: Path, target: Path, pictures: list[av.VideoFrame] | None = None) -> None:
    """Read and write as ``reflect`` does; ``pictures``, where passed, are encoded in place of the decoded ones."""
    number = 0
    with (
        Recording(path, THREADS) as recording,
        av.open(str(target), "w", options={"movflags": "+faststart"}) as out,
    ):
        stream: Any = out.add_stream("libx264", rate=recording.video.average_rate, options=OPTIONS["libx264"])
        stream.width, stream.height, stream.pix_fmt = WIDTH, HEIGHT, "yuv420p"
        stream.codec_context.time_base = stream.time_base = recording.video.time_base
        stream.codec_context.thread_count = THREADS
        for packet in recording.packets():
            for decoded in recording.pictures(packet):
                frame = decoded if pictures is None else pictures[number]
                frame.time_base, frame.pts, frame.pict_type = decoded.time_base, decoded.pts, 0
                out.mux(stream.encode(frame))
                number += 1
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
        return sum(usage.ru_utime + usage.ru_stime for usage in used)

    began = clock()
    work()
    return clock() - began


def measure(path: Path, folder: Path) -> dict[str, list[float]]:
    """CPU seconds of every way in every round; the first round warms up and does not count."""
    target = folder / "out.mp4"
    ways: dict[str, Callable[[], object]] = {"plain": lambda: transcode(path, target)}
    for side in SIDES:
        pictures = reflected(path, side)
        ways[f"{side}, made beforehand"] = partial(transcode, path, target, pictures)
        ways[f"{side}, reflected"] = partial(reflect, path, target, intact=side, threads=THREADS)
    if shutil.which("ffmpeg"):
        ways["ffmpeg"] = lambda: outside(path, target)
    seconds: dict[str, list[float]] = {name: [] for name in ways}
    for number in range(ROUNDS + 1):
        for name in sorted(ways, reverse=bool(number % 2)):
            used = spent(ways[name])
            if number:
                seconds[name].append(used)
        print(f"round {number} of {ROUNDS}", file=sys.stderr, flush=True)
    return seconds


def ratio(seconds: dict[str, list[float]], way: str, base: str) -> float:
    """The median over rounds of one way's CPU time divided by another's in the same round."""
    return statistics.median(a / b for a, b in zip(seconds[way], seconds[base], strict=True))


def main() -> int:
    """Print and write the figures; 1 when the limit is missed."""
    with tempfile.TemporaryDirectory() as temporary:
        path, what = source(Path(temporary))
        seconds = measure(path, Path(temporary))
    to_plain = {name: ratio(seconds, name, "plain") for name in seconds}
    costs = {side: ratio(seconds, f"{side}, reflected", f"{side}, made beforehand") for side in SIDES}
    print(f"{WIDTH}x{HEIGHT}, {FRAMES} frames, {what}; {ROUNDS} rounds in turn, {THREADS} threads")
    print(f"{'':24}{'CPU ms/frame':>14}{'ratio to plain':>16}")
    for name, rounds in seconds.items():
        print(f"{name:24}{1000 * statistics.median(rounds) / FRAMES:14.1f}{to_plain[name]:16.3f}")
    for side, cost in costs.items():
        verdict = "holds" if cost <= LIMIT else "LIMIT MISSED"
        print(f"{side}: reflecting / encoding pictures made beforehand {cost:.3f} (limit {LIMIT}: {verdict})")
    OUT.mkdir(parents=True, exist_ok=True)
    figures = {
        "source": what,
        "frames": FRAMES,
        "cpu_seconds": seconds,
        "ratio_to_made_beforehand": costs,
        "ratio_to_plain": to_plain,
    }
    (OUT / "reflect.json").write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")
    return 0 if max(costs.values()) <= LIMIT else 1


if __name__ == "__main__":
    sys.exit(main())
