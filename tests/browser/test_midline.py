"""The line sets itself beside the hand, so that two separate hands are seen; it waits while one practises."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from playwright.sync_api import expect

from material.clinic_site import Launch, Site, until
from mirra.practice.events import Coached, ViewChanged
from mirra.signals.video.tracker import Tracker
from tests.browser.looker import Looker, look_at
from tests.browser.oracle import COVER, Pixels
from tests.browser.placements import FILMS
from tests.browser.test_own_view import PATIENCE, before, check

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]
LOOKS = 6


def cut(looker: Looker) -> None:
    """Wait until the picture is cut about the hand."""
    expect(check(looker, "Your own view")).to_contain_text("good", timeout=PATIENCE)
    expect(check(looker, "In the picture")).to_contain_text("good", timeout=PATIENCE)
    looker.page.wait_for_timeout(1500)


def reflected(canvas: Pixels) -> bool:
    """Both halves are each other's reflection at every pixel."""
    return bool(np.array_equal(canvas, canvas[:, ::-1]))


def hands(looker: Looker, intact: str) -> list[np.ndarray]:
    """Landmarks of the live hand, in shares of the canvas, as an independent tracker finds them in some pictures."""
    found: list[np.ndarray] = []
    for _ in range(LOOKS):
        canvas = looker.picture()
        assert reflected(canvas), "the halves are not each other's reflection"
        half = canvas.shape[1] // 2
        side = canvas[:, half:] if intact == "right" else canvas[:, :half]
        tracker = Tracker(1, 1)
        seen = [one for _ in range(3) for one in tracker(np.ascontiguousarray(side.astype(np.uint8)))]
        if seen:
            moved = seen[-1].points + ([half, 0] if intact == "right" else [0, 0])
            found.append(moved / [canvas.shape[1], canvas.shape[0]])
        looker.page.wait_for_timeout(150)
    return found


@pytest.mark.parametrize("name", [name for name, filmed in FILMS.items() if filmed.line])
def test_two_separate_large_hands_are_seen_without_a_tap(
    site: Site, launch: Launch, tmp_path: Path, name: str
) -> None:
    filmed = FILMS[name]
    assert filmed.line is not None
    looker = before(site, launch, filmed, tmp_path)
    cut(looker)
    seen = hands(looker, filmed.intact)
    assert len(seen) >= LOOKS // 2, f"a hand is found in {len(seen)} of {LOOKS} pictures"
    beside = [points[:, 0] - 0.5 if filmed.intact == "right" else 0.5 - points[:, 0] for points in seen]
    assert np.median([one.min() for one in beside]) > 0.01, f"the hand lies on the line: {beside}"
    tall = np.median([np.ptp(points[:, 1]) for points in seen])
    assert tall > 1 / 3, f"the hand is only {tall:.2f} of the picture's height"
    up = np.median([points[0, 1] - points[9, 1] for points in seen])
    assert up > 0, "the fingers do not point away from the body"
    looker.leave_set_up()
    line = [event.midline for event in looker.log() if isinstance(event, ViewChanged)][-1]
    low, high = filmed.line
    assert low <= line <= high, f"the line lies at {line}, by hand it lies between {low} and {high}"
    assert (looker.picture() != COVER).any()
    looker.close()


def test_a_held_button_goes_on_and_a_hand_across_the_line_is_told_which_way_to_go(
    site: Site, launch: Launch, tmp_path: Path
) -> None:
    looker = before(site, launch, FILMS["held up"], tmp_path)
    cut(looker)
    page, button = looker.page, looker.page.get_by_role("button", name="Line right", exact=True)
    button.click()
    start = looker.line()
    button.hover()
    page.mouse.down()
    until(lambda: looker.line() >= start + 16, "the held button to go on")
    page.mouse.up()
    page.wait_for_timeout(300)
    stopped = looker.line()
    page.wait_for_timeout(700)
    assert looker.line() == stopped, "the button goes on after it was let go"
    for _ in range(3):
        page.keyboard.down("Space")  # as a key that is held repeats
        page.wait_for_timeout(150)
    page.keyboard.up("Space")
    assert looker.line() >= stopped + 4, "a held key does not go on"
    arrow = page.locator("main .arrow")
    expect(page.get_by_text("Move your hand to the right.")).to_be_visible(timeout=PATIENCE)
    expect(arrow).to_have_text("→")
    looker.leave_set_up()
    expect(page.locator(".practice").get_by_text("Move your hand to the right.")).to_be_visible(
        timeout=PATIENCE
    )
    until(
        lambda: any(isinstance(one, Coached) and one.about == "right" for one in looker.log()),
        "the log to say it",
    )
    line = [event.midline for event in looker.log() if isinstance(event, ViewChanged)][-1]
    assert abs(line - kept(looker)) < 0.011, "the line that the person moved moved again"
    looker.close()


def kept(looker: Looker) -> float:
    """The line that this device remembers."""
    return float(
        looker.page.evaluate(
            """() => new Promise((done, failed) => {
                const opening = indexedDB.open("mirra");
                opening.onerror = failed;
                opening.onsuccess = () => {
                    const all = opening.result.transaction("settings").objectStore("settings").getAll();
                    all.onsuccess = () => done(all.result.find((one) => one?.midline !== undefined)?.midline);
                };
            })"""
        )
    )


def test_turning_goes_on_while_the_button_is_held(site: Site, launch: Launch, film: Path) -> None:
    looker = look_at(site, launch(film))
    looker.place("above")
    looker.page.get_by_role("button", name="Turn picture").hover()
    shape = "() => { const c = document.querySelector('canvas'); return c.width > c.height; }"
    looker.page.mouse.down()
    seen = []
    for _ in range(150):
        seen.append(looker.page.evaluate(shape))
        looker.page.wait_for_timeout(100)
        if sum(one != after for one, after in pairwise(seen)) >= 3:
            break
    looker.page.mouse.up()
    turns = sum(one != after for one, after in pairwise(seen))
    assert turns >= 3, f"the held button turned the picture {turns} times"
    looker.close()
