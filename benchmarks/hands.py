"""CPU cost of tracking hands beside the bare runs of its two models, and memory of a film four times as long.

In turn, several rounds: tracking a film; tracking it with another hand looked for in every picture; running the two
models as often as the first did, on pictures already cut, with nothing else; decoding the film alone. Prints a table,
keeps ``benchmarks/out/hands.json``, and exits with 1 where tracking costs more than 1.12 times the bare runs plus the
decoding, or a film of one hand more than 0.65 of looking in every picture; where landmarks of the two ways lie further
apart than 0.2 % of the palm's length; or where a film four times as long takes more than 1.1 times the memory::

    uv run --extra hands --group test python -m benchmarks.hands

The models on one thread are the physical limit: what is left to mirra is cutting the pictures and following the hands.
The film is real where recordings are at hand (a right hand over a table, both hands of a person); else nothing is
found in it, and the palm detector alone runs. CPU time is user and system time of all threads.
"""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable, Iterator
from fractions import Fraction
from itertools import cycle, islice
from pathlib import Path
from typing import Any

import av
import numpy as np

from material import videos
from material.footage import recordings
from mirra.arrays import Picture
from mirra.signals.hands import HandTracks, track
from mirra.signals.video import tracker
from mirra.signals.video.landmarks import palm_length

ROUNDS, FRAMES, LONGER = 3, 180, 4
COST, MEMORY = 1.12, 1.1
# Of looking in every picture, with one hand in view: CPU time, and how far landmarks lie apart in palm lengths.
SAVED, APART = 0.65, 0.002
FILMS = {"one hand": "hands/table_one_right_hand.mp4", "two hands": "hands/two_hands_2.gif"}
OUT = Path(__file__).resolve().parent / "out"


def film(name: str, target: Path, frames: int) -> Path:
    """``frames`` pictures of a recording at 30 a second, from its beginning again where it is short."""
    real = recordings(FILMS[name])
    with av.open(str(target), "w") as out:
        stream: Any = out.add_stream("libx264", rate=30, options={"crf": "20", "preset": "fast"})
        stream.pix_fmt = "yuv420p"
        for number, picture in enumerate(islice(_there_and_back(real), frames)):
            if not number:
                stream.height, stream.width = (size // 2 * 2 for size in picture.shape[:2])
            frame = av.VideoFrame.from_ndarray(
                picture[: stream.height, : stream.width].copy(), format="rgb24"
            )
            frame.pts, frame.time_base = number, Fraction(1, 30)
            out.mux(stream.encode(frame))
        out.mux(stream.encode(None))
    return target


def _there_and_back(real: Path | None) -> Iterator[Any]:
    """Pictures forwards and backwards, so that no hand jumps where the film begins again."""
    if real is None:
        return cycle([videos.picture(number, 640, 480) for number in range(60)])
    with av.open(str(real)) as container:
        pictures = [frame.to_ndarray(format="rgb24") for frame in islice(container.decode(video=0), 12, 72)]
    return cycle([*pictures, *pictures[-2:0:-1]])


def spent(work: Callable[[], object]) -> tuple[float, float]:
    """Seconds of CPU and of the clock that ``work`` takes."""
    used, began = time.process_time(), time.perf_counter()
    work()
    return time.process_time() - used, time.perf_counter() - began


def runs(path: Path) -> dict[str, int]:
    """How often each model runs while the film is tracked."""
    counted = {"palms": 0, "landmarks": 0}
    plain = tracker.Model.__call__

    def counting(model: tracker.Model, crop: Picture) -> list[tracker.Single]:
        counted["palms" if crop.shape[0] == 192 else "landmarks"] += 1
        return plain(model, crop)

    tracker.Model.__call__ = counting  # type: ignore[method-assign, assignment]
    try:
        track(path)
    finally:
        tracker.Model.__call__ = plain  # type: ignore[method-assign]
    return counted


def everywhere(path: Path) -> HandTracks:
    """Track the film with another hand looked for in every picture."""
    usual = tracker.PICTURES_FROM_LOOK_TO_LOOK
    tracker.PICTURES_FROM_LOOK_TO_LOOK = 1
    try:
        return track(path)
    finally:
        tracker.PICTURES_FROM_LOOK_TO_LOOK = usual


def apart(path: Path) -> float:
    """The largest distance of a landmark between both ways, in palm lengths; infinite where one sees another hand."""
    ours, theirs = track(path), everywhere(path)
    if [hand.name for hand in ours.hands] != [hand.name for hand in theirs.hands]:
        return float("inf")
    largest = 0.0
    for one, other in zip(ours.hands, theirs.hands, strict=True):
        if (np.isnan(one.presence) != np.isnan(other.presence)).any():
            return float("inf")
        distance = np.linalg.norm(one.points - other.points, axis=2) / palm_length(other.points)[:, None]
        largest = max(largest, float(np.nanmax(distance)))
    return largest


def bare(times: dict[str, int]) -> Callable[[], None]:
    """Both models run as often as that, one thread, on one picture each, with nothing beside."""
    from ai_edge_litert.interpreter import Interpreter

    made = []
    with zipfile.ZipFile(tracker.MODEL) as bundle:
        for name, part in (("palms", tracker.PALMS), ("landmarks", tracker.LANDMARKS)):
            model = Interpreter(model_content=bundle.read(part), num_threads=1)
            model.allocate_tensors()
            place = model.get_input_details()[0]
            model.set_tensor(place["index"], np.full(place["shape"], 0.5, np.float32))
            made.append((model, times[name]))

    def work() -> None:
        for model, count in made:
            for _ in range(count):
                model.invoke()

    return work


def decode(path: Path) -> None:
    """Decode the film to RGB and do nothing with it."""
    with av.open(str(path)) as container:
        for frame in container.decode(video=0):
            frame.to_ndarray(format="rgb24")


def peak(path: Path) -> float:
    """Most MB of memory that a fresh process takes to track the film (Linux: its own high-water mark).

    Not ``ru_maxrss``, which a new process inherits from the one that starts it.
    """
    code = (
        "import sys; from pathlib import Path; from mirra.signals.hands import track; track(sys.argv[1]);"
        "lines = Path('/proc/self/status').read_text().splitlines();"
        "print(next(line.split()[1] for line in lines if line.startswith('VmHWM')))"
    )
    done = subprocess.run([sys.executable, "-c", code, str(path)], check=True, capture_output=True, text=True)
    return int(done.stdout) / 1024


def measure(name: str, folder: Path) -> dict[str, Any]:
    """Everything about one film; the first round warms up and is not kept."""
    path = film(name, folder / "film.mp4", FRAMES)
    times = runs(path)
    ways: dict[str, Callable[[], object]] = {
        "tracking": lambda: track(path),
        "looking always": lambda: everywhere(path),
        "models alone": bare(times),
        "decoding alone": lambda: decode(path),
    }
    found: dict[str, list[tuple[float, float]]] = {way: [] for way in ways}
    for number in range(ROUNDS + 1):
        for way in sorted(ways, reverse=bool(number % 2)):
            seconds = spent(ways[way])
            if number:
                found[way].append(seconds)
        print(f"{name}: round {number} of {ROUNDS}", file=sys.stderr, flush=True)
    cpu = {way: [one[0] for one in rounds] for way, rounds in found.items()}
    whole = zip(cpu["tracking"], cpu["models alone"], cpu["decoding alone"], strict=True)
    saved = zip(cpu["tracking"], cpu["looking always"], strict=True)
    each = [(a / (b + c), a / b, b / a) for a, b, c in whole]
    long = film(name, folder / "long.mp4", LONGER * FRAMES)
    small, large = peak(path), peak(long)
    return {
        "real": recordings(FILMS[name]) is not None,
        "runs": times,
        "cpu_seconds": cpu,
        "frames_per_second": FRAMES / statistics.median(one[1] for one in found["tracking"]),
        "ratio": statistics.median(one[0] for one in each),
        "ratio_to_models": statistics.median(one[1] for one in each),
        "share_in_models": statistics.median(one[2] for one in each),
        "of_looking_always": statistics.median(a / b for a, b in saved),
        "palm_lengths_apart": apart(path),
        "peak_mb": [small, large],
        "memory_ratio": large / small,
    }


def main() -> int:
    """Print and keep the figures; 1 when a limit is broken."""
    results = {}
    for name in FILMS:
        with tempfile.TemporaryDirectory() as temporary:
            results[name] = measure(name, Path(temporary))
    print(f"{FRAMES} frames, {ROUNDS} rounds in turn, one thread")
    for name, found in results.items():
        what = "" if found["real"] else " (own picture, no hand in it)"
        print(
            f"{name}{what}: palm detector {found['runs']['palms']}, landmarks {found['runs']['landmarks']} runs"
        )
        for way, seconds in found["cpu_seconds"].items():
            print(f"  {way:16}{1000 * statistics.median(seconds) / FRAMES:8.1f} CPU ms/frame")
        print(
            f"  {found['frames_per_second']:.1f} frames/s; {found['share_in_models']:.0%} in the models; "
            f"{found['ratio_to_models']:.2f} times the models, {found['ratio']:.2f} times models and decoding"
        )
        print(
            f"  memory {found['peak_mb'][0]:.0f} MB, {LONGER} times as long {found['peak_mb'][1]:.0f} MB: "
            f"{found['memory_ratio']:.3f}"
        )
    for name, found in results.items():
        print(
            f"{name}: {found['of_looking_always']:.2f} of looking in every picture; "
            f"landmarks {found['palm_lengths_apart']:.1e} palm lengths apart"
        )
    saved = results["one hand"]["of_looking_always"]
    distance = max(found["palm_lengths_apart"] for found in results.values())
    cost = max(found["ratio"] for found in results.values())
    memory = max(found["memory_ratio"] for found in results.values())
    print(f"cost {cost:.2f} (limit {COST}: {'holds' if cost <= COST else 'LIMIT BROKEN'})")
    print(f"memory {memory:.3f} (limit {MEMORY}: {'holds' if memory <= MEMORY else 'LIMIT BROKEN'})")
    real = results["one hand"]["real"]  # without a hand the detector never rests
    saves = not real or saved <= SAVED
    print(f"one hand {saved:.2f} of looking always (limit {SAVED}: {'holds' if saves else 'LIMIT BROKEN'})")
    near = distance <= APART
    print(
        f"landmarks {distance:.1e} palm lengths apart (limit {APART}: {'holds' if near else 'LIMIT BROKEN'})"
    )
    OUT.mkdir(parents=True, exist_ok=True)
    (OUT / "hands.json").write_text(json.dumps(results, indent=1) + "\n", encoding="utf-8")
    return 0 if cost <= COST and memory <= MEMORY and saves and near else 1


if __name__ == "__main__":
    sys.exit(main())
