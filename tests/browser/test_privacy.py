"""Frames never leave the device: counted where they would arrive, for every way out of a page that is known."""

from __future__ import annotations

import itertools
import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Error, Page, expect

from material.clinic_site import Launch, Site, enrol, new_page
from mirra.clinic.settings import static_folder
from tests.browser.outside import Outside
from tests.browser.test_offline import BY_WORKER, READY

pytestmark = pytest.mark.browser
ATTACKS = (Path(__file__).parent / "attacks.js").read_text(encoding="utf-8")
NAMES = set(re.findall(r"^    (\w+): (?:async )?\(", ATTACKS, re.MULTILINE))
# These may take the page away, or spoil what the next one needs, so each has a page of its own.
LEAVING = {
    "form", "navigate", "navigate_entry", "navigate_link", "refresh", "download", "patched_event", "patched_address",
}  # fmt: skip
# A call without a word shows only that somebody calls, so that has one as well.
CALLS = {"webrtc", "webrtc_old"}
ALONE = LEAVING | CALLS | {name for name in NAMES if name.startswith("patched")}
PROMISED = {
    "fetch", "xhr", "beacon", "websocket", "webrtc", "form", "navigate", "image", "prefetch", "worker", "css_url",
    "frame_document", "worker_shared", "bluetooth", "usb", "hid", "serial", "midi", "speech", "push",
    "background_fetch", "speculation", "share", "notification", "media_session", "fetch_header", "fetch_range",
}  # fmt: skip
# A connection without a word, so not to be told apart.
PRECONNECTS = {name for name in NAMES if name.startswith("preconnect")} | {"patched_kind"}
# What an open page lets nothing be heard of either, so that silence about it proves nothing at this end. All but the
# preconnects, the address of a Worker and the manifest are tried once more where what they need is looked for.
NEVER_HEARD = PRECONNECTS | {
    "webtransport",  # speaks over HTTP/3 only
    "manifest",  # read when somebody installs the page
    "worker_address",  # every browser refuses one of another origin
    "download",  # asked for by the browser, to a folder that a driven one does not have
    "speculation",  # a driven browser guesses nothing ahead
    "push", "background_fetch",  # need a service worker, and a push service on the internet
    "share", "window_picture", "presentation", "bluetooth", "usb", "hid", "serial", "midi",  # a tap, and a device
    "speech",  # no voice here is a server's
    "media_session", "notification",  # no desktop here that shows them
}  # fmt: skip
# What each of those needs, by where it would be found: it is not there any more.
NEEDS = (
    "speechSynthesis", "SpeechSynthesisUtterance", "webkitSpeechRecognition", "SpeechRecognition", "Notification",
    "PushManager", "BackgroundFetchManager", "MediaMetadata", "PresentationRequest", "documentPictureInPicture",
    "WebTransport", "RTCPeerConnection", "webkitRTCPeerConnection", "BroadcastChannel", "SharedWorker", "caches",
    "cookieStore", "localStorage", "sessionStorage", "name", "fetch", "fetchLater", "XMLHttpRequest", "WebSocket",
    "WebSocketStream", "EventSource", "open", "showSaveFilePicker", "PaymentRequest", "MessageChannel", "launchQueue",
    "navigator.serviceWorker", "navigator.bluetooth", "navigator.usb", "navigator.hid", "navigator.serial",
    "navigator.requestMIDIAccess", "navigator.share", "navigator.clipboard", "navigator.mediaSession",
    "navigator.presentation", "navigator.sendBeacon", "navigator.credentials", "navigator.storageBuckets",
    "navigator.registerProtocolHandler", "navigator.storage.getDirectory", "navigator.locks.query", "document.cookie",
    "indexedDB.databases", "indexedDB.deleteDatabase", "history.pushState", "document.execCommand",
)  # fmt: skip
# Chromium has these on other systems.
OF_OTHER_SYSTEMS = {"navigator.bluetooth", "navigator.share", "SpeechRecognition"}


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


BATCH = 8  # pages that are open at the same time
WAYS = [NAMES - ALONE, *({name} for name in sorted(ALONE))]  # what one page each tries
BATCHES = [WAYS[first : first + BATCH] for first in range(0, len(WAYS), BATCH)]


def try_out(page: Page, names: set[str], to: str, outside: Outside) -> None:
    """Open the camera in the page, take a piece of a frame, and try these ways of sending it."""
    page.evaluate(ATTACKS)
    try:
        length = page.evaluate(TRY, [sorted(names), to, outside.udp])
    except Error:  # an open page that has gone away cannot answer
        length = 400 if names <= LEAVING else 0
    assert length > 300, f"{names}: the page got no picture or went away, so its silence would show nothing"


def listen(page: Page) -> None:
    """Wait for what is still on its way; once for all pages of a batch."""
    page.wait_for_timeout(1200)


def heard_of(camera: Browser, start: str) -> set[str]:
    """Try every way out of a page at ``start``; gives those heard of outside, and what else was heard, as it came."""
    told: set[str] = set()
    for batch in BATCHES:
        with ExitStack() as ears:
            outsides = [ears.enter_context(Outside()) for _ in batch]
            pages = [new_page(camera, permissions=["camera", "notifications"]) for _ in batch]
            for names, outside, (_context, page) in zip(batch, outsides, pages, strict=True):
                page.goto(start)
                try_out(page, names, outside.address, outside)
            listen(pages[-1][1])
            for context, _page in pages:
                context.close()
            for names, outside in zip(batch, outsides, strict=True):
                told |= ways_in(outside, names)
    return told


def ways_in(outside: Outside, names: set[str]) -> set[str]:
    """Which of the ways tried arrived outside; what is none of them, as it came."""
    words = [(re.match(rb"[A-Z]+ /(\w+)", said), said) for said in outside.heard]
    found = {word[1].decode() if word else repr(said[:80]) for word, said in words}
    return names if found and names <= CALLS else found


@pytest.fixture
def camera(launch: Launch, film: Path) -> Browser:
    return launch(film)


def test_every_promised_way_out_is_tried() -> None:
    assert PROMISED <= NAMES, f"these promised channels are not tried: {PROMISED - NAMES}"


def test_nothing_of_the_picture_leaves_the_session_page(site: Site, camera: Browser) -> None:
    heard = heard_of(camera, f"{site.address}/session.html")
    assert not heard, f"the picture got out of the session page: {heard}"


def test_the_same_tries_do_get_out_of_a_page_without_rules(camera: Browser) -> None:
    """The control: where nothing is shut the tries arrive, so their silence above means something."""
    with Outside() as open_site:
        heard = heard_of(camera, open_site.address)
    silent = NAMES - heard - NEVER_HEARD
    assert not silent, (
        f"these tries prove nothing, for an open page lets nothing be heard of them either: {silent}"
    )


def test_nothing_of_the_picture_reaches_our_own_server_either(
    site: Site, camera: Browser, outside: Outside
) -> None:
    """With the service worker in place, as on every enrolled device, not even an address carries anything."""
    context, page = new_page(camera, offline=True)
    enrol(page, site, site.person())
    expect(page.get_by_text(READY)).to_be_visible(timeout=30_000)
    page.close()
    for folder, batch in itertools.product(("", "/assets", "/api"), BATCHES):
        pages = [context.new_page() for _ in batch]
        for page in pages:
            page.goto(f"{site.address}/session.html")
            assert page.evaluate(BY_WORKER), "the page did not come from the service worker"
        site.recorder.asked.clear()
        for page, names in zip(pages, batch, strict=True):
            try_out(page, names, site.address + folder, outside)
        listen(pages[-1])
        for page in pages:
            page.close()
        told = [a for a in site.recorder.asked if a.path != "/sw.js" or a.query or a.body]
        assert not told, f"one of {batch} to {folder or '/'} told our own server: {told}"
    context.close()


# What a browser itself says when it asks for a file.
ITS_OWN_HEADERS = {
    "host", "connection", "user-agent", "accept", "accept-encoding", "accept-language", "origin", "range", "purpose",
    "priority", "sec-ch-ua", "sec-ch-ua-mobile", "sec-ch-ua-platform", "sec-fetch-dest", "sec-fetch-mode",
    "sec-fetch-site", "sec-fetch-user", "sec-fetch-storage-access", "sec-purpose", "upgrade-insecure-requests",
    "cache-control", "pragma", "if-none-match", "if-modified-since", "referer",
}  # fmt: skip


def test_before_the_service_worker_is_there_requests_have_no_words_of_the_page(
    site: Site, camera: Browser, outside: Outside
) -> None:
    """On the first visit an address may still carry something to our own server; nothing else may."""
    for batch in BATCHES:
        pages = [new_page(camera) for _ in batch]
        for _context, page in pages:
            page.goto(f"{site.address}/session.html")
        site.recorder.asked.clear()
        for names, (_context, page) in zip(batch, pages, strict=True):
            try_out(page, names - CALLS, f"{site.address}/assets", outside)
        listen(pages[-1][1])
        for context, _page in pages:
            context.close()
        for asked in site.recorder.asked:
            told = f"one of {batch}: {asked}"
            assert (asked.method, asked.body) == ("GET", b""), told
            assert not set(asked.headers) - ITS_OWN_HEADERS, told
            assert asked.headers.get("range", "bytes=0-") == "bytes=0-", told
            # Chromium sends one with a picture of a style, whatever the policy; the page cannot change what it says.
            assert asked.referer in ("", f"{site.address}/session.html"), told


def there(page: Page) -> set[str]:
    """Which of what other ways out need a page has."""
    ask = "() => {{ try {{ return ({}) !== undefined; }} catch {{ return false; }} }}"
    return {path for path in NEEDS if page.evaluate(ask.format(path))}


def test_what_other_ways_out_need_is_not_there(site: Site, camera: Browser) -> None:
    """Those of which an open page lets nothing be heard here either, and what would make them."""
    _context, page = new_page(camera)
    with Outside() as open_site:
        page.goto(open_site.address)
        absent = set(NEEDS) - there(page) - OF_OTHER_SYSTEMS
    assert not absent, f"this browser has not even on an open page: {absent}"
    page.goto(f"{site.address}/session.html")
    assert not there(page), f"the session page has {there(page)}"


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


HOSTILE_WORKER = (Path(__file__).parent / "hostile_worker.js").read_text(encoding="utf-8")
IN_WORKER = set(re.findall(r"^    (\w+): ", HOSTILE_WORKER, re.MULTILINE))
TRIED = """(address) => new Promise((done, failed) => {
    const worker = new Worker(address ?? URL.createObjectURL(new Blob([window.hostile])));
    worker.onmessage = ({ data }) => data.kind === "tried" && done("tried");
    worker.onerror = ({ message }) => failed(message);
})"""


@pytest.fixture
def hostile_worker(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, outside: Outside) -> str:
    """A client in whose Worker hostile code runs after the first lines; gives the Worker's path."""
    static = tmp_path / "static"
    shutil.copytree(static_folder(), static)
    (file,) = (static / "assets").glob("tracker.worker-*.js")
    text = file.read_text(encoding="utf-8")
    first = (static / "assets" / "narrow.js").read_text(encoding="utf-8")
    assert text.startswith(first), "the Worker does not begin by taking away what it must not have"
    end = HOSTILE_WORKER.replace("OUTSIDE", outside.address)
    file.write_text(f"{text}\n{end}", encoding="utf-8")
    monkeypatch.setenv("MIRRA_STATIC", str(static))
    return f"/assets/{file.name}"


def left_behind(context: BrowserContext, start: str, asks: Callable[[Page], object]) -> set[str]:
    """What another page of the same address finds after a Worker has tried all it can."""
    beside, page = context.new_page(), context.new_page()
    beside.goto(f"{start}/")
    beside.evaluate(
        "() => { window.got = []; new BroadcastChannel('left').onmessage = (e) => got.push('broadcast'); }"
    )
    page.goto(f"{start}/session.html")
    assert asks(page) == "tried"
    page.wait_for_timeout(500)
    found = beside.evaluate("""async () => [...got,
        ...(await caches.keys()).includes("picture") ? ["cache"] : [],
        ...(await navigator.locks.query()).held.some(({ name }) => name === "picture") ? ["lock"] : [],
        ...(await Array.fromAsync((await navigator.storage.getDirectory()).keys())).map(() => "files"),
    ]""")
    return set(found)


def heard_by(outside: Outside) -> set[str]:
    """The ways by which something arrived."""
    words = (re.match(rb"[A-Z]+ /(?:assets/)?(\w+)", said) for said in outside.heard)
    return {word[1].decode() for word in words if word}


def test_nothing_leaves_the_worker_of_the_session_page(
    hostile_worker: str, site: Site, camera: Browser, outside: Outside
) -> None:
    context, page = new_page(camera)
    page.close()
    site.recorder.asked.clear()
    found = left_behind(context, site.address, lambda page: page.evaluate(TRIED, hostile_worker))
    assert not found, f"the Worker left something for the page that talks: {found}"
    assert not outside.heard, f"the Worker was heard outside: {outside.heard}"
    for asked in site.recorder.asked:
        assert (asked.method, asked.query, asked.body) == ("GET", "", b""), (
            f"the Worker told our own server: {asked}"
        )
        assert not set(asked.headers) - ITS_OWN_HEADERS, f"the Worker told our own server: {asked}"
        assert "range" not in asked.headers, f"the Worker told our own server: {asked}"


def test_the_same_code_does_get_out_of_a_worker_without_rules(camera: Browser, outside: Outside) -> None:
    """The control: where nothing is shut each of these arrives or is found."""
    context, page = new_page(camera)
    page.close()
    with Outside() as open_site:
        text = HOSTILE_WORKER.replace("OUTSIDE", outside.address).replace(
            '"/assets', f'"{open_site.address}/assets'
        )

        def ask(page: Page) -> object:
            page.evaluate("(text) => { window.hostile = text; }", text)
            return page.evaluate(TRIED, None)

        found = left_behind(context, open_site.address, ask) | heard_by(outside)
        own = b"\n".join(open_site.heard)
    signs = {
        "own_header": b"x-picture",
        "own_query": b"icon.svg?picture HTTP",
        "own_range": b"bytes=77",
        "own_post": b"POST /assets",
    }
    found |= {name for name, sign in signs.items() if sign in own} | (
        {"own_script"} if b"?picture" in own else set()
    )
    silent = IN_WORKER - found
    assert not silent, (
        f"these tries prove nothing, for they are not heard from an open Worker either: {silent}"
    )
