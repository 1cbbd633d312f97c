"""What the service worker serves from the device: what the build wrote, with its rules, whoever changed the store."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from material.clinic_site import Launch, Site, enrol, new_page
from mirra.clinic import pages
from mirra.clinic.settings import static_folder
from tests.browser.test_offline import BY_WORKER, READY

pytestmark = [pytest.mark.browser, pytest.mark.timeout(120)]
# Replaces what every cache holds at a path: the same bytes without their headers when no text is given.
REPLACE = """async ([path, text, kind]) => {
    for (const name of await caches.keys()) {
        const cache = await caches.open(name);
        const body = text ?? (await (await cache.match(path)).blob());
        await cache.put(path, new Response(body, { headers: { "content-type": kind } }));
    }
    return (await (await caches.match(path)).text()).length;
}"""
FORGED = "<!doctype html><title>forged</title><script>document.title = 'forged and run'</script>"


@pytest.fixture
def device(site: Site, launch: Launch) -> tuple[BrowserContext, Page]:
    """A device on which one can practise without internet, on the person's page."""
    context, page = new_page(launch(None), offline=True)
    enrol(page, site, site.person())
    expect(page.get_by_text(READY)).to_be_visible(timeout=30_000)
    page.reload()
    page.get_by_text(READY).wait_for()
    return context, page


def restart_worker(context: BrowserContext, page: Page) -> None:
    """End the service worker, so that nothing it has looked at before is remembered."""
    session = context.new_cdp_session(page)
    session.send("ServiceWorker.enable")
    session.send("ServiceWorker.stopAllWorkers")
    session.detach()


@pytest.mark.parametrize("path", ["/session.html", "/"])
def test_a_replaced_page_is_never_served(site: Site, device: tuple[BrowserContext, Page], path: str) -> None:
    context, page = device
    assert page.evaluate(REPLACE, [path, FORGED, "text/html"]) == len(FORGED), "nothing was replaced"
    restart_worker(context, page)
    answer = page.goto(site.address + path)
    assert answer is not None
    assert page.evaluate(BY_WORKER), "the page did not come from the service worker"
    assert "forged" not in answer.text()
    assert "forged" not in page.title()
    assert (
        answer.headers["content-security-policy"]
        == pages.rules(path, site.address)["content-security-policy"]
    )


def test_a_replaced_script_is_fetched_again(site: Site, device: tuple[BrowserContext, Page]) -> None:
    context, page = device
    forged = "document.title = 'forged'"
    assert page.evaluate(REPLACE, ["/assets/no-network.js", forged, "text/javascript"]) == len(forged)
    restart_worker(context, page)
    site.recorder.asked.clear()
    got = page.evaluate("() => fetch('/assets/no-network.js').then((answer) => answer.text())")
    assert "The session page has eyes" in got
    assert "/assets/no-network.js" in [one.path for one in site.recorder.asked]


@pytest.fixture
def static(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The client's files as a copy that may be changed under the running server."""
    copy = tmp_path / "static"
    shutil.copytree(static_folder(), copy)
    monkeypatch.setenv("MIRRA_STATIC", str(copy))
    return copy


def test_nor_is_a_page_of_another_version_from_the_server(
    static: Path, site: Site, device: tuple[BrowserContext, Page]
) -> None:
    context, page = device
    assert page.evaluate(REPLACE, ["/session.html", FORGED, "text/html"]) == len(FORGED)
    (static / "session.html").write_text(FORGED, encoding="utf-8")
    restart_worker(context, page)
    page.goto(f"{site.address}/session.html")
    assert page.url == f"{site.address}/", "the person was not brought to their own page"
    assert "forged" not in page.title()


def test_a_page_stored_without_its_rules_is_served_with_them(
    site: Site, device: tuple[BrowserContext, Page]
) -> None:
    context, page = device
    assert page.evaluate(REPLACE, ["/session.html", None, "text/html"]) > 100
    restart_worker(context, page)
    answer = page.goto(f"{site.address}/session.html")
    assert answer is not None
    assert page.evaluate(BY_WORKER), "the page did not come from the service worker"
    assert "sandbox allow-scripts" in answer.headers["content-security-policy"]


@pytest.mark.parametrize(
    "path", ["/", "/session.html", "/assets/no-network.js", "/assets/icon.svg", "/assets/loops/fist.webm"]
)
def test_the_device_answers_with_the_servers_own_headers(
    site: Site, device: tuple[BrowserContext, Page], path: str
) -> None:
    _context, page = device
    ask = "(path) => fetch(path).then((answer) => Object.fromEntries(answer.headers))"
    site.recorder.asked.clear()
    told = page.evaluate(ask, path)
    # The page itself may still be asking for today's plan.
    asked = [one for one in site.recorder.asked if one.path == path]
    assert not asked, "the service worker did not answer by itself"
    servers = page.context.request.get(site.address + path).headers
    for header in (
        *pages.ALWAYS,
        "content-security-policy",
        "permissions-policy",
        "content-type",
        "content-length",
    ):
        assert told[header] == servers[header], header


REMOVE = """async () => {
    try {
        for (const one of await navigator.serviceWorker.getRegistrations()) await one.unregister();
        await navigator.serviceWorker.register("/assets/no-network.js", { scope: "/assets/" });
    } catch {}
}"""
THERE = "() => navigator.serviceWorker.getRegistrations().then((all) => all.map((one) => one.scope))"


def test_the_session_page_cannot_remove_or_replace_the_service_worker(
    site: Site, device: tuple[BrowserContext, Page]
) -> None:
    _context, page = device
    page.goto(f"{site.address}/session.html")
    page.evaluate(REMOVE)
    page.goto(site.address)
    assert page.evaluate(THERE) == [f"{site.address}/"]
    page.evaluate(REMOVE)  # the control: the same tried where it may be done
    assert page.evaluate(THERE) != [f"{site.address}/"], "this try removes it nowhere"


def test_the_session_page_is_not_answered_when_it_speaks_to_the_service_worker(
    site: Site, device: tuple[BrowserContext, Page]
) -> None:
    context, page = device
    context.add_init_script(
        "Object.defineProperty(window, 'kept', { value: navigator.serviceWorker })"
    )  # from before the page's own scripts ran
    speak = """() => new Promise((done) => {
        kept.onmessage = () => done("answered");
        kept.startMessages();
        kept.controller.postMessage("what is kept");
        setTimeout(() => done("silent"), 1500);
    })"""
    page.goto(f"{site.address}/session.html")
    assert page.evaluate(speak) == "silent"
    page.goto(site.address)
    assert page.evaluate(speak) == "answered", "the worker answers nobody, so its silence shows nothing"
