"""A real clinic on a loopback port, and a real Chromium with film as its camera."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Playwright, sync_playwright

from material import chromium
from material.clinic_site import FLAGS, Launch, Site, new_page, serving
from material.footage import make_y4m, recordings
from material.pace import brisk_pages
from mirra.clinic.settings import static_folder


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    """A clinic of its own for one test."""
    if not (static_folder() / "index.html").is_file():
        pytest.fail("The web client has not been built: python tools/web.py")
    with serving(tmp_path) as running:
        yield running


@pytest.fixture(scope="session")
def film(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Our own moving hand with a number in each half of every frame, as a camera would see it."""
    return make_y4m(None, tmp_path_factory.mktemp("film") / "own.y4m", frames=90, coded=True)


@pytest.fixture(scope="session")
def hand_film(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Real footage of a right hand; skipped where there is none."""
    source = recordings("hands/one_right_hand_spelling.mp4")
    if source is None:
        pytest.skip("no recordings: name their folder in MIRRA_RECORDINGS")
    return make_y4m(source, tmp_path_factory.mktemp("film") / "hand.y4m", frames=240)


SLOW_FPS = 10


@pytest.fixture(scope="session")
def slow_film(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same moving hand at ten pictures a second, which take half of the work, for tests that do not look at it."""
    return make_y4m(None, tmp_path_factory.mktemp("film") / "own.y4m", fps=SLOW_FPS, frames=30, coded=True)


@pytest.fixture(scope="session")
def slow_hand_film(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same real footage at ten pictures a second; skipped where there is none."""
    source = recordings("hands/one_right_hand_spelling.mp4")
    if source is None:
        pytest.skip("no recordings: name their folder in MIRRA_RECORDINGS")
    return make_y4m(source, tmp_path_factory.mktemp("film") / "hand.y4m", fps=SLOW_FPS, frames=80)


SPARE = 2  # browsers that stay between the tests of a file: usually the one with a camera and the one without


@pytest.fixture(scope="module")
def playwright() -> Iterator[Playwright]:
    """What drives the browsers of one file. It ends with the file: while it is there, asyncio cannot run."""
    with sync_playwright() as made:
        yield made


@pytest.fixture(scope="module")
def browsers(playwright: Playwright) -> Iterator[dict[Path | None, Browser]]:
    """The browsers that run, by the film their camera plays."""
    running: dict[Path | None, Browser] = {}
    yield running
    for browser in running.values():
        browser.close()


@pytest.fixture
def launch(playwright: Playwright, browsers: dict[Path | None, Browser]) -> Iterator[Launch]:
    """A Chromium whose camera plays a film (``None``: no camera at all), with no page or profile of an earlier test."""
    path = chromium.find()
    if path is None:
        pytest.fail(chromium.HOW)

    def start(film: Path | None) -> Browser:
        if film not in browsers or not browsers[film].is_connected():
            flags = [*FLAGS, f"--use-file-for-fake-video-capture={film}"] if film else ["--no-sandbox"]
            browsers[film] = playwright.chromium.launch(executable_path=path, args=flags)
        browsers[film] = browsers.pop(film)  # the latest used stands last
        return browsers[film]

    yield start
    for browser in browsers.values():
        for context in browser.contexts:
            context.close()
    for film in list(browsers)[:-SPARE]:
        browsers.pop(film).close()


@pytest.fixture
def brisk() -> Iterator[None]:
    """The pages of this test go through their seconds faster: it measures no time, and no voice, film or sound."""
    with brisk_pages():
        yield


@pytest.fixture
def page(launch: Launch) -> Page:
    """A page in a browser of its own, at the size of a phone, that axe can look at."""
    from tests.browser.test_accessible import AXE, PHONE  # which imports this file

    if not AXE.is_file():
        pytest.skip("axe-core is not installed: python tools/web.py")
    _context, page = new_page(launch(None))
    page.set_viewport_size(PHONE)
    return page
