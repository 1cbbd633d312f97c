"""Cookies: what a browser holds of ours, under names that hold the port, since browsers keep cookies by host alone."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Literal

from fastapi import Request, Response
from starlette.datastructures import MutableHeaders
from starlette.types import Scope

Kind = Literal["staff", "device", "known"]
KINDS: tuple[Kind, ...] = ("staff", "device", "known")
BEFORE = {
    "staff": "mirra",
    "device": "mirra-device",
}  # until names held the port; still read, and then renamed
RENAMED_FOR = {"staff": timedelta(hours=12), "device": timedelta(days=90)}

TOKEN = re.compile(r"[A-Za-z0-9_-]{43}")  # what ``tokens.new_token`` makes
NAME = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]{1,128}")
OF_ANOTHER_PORT = re.compile(rf"(?:__Host-)?mirra-(?:{'|'.join(KINDS)})-\d{{1,5}}")
MOST_CLEARED = 40  # in one answer


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
    for cookie_name in sorted(names & set(request.cookies)):
        _delete(request, response, cookie_name)


def rename(request: Request, response: Response, kind: Kind) -> None:
    """Give the cookie its present name when the browser has it under the name before; only for a token of ours."""
    now, before = name(request, kind), _name_before(request, kind)
    token = request.cookies.get(before)
    if token and now not in request.cookies:
        if not any(header.startswith(f"{now}=") for header in response.headers.getlist("set-cookie")):
            give(request, response, kind, token, RENAMED_FOR[kind])
        _delete(request, response, before)


def only_ours(scope: Scope) -> list[str]:
    """Take every cookie off a request but our own tokens, before anything reads it; gives the names to clear.

    Browsers keep cookies by host, whatever the port. Over https the host is the clinic's, so what is not a server's of
    mirra is cleared. On plain http the host is this machine, whose other programs have cookies of their own there:
    those are taken off and left in the browser.
    """
    request, headers = Request(scope), MutableHeaders(scope=scope)
    kinds = [name(request, kind) for kind in KINDS] + [_name_before(request, kind) for kind in KINDS]
    ours: dict[str, str] = {}
    clear: dict[str, None] = {}
    for pair in "; ".join(headers.getlist("cookie")).split(";"):
        cookie_name, _, value = (part.strip() for part in pair.partition("="))
        if cookie_name in kinds and TOKEN.fullmatch(value):
            ours.setdefault(cookie_name, value)
        elif cookie_name in kinds or (
            scope["scheme"] == "https" and not OF_ANOTHER_PORT.fullmatch(cookie_name)
        ):
            clear[cookie_name] = None
    del headers["cookie"]
    if ours:
        headers["cookie"] = "; ".join(f"{cookie_name}={value}" for cookie_name, value in ours.items())
    strange = [
        cookie_name for cookie_name in clear if NAME.fullmatch(cookie_name) and cookie_name not in ours
    ]
    return strange[:MOST_CLEARED]


def cleared(cookie_name: str, scope: Scope) -> str:
    """The ``Set-Cookie`` that takes a cookie from the browser."""
    return f"{cookie_name}=; Max-Age=0; Path=/; SameSite=Strict{'; Secure' if scope['scheme'] == 'https' else ''}"


def _name_before(request: Request, kind: Kind) -> str:
    return f"{_prefix(request)}{BEFORE[kind]}" if kind in BEFORE else name(request, kind)


def _prefix(request: Request) -> str:
    return "__Host-" if request.url.scheme == "https" else ""


def _delete(request: Request, response: Response, cookie_name: str) -> None:
    response.delete_cookie(
        cookie_name, path="/", secure=request.url.scheme == "https", httponly=True, samesite="strict"
    )
