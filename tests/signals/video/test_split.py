from __future__ import annotations

import threading
import time
from contextlib import suppress
from fractions import Fraction
from multiprocessing.context import SpawnProcess
from pathlib import Path
from typing import Any

import numpy as np
import psutil
import pytest

from material import videos
from mirra.errors import VideoError
from mirra.signals.motion import motion_energy
from mirra.signals.video.counting import Task, count_part, look_at
from mirra.signals.video.regions import Mask, Rectangle
from mirra.signals.video.split import count_in_parts
from tests.signals.films import film, flickering

REGIONS = {"left": Rectangle(0, 0, 30, 48), "right": Rectangle(34, 4, 20, 20)}


def a_task(path: Path) -> Task:
    return Task(path, REGIONS, 10, look_at(path), 1)


KINDS: dict[str, tuple[str, dict[str, Any]]] = {
    "with sound": ("in.mp4", {"options": {"g": "12", "bf": "2"}, "sound": "aac"}),
    "open groups": ("in.mkv", {"options": {"g": "12", "bf": "3", "x264-params": "open-gop=1"}}),
    "stream": ("in.ts", {"options": {"g": "10", "bf": "2"}}),
    "vp9": (
        "in.webm",
        {"codec": "libvpx-vp9", "options": {"g": "10", "deadline": "realtime", "cpu-used": "8"}},
    ),
    "hevc": (
        "in.mp4",
        {"codec": "libx265", "options": {"x265-params": "keyint=12:open-gop=1:log-level=none"}},
    ),
    "late start": ("in.mkv", {"options": {"g": "12"}, "times": range(40, 140)}),
    "uneven": ("in.mp4", {"options": {"g": "12"}, "times": [k * k for k in range(100)]}),
}


@pytest.mark.parametrize("kind", KINDS)
def test_parts_cut_at_key_frames_join_to_the_very_same_counts(tmp_path: Path, kind: str) -> None:
    name, options = KINDS[kind]
    given_: dict[str, Any] = {"times": range(100), **options}
    task = a_task(videos.make(tmp_path / name, **given_))
    shares: list[float] = []
    whole, joined = count_part(task), count_in_parts(task, 2, shares.append)
    assert whole.pixels.any()
    assert joined is not None, "it could not be cut"
    assert shares
    assert shares == sorted(shares)
    for field in ("first", "ticks", "pixels", "key", "same", "ends"):
        assert np.array_equal(getattr(joined, field), getattr(whole, field)), field


def test_two_processes_give_the_very_same_result_as_one(tmp_path: Path) -> None:
    changes = [[7 * k % 40, k % 9] for k in range(1, 120)]
    boxes = [(0, 0, 30, 48), (34, 4, 20, 20)]
    shown = flickering(changes, boxes, (48, 64))
    shown[33] = shown[32]
    path = film(
        tmp_path / "in.mp4", shown, options={"qp": "0", "g": "10", "bf": "2"}, time_base=Fraction(1, 25)
    )
    shares: list[float] = []
    one = motion_energy(path, REGIONS, threads=2)
    two = motion_energy(path, REGIONS, jobs=2, progress=shares.append)
    assert two.parameters["processes"] == 2, "it was counted by one after all"
    assert one.counted.tobytes() == two.counted.tobytes()
    assert one.signal.values.tobytes() == two.signal.values.tobytes()
    assert one.signal.clock.tobytes() == two.signal.clock.tobytes()
    for field in ("key_frame", "duplicate", "interpolated"):
        assert getattr(one, field).tobytes() == getattr(two, field).tobytes(), field
    assert one.duplicate.any()
    assert shares[-1] == 1.0
    assert shares == sorted(shares)
    assert 0.5 < shares[-2] <= 1.0, "how far the processes are was not told"


def test_a_recording_with_one_key_frame_is_counted_by_one_process(tmp_path: Path) -> None:
    path = videos.make(tmp_path / "in.mp4", options={"g": "600"})
    motion = motion_energy(path, REGIONS, jobs=2)
    assert motion.parameters["processes"] == 1
    assert motion.counted.tolist() == motion_energy(path, REGIONS).counted.tolist()


def test_pictures_without_times_of_their_own_are_counted_by_one_process(tmp_path: Path) -> None:
    path = videos.make(tmp_path / "in.avi", codec="mpeg4", options={"g": "8", "bf": "2"}, times=range(60))
    motion = motion_energy(path, REGIONS, jobs=2)
    assert len(motion.signal) >= 50
    assert motion.counted.tolist() == motion_energy(path, REGIONS).counted.tolist()


def test_damage_in_the_middle_is_told_the_same_by_one_process_and_by_two(tmp_path: Path) -> None:
    path = videos.make(tmp_path / "in.mp4", options={"g": "10"}, times=range(100))
    data = bytearray(path.read_bytes())
    middle = len(data) // 2
    data[middle : middle + 200] = bytes(200)
    path.write_bytes(data)
    said = []
    for jobs in (1, 2):
        with pytest.raises(VideoError, match=r"at \d\.\d s of 5\.0 s") as caught:
            motion_energy(path, REGIONS, jobs=jobs, threads=1)
        said.append(str(caught.value))
    assert said[0] == said[1]


def test_a_process_that_is_killed_is_said_and_nothing_is_made_up(tmp_path: Path) -> None:
    path = videos.make(tmp_path / "in.mp4", options={"g": "10"}, times=range(400), size=(320, 240))
    done = threading.Event()

    def kill() -> None:
        """End the first process that begins to count, as the system does when memory runs out."""
        while not done.wait(0.02):
            for child in psutil.Process().children():
                with suppress(psutil.Error):
                    if "spawn_main" in " ".join(child.cmdline()):
                        child.kill()
                        return

    killer = threading.Thread(target=kill)
    killer.start()
    try:
        with pytest.raises(VideoError, match=r"ended before its part was done.*Use one process"):
            motion_energy(path, {"all": Rectangle(0, 0, 320, 240)}, jobs=2)
    finally:
        done.set()
        killer.join()


@pytest.mark.timeout(60)
def test_a_process_killed_while_another_is_being_started_leaves_none_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = videos.make(tmp_path / "in.mp4", options={"g": "10"}, times=range(60))
    start, started = SpawnProcess.start, list[SpawnProcess]()

    def killing(process: SpawnProcess) -> None:
        """Start a process after the one before was killed, and the pool has had time to give up."""
        for before in started:
            before.kill()
            time.sleep(0.5)
        start(process)
        started.append(process)

    monkeypatch.setattr(SpawnProcess, "start", killing)
    with pytest.raises(VideoError, match="ended before its part was done"):
        motion_energy(path, REGIONS, jobs=2)
    assert len(started) == 2
    assert not [process for process in started if process.is_alive()]


def test_masks_reach_the_other_processes(tmp_path: Path) -> None:
    path = videos.make(tmp_path / "in.mp4", options={"g": "10"}, times=range(60))
    mask = {"ragged": Mask(np.indices((48, 64)).sum(axis=0) % 3 == 0)}
    one, two = (motion_energy(path, mask, jobs=jobs) for jobs in (1, 2))
    assert one.counted.tolist() == two.counted.tolist()
    assert one.counted.any()
