"""Pictures of one's own limb in a real browser: taken in three ways, judged as exact mirrors, kept nowhere."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from playwright.sync_api import Page, expect

from material.clinic_site import Launch, Site, enrol, new_page
from material.pace import Pace
from material.walker import Use, Walker, by_pointer, by_switch
from mirra.anatomy import Side, opposite
from mirra.practice.fold import fold
from mirra.practice.plan import SessionPlan
from mirra.practice.prescription import Prescription
from mirra.practice.steps.judgement import Judgement, JudgementResult, PictureJudged
from mirra.practice.trials import Trial
from tests.browser.alone import WAYS, sent
from tests.browser.canvas import read_pixels
from tests.browser.test_accessible import Looker
from tests.browser.test_judgement import JUDGED, WATCH, picture_up

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300), pytest.mark.usefixtures("brisk")]
SHOWN = 2  # postures that these tests show
COUNTDOWN = 3  # seconds before a picture is taken; the button that stops it must be reached in them

# Every canvas that is ever drawn on, also those that never come onto the page.
CANVASES = """
  HTMLCanvasElement.drawn = new Set(); // the page takes away what it does not know of its window
  const { getContext } = HTMLCanvasElement.prototype;
  HTMLCanvasElement.prototype.getContext = function (...how) {
    HTMLCanvasElement.drawn.add(this);
    return getContext.apply(this, how);
  };
"""
# How many of those that are not on the page hold a picture of the size of one that is judged.
HELD = """() => {
  const judged = (one) => !one.isConnected && one.width === 480 && one.height === 480;
  return [...HTMLCanvasElement.drawn].filter(judged).length;
}"""
TAKEN = ".large canvas"  # the picture that was just taken, as its owner sees it
# Every text and every byte that the browser keeps for this site.
KEPT = """async () => {
  const found = [];
  for (const { name } of await indexedDB.databases()) {
    const db = await new Promise((done, failed) => {
      const asked = indexedDB.open(name);
      asked.onsuccess = () => done(asked.result);
      asked.onerror = failed;
    });
    for (const store of db.objectStoreNames) {
      const rows = await new Promise((done) => {
        const asked = db.transaction(store).objectStore(store).getAll();
        asked.onsuccess = () => done(asked.result);
      });
      for (const row of rows) found.push([`${name}/${store}`, row]);
    }
    db.close();
  }
  const big = [];
  const look = (where, value) => {
    if (value instanceof Blob || value instanceof ImageData || value instanceof ImageBitmap) {
      big.push(`${where}: a picture`);
    } else if (ArrayBuffer.isView(value) || value instanceof ArrayBuffer) {
      if (value.byteLength > 4096) big.push(`${where}: ${value.byteLength} bytes`);
    } else if (typeof value === "string") {
      if (value.startsWith("data:") || /^[A-Za-z0-9+/]{20000,}/.test(value)) big.push(`${where}: a long text`);
    } else if (value && typeof value === "object" && !(value instanceof CryptoKey)) {
      for (const part of Object.values(value)) look(where, part);
    }
  };
  for (const [where, row] of found) look(where, row);
  const others = (await caches.keys()).length + localStorage.length + sessionStorage.length;
  return { rows: found.length, big, others };
}"""


def trial(posture: str, view: str, turn: int, side: Side, background: str = "light") -> Trial:
    told = {"limb": "hand", "posture": posture, "view": view, "tone": "medium"}
    return Trial.model_validate({**told, "turn": turn, "side": side, "background": background})


def showing(
    site: Site,
    *,
    affected: Side = "left",
    profiles: tuple[str, ...] = (),
    trials: tuple[Trial, ...] | None = None,
) -> tuple[str, SessionPlan]:
    """A person whose session today has set-up and judges pictures of their own hand in two postures."""
    person = site.person(affected=affected, condition="crps")
    prescription = Prescription(
        person, "crps", affected, "hand", profiles=profiles, programme="graded_imagery", own_limb=True
    )
    plan = site.short_plan(person, prescription)
    support = plan.support.model_copy(update={"scan_seconds": 0.5 * Pace.factor})
    steps = tuple(_fewer(step, trials) if isinstance(step, Judgement) else step for step in plan.steps)
    return person, site.short_plan(person, prescription, steps=steps, support=support)


def _fewer(step: Judgement, trials: tuple[Trial, ...] | None) -> Judgement:
    assert step.own is not None
    shown = step.own.shown[:SHOWN]
    kept = trials or tuple(
        trial(one.posture, one.view, turn, side, background)  # type: ignore[arg-type]
        for one, turn, side, background in (
            (shown[0], 0, "right", "light"),
            (shown[1], 90, "left", "dark"),
            (shown[0], 180, "left", "light"),
            (shown[1], 270, "right", "dark"),
        )
    )
    own = step.own.model_copy(update={"shown": shown, "countdown": COUNTDOWN})
    return step.model_copy(update={"trials": kept, "trying": (), "own": own})


def block_of(plan: SessionPlan) -> Judgement:
    return next(step for step in plan.steps if isinstance(step, Judgement))


def begun(
    site: Site, launch: Launch, film: Path | None, person: str, use: Use = by_pointer
) -> tuple[Page, Walker]:
    """A page that stands before showing the own hand, with film as its camera."""
    _context, page = new_page(launch(film))
    page.add_init_script(CANVASES)
    enrol(page, site, person)
    walker = Walker(page, by_pointer)
    walker.start()
    walker.use = use
    walker.go(until="Start now")
    use(page, page.get_by_role("button", name="Start now"))
    expect(
        page.get_by_role("button", name="Show my hand").or_(page.get_by_role("button", name="Go on"))
    ).to_be_visible()
    return page, walker


def press(page: Page, use: Use, name: str) -> None:
    """Use a button that is meant: one right after another is taken for a tremble."""
    page.wait_for_timeout(450)
    use(page, page.get_by_role("button", name=name, exact=True))


def show(page: Page, use: Use, *, twice: bool = False) -> list[NDArray[np.uint8]]:
    """Take both pictures, the first one ``twice`` where asked; gives them as their owner saw them."""
    press(page, use, "Show my hand")
    seen = []
    for place in range(SHOWN):
        expect(page.get_by_text(f"{place + 1} of {SHOWN}", exact=True)).to_be_visible(timeout=15_000)
        for again in (True, False) if twice and place == 0 else (False,):
            press(page, use, "Take the picture")
            expect(page.get_by_role("heading", name="Your picture")).to_be_visible(timeout=15_000)
            if again:
                press(page, use, "Take it again")
        seen.append(read_pixels(page, TAKEN))
        press(page, use, "Use this picture")
    return seen


def play(page: Page, plan: SessionPlan, use: Use = by_pointer) -> list[NDArray[np.uint8]]:
    """Answer every trial rightly, by the arrow keys or by one switch; gives what was shown."""
    page.wait_for_selector("canvas[width='480']")
    page.evaluate(WATCH)
    shown = []
    for place, one in enumerate(block_of(plan).trials):
        picture_up(page, place)
        shown.append(read_pixels(page, JUDGED)[:, :, :3])
        page.wait_for_timeout(350)
        if use is by_switch:
            use(page, page.get_by_role("button", name=one.side.title(), exact=True))
        else:
            page.keyboard.press("ArrowLeft" if one.side == "left" else "ArrowRight")
    return shown


def judged(site: Site, plan: SessionPlan) -> tuple[list[PictureJudged], JudgementResult]:
    log = site.log()
    (result,) = (one for one in fold(log, plan).results if isinstance(one, JudgementResult))
    return [one for one in log if isinstance(one, PictureJudged)], result


@WAYS
def test_a_person_shows_their_hand_and_judges_it(
    site: Site, launch: Launch, slow_hand_film: Path, use: Use, profiles: tuple[str, ...]
) -> None:
    person, plan = showing(site, profiles=profiles)
    page, walker = begun(site, launch, slow_hand_film, person, use)
    looker = Looker(page, session=True)
    looker.glance("what becomes of the pictures")
    show(page, use, twice=use is by_pointer)
    expect(page.locator("canvas[width='480']")).to_be_visible()
    assert page.evaluate("() => !document.querySelector('video')"), "judging needs no camera"
    play(page, plan, use)
    walker.go()
    log = sent(site, page, use)
    answers, result = judged(site, plan)
    assert [one.own for one in answers] == ["open_dorsal", "open_palmar"] * 2
    assert result.own is not None
    assert (result.own.answered, result.own.accuracy.both, result.scores.trials) == (4, 1, 0)
    assert max(len(one.model_dump_json()) for one in log) < 2000, "an event is too long to hold no picture"


def test_every_screen_of_showing_it_is_accessible(site: Site, launch: Launch, slow_hand_film: Path) -> None:
    person, _plan = showing(site)
    page, _walker = begun(site, launch, slow_hand_film, person)
    looker = Looker(page, session=True)
    press(page, by_pointer, "Show my hand")
    expect(page.get_by_role("img", name="What the camera sees")).to_be_visible()
    looker.glance("how to hold it")
    press(page, by_pointer, "Take the picture")
    press(page, by_pointer, "Not yet")  # the countdown can be stopped
    page.wait_for_timeout(1000 * COUNTDOWN + 1000)
    expect(page.get_by_role("button", name="Take the picture")).to_be_visible()
    press(page, by_pointer, "Take the picture")
    expect(page.get_by_role("heading", name="Your picture")).to_be_visible()
    looker.glance("the picture")


@pytest.mark.parametrize("affected", ["left", "right"])
def test_the_own_limb_is_shown_as_it_is_on_its_side_and_as_an_exact_mirror_on_the_other(
    site: Site, launch: Launch, slow_hand_film: Path, affected: Side
) -> None:
    intact = opposite(affected)
    trials = tuple(
        trial("open", view, turn, side, background)
        for view, turn, background in (
            ("dorsal", 0, "light"),
            ("palmar", 90, "dark"),
            ("dorsal", 135, "light"),
        )
        for side, turn in ((intact, turn), (affected, (360 - turn) % 360))
    )
    person, plan = showing(site, affected=affected, trials=trials)
    page, _walker = begun(site, launch, slow_hand_film, person)
    first, second = show(page, by_pointer)
    shown = play(page, plan)
    for own, other in zip(shown[::2], shown[1::2], strict=True):
        assert np.array_equal(own, other[:, ::-1]), "the other side is no exact mirror"
        assert not np.array_equal(own, other)
    covered = first[:, :, 3] == 255
    assert covered.mean() == pytest.approx(np.pi / 4, abs=0.01), "the frame is not round"
    assert np.array_equal(shown[0][covered], first[:, :, :3][covered]), (
        "upright, it is not the picture that was taken"
    )
    turned = np.rot90(second, -1)
    inside = turned[:, :, 3] == 255
    assert np.array_equal(shown[2][inside], turned[:, :, :3][inside]), "it is not turned clockwise"


def test_nothing_of_it_is_kept_and_it_is_let_go_when_the_part_ends(
    site: Site, launch: Launch, slow_hand_film: Path
) -> None:
    person, plan = showing(site)
    page, walker = begun(site, launch, slow_hand_film, person)
    show(page, by_pointer)
    page.wait_for_selector("canvas[width='480']")
    assert page.evaluate(HELD) >= SHOWN, "the pictures are not found where they should be"
    play(page, plan)
    expect(page.locator("canvas[width='480']")).to_have_count(0)
    assert page.evaluate(HELD) == 0, "a picture is still held"
    walker.go()
    sent(site, page, by_pointer)
    kept = page.evaluate(KEPT)
    assert kept["rows"] > 0, "nothing was looked at"
    assert (kept["big"], kept["others"]) == ([], 0)


def test_after_a_reload_the_person_shows_it_again_or_goes_on_with_drawn_pictures(
    site: Site, launch: Launch, slow_hand_film: Path
) -> None:
    person, plan = showing(site)
    page, walker = begun(site, launch, slow_hand_film, person)
    show(page, by_pointer)
    page.wait_for_selector("canvas[width='480']")
    page.evaluate(WATCH)
    picture_up(page, 0)
    page.keyboard.press("ArrowRight")
    picture_up(page, 1)
    page.reload()
    walker.go(until="Start now")
    page.get_by_role("button", name="Start now").click()
    expect(page.get_by_text("The pictures you took are gone.", exact=False)).to_be_visible()
    press(page, by_pointer, "Use drawn pictures")
    page.wait_for_selector("canvas[width='480']")
    page.evaluate(WATCH)
    for place, one in enumerate(block_of(plan).trials[1:]):
        picture_up(page, place)
        page.keyboard.press("ArrowLeft" if one.side == "left" else "ArrowRight")
    walker.go()
    sent(site, page, by_pointer)
    answers, result = judged(site, plan)
    assert [one.own for one in answers] == ["open_dorsal", None, None, None]
    assert result.own is not None
    assert (result.own.answered, result.scores.answered) == (1, 3)


def test_a_pause_keeps_the_pictures_and_a_camera_that_is_gone_leaves_drawn_ones(
    site: Site, launch: Launch, slow_hand_film: Path
) -> None:
    person, plan = showing(site)
    page, walker = begun(site, launch, slow_hand_film, person)
    show(page, by_pointer)
    page.wait_for_selector("canvas[width='480']")
    page.get_by_role("button", name="Stop", exact=True).click()
    press(page, by_pointer, "Go on")
    press(page, by_pointer, "Start now")
    play(page, plan)
    walker.go()
    sent(site, page, by_pointer)
    assert all(one.own for one in judged(site, plan)[0])


def test_without_a_camera_drawn_pictures_are_judged_and_that_is_said(site: Site, launch: Launch) -> None:
    person, plan = showing(site)
    _context, page = new_page(launch(None))
    enrol(page, site, person)
    walker = Walker(page, by_pointer)
    walker.start()
    walker.go(until="Use a drawn hand")
    page.get_by_role("button", name="Use a drawn hand").click()
    walker.go(until="Start now")
    press(page, by_pointer, "Start now")
    expect(page.get_by_text("No camera is in use.", exact=False)).to_be_visible()
    press(page, by_pointer, "Go on")
    play(page, plan)
    walker.go()
    sent(site, page, by_pointer)
    answers: list[Any] = judged(site, plan)[0]
    assert [one.own for one in answers] == [None] * 4
