"""The mirror in a real browser: one moment on both sides, rightly reflected, held still and stopped at will."""

from __future__ import annotations

import base64
from itertools import pairwise
from pathlib import Path
from typing import Any, Literal

import numpy as np
import pytest
from playwright.sync_api import expect

from material.clinic_site import Launch, Site, until
from material.footage import make_y4m, read_code
from material.walker import Use, Walker, by_keyboard, by_pointer
from mirra.anatomy import Limb, Side
from mirra.catalogue.models.fields import Placement
from mirra.practice.events import CameraStarted, LoopLatency, Opened, Stopped, Tracked, ViewChanged
from mirra.practice.steps.block import Block
from tests.browser.looker import Looker, look_at
from tests.browser.oracle import Shown, Still

pytestmark = pytest.mark.browser
FRAMES = 300
UNREADABLE = 3  # of the frames, before the test says that it cannot see
TOLERANCE = 3  # levels of 255, for rounding in the browser's conversion of colours

# How a camera's picture becomes the person's own view, from where it stands: one that faces the person shows their
# right on its left; one that hangs above looks as they do; one on the lid looks from the far side of the table.
STANDS: dict[Placement, tuple[int, bool]] = {
    "facing": (0, True),
    "above": (0, False),
    "lid": (180, False),
    "feet": (0, True),
}
WITHOUT = "delete window.VideoFrame; delete HTMLVideoElement.prototype.requestVideoFrameCallback;"


# Both sides show one moment.


def numbers(left: np.ndarray[Any, Any], right: np.ndarray[Any, Any]) -> int:
    """The frame of which both halves are; -1 where a number cannot be read. The left half is reflected already.

    Fails, naming both, where the halves are of two frames.
    """
    read = {read_code(row) for row in (*left, *right)}
    if -1 in read:
        return -1
    assert len(read) == 1, f"one drawn frame shows two moments: {[read_code(row) for row in (*left, *right)]}"
    return read.pop()


def test_a_picture_of_two_moments_would_be_found(tmp_path: Path) -> None:
    film = make_y4m(None, tmp_path / "two.y4m", frames=7, coded=True).read_bytes()
    size = 640 * 480 * 3 // 2 + len(b"FRAME\n")
    fifth, sixth = (np.frombuffer(film[-k * size :], np.uint8, 640 * 40, 6).reshape(40, 640) for k in (2, 1))
    assert numbers(fifth[[12, 24], 320:], fifth[[12, 24], 320:]) == 5
    with pytest.raises(AssertionError, match=r"two moments.*5.*6"):
        numbers(fifth[[12], 320:], sixth[[12], 320:])


@pytest.mark.parametrize("before", ["", WITHOUT], ids=["as it is", "without VideoFrame and frame callbacks"])
def test_both_halves_are_of_one_camera_frame(site: Site, launch: Launch, film: Path, before: str) -> None:
    looker = look_at(site, launch(film), before=before)
    looker.practise(whole=True)  # else the strip with the numbers may be cut away
    lacks = next(event.lacks for event in looker.log() if isinstance(event, Opened))
    assert ({"video_frame", "frame_callback"} <= set(lacks)) == bool(before), f"the wrong browser: {lacks}"
    width, data, unlike = looker.page.evaluate(f"watch.frames({FRAMES + 2 * UNREADABLE})")
    rows = np.frombuffer(base64.b64decode(data), np.uint8).reshape(len(unlike), 3, width)
    half = width // 2
    read = [numbers(row[:, half - 1 :: -1], row[:, half:]) for row in rows]
    good = [number for number in read if number >= 0]
    # The film's number goes on from frame to frame, so as many were drawn as readings differ from the one before.
    new = 1 + sum(now != after for now, after in pairwise(good))
    unread = len(read) - len(good)
    assert unread <= UNREADABLE, f"{unread} of {len(read)} frames cannot be read"
    assert new >= FRAMES, f"only {new} of {len(good)} drawn frames were different camera frames"
    assert len(set(good)) > 60, f"only {len(set(good))} of the film's 90 frames came by"
    assert max(unlike) == 0, f"halves differ in up to {max(unlike)} pixels though their numbers agree"
    looker.close()


# What is on the right of the person is reflected to their left, and the other way round.


@pytest.fixture(scope="session")
def still() -> Still:
    return Still()


@pytest.fixture(scope="session")
def still_film(still: Still, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return still.write(tmp_path_factory.mktemp("film") / "still.y4m")


def compare(looker: Looker, still: Still, shown: Shown) -> None:
    """The canvas is what it must be, at every pixel."""
    canvas, wanted = looker.picture(), still.seen(shown)
    assert canvas.shape == wanted.shape, f"{shown}: the canvas is {canvas.shape}, not {wanted.shape}"
    away = np.abs(canvas - wanted).max(axis=2)
    y, x = np.unravel_index(away.argmax(), away.shape)
    wrong = int((away > TOLERANCE).sum())
    assert wrong == 0, f"{shown}: {wrong} pixels differ; most at {x}, {y}: {canvas[y, x]}, not {wanted[y, x]}"
    if shown.midline == 0.5 and shown.view != "plain":
        hidden = still.hidden(canvas, shown)
        assert hidden == 0, f"{shown}: {hidden} pixels of the affected side are on the canvas"


PLACES: dict[Limb, list[Placement]] = {"hand": ["facing", "above", "lid"], "foot": ["above", "feet"]}


@pytest.mark.parametrize("limb", PLACES)
@pytest.mark.parametrize("affected", ["left", "right"])
def test_the_reflection_is_right_from_every_place_of_the_camera(
    site: Site, launch: Launch, still: Still, still_film: Path, affected: Side, limb: Limb
) -> None:
    assert {place for places in PLACES.values() for place in places} == set(STANDS)
    looker = look_at(site, launch(still_film), affected=affected, limb=limb)
    intact = "right" if affected == "left" else "left"
    for placement in PLACES[limb]:
        looker.place(placement)
        compare(looker, still, Shown(intact, *STANDS[placement]))
        if placement != PLACES[limb][-1]:
            looker.press("Back")
    looker.leave_set_up()
    compare(looker, still, Shown(intact, *STANDS[PLACES[limb][-1]]))
    started = [event for event in looker.log() if isinstance(event, CameraStarted)]
    assert [(event.placement, event.rotate, event.flip) for event in started] == [
        (placement, *STANDS[placement]) for placement in PLACES[limb]
    ], "the log does not say where the camera stood"
    looker.close()


@pytest.mark.parametrize("use", [by_pointer, by_keyboard], ids=["pointer", "keyboard"])
def test_turning_flipping_and_the_midline_do_as_they_say(
    site: Site, launch: Launch, still: Still, still_film: Path, use: Use
) -> None:
    looker = look_at(site, launch(still_film))
    looker.place("above")
    for turned in (90, 180, 270, 0, 90):
        looker.press("Turn picture", use)
        compare(looker, still, Shown("right", turned, False))
    looker.press("Flip picture", use)
    compare(looker, still, Shown("right", 90, True))
    move = _by_arrows if use is by_keyboard else _by_buttons
    for percent in (44, 60):
        move(looker, percent)
        compare(looker, still, Shown("right", 90, True, percent / 100))
    for _ in range(3):
        looker.press("Turn picture", use)
    compare(looker, still, Shown("right", 0, True, 0.6))
    looker.leave_set_up()
    compare(looker, still, Shown("right", 0, True, 0.6))
    views = [event for event in looker.log() if isinstance(event, ViewChanged)]
    assert [event.midline for event in views] == [0.5, 0.6], "the log does not say where the midline lay"
    looker.close()


def _midline(looker: Looker) -> int:
    said = looker.page.get_by_text("Mirror line at").inner_text()
    return int(said.removeprefix("Mirror line at ").removesuffix(" percent"))


def _by_buttons(looker: Looker, percent: int) -> None:
    looker.press("Line left")
    for _ in range(40):
        if (now := _midline(looker)) == percent:
            return
        looker.press("Line left" if now > percent else "Line right")
    raise AssertionError(f"the buttons do not bring the midline to {percent} percent")


def _by_arrows(looker: Looker, percent: int) -> None:
    looker.press("Line left", by_keyboard)
    for _ in range(40):
        if (now := _midline(looker)) == percent:
            return
        looker.page.keyboard.press("ArrowLeft" if now > percent else "ArrowRight")
    raise AssertionError(f"the arrow keys do not bring the midline to {percent} percent")


@pytest.mark.parametrize("view", ["flip", "plain"])
def test_the_other_views_are_right_too(
    site: Site, launch: Launch, still: Still, still_film: Path, view: Literal["flip", "plain"]
) -> None:
    looker = look_at(site, launch(still_film), affected="right", view=view)
    looker.practise("lid")
    compare(looker, still, Shown("left", 180, False, view=view))
    looker.close()


# The person holds it still, and stops it.


def test_hold_still_freezes_the_picture_while_the_camera_goes_on(
    site: Site, launch: Launch, film: Path
) -> None:
    looker = look_at(site, launch(film))
    looker.practise()
    page = looker.page
    page.evaluate("watch.drawn(5)")
    looker.press("Hold still")
    looker.see("Hold still")
    page.wait_for_timeout(100)
    page.evaluate("watch.keep()")
    given, draws = page.evaluate("[watch.given(), watch.draws]")
    page.wait_for_timeout(1000)
    assert page.evaluate("watch.given()") - given > 10, "the camera gave no frames, so nothing was held"
    assert page.evaluate("watch.changed()") == 0, "the held picture changed"
    assert page.evaluate("watch.draws") == draws, "the held picture was drawn again"
    assert page.locator("canvas").is_visible(), "the held picture is not to be seen"
    looker.press("Go on")
    page.evaluate("watch.drawn(5)")
    assert page.evaluate("watch.changed()") > 1000, "the picture does not move again"
    held = [event.kind for event in looker.log() if event.kind.startswith("hold")]
    assert held == ["hold_started", "hold_ended"]
    looker.close()


def stop(looker: Looker, by: Literal["button", "escape"]) -> None:
    """Stop, and see that it was logged at once and led to a calm screen."""
    before = sum(event.kind == "stopped" for event in looker.log())
    if by == "escape":
        looker.page.keyboard.press("Escape")
    else:
        looker.press("Stop")
    until(lambda: sum(event.kind == "stopped" for event in looker.log()) > before, "the log to say Stop", 2)
    last = [event for event in looker.log() if isinstance(event, Stopped)][-1]
    assert last.by == by
    looker.see("The session is stopped")
    expect(looker.page.locator("canvas")).to_be_hidden()
    assert looker.page.get_by_role("button").all_inner_texts() == ["Go on", "End the session"]
    looker.press("Go on")
    expect(looker.page.get_by_text("The session is stopped")).to_have_count(0)


def test_stop_works_on_every_practice_screen(site: Site, launch: Launch, film: Path) -> None:
    kinds = ("set_up", "look", "rest", "block", "check_out", "summary")
    looker = look_at(site, launch(film), kinds=kinds)
    looker.practise()
    ways: tuple[Literal["button", "escape"], ...] = ("button", "escape")
    order = [step.kind for step in looker.plan.steps if step.kind in {"look", "block", "rest"}]
    assert order == ["look", "block", "rest"]
    for kind in order:
        step = next(step for step in looker.plan.steps if step.kind == kind)
        looker.see(step.exercises[0].name if isinstance(step, Block) else step.title)
        for by in ways:
            stop(looker, by)
        if kind == "block":
            for by in ways:
                looker.press("Start now")
                expect(looker.page.locator(".pace")).to_be_visible()
                stop(looker, by)
        if kind != "rest":
            for by in ways:
                looker.press("Hold still")
                looker.see("Hold still")
                stop(looker, by)
        if kind != order[-1]:
            looker.page.wait_for_timeout(600)  # a trembling second press is let pass
            looker.press("Next")
    stops = [event.step for event in looker.log() if isinstance(event, Stopped)]
    assert len(stops) == 12, f"not every Stop was logged: {stops}"
    assert set(stops) == {step.id for step in looker.plan.steps if step.kind in order}
    looker.close()


def test_space_and_enter_belong_to_the_focused_control(site: Site, launch: Launch, film: Path) -> None:
    looker = look_at(site, launch(film))
    looker.practise()
    focused = "() => document.activeElement.innerText"
    for key in ("Space", "Enter"):
        looker.page.keyboard.press(key)  # on the heading it does nothing
        looker.press("More time", by_keyboard)
        looker.page.keyboard.press(key)
        assert looker.page.evaluate(focused) == "More time", "the key went elsewhere"
        looker.page.get_by_role("button", name="Hold still").focus()
        looker.page.keyboard.press(key)
        looker.see("Hold still")
        looker.page.keyboard.press(key)
        looker.press("Go on", by_keyboard)
        expect(looker.page.locator(".practice")).to_be_visible()
    kinds = [event.kind for event in looker.log()]
    assert "stopped" not in kinds, "Space or Enter stopped the session"
    assert (kinds.count("hold_started"), kinds.count("hold_ended")) == (2, 2), (
        "a key did not press its control"
    )
    looker.close()


# The whole delay, and what cannot be measured is not claimed.


def test_a_camera_that_cannot_see_the_flash_says_so(site: Site, launch: Launch, still_film: Path) -> None:
    looker = look_at(site, launch(still_film), measure_delay=True)
    looker.place("above")
    looker.press("Yes")
    looker.press("Measure the whole delay")
    looker.page.evaluate("watch.flashes()")
    looker.press("Start flashing")
    looker.see("Measuring the delay")
    expect(looker.page.get_by_text("The camera did not see the flash.")).to_be_visible(timeout=30_000)
    flashed = np.array(looker.page.evaluate("watch.flashed()"))
    loop = [event for event in looker.log() if isinstance(event, LoopLatency)]
    assert [(one.seen, one.median, one.spread) for one in loop] == [(0, None, None)], f"claimed: {loop}"
    assert len(flashed) >= loop[0].flashes >= 5, f"the screen did not flash: {flashed}"
    crowd = max(int(((flashed >= start) & (flashed < start + 1000)).sum()) for start in flashed)
    assert crowd <= 3, f"{crowd} flashes within one second: {flashed}"
    assert np.diff(flashed).min() > 334, f"flashes come faster than three a second: {np.diff(flashed)}"
    assert looker.page.locator(".verdict").count() == 0, "a delay that was not measured is judged"
    looker.close()


# The hand is followed, or the session says that it is not.


def tracked(looker: Looker, count: int) -> list[Tracked]:
    """The seconds of tracking so far, at least so many."""

    def seconds() -> list[Tracked]:
        return [event for event in looker.log() if isinstance(event, Tracked)]

    until(lambda: len(seconds()) >= count, "seconds of tracking", 40)
    return seconds()


def test_a_real_hand_is_followed(site: Site, launch: Launch, hand_film: Path) -> None:
    looker = look_at(site, launch(hand_film))
    looker.practise()
    seconds = tracked(looker, 6)
    in_view = [second.in_view for second in seconds]
    assert np.mean(in_view) > 0.7, f"a hand that is there all the time is hardly seen: {in_view}"
    sides = [second.side for second in seconds if second.side]
    assert sides.count("right") > 0.8 * len(sides), f"the right hand was taken for a left one: {sides}"
    assert sum(second.movement or 0 for second in seconds) > 0, "the moving hand was not seen to move"
    looker.close()


def test_without_the_model_the_session_goes_on_and_says_so(site: Site, launch: Launch, film: Path) -> None:
    looker = look_at(site, launch(film), model=False)
    looker.place("above")
    expect(looker.page.get_by_text("This browser cannot count your movements.")).to_be_visible()
    looker.press("Yes")
    seconds = tracked(looker, 2)
    assert {(second.movement, second.repetitions, second.side) for second in seconds} == {(None, None, None)}
    looker.page.evaluate("watch.drawn(5)")
    looker.close(but="ERR_FAILED")


# The whole time, the page asks for nothing but its own files.


def test_the_server_is_asked_for_nothing_but_the_clients_files(
    site: Site, launch: Launch, film: Path
) -> None:
    kinds = ("set_up", "look", "block", "check_out", "summary")
    looker = look_at(site, launch(film), kinds=kinds)
    looker.practise()
    tracked(looker, 2)
    looker.press("Hold still")
    looker.press("End the session")
    Walker(looker.page, by_pointer).go()
    paths = [asked.path for asked in site.recorder.asked]
    after = paths[paths.index("/session.html") + 1 :]
    assert after, "the session page asked for nothing: nothing was watched"
    assert {path.split("/")[1] for path in after} == {"assets"}, f"the session page asked for {after}"
    assert not any(asked.query or asked.body for asked in site.recorder.asked[paths.index("/session.html") :])
    looker.close()
