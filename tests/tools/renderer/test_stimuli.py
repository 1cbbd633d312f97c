"""The pictures of left/right judgement as they are kept: all are there, no two are alike, each shows its side."""

from __future__ import annotations

from functools import cache

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.ndimage import rotate

from material.footage import recordings
from mirra.catalogue.load import load
from mirra.catalogue.stimulus import JUDGED, SIDE, Stimulus
from tools.renderer.stimuli import EVEN, SIZE
from tools.stimuli import BACKGROUNDS, FOLDER, before, picture, sha256

CATALOGUE = load()
STIMULI = CATALOGUE.stimuli
LIMIT = 4_000_000  # bytes of all pictures: a device fetches them once, perhaps over a slow line
LARGEST = 40_000  # bytes of one
AT_LEAST = {"hand": (8, 5), "foot": (5, 4)}  # postures, views
OPEN = [
    one for one in STIMULI if one.posture in ("open", "flat") and one.view in ("dorsal", "palmar")
]  # upright, all fingers straight
TODO = "draw it anew: python -m tools.stimuli --mesh FOLDER"
GREY = (128, 128, 128)
SAME = 1.0  # of 255: two pictures that differ less, on average over all pixels, may be taken for one


@cache
def kept(one: Stimulus) -> NDArray[np.uint8]:
    return picture(one)


@cache
def small(one: Stimulus) -> NDArray[np.float64]:
    """The picture on grey, with a quarter of the pixels each way, as differences from the grey."""
    return before(GREY, kept(one))[::4, ::4].astype(float) - GREY[0]


def distances(some: list[NDArray[np.float64]], others: list[NDArray[np.float64]]) -> NDArray[np.float64]:
    """The mean difference of each of ``some`` from each of ``others``."""
    flat = np.array([one.ravel() for one in others])
    return np.array([np.abs(flat - one.ravel()).mean(axis=1) for one in some])


def test_every_posture_is_there_from_every_view_in_three_tones() -> None:
    assert [one.shows for one in STIMULI] == list(CATALOGUE.postures.combinations()), TODO
    assert len(CATALOGUE.postures.tones) == 3
    for limb in JUDGED:
        drawn, (postures, views) = CATALOGUE.postures.of(limb), AT_LEAST[limb]
        assert len(drawn.postures) >= postures
        assert len(drawn.views) >= views


def test_the_files_are_those_that_were_drawn_and_no_others_lie_there() -> None:
    for one in STIMULI:
        assert sha256(FOLDER / one.file) == one.sha256, f"{one.file} is another file; {TODO}"
        assert one.drawn_from == CATALOGUE.postures.digest(*one.shows), f"{one.file} is out of date; {TODO}"
    assert {one.file for one in STIMULI} == {path.name for path in FOLDER.iterdir()}


def test_the_pictures_are_small_one_by_one_and_together() -> None:
    sizes = [(FOLDER / one.file).stat().st_size for one in STIMULI]
    assert max(sizes) < LARGEST
    assert sum(sizes) < LIMIT


def test_no_file_name_tells_the_side() -> None:
    assert not [one.file for one in STIMULI if {"left", "right"} & set(one.file.split(".")[0].split("_"))]


def test_a_limb_stays_within_its_picture_however_far_it_is_turned() -> None:
    down, across = np.indices((SIZE, SIZE)) - (SIZE - 1) / 2
    outside = np.hypot(down, across) > SIZE / 2 - 1
    for one in STIMULI:
        cover = kept(one)[:, :, 3]
        assert cover.shape == (SIZE, SIZE)
        assert not cover[outside].any(), f"{one.file}: a part would be cut off"
        share = (cover > 250).mean()
        assert share > 0.05, f"{one.file}: the limb is small, {share:.3f} of its picture"


def test_the_place_in_the_picture_does_not_tell_a_picture_from_its_flip() -> None:
    for one in STIMULI:
        down, across = np.nonzero(kept(one)[:, :, 3])
        (x, y), _ = cv2.minEnclosingCircle(np.column_stack([across, down]).astype(np.float32))
        middle = (SIZE - 1) / 2
        assert np.hypot(x - middle, y - middle) < 2, f"{one.file}: its circle is about {x:.0f}, {y:.0f}"


def test_the_light_does_not_tell_a_picture_from_its_flip() -> None:
    assert EVEN.main[0] == 0
    assert EVEN.fill[0] == 0


@pytest.mark.parametrize("background", BACKGROUNDS)
def test_every_limb_stands_out_from_both_backgrounds(background: tuple[int, int, int]) -> None:
    for one in STIMULI:
        inside = kept(one)[:, :, 3] > 250
        limb, ground = np.median(luminance(kept(one)[inside][:, :3])), luminance(np.array([background]))[0]
        contrast = (max(limb, ground) + 0.05) / (min(limb, ground) + 0.05)
        assert contrast > 1.5, f"{one.file}: {contrast:.2f} to 1"


def luminance(colours: NDArray[np.uint8] | NDArray[np.int64]) -> NDArray[np.float64]:
    """Relative luminance (n,) of 8-bit sRGB colours (n, 3), as in WCAG 2.2."""
    share = colours / 255
    linear = np.where(share <= 0.04045, share / 12.92, ((share + 0.055) / 1.055) ** 2.4)
    return np.asarray(linear @ [0.2126, 0.7152, 0.0722], float)


def test_no_two_pictures_look_the_same() -> None:
    seen = [small(one) for one in STIMULI]
    apart = distances(seen, seen) + np.diag(np.full(len(seen), np.inf))
    # postures of one limb may be near each other, tones are not
    assert apart.min() > SAME / 2, names(apart)


def test_no_picture_looks_like_the_flip_of_any_picture() -> None:
    seen = [small(one) for one in STIMULI]
    apart = distances(seen, [one[:, ::-1] for one in seen])
    assert apart.min() > SAME, names(apart)


@pytest.mark.parametrize("limb", JUDGED)
def test_no_turned_picture_looks_like_the_flip_of_any_picture(limb: str) -> None:
    some = [one for one in STIMULI if one.limb == limb and one.tone == "medium"]
    flips = [small(one)[:, ::-1] for one in some]
    for angle in range(30, 360, 30):
        turned = [rotate(small(one), angle, reshape=False, order=1) for one in some]
        assert distances(turned, flips).min() > SAME, f"at {angle} degrees"


def names(apart: NDArray[np.float64]) -> str:
    first, second = np.unravel_index(apart.argmin(), apart.shape)
    return f"{STIMULI[int(first)].file} and {STIMULI[int(second)].file} differ by {apart.min():.2f}"


def test_our_own_tracker_names_the_side_of_open_hands_and_of_their_flips() -> None:
    from mirra.signals.video.tracker import Tracker

    right, asked = {False: 0, True: 0}, 0
    for one in OPEN:
        for background in BACKGROUNDS:
            asked += 1
            for flipped in (False, True):
                seen = before(background, kept(one))
                found = Tracker(1)(np.ascontiguousarray(seen[:, ::-1] if flipped else seen))
                side = "right" if found and found[0].handedness > 0.5 else "left" if found else ""
                right[flipped] += side == ("left" if flipped else SIDE)
    assert asked == 24
    assert right[False] >= 0.95 * asked
    assert right[True] >= 0.95 * asked


def test_a_picture_drawn_now_is_the_one_that_is_kept() -> None:
    mesh = recordings("limbs/base.obj")
    if mesh is None:
        pytest.skip("no mesh: set MIRRA_RECORDINGS to the folder that holds limbs/base.obj and its rig")
    from tools.renderer.body import load as load_body
    from tools.renderer.stimuli import Easel

    easel = Easel(load_body(mesh.parent))
    for one in (STIMULI[0], STIMULI[len(STIMULI) // 2], STIMULI[-1]):
        drawn = CATALOGUE.postures.of(one.limb)
        tone = CATALOGUE.postures.tones[one.tone]
        made = easel.picture(one.limb, drawn.postures[one.posture], drawn.views[one.view], tone)
        apart = np.abs(before(GREY, made).astype(int) - before(GREY, kept(one))).mean()
        assert apart < 1, f"{one.file} is drawn otherwise than when it was made"
