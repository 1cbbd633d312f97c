"""The affected hand, tracked while it stays covered: how much it moves, and how much later than the other one."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pytest
from playwright.sync_api import expect

from material.clinic_site import Launch, Site, enrol, new_page, until
from material.walker import Walker, by_pointer, words_of
from mirra.catalogue.load import load
from mirra.practice.events import AffectedTracked, Tracked
from mirra.practice.prescription import Prescription
from mirra.practice.steps.set_up import SetUp
from mirra.practice.terms import Tracking
from tests.browser.looker import Looker, look_at, steps
from tests.browser.placements import SPELLING
from tests.browser.test_accessible import PHONE, at, practised, signed_in
from tests.browser.test_accessible import Looker as LookedAt
from tests.browser.test_languages import offering
from tests.browser.test_own_view import PATIENCE, check
from tests.placed import Placed

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]
CATALOGUE = load()
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


def seconds(looker: Looker) -> list[AffectedTracked]:
    return [event for event in looker.log() if isinstance(event, AffectedTracked)]


def test_it_is_measured_beside_the_other_and_never_shown(site: Site, launch: Launch, tmp_path: Path) -> None:
    film = Placed(**{**RIGHT_HAND.__dict__, "echo": LATE})
    looker = practising(site, launch, film, tmp_path, BOTH)
    until(lambda: sum(one.lag is not None for one in seconds(looker)) >= 4, "the lag to be known", 120)
    found = seconds(looker)
    canvas = looker.picture()
    assert np.array_equal(canvas, canvas[:, ::-1]), "the affected side is seen"
    intact = [one for one in looker.log() if isinstance(one, Tracked) and one.step == found[-1].step]
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
    until(lambda: sum(isinstance(one, Tracked) for one in looker.log()) >= 4, "some seconds", 60)
    assert not seconds(looker)
    looker.close()


def test_a_drawn_limb_has_no_affected_hand(site: Site, launch: Launch) -> None:
    kinds = ("set_up", "block", "check_out", "summary")
    looker = look_at(site, launch(None), kinds=kinds, tracking=BOTH)
    walker = Walker(looker.page, by_pointer)
    walker.go(until="Use a drawn hand")
    looker.press("Use a drawn hand")
    walker.go(until="Start now")
    looker.press("Start now")
    until(lambda: sum(isinstance(one, Tracked) for one in looker.log()) >= 4, "some seconds", 60)
    assert not seconds(looker), "the log says of a drawn limb that its affected hand was not seen"


# Every sentence is wholly on the screen, above the bar with Stop, and nothing lies on it.
IN_SIGHT = """(lines) => {
    const line = document.querySelector("p.tracked");
    const range = document.createRange();
    range.selectNodeContents(line);
    const above = document.querySelector(".actions")?.getBoundingClientRect().top
        ?? document.querySelector("footer").getBoundingClientRect().top;
    const seen = ({ left, top, right, bottom }) => left >= 0 && right <= innerWidth && top >= 0 && bottom <= above
        && line.contains(document.elementFromPoint((left + right) / 2, (top + bottom) / 2));
    return window.scrollY === 0 && lines.every((one) => line.innerText.includes(one))
        && [...range.getClientRects()].every(seen);
}"""


@pytest.mark.parametrize("language", ["en", *CATALOGUE.languages])
def test_the_person_is_told_of_it_without_scrolling_on_a_small_phone(
    site: Site, launch: Launch, film: Path, language: str
) -> None:
    offering(site, *dict.fromkeys(("en", language)))
    person, said = site.person(), words_of(language)["session"]
    wanted = Prescription(
        person, "stroke", "left", "hand", two_sided=True, language=language, track_affected=True
    )
    kinds = ("set_up", "look", "summary")
    _context, page = new_page(launch(film), viewport={"width": 360, "height": 640})
    enrol(page, site, person)
    plan = site.short_plan(person, wanted, steps=steps(site, wanted, kinds))
    page.reload()
    page.wait_for_load_state("networkidle")
    set_up = next(step for step in plan.steps if isinstance(step, SetUp))
    assert len(set_up.tracked) == 3
    start = page.locator('a[href$="session.html"]')
    start.click()
    heading = page.get_by_role("heading", level=1)
    expect(heading).to_have_text(said["setUp"]["whereTitle"])
    assert page.evaluate(IN_SIGHT, set_up.tracked), "it must be scrolled to where the camera is chosen"
    page.get_by_role("button", name=set_up.placements[1].text).click()
    page.get_by_role("button", name=set_up.questions[0].choices[0].text, exact=True).click()
    expect(page.locator(".practice")).to_be_visible()
    page.get_by_role("button", name=said["stop"], exact=True).click()
    page.get_by_role("button", name=said["end"]).click()
    page.get_by_role("link", name=said["home"]).click()
    start.click()
    expect(heading).to_have_text(said["setUp"]["viewTitle"])
    page.wait_for_timeout(2500)  # the coach speaks and the checks are there
    assert page.evaluate(IN_SIGHT, set_up.tracked), (
        "it must be scrolled to where the picture is there at once"
    )


def test_the_therapist_asks_for_it_and_reads_what_came_of_it(site: Site, launch: Launch) -> None:
    person, browser = site.person(), launch(None)
    _context, page = new_page(browser)
    page.set_viewport_size(PHONE)
    looker = LookedAt(page)
    at(page, site, "sign-in", "Sign in")
    signed_in(site, page)
    at(page, site, f"people/{person}", "Robin")
    page.get_by_role("button", name="Change the plan").click()
    tick = page.get_by_label("Also track the affected hand")
    expect(tick).to_be_disabled()
    expect(page.get_by_text("does not move in one-sided sessions")).to_be_visible()
    page.get_by_label("What moves").select_option("both sides")
    tick.check()
    expect(page.get_by_text("The camera must see both hands")).to_be_visible()
    looker.look("plan, with the affected hand tracked")
    page.get_by_label("Reason for the change").fill("Does it move?")
    page.get_by_role("button", name="Save the new plan").click()
    expect(page.locator("dt", has_text="Also track the affected hand")).to_be_visible()
    wanted = Prescription(person, "stroke", "left", "hand", two_sided=True, track_affected=True)
    plan = site.short_plan(person, wanted)
    _other, device = new_page(browser)
    enrol(device, site, person)
    practised(site, device, plan)
    at(page, site, f"people/{person}", "Robin")
    page.get_by_role("region", name="Sessions").get_by_role("link").first.click()
    expect(page.get_by_text("hand tracking of both hands")).to_be_visible()
    expect(page.get_by_text("The affected hand, covered on the screen: in view for")).to_be_visible()
    expect(page.get_by_text(re.compile("it followed the unaffected hand by [0-9]+ ms"))).to_be_visible()
    expect(page.get_by_role("columnheader", name="Affected hand")).to_be_visible()
    looker.look("session, with the affected hand tracked")
    looker.done(2)
