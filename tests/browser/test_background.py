"""The background is hidden once the table was seen empty: the hand stays, the room goes, nothing of it is kept."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from playwright.sync_api import expect

from material.clinic_site import Launch, Site, until
from material.walker import Walker, by_pointer
from mirra.practice.events import ViewChanged
from mirra.signals.video.tracker import Tracker
from tests.browser.looker import Looker, look_at
from tests.browser.oracle import Pixels
from tests.browser.placements import POINTING, SPELLING
from tests.browser.test_own_view import PATIENCE, check
from tests.placed import TABLE, Placed

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]
# Five seconds of an empty table, then twelve of a hand; the fake camera shows it again and again.
FILM = Placed(TABLE, POINTING, scale=1.3, empty=150, rounds=4)
EMPTY = "Leave the picture empty for a moment."
HIDE, SHOW = "Hide background", "Show background"
LOOKS = 8
# The largest thing in each of the page's stores, in bytes or characters.
STORED = """async () => {
    const base = await new Promise((done) => (indexedDB.open("mirra").onsuccess = ({ target }) => done(target.result)));
    const size = (value) => ArrayBuffer.isView(value) || value instanceof ArrayBuffer ? value.byteLength
        : value instanceof Blob ? value.size : typeof value === "string" ? value.length
        : value && typeof value === "object" ? Math.max(0, ...Object.values(value).map(size)) : 0;
    const found = [];
    for (const name of base.objectStoreNames) {
        const all = base.transaction(name).objectStore(name).getAll();
        const values = await new Promise((done) => (all.onsuccess = () => done(all.result)));
        found.push([name, Math.max(0, ...values.map(size))]);
    }
    base.close();
    return found;
}"""


def hiding(looker: Looker) -> None:
    """Wait until the table was seen empty."""
    expect(looker.page.get_by_role("button", name=SHOW, exact=True)).to_be_visible()
    expect(looker.page.get_by_text(EMPTY)).to_have_count(0, timeout=PATIENCE)


def asked_to_leave(site: Site, launch: Launch, film: Placed, target: Path) -> Looker:
    """Somebody whose plan hides the background, before this film, as the set-up asks for an empty picture."""
    looker = look_at(site, launch(film.write(target / "film.y4m")), hide_background=True)
    looker.place("facing")
    expect(looker.page.get_by_text(EMPTY)).to_be_visible()
    return looker


def seen(looker: Looker) -> list[Pixels]:
    """The live half of some pictures in which a hand is seen."""
    found: list[Pixels] = []

    def look() -> bool:
        canvas = looker.picture()
        half = canvas.shape[1] // 2
        unlike = np.abs(canvas - canvas[:, ::-1]).max()
        assert unlike <= 2, "the halves are not each other's reflection"
        if skin(canvas[:, half:]) > 0.02:
            found.append(canvas[:, half:])
        looker.page.wait_for_timeout(150)
        return len(found) >= LOOKS

    until(look, "the hand to be seen", 60)
    return found


def skin(half: Pixels) -> float:
    """Share of the picture that has the colour of this person's skin, which nothing on this table has."""
    red, green, blue = (half[..., c] for c in range(3))
    return float(np.mean((red - green > 14) & (green - blue > -4) & (red > 70)))


def room(half: Pixels) -> float:
    """Share of the picture that is as dark as the mat on this table."""
    return float(np.mean(half.max(axis=2) < 70))


def tracked(half: Pixels) -> bool:
    """Whether an independent tracker finds the hand."""
    tracker = Tracker(1, 1)
    return any(tracker(np.ascontiguousarray(half.astype(np.uint8))) for _ in range(3))


def backgrounds(looker: Looker) -> list[str]:
    return [event.background for event in looker.log() if isinstance(event, ViewChanged)]


def test_the_hand_stays_and_the_room_goes(site: Site, launch: Launch, tmp_path: Path) -> None:
    film = Placed(TABLE, POINTING, scale=1.3, at=(0.17, 0.5), empty=150, rounds=4)
    looker = look_at(site, launch(film.write(tmp_path / "film.y4m")))
    looker.place("facing")
    expect(check(looker, "Your own view")).to_contain_text("good", timeout=PATIENCE)
    looker.whole()  # so that both are of the same place
    looker.press(HIDE)
    hiding(looker)
    hidden = seen(looker)
    looker.press(SHOW)
    shown = seen(looker)
    assert np.median([room(half) for half in shown]) > 0.15, "the film shows no room: nothing is tested"
    assert np.median([room(half) for half in hidden]) < 0.03, "the room is still to be seen"
    ratio = np.median([skin(half) for half in hidden]) / np.median([skin(half) for half in shown])
    assert 0.85 < ratio < 1.15, f"of the hand {ratio:.0%} is seen"
    assert sum(tracked(half) for half in hidden) >= LOOKS - 2, "the hand is no hand any more"
    looker.close()


def test_the_plan_hides_it_without_a_tap_and_the_person_shows_it_again(
    site: Site, launch: Launch, tmp_path: Path
) -> None:
    looker = asked_to_leave(site, launch, FILM, tmp_path)
    hiding(looker)
    expect(check(looker, "In the picture")).to_contain_text("good", timeout=PATIENCE)
    looker.leave_set_up()
    assert backgrounds(looker)[-1] == "hidden"
    assert np.median([room(half) for half in seen(looker)]) < 0.03
    stored = dict(looker.page.evaluate(STORED))
    assert stored["lines"] > 0
    assert max(stored.values()) < 40_000, f"something as large as a picture is stored: {stored}"
    looker.close()


def test_a_person_who_does_not_leave_the_picture_empty_goes_on_with_their_room(
    site: Site, launch: Launch, tmp_path: Path
) -> None:
    looker = asked_to_leave(site, launch, Placed(TABLE, POINTING, scale=1.3), tmp_path)
    expect(check(looker, "Your own view")).to_contain_text("good", timeout=PATIENCE)
    looker.leave_set_up()
    assert backgrounds(looker)[-1] == "shown"
    assert np.median([room(half) for half in seen(looker)]) > 0.15
    looker.close()


def test_what_the_person_chose_is_kept_and_wins_over_the_plan(
    site: Site, launch: Launch, tmp_path: Path
) -> None:
    looker = asked_to_leave(site, launch, FILM, tmp_path)
    looker.press(SHOW)
    expect(looker.page.get_by_role("button", name=HIDE, exact=True)).to_be_visible()
    looker.page.wait_for_timeout(1000)
    looker.page.reload()
    Walker(looker.page, by_pointer, picture="In front of me, facing me").go(until=HIDE)
    expect(looker.page.get_by_role("button", name=HIDE, exact=True)).to_be_visible(timeout=PATIENCE)
    expect(looker.page.get_by_text(EMPTY)).to_have_count(0)
    looker.page.context.close()


def test_a_camera_that_was_moved_shows_the_room_again(site: Site, launch: Launch, tmp_path: Path) -> None:
    table, elsewhere = tmp_path / "table.y4m", tmp_path / "elsewhere.y4m"
    Placed(TABLE, POINTING, scale=1.3, empty=150, rounds=1).write(table)
    Placed(SPELLING, (0, 60), scale=2.4, at=(0.5, 0.5), rounds=4).write(elsewhere)
    film = tmp_path / "film.y4m"
    film.write_bytes(table.read_bytes() + elsewhere.read_bytes().split(b"\n", 1)[1])
    looker = look_at(site, launch(film), hide_background=True)
    looker.place("facing")
    expect(looker.page.get_by_text("The camera is in another place. The background is shown.")).to_be_visible(
        timeout=PATIENCE
    )
    expect(looker.page.get_by_role("button", name=HIDE, exact=True)).to_be_visible()
    looker.close()


def test_a_drawn_hand_has_no_background_to_hide(site: Site, launch: Launch) -> None:
    looker = look_at(site, launch(None), hide_background=True)
    looker.page.get_by_role("button", name="facing").or_(
        looker.page.locator(".cards button").first
    ).first.click()
    looker.press("Use a drawn hand")
    expect(looker.page.get_by_role("button", name="Line left", exact=True)).to_be_visible()
    expect(looker.page.get_by_role("button", name=HIDE, exact=True)).to_have_count(0)
    expect(looker.page.get_by_text(EMPTY)).to_have_count(0)
    looker.close(but="nothing")
