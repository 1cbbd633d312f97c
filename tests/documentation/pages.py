"""What the pages of a built site load and link to."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

# The attributes by which a browser fetches something without being asked.
LOADING = {"src", "srcset", "poster", "data", "background"}
IN_STYLES = re.compile(r"(?:url\(|@import)\s*[\"']?([^\"')\s;]+)")


class Page(HTMLParser):
    """A page of the site: the identifiers in it, what it links to, and what it loads."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.path = path
        self.identifiers: set[str] = set()
        self.links: set[str] = set()
        self.loads: set[str] = set()
        self.feed(path.read_text(encoding="utf-8"))

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        """Note what one element says."""
        for name, value in ((name, value) for name, value in attributes if value):
            if name == "id":
                self.identifiers.add(value)
            elif name == "href" and tag == "a":
                self.links.add(value)
            elif name in LOADING or (name == "href" and tag != "a"):
                self.loads |= {part.split()[0] for part in value.split(",")} if name == "srcset" else {value}
            elif name == "style":
                self.loads |= set(IN_STYLES.findall(value))

    def handle_data(self, text: str) -> None:
        """Note what a style in the page loads."""
        if self.lasttag == "style":
            self.loads |= set(IN_STYLES.findall(text))


def pages(folder: Path) -> list[Page]:
    """Every page of a site."""
    return [Page(path) for path in sorted(folder.rglob("*.html"))]


def from_outside(folder: Path) -> list[str]:
    """Every address outside the site that a page or a style sheet loads something from."""
    loads = [(page.path, address) for page in pages(folder) for address in page.loads]
    for sheet in folder.rglob("*.css"):
        loads += [(sheet, address) for address in IN_STYLES.findall(sheet.read_text(encoding="utf-8"))]
    return [f"{path.name} loads {address}" for path, address in loads if urlsplit(address).netloc]


def broken(folder: Path) -> Iterator[str]:
    """Every link and every load that leads to no file of the site, or to no place in its page."""
    known = {page.path.resolve(): page for page in pages(folder)}
    for page in known.values():
        for address in page.links | page.loads:
            parts = urlsplit(address)
            if parts.scheme or parts.netloc:
                continue
            target = (page.path.parent / unquote(parts.path)).resolve() if parts.path else page.path.resolve()
            if not target.is_file():
                yield f"{page.path.name} leads to {address}, which is not there"
            elif parts.fragment and target in known and not _has(known[target], unquote(parts.fragment)):
                yield f"{page.path.name} leads to {address}, and that page has no such place"


def _has(page: Page, fragment: str) -> bool:
    return fragment in page.identifiers
