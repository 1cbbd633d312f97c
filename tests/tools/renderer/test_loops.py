"""The loops as they are kept: each exercise has one, it is whole, and it shows what it is to show."""

from __future__ import annotations

from functools import cache
from itertools import pairwise
from pathlib import Path

import av
import numpy as np
import pytest

from material.footage import recordings
from mirra.catalogue.load import load
from mirra.signals.hands import track
from tools.demonstrations import files, seconds, sha256
from tools.renderer.loops import HALF, HEIGHT, RATE, WIDTH, Studio, count
from tools.renderer.posing import pose_at

CATALOGUE = load()
NAMES = sorted(CATALOGUE.motions)
HANDS = [name for name in NAMES if CATALOGUE.motions[name].part == "arm"]
LIMIT = 6_000_000  # bytes of all films and stills: a device fetches them once, perhaps over a slow line


@cache
def pictures(name: str) -> np.ndarray:
    with av.open(str(files(name)[0])) as container:
        stream = container.streams.video[0]
        assert (stream.width, stream.height, stream.codec_context.name) == (WIDTH, HEIGHT, "vp9")
        assert stream.average_rate is not None
        assert float(stream.average_rate) == RATE
        assert not container.streams.audio
        return np.array([frame.to_ndarray(format="rgb24") for frame in container.decode(video=0)])


def skin(seen: np.ndarray) -> np.ndarray:
    """Where the colour is that of skin: neither table nor floor is so red."""
    redder: np.ndarray = seen[..., 0].astype(int) - seen[..., 2] > 45
    return redder


def test_every_exercise_and_every_limb_at_rest_has_a_loop() -> None:
    rests = {f"rest_{limb}" for limb in ("hand", "arm", "foot", "leg")}
    assert set(CATALOGUE.exercises) | rests == set(NAMES) == set(CATALOGUE.loops)


@pytest.mark.parametrize("name", NAMES)
def test_a_loop_is_that_of_its_motion_as_it_is_now(name: str) -> None:
    motion, loop = CATALOGUE.motions[name], CATALOGUE.loops[name]
    todo = "draw it anew: python -m tools.demonstrations --mesh FOLDER"
    assert loop.motion == motion.digest, f"the motion was changed since its loop was drawn; {todo}"
    assert loop.seconds == seconds(motion), f"the tempo was changed since its loop was drawn; {todo}"
    film, still = files(name)
    assert (sha256(film), sha256(still)) == (loop.film, loop.still), f"the files are others; {todo}"


def test_a_loop_is_not_shown_once_its_motion_has_changed() -> None:
    assert CATALOGUE.loop("fist") == CATALOGUE.loops["fist"]
    fist = CATALOGUE.motions["fist"]
    changed = fist.model_copy(update={"still": 0.25})
    changed = type(fist).model_validate({**fist.model_dump(exclude_unset=True), "still": 0.25})
    assert changed.digest != fist.digest
    from dataclasses import replace

    assert replace(CATALOGUE, motions={**CATALOGUE.motions, "fist": changed}).loop("fist") is None


def test_all_loops_together_are_small() -> None:
    kept = [path for name in NAMES for path in files(name)]
    assert set(kept) == set(files("fist")[0].parent.iterdir()), "there are files that belong to no motion"
    assert sum(path.stat().st_size for path in kept) < LIMIT


@pytest.mark.parametrize("name", NAMES)
def test_a_loop_moves_smoothly_and_goes_round(name: str) -> None:
    seen = pictures(name)
    assert len(seen) == count(CATALOGUE.loops[name].seconds)
    grey = [picture[:, HALF:].astype(int).mean(axis=2) for picture in seen]
    steps = [np.abs(a - b).mean() for a, b in pairwise(grey)]
    assert np.abs(grey[-1] - grey[0]).mean() < 2 * max(steps), "the loop jumps where it begins again"
    assert max(steps) < 6, "the limb jumps"
    most = max(np.abs(grey[0] - one).max() for one in grey)
    assert most > (10 if name.startswith("rest_") else 60), "nothing moves"


@pytest.mark.parametrize("name", NAMES)
def test_the_limb_stays_in_the_right_half_and_the_left_half_is_calm(name: str) -> None:
    seen = pictures(name)[::4]
    there = skin(seen)
    assert not there[:, :, : HALF + 4].any(), "the limb comes near the midline"
    share = there[:, :, HALF:].mean(axis=(1, 2))
    assert share.min() > 0.05, f"the limb is small: {share.min():.3f} of its half"
    left = seen[:, :, : HALF - 8].astype(int)
    assert left.std(axis=(1, 2)).max() < 12, "the empty half is not calm"
    assert left.std(axis=0).mean() < 2, "the empty half is not still"


@pytest.mark.parametrize("name", NAMES)
def test_the_still_is_a_moment_of_the_loop(name: str) -> None:
    with av.open(str(files(name)[1])) as container:
        (frame,) = container.decode(video=0)
        still = frame.to_ndarray(format="rgb24").astype(int)
    assert still.shape == (HEIGHT, HALF, 3)
    near = [np.abs(still - picture[:, HALF:]).mean() for picture in pictures(name)]
    assert min(near) < 6


@pytest.mark.parametrize("name", HANDS)
def test_our_own_tracker_sees_a_right_hand(name: str) -> None:
    found = track(files(name)[0])
    rights = [hand for hand in found.hands if hand.side == "right"]
    assert rights, f"no right hand among {[hand.name for hand in found.hands]}"
    best = max(rights, key=lambda hand: hand.seen)
    assert best.seen > 0.5, f"seen in {best.seen:.0%} of the pictures"
    assert best.agreement > 0.7, f"{best.agreement:.0%} of the pictures alone say right"


def test_a_picture_drawn_now_is_the_one_that_is_kept(tmp_path: Path) -> None:
    mesh = recordings("limbs/base.obj")
    if mesh is None:
        pytest.skip("no mesh: set MIRRA_RECORDINGS to the folder that holds limbs/base.obj and its rig")
    from tools.renderer.body import load as load_body

    studio = Studio(load_body(mesh.parent))
    for name in ("fist", "knee_lift", "cloth_stroke", "sole_roll"):
        motion = CATALOGUE.motions[name]
        kept = pictures(name)
        drawn = studio.picture(motion, pose_at(motion, 20 / len(kept))).astype(int)
        assert np.abs(drawn - kept[20]).mean() < 3, f"{name} is drawn otherwise than when its loop was made"
