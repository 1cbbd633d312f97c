"""How mirror therapy may work: a graph to walk by keyboard and by touch, and the same as a list and on paper."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from material.clinic_site import Launch, Site, new_page
from mirra.catalogue.load import load
from tests.browser.printed import printed
from tests.browser.test_accessible import Looker, signed_in

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]
GRAPH = load().mechanism
MIRROR_NEURONS = "Seeing the reflection may lead to Mirror-neuron systems: partly supported, contested"


def box(page: Page, name: str) -> Locator:
    return page.get_by_role("group", name="Graph").get_by_role("button", name=name, exact=True)


def chosen(page: Page) -> Locator:
    return page.get_by_role("region", name="What was chosen")


def opened(site: Site, page: Page) -> None:
    site.therapist()
    page.goto(f"{site.address}/#/sign-in")
    signed_in(site, page)
    page.goto(f"{site.address}/#/mechanism")
    expect(page.get_by_role("heading", level=1)).to_have_text("How mirror therapy may work")


def test_a_therapist_walks_the_graph_by_keyboard_from_the_persons_page(site: Site, launch: Launch) -> None:
    person = site.person(condition="stroke")
    _context, page = new_page(launch(None), viewport={"width": 1280, "height": 800})
    page.goto(f"{site.address}/#/sign-in")
    signed_in(site, page)
    page.goto(f"{site.address}/#/people/{person}")
    page.get_by_role("link", name="How mirror therapy may work").click()
    expect(page.get_by_role("heading", level=1)).to_be_focused()
    buttons = page.get_by_role("group", name="Graph").get_by_role("button")
    expect(buttons).to_have_count(len(GRAPH.nodes) + len(GRAPH.edges))
    for _ in range(12):
        if page.evaluate("document.activeElement.textContent.trim()") == "Seeing the reflection":
            break
        page.keyboard.press("Tab")
    expect(box(page, "Seeing the reflection")).to_be_focused()
    for key in ("ArrowDown", "ArrowRight", "ArrowRight", "ArrowRight"):
        page.keyboard.press(key)
    expect(box(page, MIRROR_NEURONS)).to_be_focused()
    page.keyboard.press("Enter")
    expect(box(page, MIRROR_NEURONS)).to_have_attribute("aria-pressed", "true")
    for words in ("Watching the affected hand instead", "partly supported, contested", "C05", "PMC10296617"):
        expect(chosen(page)).to_contain_text(words)
    expect(chosen(page)).to_contain_text("For it and against it")
    page.keyboard.press("ArrowDown")
    expect(box(page, "Mirror-neuron systems")).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(box(page, "Mirror-neuron systems")).to_be_focused()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    expect(box(page, "Seeing the reflection")).to_be_focused()
    looker = Looker(page)
    looker.look("mechanism graph")
    looker.done(least=1)


def test_what_is_contested_is_dashed_and_says_so_and_nothing_else_does(site: Site, launch: Launch) -> None:
    _context, page = new_page(launch(None))
    opened(site, page)
    told = page.get_by_role("group", name="Graph").get_by_role("button", name=re.compile("contested$"))
    expect(told).to_have_count(sum(edge.contested for edge in GRAPH.edges))
    dashed = page.evaluate(
        """() => [...document.querySelectorAll('[role="group"] button')]
            .filter((one) => getComputedStyle(one).borderTopStyle === "dashed").map((one) => one.innerText)"""
    )
    assert len(dashed) == told.count()
    assert all("contested" in words for words in dashed)
    over = page.evaluate(
        """() => [...document.querySelectorAll('[role="group"] button')]
            .filter((one) => one.scrollHeight > one.clientHeight || one.scrollWidth > one.clientWidth)
            .map((one) => one.innerText)"""
    )
    assert over == [], "words stand out of their box"
    lines = page.evaluate(
        """() => [...document.querySelectorAll('[role="group"] svg > path')]
            .filter((one) => getComputedStyle(one).strokeDasharray !== "none").length"""
    )
    assert lines == told.count()
    looker = Looker(page)
    looker.look("mechanism graph, as it opens")
    looker.done(least=1)
    found = printed(page, "A4")
    assert not found.lacks(*(edge.says for edge in GRAPH.edges), *(node.about for node in GRAPH.nodes))
    assert found.lacks("Tap a box")


def test_on_a_phone_the_graph_is_walked_by_touch_with_targets_of_44_px(site: Site, launch: Launch) -> None:
    _context, page = new_page(launch(None), viewport={"width": 360, "height": 640}, has_touch=True)
    opened(site, page)
    for one in page.get_by_role("group", name="Graph").get_by_role("button").all():
        size = one.bounding_box()
        assert size is not None
        assert min(size["width"], size["height"]) >= 44
    around = page.get_by_role("region", name="Graph of how mirror therapy may work")
    around.evaluate("(one) => one.scrollIntoView({ block: 'start' })")
    expect(box(page, "Seeing the reflection")).to_be_in_viewport(ratio=1)
    box(page, "Pain").tap()
    expect(chosen(page).get_by_role("heading")).to_have_text("Pain")
    expect(chosen(page).get_by_role("heading")).to_be_in_viewport()
    expect(chosen(page)).to_contain_text("Cortical maps (partly supported, contested)")
    around.focus()
    expect(around).to_be_focused()
