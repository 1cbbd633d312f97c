"""Left/right judgement in a real browser: by pointer, one hand and switch; its timing; its pictures, exact mirrors."""

from __future__ import annotations

import random
from collections.abc import Callable
from itertools import pairwise

import numpy as np
import pytest
from numpy.typing import NDArray
from playwright.sync_api import Page, expect

from material.clinic_site import Launch, Site, enrol, new_page, until
from material.judgement_session import begun, judging
from material.walker import Walker, by_switch
from mirra.practice.fold import fold
from mirra.practice.plan import SessionPlan
from mirra.practice.steps.judgement import Judgement, JudgementResult, JudgingStarted, PictureJudged
from mirra.practice.trials import Trial
from tests.browser.canvas import read_pixels
from tests.browser.test_accessible import Looker
from tests.browser.test_offline import READY
from tests.browser.test_profiles import Watch
from tests.practice.given import CATALOGUE
from tools.stimuli import BACKGROUNDS, FOLDER, before, picture

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]
FRAME = 1000 / 60

# Watches the canvas from outside, at each repaint: when a picture, of more than one colour, has come and gone.
WATCH = """() => {
  const canvas = document.querySelector("canvas[width='480']");
  const look = () => {
    const { data } = canvas.getContext("2d").getImageData(0, 0, 480, 480);
    const colours = new Set();
    for (let at = 0; at < data.length; at += 4 * 401) colours.add(`${data[at]} ${data[at + 1]} ${data[at + 2]}`);
    return colours.size > 2;
  };
  window.onsets = [];
  window.shown = false;
  requestAnimationFrame(function next(now) {
    const shown = look();
    if (shown && !window.shown) window.onsets.push(now);
    window.shown = shown;
    if (canvas.isConnected) requestAnimationFrame(next);
  });
}"""
JUDGED = "canvas[width='480']"  # the picture that is judged


def block_of(plan: SessionPlan) -> Judgement:
    return next(step for step in plan.steps if isinstance(step, Judgement))


def picture_up(page: Page, place: int) -> None:
    page.wait_for_function(f"() => window.onsets.length > {place} && window.shown", timeout=20_000)


def play(page: Page, plan: SessionPlan, press: Callable[[str], None]) -> None:
    """Answer every trial, the third one wrongly."""
    page.wait_for_selector("canvas[width='480']")
    page.evaluate(WATCH)
    for place, trial in enumerate(block_of(plan).trials):
        picture_up(page, place)
        expect(page.get_by_text(f"{place + 1} of {len(block_of(plan).trials)}", exact=True)).to_be_visible()
        page.wait_for_timeout(350)  # nobody answers within 300 ms
        wrong = "right" if trial.side == "left" else "left"
        press(wrong if place == 2 else trial.side)


def ended(site: Site, walker: Walker, plan: SessionPlan) -> tuple[list[PictureJudged], JudgementResult]:
    """Walk to the end of the session; what was logged of the block, and its result."""
    walker.go()
    walker.use(walker.page, walker.page.get_by_role("link", name="Back to my page"))
    until(lambda: any(one.kind == "closed" for one in site.log()), "the log to reach the clinic")
    log = site.log()
    (result,) = (one for one in fold(log, plan).results if isinstance(one, JudgementResult))
    return [one for one in log if isinstance(one, PictureJudged)], result


def judged_rightly_but_the_third(judged: list[PictureJudged], plan: SessionPlan, by: str) -> None:
    trials = block_of(plan).trials
    assert [one.trial for one in judged] == list(range(len(trials)))
    assert [one.trial for one in judged if one.side != trials[one.trial].side] == [2]
    assert {one.by for one in judged} == {by}
    assert not any(one.again for one in judged)


def test_a_block_by_pointer_with_some_to_try_out_first(site: Site, launch: Launch) -> None:
    person, plan = judging(site, 8, trying=2)
    page, walker = begun(site, launch, person)
    looker = Looker(page, session=True)
    looker.glance("what it is")
    page.get_by_role("button", name="Start now").click()
    page.evaluate(WATCH)
    for place, trial in enumerate(block_of(plan).trying):
        picture_up(page, place)
        if place == 0:
            looker.glance("a picture")
        page.get_by_role("button", name="Left" if trial.side == "left" else "Right", exact=True).click()
        expect(page.get_by_text(f"Yes, a {trial.side} hand.")).to_be_visible()
    expect(page.get_by_text("Right or wrong is not said.", exact=False)).to_be_visible()
    page.get_by_role("button", name="Start now").click()
    play(page, plan, lambda side: page.get_by_role("button", name=side.title(), exact=True).click())
    assert page.get_by_text("Yes, a").count() == 0
    judged, result = ended(site, walker, plan)
    judged_rightly_but_the_third(judged, plan, "pointer")
    assert (result.scores.answered, result.scores.accuracy.both) == (8, 0.875)
    assert all(0 < one.ms < 20_000 for one in judged)
    (started,) = (one for one in site.log() if isinstance(one, JudgingStarted))
    assert started.interval == pytest.approx(FRAME, rel=0.5)


@pytest.mark.parametrize(
    ("profile", "left", "right"), [("one_hand_right", "j", "k"), ("one_hand_left", "d", "f")]
)
def test_a_block_by_two_neighbouring_keys(
    site: Site, launch: Launch, profile: str, left: str, right: str
) -> None:
    person, plan = judging(site, 6, profiles=(profile,))
    page, walker = begun(site, launch, person)
    expect(page.get_by_text(f"{left.upper()} or {right.upper()}", exact=False)).to_be_visible()
    page.get_by_role("button", name="Start now").click()
    play(page, plan, lambda side: page.keyboard.press(left if side == "left" else right))
    judged, _result = ended(site, walker, plan)
    judged_rightly_but_the_third(judged, plan, "neighbouring_keys")


def test_a_block_by_the_arrow_keys(site: Site, launch: Launch) -> None:
    person, plan = judging(site, 6)
    page, walker = begun(site, launch, person)
    page.get_by_role("button", name="Start now").click()
    play(page, plan, lambda side: page.keyboard.press("ArrowLeft" if side == "left" else "ArrowRight"))
    judged, _result = ended(site, walker, plan)
    judged_rightly_but_the_third(judged, plan, "arrow_keys")


def test_a_block_by_one_switch(site: Site, launch: Launch) -> None:
    person, plan = judging(site, 4, profiles=("switch",), support={"scan_seconds": 0.5})
    page, walker = begun(site, launch, person, by_switch)
    by_switch(page, page.get_by_role("button", name="Start now"))
    play(page, plan, lambda side: by_switch(page, page.get_by_role("button", name=side.title(), exact=True)))
    judged, result = ended(site, walker, plan)
    judged_rightly_but_the_third(judged, plan, "switch")
    assert (result.scores.accuracy.both, result.scores.time.both) == (0.75, None)


def test_a_pause_breaks_into_a_trial_which_is_shown_again(site: Site, launch: Launch) -> None:
    person, plan = judging(site, 3)
    page, walker = begun(site, launch, person)
    page.get_by_role("button", name="Start now").click()
    page.evaluate(WATCH)
    trials = block_of(plan).trials
    picture_up(page, 0)
    page.get_by_role("button", name=trials[0].side.title(), exact=True).click()
    picture_up(page, 1)
    page.get_by_role("button", name="Stop", exact=True).click()
    page.get_by_role("button", name="Go on", exact=True).click()
    page.get_by_role("button", name="Start now").click()
    page.evaluate(WATCH)
    for place in (1, 2):
        picture_up(page, place - 1)
        expect(page.get_by_text(f"{place + 1} of 3", exact=True)).to_be_visible()
        page.get_by_role("button", name=trials[place].side.title(), exact=True).click()
    judged, result = ended(site, walker, plan)
    assert [(one.trial, one.again) for one in judged] == [(0, False), (1, True), (2, False)]
    assert (result.again, result.scores.answered) == (1, 3)


def test_a_reload_goes_on_where_it_was(site: Site, launch: Launch) -> None:
    person, plan = judging(site, 3)
    page, walker = begun(site, launch, person)
    page.get_by_role("button", name="Start now").click()
    page.evaluate(WATCH)
    trials = block_of(plan).trials
    picture_up(page, 0)
    page.keyboard.press("ArrowLeft")
    picture_up(page, 1)
    page.reload()
    walker.go(until="Start now")
    page.get_by_role("button", name="Start now").click()
    page.evaluate(WATCH)
    for place in (1, 2):
        picture_up(page, place - 1)
        page.keyboard.press("ArrowLeft" if trials[place].side == "left" else "ArrowRight")
    judged, _result = ended(site, walker, plan)
    assert [(one.trial, one.again) for one in judged] == [(0, False), (1, True), (2, False)]


def test_times_are_right_to_a_frame(site: Site, launch: Launch) -> None:
    """Events are injected with the time at which they happened, so the time that is logged is known beforehand."""
    person, plan = judging(site, 40)
    page, walker = begun(site, launch, person)
    page.get_by_role("button", name="Start now").click()
    page.evaluate(WATCH)
    session = page.context.new_cdp_session(page)
    origin = page.evaluate("() => performance.timeOrigin")
    draw, wanted = random.Random(4), []
    for place, trial in enumerate(block_of(plan).trials):
        picture_up(page, place)
        onset = page.evaluate(f"() => window.onsets[{place}]")
        took = draw.uniform(300, 500)
        wanted.append(took)
        page.wait_for_function(f"() => performance.now() >= {onset + took}")
        key = "ArrowLeft" if trial.side == "left" else "ArrowRight"
        said = {"key": key, "code": key, "windowsVirtualKeyCode": 37 if trial.side == "left" else 39}
        session.send(
            "Input.dispatchKeyEvent", {"type": "keyDown", "timestamp": (origin + onset + took) / 1000, **said}
        )
        session.send("Input.dispatchKeyEvent", {"type": "keyUp", **said})
    judged, result = ended(site, walker, plan)
    errors = np.abs([one.ms - took for one, took in zip(judged, wanted, strict=True)])
    assert np.percentile(errors, 95) <= FRAME, f"errors in ms: {np.sort(errors).round(1)}"
    assert result.scores.accuracy.both == 1


def trial(posture: str, turn: int, side: str, background: str = "light") -> Trial:
    told = {"limb": "hand", "posture": posture, "view": "dorsal", "tone": "medium"}
    return Trial.model_validate({**told, "turn": turn, "side": side, "background": background})


def test_a_left_limb_is_the_exact_mirror_of_a_right_one_and_both_are_turned_clockwise(
    site: Site, launch: Launch
) -> None:
    pairs = [("open", 0, "light"), ("pinch", 90, "dark"), ("point", 135, "light"), ("fist", 333, "dark")]
    trials = tuple(
        one
        for posture, turn, background in pairs
        for one in (
            trial(posture, turn, "right", background),
            trial(posture, (360 - turn) % 360, "left", background),
        )
    )
    person, _plan = judging(site, 8, trials=trials)
    page, _walker = begun(site, launch, person)
    page.get_by_role("button", name="Start now").click()
    page.evaluate(WATCH)
    shown: list[NDArray[np.uint8]] = []
    for place, one in enumerate(trials):
        picture_up(page, place)
        shown.append(read_pixels(page, JUDGED)[:, :, :3])
        page.keyboard.press("ArrowLeft" if one.side == "left" else "ArrowRight")
    for right, left in list(pairwise(shown))[::2]:
        assert np.array_equal(right, left[:, ::-1])
        assert not np.array_equal(right, left)
    upright, quarter = shown[0], shown[2]
    for seen, (posture, ground, turned) in ((upright, ("open", 0, 0)), (quarter, ("pinch", 1, -1))):
        file = picture_of(posture)
        expected = np.rot90(before(BACKGROUNDS[ground], file), turned).astype(float)
        # Colours of small details come out a little differently from each WebP decoder.
        assert np.abs(seen - expected).mean() < 0.5, "the file, upright, is turned clockwise"
        assert np.abs(seen - expected[:, ::-1]).mean() > 5, "a flip would be seen"


def picture_of(posture: str) -> NDArray[np.uint8]:
    """The picture in its file, with its cover."""
    (one,) = (one for one in CATALOGUE.stimuli if one.shows == ("hand", posture, "dorsal", "medium"))
    assert (FOLDER / one.file).is_file()
    return picture(one)


BOXES = """() => {
  const box = (mark) => {
    const { left, right, top, bottom } = document.querySelector(mark).getBoundingClientRect();
    return { left, right, top, bottom };
  };
  const { scrollHeight, scrollWidth } = document.documentElement;
  return { left: box("button.left"), right: box("button.right"), seen: box("canvas[width='480']"), bar: box(".bar"),
    over: scrollHeight - innerHeight, wide: scrollWidth - innerWidth };
}"""


@pytest.mark.parametrize(
    ("profile", "width", "height"),
    [
        ("large_text", 360, 640),
        ("neglect_left", 360, 640),
        ("neglect_right", 1280, 800),
        ("aphasia", 640, 360),
        ("less_motion", 820, 1180),
    ],
)
def test_whatever_a_person_needs_left_lies_left_and_all_is_in_sight(
    site: Site, launch: Launch, profile: str, width: int, height: int
) -> None:
    person, plan = judging(site, 2, profiles=(profile,))
    page, _walker = begun(site, launch, person, viewport={"width": width, "height": height})
    watch = Watch(page, plan)
    watch("what it is")
    for _ in range(5):  # who reads a sentence at a time reads them all
        if page.get_by_role("button", name="Next sentence").count():
            page.get_by_role("button", name="Next sentence").click()
    page.get_by_role("button", name="Start now").click()
    page.evaluate(WATCH)
    picture_up(page, 0)
    watch("a picture")
    boxes = page.evaluate(BOXES)
    left, right, seen, bar = (boxes[name] for name in ("left", "right", "seen", "bar"))
    assert left["right"] <= right["left"]
    for one in (left, right):
        assert one["right"] - one["left"] >= 80, "a target is too narrow"
        assert one["bottom"] - one["top"] >= 90, "a target is too low"
    assert all(one["top"] >= 0 and one["bottom"] <= bar["top"] for one in (left, right, seen))
    assert seen["right"] - seen["left"] >= 180, "the picture is too small"
    assert boxes["over"] <= 0, "the page scrolls"
    assert boxes["wide"] <= 0, "the page scrolls sideways"


def test_it_is_played_without_a_network(site: Site, launch: Launch) -> None:
    person, plan = judging(site, 2)
    context, page = new_page(launch(None), offline=True)
    enrol(page, site, person)
    expect(page.get_by_text(READY)).to_be_visible(timeout=60_000)
    context.set_offline(True)
    page.get_by_role("link", name="session").click()
    page.wait_for_url("**/session.html")
    Walker(page, lambda _page, control: control.click()).go(until="Start now")
    page.get_by_role("button", name="Start now").click()
    play(page, plan, lambda side: page.get_by_role("button", name=side.title(), exact=True).click())
    expect(page.get_by_role("button", name="Start now")).to_have_count(0)
