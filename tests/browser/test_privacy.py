"""Frames never leave the device: counted where they would arrive, for every way out of a page that is known."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Error, Page

from tests.browser.conftest import Launch, Site, enrol, new_page
from tests.browser.outside import Outside

pytestmark = pytest.mark.browser
ATTACKS = (Path(__file__).parent / "attacks.js").read_text(encoding="utf-8")
NAMES = set(re.findall(r"^    (\w+): (?:async )?\(", ATTACKS, re.MULTILINE))
LEAVING = {
    "form",
    "navigate",
    "refresh",
    "download",
}  # these may take the page away, so each has a page of its own
PROMISED = {
    "fetch", "xhr", "beacon", "websocket", "webrtc", "form", "navigate", "image", "prefetch", "worker", "css_url",
}  # fmt: skip
# What proves nothing over plain HTTP: these are not heard from an open page either.
PRECONNECTS = {
    name for name in NAMES if name.startswith("preconnect")
}  # a connection without a word, so not to be told apart
NEVER_HEARD = {"webtransport", "manifest", "worker_address", "download"} | PRECONNECTS


@pytest.fixture
def outside() -> Iterator[Outside]:
    with Outside() as ears:
        yield ears


TRY = """async ([names, to, udp]) => {
    const data = await cameraFrame();
    for (const name of names) {
        try { await Promise.race([attacks[name](to, data, udp), new Promise((r) => setTimeout(r, 600))]); } catch {}
    }
    return data.length;
}"""


def try_out(page: Page, names: set[str], to: str, outside: Outside) -> None:
    """Open the camera in the page, take a piece of a frame, and try these ways of sending it."""
    page.evaluate(ATTACKS)
    try:
        length = page.evaluate(TRY, [sorted(names), to, outside.udp])
    except Error:  # an open page that has gone away cannot answer
        length = 400 if names <= LEAVING else 0
    assert length > 300, f"{names}: the page got no picture or went away, so its silence would show nothing"
    page.wait_for_timeout(1200)


def try_all(camera: Browser, start: str, outside: Outside) -> None:
    """Try every way out of a page at ``start``."""
    for names in (NAMES - LEAVING, *({name} for name in sorted(LEAVING))):
        context, page = new_page(camera)
        page.goto(start)
        try_out(page, names, outside.address, outside)
        context.close()


@pytest.fixture
def camera(launch: Launch, film: Path) -> Browser:
    return launch(film)


def test_every_promised_way_out_is_tried() -> None:
    assert PROMISED <= NAMES, f"these promised channels are not tried: {PROMISED - NAMES}"


def test_nothing_of_the_picture_leaves_the_session_page(
    site: Site, camera: Browser, outside: Outside
) -> None:
    try_all(camera, f"{site.address}/session.html", outside)
    assert not outside.heard, f"the picture got out of the session page: {outside.heard}"


def test_the_same_tries_do_get_out_of_a_page_without_rules(camera: Browser, outside: Outside) -> None:
    """The control: where nothing is shut the tries arrive, so their silence above means something."""
    with Outside() as open_site:
        try_all(camera, open_site.address, outside)
    heard = b"\n".join(outside.heard)
    arrived = {name for name in NAMES if f"/{name}".encode() in heard}
    arrived |= {"webrtc"} if b"UDP " in heard else set()
    silent = NAMES - arrived - NEVER_HEARD
    assert not silent, (
        f"these tries prove nothing, for an open page lets nothing be heard of them either: {silent}"
    )


def test_nothing_of_the_picture_reaches_our_own_server_either(
    site: Site, camera: Browser, outside: Outside
) -> None:
    """With the service worker in place, as on every enrolled device, not even an address carries anything."""
    context, page = new_page(camera, offline=True)
    enrol(page, site, site.person())
    page.evaluate("() => navigator.serviceWorker.ready.then(() => true)")
    page.close()
    for folder in ("", "/assets", "/api"):
        for names in (NAMES - LEAVING, *({name} for name in sorted(LEAVING))):
            page = context.new_page()
            page.goto(f"{site.address}/session.html")
            page.wait_for_function("() => navigator.serviceWorker.controller !== null")
            site.recorder.asked.clear()
            try_out(page, names, site.address + folder, outside)
            page.close()
            told = [a for a in site.recorder.asked if a.query or "%" in a.path or a.body]
            assert not told, f"{names} to {folder or '/'} told our own server: {told}"
    context.close()


def test_the_index_page_cannot_open_the_camera(site: Site, camera: Browser) -> None:
    _context, page = new_page(camera)
    page.goto(site.address)
    said = page.evaluate(
        "() => navigator.mediaDevices.getUserMedia({video: true}).then(() => 'opened', (error) => error.name)"
    )
    assert said == "NotAllowedError", f"the index page asked for the camera and got: {said}"


def test_no_route_takes_a_picture(site: Site, camera: Browser) -> None:
    _context, page = new_page(camera)
    page.goto(site.address)
    for kind in ("image/jpeg", "video/webm", "multipart/form-data; boundary=x", "application/octet-stream"):
        status = page.evaluate(
            "([to, kind]) => fetch(to, {method: 'POST', headers: {'Content-Type': kind}, body: 'x'})"
            ".then((answer) => answer.status)",
            ["/api/enrol", kind],
        )
        assert status == 415, f"a body of {kind} was not refused: {status}"
