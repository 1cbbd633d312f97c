"""Take the pictures of the README and the guides, all of them or those that are named.

Run from the project's folder, with the client built:
``uv run --all-extras --group test python -m tools.pictures [NAME ...]``
"""

from __future__ import annotations

import sys
from collections.abc import Callable

from playwright.sync_api import Page, ViewportSize, sync_playwright

from material.chromium import find_or_install
from tools.pictures import person, readme, therapist
from tools.pictures.demonstration import PICTURES, Demonstration, demonstration

Take = Callable[[Page, Demonstration], None]
GROUPS: tuple[tuple[ViewportSize, tuple[Take, ...]], ...] = (
    (readme.SIZE, (readme.session, readme.caseload)),
    (
        therapist.SIZE,
        (
            therapist.screening,
            therapist.stage,
            therapist.schedule,
            therapist.mechanism,
            therapist.judged,
            therapist.diary,
        ),
    ),
    (person.SIZE, (person.judging, person.imagining, person.between)),
)
TAKES = {take.__name__: (take, size) for size, takes in GROUPS for take in takes}


def main() -> int:
    """Take the pictures that are named, else all."""
    names = sys.argv[1:] or list(TAKES)
    if unknown := [name for name in names if name not in TAKES]:
        print(f"There is no picture {', '.join(unknown)}. Choose from: {', '.join(TAKES)}.", file=sys.stderr)
        return 2
    PICTURES.mkdir(exist_ok=True)
    program = find_or_install(print)
    with demonstration() as here, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        for name in names:
            take, size = TAKES[name]
            with browser.new_context(viewport=size) as context:
                take(context.new_page(), here)
                print(name, flush=True)
        browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
