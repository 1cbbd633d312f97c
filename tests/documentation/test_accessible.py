"""Pages of each kind in the documentation site, as axe, a ruler and the Tab key find them, light and dark."""

from __future__ import annotations

from pathlib import Path

import pytest

from material.clinic_site import Launch, new_page
from tests.browser.conftest import browsers, launch, playwright  # noqa: F401 (fixtures)
from tests.browser.test_accessible import AXE, Looker

# The whole site is built before the first of these.
pytestmark = [pytest.mark.browser, pytest.mark.timeout(600)]
KINDS = {
    "contents": "index.html",
    "guide": "docs/science.html",
    "guide with wide tables": "docs/promises.html",
    "API": "api/mirra.study.html",
    "commands": "command-line.html",
    "examples": "examples/index.html",
    "example": "examples/people_study.html",
}


@pytest.mark.parametrize("kind", KINDS)
def test_a_page_of_the_site_can_be_read_and_used_by_everybody(site: Path, launch: Launch, kind: str) -> None:  # noqa: F811
    if not AXE.is_file():
        pytest.skip("axe-core is not installed: python tools/web.py")
    _context, page = new_page(launch(None))
    page.goto((site / KINDS[kind]).as_uri())
    looker = Looker(page)
    looker.look(kind)
    looker.done(1)
