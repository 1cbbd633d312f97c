"""The demonstration clinic that pictures are taken of, and the ways into its pages."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Page

from mirra.clinic.examples import EXAMPLES

PICTURES = Path(__file__).resolve().parents[2] / "docs" / "pictures"
PEOPLE = 41


@dataclass(frozen=True)
class Demonstration:
    """Where a demonstration runs, how its therapist comes in, and the link of each person it names."""

    address: str
    login: str
    password: str
    links: Mapping[str, str]

    def as_therapist(self, page: Page) -> None:
        """Sign the therapist in, as far as the list of people."""
        page.goto(f"{self.address}/#/sign-in")
        page.get_by_label("Login").fill(self.login)
        page.get_by_label("Password", exact=True).fill(self.password)
        page.keyboard.press("Enter")
        page.get_by_label("Find").wait_for()

    def person(self, page: Page, name: str) -> None:
        """From the list of people to the page of one of them."""
        page.goto(f"{self.address}/#/people")
        page.get_by_label("Find").fill(name)
        page.get_by_role("link", name=name, exact=True).click()
        page.get_by_role("heading", name=name).wait_for()

    def as_person(self, page: Page, name: str) -> None:
        """Connect this browser to a person, as far as their own page."""
        page.goto(self.links[name])
        page.locator("form button").first.click()
        page.get_by_text("Hello").first.wait_for()


@contextmanager
def demonstration() -> Iterator[Demonstration]:
    """A demonstration clinic of its own while the pictures are taken."""
    command = [sys.executable, "-m", "mirra.cli", "demo", "--port", "0", "--no-browser"]
    command += ["--people", str(PEOPLE)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        try:
            assert server.stdout is not None
            lines: list[str] = []
            for line in server.stdout:
                lines.append(line)
                if len(re.findall(r"/#/enrol/", "".join(lines))) == len(EXAMPLES):
                    break
            printed = "".join(lines)
            signed = re.search(r"login (\S+), password (\S+)", printed)
            address = re.search(r"runs at (\S+)", printed)
            links = dict(re.findall(r"^  (\w+): .*\n\s+(\S+/#/enrol/\S+)", printed, re.MULTILINE))
            if not (signed and address and len(links) == len(EXAMPLES)):
                raise RuntimeError(f"The demonstration did not print how to come in: {printed!r}")
            yield Demonstration(address[1], signed[1], signed[2], links)
        finally:
            server.terminate()
