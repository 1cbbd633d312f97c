"""Wall time of counting movement in a 720p recording beside ``ffmpeg -f null`` of the same, in one run.

In turn, several rounds: FFmpeg's command line decoding the picture and throwing it away; mirra in one process with as
many decoding threads; mirra in two processes with the threads shared among them; and, for a limit without another build
of FFmpeg in it, the same decoding by PyAV with nothing counted. Then the peak memory for the recording and for one four
times as long, each in a process of its own. Prints a table, keeps ``benchmarks/out/motion.json``, and exits with 1
when a limit is missed::

    uv run --extra video --group test python -m benchmarks.motion
"""

from __future__ import annotations

import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from fractions import Fraction
from itertools import chain, repeat
from pathlib import Path
from typing import Any

import av
import numpy as np

from material.footage import recordings
from mirra.signals.motion import motion_energy
from mirra.signals.video.recording import Recording
from mirra.signals.video.regions import Rectangle

WIDTH, HEIGHT, RATE, SECONDS, TIMES, ROUNDS = 1280, 720, 30, 20, 9, 4
THREADS = os.cpu_count() or 1
ALONE, TWO, MEMORY = 1.15, 1.0, 1.1
REGIONS = {"left": Rectangle(0, 0, 640, 720), "right": Rectangle(640, 0, 640, 720)}
OUT = Path(__file__).resolve().parent / "out"
CHILD = """
import resource, sys
from pathlib import Path
from mirra.signals.motion import motion_energy
from mirra.signals.video.regions import Rectangle
regions = {"left": Rectangle(0, 0, 640, 720), "right": Rectangle(640, 0, 640, 720)}
motion_energy(Path(sys.argv[1]), regions, threads=int(sys.argv[2]))
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""


def source(folder: Path) -> tuple[Path, str]:
    """A 720p recording of 20 s and what is in it: two real people where they are at hand, else a picture of our own.

    It is coded like a camera's: H.264, a key frame every 2 s, about 6 Mbit/s.
    """
    real = recordings("dyads/two_people_walking_jumping.mp4")
    target = folder / "part.mp4"
    with av.open(str(target), "w") as out:
        options = {"preset": "fast", "b": "6M", "g": "60"}
        stream: Any = out.add_stream("libx264", rate=RATE, options=options)
        stream.width, stream.height, stream.pix_fmt, stream.bit_rate = WIDTH, HEIGHT, "yuv420p", 6_000_000
        frames = chain.from_iterable(_filmed(real) if real else _drawn() for _ in repeat(None))
        for number, frame in zip(range(RATE * SECONDS), frames, strict=False):
            frame.pts, frame.time_base, frame.pict_type = number, Fraction(1, RATE), 0
            out.mux(stream.encode(frame))
        out.mux(stream.encode(None))
    return target, real.name if real else "own picture"


def repeated(part: Path, target: Path, times: int) -> Path:
    """The same pictures over and over, not coded anew."""
    with av.open(str(target), "w") as out:
        track: Any = None
        length = 0
        for number in range(times):
            with av.open(str(part)) as container:
                video = container.streams.video[0]
                track = track or out.add_stream_from_template(video)
                assert video.duration is not None
                length = video.duration
                for packet in container.demux(video):
                    if packet.dts is None or packet.pts is None:
                        continue
                    packet.pts, packet.dts = packet.pts + number * length, packet.dts + number * length
                    packet.stream = track
                    out.mux(packet)
    return target


def _filmed(path: Path) -> Any:  # noqa: ANN401 - a generator of frames
    with av.open(str(path)) as container:
        for frame in container.decode(video=0):
            yield frame.reformat(width=WIDTH, height=HEIGHT, format="yuv420p")


def _drawn() -> Any:  # noqa: ANN401 - a generator of frames
    y, x = np.mgrid[:HEIGHT, :WIDTH] / WIDTH
    grain = np.random.default_rng(1).integers(0, 12, (HEIGHT, WIDTH, 3))
    for number in range(RATE * SECONDS):
        blob = np.hypot(x - 0.7 - 0.1 * np.sin(number / 9), y - 0.3) < 0.12
        picture = (60 + 60 * np.sin(9 * x + 5 * y)[..., None] + grain + 90 * blob[..., None]).astype(np.uint8)
        yield av.VideoFrame.from_ndarray(picture, format="rgb24").reformat(format="yuv420p")


def outside(path: Path) -> None:
    """FFmpeg's command line, decoding the picture alone, with as many threads."""
    command = ["ffmpeg", "-v", "error", "-threads", f"{THREADS}", "-i", f"{path}", "-map", "0:v:0"]
    subprocess.run([*command, "-f", "null", "-"], check=True)


def decoded(path: Path) -> None:
    """The same reading and decoding as mirra's, with nothing counted."""
    with Recording(path, THREADS) as recording:
        for packet in recording.packets():
            if packet.stream is recording.video:
                for _ in recording.pictures(packet):
                    pass


def measure(path: Path) -> dict[str, list[float]]:
    """Seconds of every way in every round; the first round warms up and is not kept."""
    ways: dict[str, Callable[[], object]] = {
        "decoding alone": lambda: decoded(path),
        "one process": lambda: motion_energy(path, REGIONS, threads=THREADS),
        "two processes": lambda: motion_energy(path, REGIONS, jobs=2, threads=max(1, THREADS // 2)),
    }
    if shutil.which("ffmpeg"):
        ways["ffmpeg -f null"] = lambda: outside(path)
    found: dict[str, list[float]] = {name: [] for name in ways}
    for number in range(ROUNDS + 1):
        for name in sorted(ways, reverse=bool(number % 2)):
            began = time.perf_counter()
            ways[name]()
            if number:
                found[name].append(time.perf_counter() - began)
        print(f"round {number} of {ROUNDS}", file=sys.stderr, flush=True)
    return found


def peak(path: Path) -> int:
    """Peak resident memory in KiB of a fresh process that counts ``path``."""
    run = [sys.executable, "-c", CHILD, str(path), str(THREADS)]
    return int(subprocess.run(run, check=True, capture_output=True, text=True).stdout)


def main() -> int:
    """Print and keep the figures; 1 when a limit is missed."""
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        part, what = source(folder)
        path = repeated(part, folder / "film.mp4", TIMES)
        found = measure(path)
        memory = [peak(repeated(part, folder / f"{times}.mp4", times)) for times in (TIMES, 4 * TIMES)]
    frames = RATE * SECONDS * TIMES
    base = "ffmpeg -f null" if "ffmpeg -f null" in found else "decoding alone"
    ratios = {
        name: statistics.median(one / other for one, other in zip(seconds, found[base], strict=True))
        for name, seconds in found.items()
    }
    grown = memory[1] / memory[0]
    print(f"{WIDTH}x{HEIGHT} H.264, {frames} frames, {what}; {ROUNDS} rounds in turn, {THREADS} threads")
    print(f"{'':16}{'s':>8}{'frames/s':>10}{'ratio to ' + base:>26}")
    for name, seconds in found.items():
        middle = statistics.median(seconds)
        print(f"{name:16}{middle:8.2f}{frames / middle:10.0f}{ratios[name]:26.3f}")
    print(
        f"peak memory {memory[0] / 1024:.0f} MiB, four times as long {memory[1] / 1024:.0f} MiB: {grown:.3f}"
    )
    limits = {
        f"one process at most {ALONE}": ratios["one process"] <= ALONE,
        f"two processes below {TWO}": ratios["two processes"] < TWO,
        f"memory at most {MEMORY}": grown <= MEMORY,
    }
    for limit, held in limits.items():
        print(f"{limit}: {'holds' if held else 'LIMIT MISSED'}")
    OUT.mkdir(parents=True, exist_ok=True)
    kept = {"source": what, "frames": frames, "threads": THREADS, "seconds": found}
    kept |= {"base": base, "ratios": ratios, "peak_kib": memory}
    (OUT / "motion.json").write_text(json.dumps(kept, indent=1) + "\n", encoding="utf-8")
    return 0 if all(limits.values()) else 1


if __name__ == "__main__":
    sys.exit(main())
