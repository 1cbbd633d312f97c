"""A therapist with 41 made-up people of every condition: each is shown and found at every size, in both schemes."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, ViewportSize, expect

from material.clinic_site import Launch, Site, new_page
from mirra.clinic.demo import add_example
from mirra.clinic.examples import examples
from tests.browser.test_accessible import AXE, Looker, at, signed_in

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]
PEOPLE = examples(41)
SIZES: tuple[ViewportSize, ...] = (
    {"width": 360, "height": 740},
    {"width": 820, "height": 1180},
    {"width": 1100, "height": 720},
    {"width": 1280, "height": 800},
)


@pytest.fixture
def therapist(site: Site, launch: Launch) -> Page:
    """The page of a therapist with all of them, signed in."""
    if not AXE.is_file():
        pytest.skip("axe-core is not installed: python tools/web.py")
    for example in PEOPLE:
        add_example(site.clinic, site.therapist(), example)
    _context, page = new_page(launch(None))
    at(page, site, "sign-in", "Sign in")
    signed_in(site, page)
    return page


def test_the_list_of_41_people_holds_at_every_size_and_finds_each(site: Site, therapist: Page) -> None:
    page, looker = therapist, Looker(therapist)
    entries = page.locator(".listing tbody a, .cards a").locator("visible=true")
    looker.look("the list of 41 people")
    for size in SIZES:
        page.set_viewport_size(size)
        expect(entries).to_have_count(len(PEOPLE))
        for name in {example.name for example in PEOPLE} - set(entries.all_inner_texts()):
            pytest.fail(f"{name!r} is not in the list at {size['width']} px")
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), f"too wide: {size}"
    expect(page.locator("table.listing")).to_be_visible()
    crps = [example.name for example in PEOPLE if example.condition == "crps"]
    page.get_by_label("Find").fill("crps")
    expect(entries).to_have_count(len(crps))
    assert set(entries.all_inner_texts()) == set(crps)
    for example in PEOPLE[3::9]:
        page.get_by_label("Find").fill(example.name)
        expect(entries).to_have_text([example.name])
    looker.done(1)
