"""Cookies: what a browser holds of ours, under names that hold the port, since browsers keep cookies by host alone."""

from __future__ import annotations

from datetime import timedelta
from typing import Literal

from fastapi import Request, Response

Kind = Literal["staff", "device", "known"]
KINDS: tuple[Kind, ...] = ("staff", "device", "known")
BEFORE = {
    "staff": "mirra",
    "device": "mirra-device",
}  # until names held the port; still read, and then renamed
RENAMED_FOR = {"staff": timedelta(hours=12), "device": timedelta(days=90)}


def name(request: Request, kind: Kind) -> str:
    """The cookie of ``staff``, of a ``device``, or of a browser ``known`` to an account.

    Over https its prefix has a browser take it from this host alone.
    """
    https = request.url.scheme == "https"
    return f"{_prefix(request)}mirra-{kind}-{request.url.port or (443 if https else 80)}"


def shown(request: Request, kind: Kind) -> str | None:
    """The token that a browser shows, if any."""
    return request.cookies.get(name(request, kind)) or request.cookies.get(_name_before(request, kind))


def give(request: Request, response: Response, kind: Kind, token: str, lasts: timedelta) -> None:
    """Put a token into the browser's cookie."""
    response.set_cookie(
        name(request, kind),
        token,
        max_age=int(lasts.total_seconds()),
        path="/",
        secure=request.url.scheme == "https",  # Safari takes no Secure cookie over http, not even on loopback
        httponly=True,
        samesite="strict",
    )


def take_away(request: Request, response: Response, kind: Kind, *, ours: bool) -> None:
    """Take the cookie from the browser; under the name before, only when its token is ``ours``."""
    names = {name(request, kind)} | ({_name_before(request, kind)} if ours else set())
    for found in sorted(names & set(request.cookies)):
        _delete(request, response, found)


def rename(request: Request, response: Response, kind: Kind) -> None:
    """Give the cookie its present name when the browser has it under the name before; only for a token of ours."""
    now, before = name(request, kind), _name_before(request, kind)
    token = request.cookies.get(before)
    if token and now not in request.cookies:
        if not any(one.startswith(f"{now}=") for one in response.headers.getlist("set-cookie")):
            give(request, response, kind, token, RENAMED_FOR[kind])
        _delete(request, response, before)


def _name_before(request: Request, kind: Kind) -> str:
    return f"{_prefix(request)}{BEFORE[kind]}" if kind in BEFORE else name(request, kind)


def _prefix(request: Request) -> str:
    return "__Host-" if request.url.scheme == "https" else ""


def _delete(request: Request, response: Response, found: str) -> None:
    response.delete_cookie(
        found, path="/", secure=request.url.scheme == "https", httponly=True, samesite="strict"
    )
