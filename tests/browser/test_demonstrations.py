"""Each exercise is shown by its loop, for the side that moves, in tempo; a drawn hand does what is asked for."""

from __future__ import annotations

import hashlib
import io
import json
import re
from pathlib import Path

import av
import numpy as np
import pytest
from playwright.sync_api import Page, expect

from material.clinic_site import Launch, Site, enrol, new_page
from material.walker import Walker, by_pointer
from mirra.anatomy import Limb, Side
from mirra.practice.plan import SessionPlan
from mirra.practice.prescription import Prescription
from mirra.practice.steps.block import Block

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]
ROOT = Path(__file__).resolve().parents[2]
LOOPS = ROOT / "web" / "public" / "assets" / "loops"
STIMULI = LOOPS.parent / "stimuli"

EYES = """() => {
    const video = [...document.querySelectorAll("body > video")].at(-1);
    return { name: video.src.split("/").at(-1), rate: video.playbackRate, at: video.currentTime };
}"""
SHOWN = """() => {
    const [box, video] = [document.querySelector(".demonstration"), document.querySelector(".demonstration video")];
    return { loop: box.dataset.loop, rate: video.playbackRate, at: video.currentTime, ready: video.readyState,
        wide: video.videoWidth, paused: video.paused };
}"""


def practising(
    site: Site, launch: Launch, *, affected: Side, limb: Limb = "hand", **options: object
) -> tuple[Page, SessionPlan]:
    """A session before a drawn limb, as far as its first exercise."""
    person = site.person(affected=affected, limb=limb)
    wanted = Prescription(person=person, condition="stroke", affected=affected, limb=limb)
    plan = site.short_plan(person, wanted, repetitions=4)
    _context, page = new_page(launch(None), **options)  # type: ignore[arg-type]
    enrol(page, site, person)
    walker = Walker(page, by_pointer)
    walker.start()
    walker.go(until="Use a drawn hand")
    page.get_by_role("button", name="Use a drawn hand").click()
    walker.go(until="Start now")
    return page, plan


def exercise(plan: SessionPlan) -> tuple[str, float]:
    """The plan's first exercise: its loop, and the rate at which it is played."""
    first = next(step for step in plan.steps if isinstance(step, Block)).exercises[0]
    shown = first.demonstration
    assert shown is not None
    return shown.id, shown.seconds / (shown.repetitions * first.tempo)


def seen(page: Page) -> np.ndarray:
    """The demonstration as it is on the screen (height, width, 3)."""
    shot = page.locator(".demonstration").screenshot()
    with av.open(io.BytesIO(shot), "r") as container:
        (frame,) = container.decode(video=0)
        picture: np.ndarray = frame.to_ndarray(format="rgb24").astype(int)
    return picture


@pytest.mark.parametrize("limb", ["hand", "leg"])
def test_the_drawn_limb_rests_until_it_does_the_exercise_that_is_asked_for(
    site: Site, launch: Launch, limb: Limb
) -> None:
    page, plan = practising(site, launch, affected="left", limb=limb)
    name, rate = exercise(plan)
    assert page.evaluate(EYES)["name"] == f"rest_{limb}.webm", "it moves before it is asked to"
    assert page.evaluate(SHOWN)["loop"] == name, "the coming exercise is not shown"
    page.get_by_role("button", name="Start now").click()
    page.wait_for_function(
        "(name) => document.querySelector('body > video').src.endsWith(name)", arg=f"/{name}.webm"
    )
    page.wait_for_function("() => document.querySelector('body > video').currentTime > 0.2")
    assert page.evaluate(EYES)["rate"] == pytest.approx(rate), "it is not in tempo"
    page.get_by_role("button", name="Hold still").click()
    page.get_by_role("heading", name="Hold still").wait_for()
    assert page.evaluate(EYES)["name"] == f"rest_{limb}.webm"


def test_the_loop_beside_the_mirror_is_played_in_tempo_with_the_cue(site: Site, launch: Launch) -> None:
    page, plan = practising(site, launch, affected="left")
    name, rate = exercise(plan)
    page.get_by_role("button", name="Start now").click()
    page.wait_for_function("() => document.querySelector('.demonstration video').currentTime > 0.2")
    first = page.evaluate(SHOWN)
    assert (first["loop"], first["wide"], first["paused"]) == (name, 640, False)
    assert first["rate"] == pytest.approx(rate)
    box = page.locator(".demonstration").bounding_box()
    assert box is not None
    assert box["height"] >= 160
    assert box["height"] == pytest.approx(1.5 * box["width"], abs=2)
    label = page.locator(".demonstration").get_attribute("aria-label") or ""
    heading = page.locator("h1").inner_text()
    assert heading in label


def test_a_left_hand_is_the_exact_flip_of_the_right_one(site: Site, launch: Launch) -> None:
    page, _plan = practising(site, launch, affected="right")
    still = """async (side) => {
        const video = document.querySelector(".demonstration video");
        video.className = video.className.replace(/\\b(left|right)\\b/, side ?? "$1");
        video.pause();
        video.currentTime = 0.9;
        await new Promise((done) => video.addEventListener("seeked", done, { once: true }));
        await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
        return video.className;
    }"""
    assert "left" in page.evaluate(still, None), "the hand that moves is the left one"
    left = seen(page)
    assert "right" in page.evaluate(still, "right")
    right = seen(page)
    assert np.abs(left - right).mean() > 4, "both look the same"
    assert np.abs(left - right[:, ::-1]).mean() < 2


def test_who_asked_for_less_motion_sees_a_still_picture(site: Site, launch: Launch) -> None:
    page, plan = practising(site, launch, affected="left", reduced_motion="reduce")
    name, _ = exercise(plan)
    expect(page.locator(".demonstration img")).to_have_attribute("src", f"/assets/loops/{name}.webp")
    assert page.locator(".demonstration video").count() == 0
    assert page.locator(".demonstration img").evaluate("(node) => node.complete && node.naturalWidth") == 320
    before = seen(page)
    page.wait_for_timeout(700)
    assert np.array_equal(before, seen(page))


def test_where_a_film_cannot_be_played_the_still_picture_is_shown(site: Site, launch: Launch) -> None:
    page, _plan = practising(site, launch, affected="left")
    page.locator(".demonstration video").evaluate("(node) => node.dispatchEvent(new Event('error'))")
    expect(page.locator(".demonstration img")).to_be_visible()


def test_every_loop_is_kept_for_use_without_a_network(site: Site, launch: Launch) -> None:
    _context, page = new_page(launch(None))
    page.goto(site.address)
    worker = page.evaluate("() => fetch('/sw.js').then((answer) => answer.text())")
    found = re.search(r'\{"/":"[0-9a-f]{64}"[^}]*\}', worker)
    assert found, "the service worker has no list of files"
    files = json.loads(found[0])
    for path in sorted(LOOPS.iterdir()):
        assert files.get(f"/assets/loops/{path.name}") == hashlib.sha256(path.read_bytes()).hexdigest()
    for path in sorted(STIMULI.iterdir()):
        assert files.get(f"/assets/stimuli/{path.name}") == hashlib.sha256(path.read_bytes()).hexdigest()
    kinds = page.evaluate(
        """() => Promise.all(["webm", "webp"].map((end) => fetch(`/assets/loops/fist.${end}`)
            .then((answer) => answer.headers.get("content-type"))))"""
    )
    assert kinds == ["video/webm", "image/webp"]
