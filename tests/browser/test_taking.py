"""Only the part of a camera's picture that is shown is taken from it, and only where the browser cuts it right."""

from __future__ import annotations

from pathlib import Path

import pytest

from material.clinic_site import Launch, Site, until
from tests.browser.looker import look_at
from tests.browser.oracle import Shown, Still
from tests.browser.test_mirror import compare

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]
STILL = Still()
# Counts the frames that are cut; WRONG is what a browser may do with the part that it is asked for.
COUNT = """
    Object.defineProperty(window, "cutting", { value: { cuts: 0 } });  // else the page takes it away
    window.VideoFrame = new Proxy(VideoFrame, {
        construct(target, [from, how]) {
            if (how?.visibleRect) {
                cutting.cuts += 1;
                how = { ...how, visibleRect: { ...how.visibleRect, WRONG } };
            }
            return new target(from, how);
        },
    });
"""


@pytest.fixture(scope="module")
def still_film(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return STILL.write(tmp_path_factory.mktemp("film") / "still.y4m")


def test_a_part_that_is_cut_out_is_right_at_every_pixel(site: Site, launch: Launch, still_film: Path) -> None:
    looker = look_at(site, launch(still_film), before=COUNT.replace("WRONG", ""))
    looker.practise()
    until(lambda: looker.page.evaluate("cutting.cuts") > 60, "the frames to be cut", 60)
    compare(looker, STILL, Shown("right", 0, False))
    looker.close()


@pytest.mark.parametrize("wrong", ["x: 0", "y: 2, height: how.visibleRect.height - 2", "width: 2"])
def test_a_browser_that_cuts_another_part_is_found_out_before_it_is_shown(
    site: Site, launch: Launch, still_film: Path, wrong: str
) -> None:
    looker = look_at(site, launch(still_film), before=COUNT.replace("WRONG", wrong))
    looker.practise()
    until(lambda: looker.page.evaluate("cutting.cuts") >= 3, "the browser to be tried", 60)
    shown = looker.page.evaluate(
        "async () => { const was = cutting.cuts; await watch.drawn(60); return cutting.cuts - was; }"
    )
    assert 0 < shown <= 12, f"{shown} of 60 frames were cut"
    compare(looker, STILL, Shown("right", 0, False))
    looker.close()
