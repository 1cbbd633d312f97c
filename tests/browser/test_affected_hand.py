"""The affected hand, tracked while it stays covered: how much it moves, and how much later than the other one."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from playwright.sync_api import expect

from mirra.practice import log
from mirra.practice.plan import Tracking
from tests.browser.conftest import Launch, Site, until
from tests.browser.looker import Looker, look_at
from tests.browser.placements import SPELLING
from tests.browser.test_own_view import PATIENCE, check
from tests.placed import Placed

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]
LATE = 6  # pictures of 30 a second
RIGHT_HAND = Placed(SPELLING, (0, 60), scale=1.1, at=(0.25, 0.5))
BOTH = Tracking(hand=True, affected=True)


def practising(site: Site, launch: Launch, film: Placed, target: Path, tracking: Tracking) -> Looker:
    """Somebody whose right hand is intact, in an exercise before this film."""
    kinds = ("set_up", "block", "check_out", "summary")
    browser = launch(film.write(target / "hands.y4m"))
    looker = look_at(site, browser, kinds=kinds, tracking=tracking)
    looker.place("facing")
    expect(check(looker, "Your own view")).to_contain_text("good", timeout=PATIENCE)
    looker.leave_set_up()
    looker.press("Start now")
    return looker


def seconds(looker: Looker) -> list[log.AffectedTracked]:
    return [event for event in looker.log() if isinstance(event, log.AffectedTracked)]


def test_it_is_measured_beside_the_other_and_never_shown(site: Site, launch: Launch, tmp_path: Path) -> None:
    film = Placed(**{**RIGHT_HAND.__dict__, "echo": LATE})
    looker = practising(site, launch, film, tmp_path, BOTH)
    until(lambda: sum(one.lag is not None for one in seconds(looker)) >= 4, "the lag to be known", 120)
    found = seconds(looker)
    canvas = looker.picture()
    assert np.array_equal(canvas, canvas[:, ::-1]), "the affected side is seen"
    intact = [one for one in looker.log() if isinstance(one, log.Tracked) and one.step == found[-1].step]
    assert np.mean([one.in_view for one in found]) > 0.6
    assert np.mean([one.in_view for one in intact]) > 0.6
    moved, other = (np.mean([one.movement or 0 for one in hand]) for hand in (found, intact))
    assert 0.5 < moved / other < 2, f"the same movement is {moved} in one hand and {other} in the other"
    lag = np.median([one.lag for one in found if one.lag is not None])
    assert lag == pytest.approx(1000 * LATE / 30, abs=70)
    looker.close()


def test_a_hand_that_is_not_there_is_not_seen(site: Site, launch: Launch, tmp_path: Path) -> None:
    looker = practising(site, launch, RIGHT_HAND, tmp_path, BOTH)
    until(lambda: len(seconds(looker)) >= 4, "some seconds to be tracked", 60)
    assert all(one.in_view < 0.2 and one.lag is None for one in seconds(looker))
    looker.close()


def test_nothing_is_tracked_of_it_unless_the_plan_asks(site: Site, launch: Launch, tmp_path: Path) -> None:
    film = Placed(**{**RIGHT_HAND.__dict__, "echo": LATE})
    looker = practising(site, launch, film, tmp_path, Tracking(hand=True))
    until(lambda: sum(isinstance(one, log.Tracked) for one in looker.log()) >= 4, "some seconds", 60)
    assert not seconds(looker)
    looker.close()
