"""What the session page could leave in the browser for the page that talks to the server: nothing but the log."""

from __future__ import annotations

import contextlib
import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Error, Page

from material.clinic_site import Launch, Site, new_page
from tests.browser.outside import Outside

pytestmark = pytest.mark.browser
TRACES = (Path(__file__).parent / "traces.js").read_text(encoding="utf-8")
NAMES = re.findall(r"^  (\w+): \{", TRACES, re.MULTILINE)
LEAVE = "async ([name, mark]) => { try { await traces[name].leave(mark); } catch {} }"
FIND = """async (name) => {
    try { return JSON.stringify(await traces[name].find()) ?? ""; } catch (error) { return `${error}`; }
}"""
GO_HOME = "() => { if (location.pathname !== '/') location.href = '/'; }"
LENT = ["camera", "clipboard-read", "clipboard-write"]


@pytest.fixture
def browser(launch: Launch) -> Browser:
    return launch(None)


def prepare(page: Page) -> None:
    """Bring the tries into a page, as far as it has what they listen by."""
    page.evaluate(f"() => {{ const BroadcastChannel = window.BroadcastChannel ?? class {{}}; {TRACES} }}")


def left_by(browser: Browser, address: str, *, offline: bool = False) -> set[str]:
    """By which ways a page at /session.html leaves something that the page at / finds, beside it or after it."""
    found: set[str] = set()
    for name in NAMES:
        context, page = new_page(browser, offline=offline, permissions=LENT)
        beside = context.new_page()
        beside.goto(f"{address}/")
        prepare(beside)
        page.goto(f"{address}/session.html")
        prepare(page)
        mark = f"picture-{name.replace('_', '-')}"
        with contextlib.suppress(Error):  # the page has gone elsewhere
            page.evaluate(LEAVE, [name, mark])
        page.wait_for_timeout(150)
        seen = beside.evaluate(FIND, name)
        with contextlib.suppress(Error):
            page.evaluate(GO_HOME)
        page.wait_for_url(re.compile(r"^[^?#]*/($|[?#])"))
        prepare(page)
        if mark in seen + page.evaluate(FIND, name):
            found.add(name)
        context.close()
    return found


def test_the_session_page_leaves_nothing_for_the_page_that_talks(site: Site, browser: Browser) -> None:
    found = left_by(browser, site.address)
    assert not found, f"the page that talks found what the session page left: {found}"


def test_pages_without_rules_find_all_of_it(browser: Browser) -> None:
    """The control: where nothing is shut each of these is found."""
    with Outside() as open_site:
        silent = set(NAMES) - left_by(browser, open_site.address)
    assert not silent, f"these tries prove nothing, for a page without rules finds nothing either: {silent}"
