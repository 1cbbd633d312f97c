"""The pages and their files, each with the rules a browser is to hold it to.

``/`` talks to the server and may not use the camera; ``/session.html`` may use the camera and can reach nothing but
the client's own files. The same shut rules go with every file, since a worker lives by those of its own file.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from fastapi import APIRouter, Request
from starlette.responses import FileResponse, Response

from mirra.clinic.problems import Refused, nothing_here
from mirra.errors import ServeError

KINDS = {
    ".js": "text/javascript",
    ".css": "text/css",
    ".html": "text/html; charset=utf-8",
    ".svg": "image/svg+xml",
    ".wasm": "application/wasm",
    ".webm": "video/webm",
    ".mp4": "video/mp4",
    ".task": "application/octet-stream",
    ".json": "application/json",
    ".webmanifest": "application/manifest+json",
    ".png": "image/png",
}
CLOSED = "default-src 'none'; form-action 'none'; base-uri 'none'; object-src 'none'; frame-ancestors 'none'"
MOUTH = (
    f"{CLOSED}; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; worker-src 'self'; "
    "manifest-src 'self'"
)
OFF = [  # as far as browsers know them: an unknown name is a warning on every page
    "accelerometer",
    "autoplay",
    "browsing-topics",
    "display-capture",
    "encrypted-media",
    "fullscreen",
    "geolocation",
    "gyroscope",
    "hid",
    "identity-credentials-get",
    "idle-detection",
    "magnetometer",
    "microphone",
    "midi",
    "payment",
    "publickey-credentials-get",
    "screen-wake-lock",
    "serial",
    "usb",
    "xr-spatial-tracking",
]
NEVER_CHANGES = "public, max-age=31536000, immutable"


def eyes(origin: str) -> str:
    """The rules of the page that sees: only the client's own files, under ``origin``/assets/."""
    own = f"{origin}/assets/"
    return (
        f"{CLOSED}; script-src {own} 'wasm-unsafe-eval'; style-src {own}; img-src {own}; media-src {own} blob:; "
        f"connect-src {own}; worker-src {own}; sandbox allow-scripts allow-same-origin"
    )


def permissions(camera: bool) -> str:
    """What the browser may lend a page: the camera, the picture staying bright and sound, or none of it."""
    lent = {"camera", "screen-wake-lock", "autoplay", "fullscreen"} if camera else {"fullscreen"}
    allowed = [f"{name}=({'self' if name in lent else ''})" for name in ("camera", *OFF)]
    return ", ".join(allowed)


def rules(path: str, origin: str) -> dict[str, str]:
    """The rules that go with what is answered at ``path``; ``origin`` is ``scheme://host:port``, the host checked."""
    sees = path == "/session.html" or path.startswith("/assets/")
    policy = eyes(origin) if sees else MOUTH if path in ("/", "/sw.js") else CLOSED
    return {"content-security-policy": policy, "permissions-policy": permissions(camera=sees)}


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
        file = files.get(path)
        if file is None:
            raise nothing_here()
        kept = NEVER_CHANGES if path.startswith("/assets/") and "-" in file.stem else "no-cache"
        kind = KINDS.get(file.suffix, "application/octet-stream")
        return FileResponse(file, media_type=kind, headers={"Cache-Control": kept})

    @made.api_route("/assets/{name:path}", methods=["GET", "HEAD"])
    def asset(name: str, request: Request) -> Response:
        """A file of the client; an address with anything written into it is refused."""
        if request.url.query:
            raise Refused(400, "query", "A file's address takes nothing else.")
        return send(f"/assets/{name}")

    @made.api_route("/", methods=["GET", "HEAD"])
    @made.api_route("/session.html", methods=["GET", "HEAD"])
    @made.api_route("/sw.js", methods=["GET", "HEAD"])
    def page(request: Request) -> Response:
        """One of the two pages, or the service worker."""
        return send(request.url.path)

    return made
