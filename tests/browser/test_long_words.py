"""Long words with large text on a small phone: every word stays inside its box and on the screen."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from material.clinic_site import Launch, Site, new_page
from material.short_session import shortened
from material.walker import Walker, by_pointer, words_of
from mirra.catalogue.load import load
from mirra.practice.prescription import Prescription
from mirra.practice.programme import Today, plan_for
from tests.browser.test_languages import in_language, offering

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]
CATALOGUE = load()
OUTSIDE = """() => {
  const wide = document.documentElement.clientWidth;
  const outside = new Set();
  if (document.documentElement.scrollWidth > wide) outside.add("the page scrolls sideways");
  for (const node of document.querySelectorAll("body *")) {
    const own = [...node.childNodes].filter((child) => child.nodeType === Node.TEXT_NODE && child.data.trim());
    const style = getComputedStyle(node);
    const hidden = style.clip !== "auto" || style.clipPath !== "none" || style.visibility === "hidden";
    if (!own.length || hidden || node.closest("script, style, [hidden]")) continue;
    const box = style.display === "inline" ? { left: 0, right: wide } : node.getBoundingClientRect();
    const range = document.createRange();
    range.selectNodeContents(node);
    for (const { left, right, width } of range.getClientRects()) {
      const there = left >= Math.max(0, box.left) - 1.5 && right <= Math.min(wide, box.right) + 1.5;
      if (width && !there) outside.add(node.tagName + ": " + node.textContent.trim());
    }
  }
  return [...outside];
}"""


@pytest.mark.parametrize("language", ["de", "fr"])  # these have the longest words of all languages here
def test_words_stay_inside_their_boxes_with_large_text_on_a_small_phone(
    site: Site, launch: Launch, film: Path, language: str
) -> None:
    offering(site, "en", language)
    person, said = site.person(affected="left"), words_of(language)
    _, page = new_page(launch(film), viewport={"width": 360, "height": 640})
    in_language(page, site, person, language)
    wanted = Prescription(person, "stroke", "left", "hand", language=language, profiles=("large_text",))
    made = plan_for(CATALOGUE, wanted, Today(plan_id="0" * 32, made_at=datetime.now().astimezone()))
    site.short_plan(person, wanted, steps=shortened(made, blocks=2).steps)
    page.reload()
    outside: dict[str, list[str]] = {}

    def look(screen: str) -> None:
        page.wait_for_timeout(300)
        if found := page.evaluate(OUTSIDE):
            outside[screen] = found

    start = page.get_by_role("link", name=said["home"]["start"])
    start.wait_for()
    look("home")
    start.click()
    page.wait_for_url("**/session.html")
    placement = CATALOGUE.languages[language].said("Above the table, looking down")
    walker = Walker(page, by_pointer, picture=placement, looked=look, words=said["session"])
    walker.go()
    assert len(walker.seen) > 8, f"hardly any screen was looked at: {walker.seen}"
    assert not outside, f"words leave their boxes: {outside}"
