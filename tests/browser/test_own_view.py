"""The picture becomes the person's own view by itself, from wherever the camera looks, before films of real hands."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from playwright.sync_api import Locator, expect

from material.clinic_site import Launch, Site
from mirra.anatomy import Side, opposite
from mirra.catalogue.models.fields import Placement
from mirra.practice.events import CameraStarted, Checked
from tests.browser.canvas import decoded
from tests.browser.looker import Looker, look_at
from tests.browser.oracle import Pixels, Shown, Still
from tests.browser.placements import FILMS, Filmed

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]
PATIENCE = 60_000  # ms; a busy machine looks at the hand seldom


def before(site: Site, launch: Launch, filmed: Filmed, target: Path, *, intact: Side | None = None) -> Looker:
    """A person before this camera, who has said where it stands and looks at their picture."""
    film = filmed.film.write(target / "placed.y4m")
    looker = look_at(site, launch(film), affected=opposite(intact or filmed.intact))
    looker.place(filmed.placement)
    return looker


def check(looker: Looker, name: str) -> Locator:
    """One of the checks beside the picture."""
    return looker.page.locator("li", has_text=name)


def stands(looker: Looker) -> tuple[int, bool]:
    """How the log says that the picture is shown."""
    started = [event for event in looker.log() if isinstance(event, CameraStarted)]
    return started[-1].rotate, started[-1].flip


@pytest.mark.parametrize("name", FILMS)
def test_the_view_sets_itself_without_a_tap(site: Site, launch: Launch, tmp_path: Path, name: str) -> None:
    filmed = FILMS[name]
    looker = before(site, launch, filmed, tmp_path)
    expect(check(looker, "Your own view")).to_contain_text("good", timeout=PATIENCE)
    looker.leave_set_up()
    assert stands(looker) == (filmed.rotate, filmed.flip)
    passed = [
        event.passed for event in looker.log() if isinstance(event, Checked) and event.check == "own_view"
    ]
    assert passed[-1:] == [True], "the log does not say that it is the person's own view"
    looker.close()


@pytest.mark.parametrize("name", ["lying, camera before me", "held up"])
def test_a_wrong_view_is_said_to_be_wrong_and_the_persons_own_choice_stays(
    site: Site, launch: Launch, tmp_path: Path, name: str
) -> None:
    filmed = FILMS[name]
    looker = before(site, launch, filmed, tmp_path)
    expect(check(looker, "Your own view")).to_contain_text("good", timeout=PATIENCE)
    for press in ("Flip picture", "Turn picture"):
        looker.press(press)
        expect(check(looker, "Your own view")).to_contain_text("not yet", timeout=PATIENCE)
    expect(looker.page.get_by_text("Fingers point away.")).to_be_visible(timeout=PATIENCE)
    for press in ("Turn picture", "Turn picture", "Turn picture", "Flip picture"):
        looker.press(press)
    expect(check(looker, "Your own view")).to_contain_text("good", timeout=PATIENCE)
    looker.press("Flip picture")
    expect(check(looker, "Your own view")).to_contain_text("not yet", timeout=PATIENCE)
    looker.page.wait_for_timeout(3000)  # longer than the view takes to set itself
    looker.leave_set_up()
    assert stands(looker) == (filmed.rotate, not filmed.flip), "what the person chose was changed again"
    looker.close()


def test_the_other_hand_is_not_the_persons_own_view(site: Site, launch: Launch, tmp_path: Path) -> None:
    filmed = FILMS["held up"]
    looker = before(site, launch, filmed, tmp_path, intact="left")
    for name in ("Correct side", "Your own view"):
        expect(check(looker, name)).to_contain_text("not yet", timeout=PATIENCE)
    looker.close()


def small(looker: Looker, number: int) -> Pixels:
    """One of the two small live pictures."""
    seen = looker.page.evaluate(f"watch.picture(document.querySelectorAll('canvas')[{number + 1}])")
    return decoded(*seen)[..., :3].astype(np.int16)


@pytest.mark.parametrize(
    ("placement", "ways"), [("feet", [(0, True), (180, False)]), ("above", [(0, False), (180, False)])]
)
def test_where_no_tracker_helps_the_person_chooses_between_two_live_pictures(
    site: Site, launch: Launch, tmp_path: Path, placement: Placement, ways: list[tuple[int, bool]]
) -> None:
    still = Still()
    looker = look_at(site, launch(still.write(tmp_path / "still.y4m")), limb="foot")
    looker.place(placement)
    looker.page.evaluate("watch.drawn(6)")
    for number, (rotate, flip) in enumerate(ways):
        away = np.abs(small(looker, number) - still.seen(Shown("right", rotate, flip)))
        assert away.max() <= 3, f"picture {number + 1} does not show what it stands for"
    for name, (rotate, flip) in zip(("Second picture", "First picture"), reversed(ways), strict=True):
        looker.press(name)
        expect(looker.page.get_by_role("button", name=name)).to_have_attribute("aria-pressed", "true")
        assert np.abs(looker.picture() - still.seen(Shown("right", rotate, flip))).max() <= 3
    looker.press("Second picture")
    looker.leave_set_up()
    assert stands(looker) == ways[1]
    looker.close()
