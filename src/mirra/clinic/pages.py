"""The pages and their files, each with the rules a browser is to hold it to.

``/`` talks to the server and may not use the camera; ``/session.html`` may use the camera and can reach nothing but
the client's own files. The same shut rules go with every file, since a worker lives by those of its own file.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Literal

from fastapi import APIRouter, Request
from starlette.responses import FileResponse, Response

from mirra.clinic.refusals import Malformed, NothingHere
from mirra.errors import ServeError

Page = Literal["closed", "mouth", "eyes"]
NEVER_CHANGES = "public, max-age=31536000, immutable"
NAMED_BY_CONTENT = re.compile(
    r"/assets/[\w.]+-[\w-]{8}\.(js|css)"
)  # eight signs of a hash, put in by the build
# The one list of headers. The build writes it into the service worker as well, which answers from the device.
HEADERS = json.loads(Path(__file__).with_name("headers.json").read_text(encoding="utf-8"))
KINDS: dict[str, str] = HEADERS["kinds"]
ALWAYS: dict[str, str] = HEADERS["always"]


def policy(page: Page, origin: str) -> str:
    """The content security policy of a page; the one that sees reaches the client's own files, ``origin``/assets/."""
    directives = HEADERS["policies"]["closed"] | HEADERS["policies"][page]
    text = "; ".join(f"{name} {sources}" for name, sources in directives.items())
    return text.replace("{own}", f"{origin}/assets/")


def permissions(page: Page) -> str:
    """What the browser may lend a page: to the one that sees the camera, the picture staying bright, and sound."""
    lent = HEADERS["lent"][page]
    return ", ".join(f"{name}=({'self' if name in lent else ''})" for name in HEADERS["lendable"])


def rules(path: str, origin: str) -> dict[str, str]:
    """The rules that go with what is answered at ``path``; ``origin`` is ``scheme://host:port``, the host checked."""
    sees = path == "/session.html" or path.startswith("/assets/")
    page: Page = "eyes" if sees else "mouth" if path in ("/", "/sw.js") else "closed"
    return {"content-security-policy": policy(page, origin), "permissions-policy": permissions(page)}


def files_of(static: Path) -> dict[str, Path]:
    """The files of the built client by the path they are asked for; raises ``ServeError`` when it was not built."""
    if not (static / "index.html").is_file():
        raise ServeError(
            "The web client has not been built.",
            where=str(static),
            todo="Install mirra again, or run: python tools/web.py",
        )
    files = {"/": static / "index.html", "/session.html": static / "session.html", "/sw.js": static / "sw.js"}
    for file in (static / "assets").rglob("*"):
        if file.is_file():
            files[f"/{file.relative_to(static).as_posix()}"] = file
    return files


def routes(files: Mapping[str, Path]) -> APIRouter:
    """The routes of all pages and files."""
    made = APIRouter(include_in_schema=False)

    def send(path: str) -> Response:
        """The file of a path, with how long a browser may keep it; raises ``NothingHere`` for a path without a file."""
        file = files.get(path)
        if file is None:
            raise NothingHere()
        caching = NEVER_CHANGES if NAMED_BY_CONTENT.fullmatch(path) else "no-cache"
        kind = KINDS.get(file.suffix, "application/octet-stream")
        return FileResponse(file, media_type=kind, headers={"Cache-Control": caching})

    @made.api_route("/assets/{name:path}", methods=["GET", "HEAD"])
    def asset(name: str, request: Request) -> Response:
        """A file of the client; an address with anything written into it is refused."""
        if request.url.query:
            raise Malformed("query", "A file's address takes nothing else.")
        return send(f"/assets/{name}")

    @made.api_route("/", methods=["GET", "HEAD"])
    @made.api_route("/session.html", methods=["GET", "HEAD"])
    @made.api_route("/sw.js", methods=["GET", "HEAD"])
    def page(request: Request) -> Response:
        """One of the two pages, or the service worker."""
        return send(request.url.path)

    return made
