"""Films of a person's or therapist's own: chosen on the device, played there, never sent, removed again."""

from __future__ import annotations

import base64
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from material.clinic_site import Launch, Site, new_page, until
from material.walker import Use, Walker, by_pointer
from mirra.practice.case import Case
from mirra.practice.fold import fold
from mirra.practice.steps import observation
from mirra.practice.steps.observation import MovementWatched, Observation, ObservationResult
from tests.browser.alone import WAYS, alone, sent, to_first
from tests.browser.test_accessible import Looker

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]
ASSETS = Path(__file__).parents[2] / "web" / "public" / "assets"
FILM = ASSETS / "loops" / "heel_lift.webm"  # a film as good as any: no session of a hand shows it
KEPT = """async () => {
  const open = indexedDB.open("mirra");
  const db = await new Promise((done) => (open.onsuccess = () => done(open.result)));
  const asked = db.transaction("settings").objectStore("settings").get("films");
  const films = await new Promise((done) => (asked.onsuccess = () => done(asked.result)));
  db.close();
  return Object.entries(films ?? {}).map(([movement, film]) => [movement, film.size]);
}"""
SHOWN = """() => {
  const video = document.querySelector(".own video");
  const { src, currentTime, playbackRate: rate } = video ?? {};
  const named = video?.parentElement.getAttribute("aria-label");
  return currentTime > 0 && { src, rate, named, turned: getComputedStyle(video).transform };
}"""


def slow(case: Case) -> Observation | None:
    return observation.dose(case, case.condition.stages[0], speed=0.5)


def choose(page: Page, use: Use, movement: str, film: Path) -> None:
    """From the first screen to the films of one's own, and choose one for a movement."""
    use(page, page.get_by_role("button", name="Own films", exact=True))
    with page.expect_file_chooser() as chooser:
        use(page, page.get_by_role("button", name=f"Choose a film: {movement}", exact=True))
    chooser.value.set_files(film)


def bodies(context: BrowserContext) -> list[bytes]:
    """What leaves this browser from now on, as it leaves."""
    found: list[bytes] = []
    context.on("request", lambda request: found.append(request.post_data_buffer or b""))
    return found


@WAYS
def test_a_film_of_ones_own_is_played_at_the_plans_speed_and_not_one_byte_of_it_is_sent(
    site: Site, launch: Launch, use: Use, profiles: tuple[str, ...]
) -> None:
    context, page = new_page(launch(None))
    left = bodies(context)
    plan = alone(site, page, slow, profiles=profiles)
    step = next(one for one in plan.steps if isinstance(one, Observation))
    movement = step.movements[0]
    looker = Looker(page, session=True)
    walker = Walker(page, use)
    to_first(page, walker, "Own films")
    choose(page, use, movement.name, FILM)
    expect(page.get_by_role("status").filter(has_text="The film is kept on this device.")).to_be_visible()
    assert page.evaluate(KEPT) == [[movement.id, FILM.stat().st_size]]
    looker.glance("own films")
    use(page, page.get_by_role("button", name="Back", exact=True))
    use(page, page.get_by_role("button", name="Go on", exact=True))
    shown = page.wait_for_function(SHOWN).json_value()
    assert shown["src"].startswith("blob:")
    assert shown["named"] == f"A film of your own: {movement.name}"
    assert (shown["rate"], shown["turned"]) == (step.speed, "none")
    looker.glance("own film played")
    walker.go(seconds=200)
    events = sent(site, page, use)
    looker.done(2)
    assert [event.film for event in events if isinstance(event, MovementWatched)] == ["own"]
    (result,) = (one for one in fold(events, plan).results if isinstance(one, ObservationResult))
    assert result.movements[0].film == "own"
    whole = b"".join(left)
    assert b"movement_watched" in whole or len(whole) > 1000, "nothing was watched as it left"
    raw = FILM.read_bytes()
    for at in range(0, len(raw) - 48, 3 * 512):
        piece = raw[at : at + 48]
        assert piece not in whole, "bytes of the film were sent"
        assert base64.b64encode(piece) not in whole, "bytes of the film were sent"


def test_a_film_that_cannot_be_played_is_refused_and_the_drawn_one_is_shown(
    site: Site, launch: Launch, tmp_path: Path
) -> None:
    _context, page = new_page(launch(None))
    plan = alone(site, page, slow)
    step = next(one for one in plan.steps if isinstance(one, Observation))
    broken = tmp_path / "holiday.mp4"
    broken.write_bytes(b"no film at all " * 1000)
    walker = Walker(page, by_pointer)
    to_first(page, walker, "Own films")
    choose(page, by_pointer, step.movements[0].name, broken)
    expect(page.get_by_role("status").filter(has_text="This device cannot play that film.")).to_be_visible()
    assert page.evaluate(KEPT) == []
    by_pointer(page, page.get_by_role("button", name="Back", exact=True))
    walker.go(until="That is enough")
    expect(page.locator(".demonstration video")).to_be_visible()


def test_a_film_of_ones_own_can_be_removed_and_goes_with_the_devices_connection(
    site: Site, launch: Launch
) -> None:
    _context, page = new_page(launch(None))
    plan = alone(site, page, slow)
    step = next(one for one in plan.steps if isinstance(one, Observation))
    name = step.movements[0].name
    to_first(page, Walker(page, by_pointer), "Own films")
    choose(page, by_pointer, name, FILM)
    remove = page.get_by_role("button", name=f"Remove the film: {name}")
    by_pointer(page, remove)
    expect(page.get_by_role("status").filter(has_text="The film is removed.")).to_be_visible()
    expect(remove).to_have_count(0)
    assert page.evaluate(KEPT) == []
    with page.expect_file_chooser() as chooser:
        by_pointer(page, page.get_by_role("button", name=f"Choose a film: {name}"))
    chooser.value.set_files(FILM)
    expect(remove).to_be_visible()
    page.goto(site.address)
    page.get_by_role("button", name="Sign this device out").click()
    page.get_by_role("button", name="Yes, sign out").click()
    until(lambda: page.evaluate(KEPT) == [], "the film to go with who signed out")
