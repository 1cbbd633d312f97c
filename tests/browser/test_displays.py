"""Other displays than the mirror as it is: a small or large limb, a delay, a covered mirror, each as the plan asks."""

from __future__ import annotations

import base64
from pathlib import Path

import numpy as np
import pytest

from material.clinic_site import Launch, Site
from mirra.anatomy import Side, opposite
from mirra.practice.display import Display
from mirra.practice.events import Opened
from mirra.signals.video.tracker import Tracker
from tests.browser.looker import Looker, look_at
from tests.browser.oracle import COVER, HEIGHT, WIDTH, Pixels, Shown, Still
from tests.browser.placements import FILMS
from tests.browser.test_mirror import TOLERANCE, numbers

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]
STILL = Still()
FRAME = 1000 / 30

# How many film frames the canvas is behind the camera, read from both in one task.
BEHIND = """async (count) => {
    const video = document.querySelector("video");
    const [width, height] = [video.videoWidth, video.videoHeight];
    const copy = Object.assign(document.createElement("canvas"), { width, height }).getContext("2d");
    const shown = document.querySelector("canvas");
    const row = (source) => {
        copy.drawImage(source, 0, 0);
        const { data } = copy.getImageData(width / 2, 24, width / 2, 1);
        return Array.from({ length: width / 2 }, (_, x) => data[4 * x + 1]);
    };
    const found = [];
    while (found.length < count) {
        await watch.drawn(3);
        found.push([row(video), row(shown)]);
    }
    return found;
}"""


@pytest.fixture(scope="module")
def still_film(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return STILL.write(tmp_path_factory.mktemp("film") / "still.y4m")


def wanted(display: Display, affected: Side) -> Pixels:
    """What must be on the canvas, with the line in the middle and the camera above the table."""
    intact = opposite(affected)
    mirror = STILL.seen(Shown(intact, 0, False))
    half = WIDTH // 2
    live = (
        mirror[:, half:] if intact == "right" else mirror[:, half - 1 :: -1]
    )  # counted from the line outwards
    if display.size == 2:
        live = live[HEIGHT // 4 : HEIGHT * 3 // 4, half // 4 : half * 3 // 4]
    if display.size == 0.5:
        small = np.full((2 * HEIGHT, 2 * half, 3), COVER, live.dtype)
        small[HEIGHT:, :half] = live
        live = small
    other = np.full_like(live, COVER) if display.covered else live
    sides = (other[:, ::-1], live) if intact == "right" else (live[:, ::-1], other)
    return np.hstack(sides)


@pytest.mark.parametrize("affected", ["left", "right"])
@pytest.mark.parametrize(
    "display",
    [Display(size=2), Display(size=0.5), Display(covered=True), Display(size=2, delay=150, covered=True)],
    ids=lambda one: one.id,
)
def test_size_and_cover_are_right_at_every_pixel_and_logged_with_every_event(
    site: Site, launch: Launch, still_film: Path, display: Display, affected: Side
) -> None:
    looker = look_at(site, launch(still_film), affected=affected, display=display)
    looker.place("above")
    frame = looker.page.locator(".frame").bounding_box()
    looker.leave_set_up()
    looker.page.wait_for_timeout(500)
    canvas, right = looker.picture(), wanted(display, affected)
    assert canvas.shape == right.shape, f"the canvas is {canvas.shape}, not {right.shape}"
    wrong = int((np.abs(canvas - right).max(axis=2) > TOLERANCE).sum())
    assert wrong == 0, f"{wrong} pixels differ"
    now = looker.page.locator(".frame").bounding_box()
    assert frame
    assert now
    assert abs(now["width"] / now["height"] - 4 / 3) < 0.01, "the picture's place has another shape"
    events = looker.log()
    assert {event.display for event in events} == {display.id}
    assert [event.shown for event in events if isinstance(event, Opened)] == [display]
    looker.close()


@pytest.mark.parametrize("delay", [0, 300])
def test_the_picture_is_as_late_as_the_plan_asks(site: Site, launch: Launch, film: Path, delay: int) -> None:
    looker = look_at(site, launch(film), display=Display(delay=delay))
    looker.practise(whole=True)
    pairs = np.array(looker.page.evaluate(f"({BEHIND})(25)"), np.uint8)
    read = [(numbers(row, row), numbers(late, late)) for row, late in pairs[:, :, None]]
    behind = [(newest - shown) % 90 for newest, shown in read if newest >= 0 and shown >= 0]
    assert len(behind) > 10, f"only {len(behind)} of {len(read)} pictures can be read"
    ms = FRAME * float(np.median(behind))
    assert abs(ms - delay) <= 1.6 * FRAME, f"the picture is {ms:.0f} ms late, not {delay}: {behind}"
    looker.close()


def test_both_halves_of_a_late_picture_are_of_one_camera_frame(
    site: Site, launch: Launch, film: Path
) -> None:
    looker = look_at(site, launch(film), display=Display(delay=250))
    looker.practise(whole=True)
    width, data, unlike = looker.page.evaluate("watch.frames(90)")
    rows = np.frombuffer(base64.b64decode(data), np.uint8).reshape(len(unlike), 3, width)
    half = width // 2
    read = [numbers(row[:, half - 1 :: -1], row[:, half:]) for row in rows]
    assert len({one for one in read if one >= 0}) > 40, "the picture hardly moved"
    assert max(unlike) == 0, f"halves differ in up to {max(unlike)} pixels"
    looker.close()


def palm(looker: Looker) -> float:
    """The length of the live palm in shares of the canvas's height, as an independent tracker finds it."""
    found: list[float] = []
    for _ in range(6):
        canvas = looker.picture()
        assert np.array_equal(canvas, canvas[:, ::-1]), "the halves are not each other's reflection"
        side = np.ascontiguousarray(canvas[:, canvas.shape[1] // 2 :].astype(np.uint8))
        tracker = Tracker(1, 1)
        for one in [seen for _ in range(3) for seen in tracker(side)][-1:]:
            found.append(float(np.hypot(*(one.points[9] - one.points[0]))) / len(canvas))
        looker.page.wait_for_timeout(150)
    assert len(found) >= 3, f"a hand is found in {len(found)} of 6 pictures"
    return float(np.median(found))


def test_a_real_hand_is_as_much_smaller_or_larger_as_the_plan_asks(
    site: Site, launch: Launch, tmp_path: Path
) -> None:
    filmed = FILMS["lying, camera before me"]
    browser = launch(filmed.film.write(tmp_path / "placed.y4m"))
    lengths: dict[float, float] = {}
    for size in (1.0, 0.6, 1.3):
        looker = look_at(site, browser, display=Display(size=size))
        looker.place(filmed.placement)
        looker.page.get_by_text("good").first.wait_for(timeout=60_000)
        looker.page.wait_for_timeout(6000)
        looker.leave_set_up()
        lengths[size] = palm(looker)
        looker.close()
    for size, length in lengths.items():
        ratio = length / lengths[1.0]
        assert abs(ratio - size) < 0.15 * size, f"size {size} shows the hand {ratio:.2f} times as large"
