"""What every request meets first and every answer last, whatever route it is for."""

from __future__ import annotations

import ipaddress
import logging
import traceback

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from mirra.clinic import cookies, pages, problems
from mirra.clinic.refusals import Malformed, NotAllowed, Refused, TooLarge, WrongType
from mirra.clinic.settings import Settings

BODY_BYTES = 2 * 1024 * 1024
SAFE = ("GET", "HEAD", "OPTIONS")
log = logging.getLogger("mirra")


class Guard:
    """Checks host, origin, content type and size before a route sees them, and sees every answer off with its headers.

    An error that nobody foresaw is logged by its kind and place alone: its words may quote what somebody sent.
    """

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self.app, self.settings = app, settings

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Take one request."""
        if scope["type"] == "lifespan":
            return await self.app(scope, receive, send)
        if scope["type"] != "http":
            return None  # nothing here speaks over a WebSocket
        leaving = _Leaving(send, scope)
        try:
            self._check_host(scope)
            leaving.origin = _origin(scope)
            leaving.clear = cookies.only_ours(scope)
            _check(scope)
            body = await _body(scope, receive)
            if body is not None:
                await self.app(scope, body, leaving)
        except Refused as refused:
            await problems.of(refused)(scope, receive, leaving)
        except Exception as error:
            where = "".join(traceback.format_tb(error.__traceback__)[-3:])
            log.error("%s at %s\n%s", type(error).__name__, scope["method"], where)
            if leaving.begun:
                raise
            await problems.of(error)(scope, receive, leaving)
        return None

    def _check_host(self, scope: Scope) -> None:
        headers = Headers(scope=scope)
        host = headers.get("host", "")
        if len(headers.getlist("host")) != 1 or not self._answers_to(host):
            raise Malformed(
                "wrong_host",
                "This server does not answer to that name.",
                where="host",
                todo="Use the address it printed at start, or start it with --name and this name.",
            )

    def _answers_to(self, host: str) -> bool:
        name, _, port = host.rpartition(":")
        if not name or host.endswith("]"):
            name, port = host, "0"
        if not port.isdecimal():
            return False
        # Names only can be made to point here by another site; an address cannot.
        return self.settings.answers_to(name.lower()) or (
            not self.settings.loopback and _is_address(name.strip("[]"))
        )


def _origin(scope: Scope) -> str:
    return f"{scope['scheme']}://{Headers(scope=scope)['host']}"


def _check(scope: Scope) -> None:
    headers = Headers(scope=scope)
    if scope["path"].startswith("/api/"):
        _only_for_scripts(scope, headers)
    if scope["method"] not in SAFE:
        _own_origin(headers, _origin(scope))
        _only_json(headers)


def _is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True


def _only_for_scripts(scope: Scope, headers: Headers) -> None:
    """The API is asked by the pages' scripts, never gone to, embedded or given a query."""
    if headers.get("sec-fetch-dest", "empty") != "empty" or scope["query_string"]:
        raise Malformed("bad_request", "This address is not for going to, and takes no query.")


def _own_origin(headers: Headers, own: str) -> None:
    site, origin = headers.get("sec-fetch-site"), headers.get("origin")
    if (site is not None and site != "same-origin") or (origin is not None and origin.lower() != own.lower()):
        raise NotAllowed(
            "foreign_origin",
            "This came from another site.",
            todo="Behind a proxy for https, start the server with --behind-https.",
        )


def _only_json(headers: Headers) -> None:
    empty = headers.get("content-length", "0") == "0" and "transfer-encoding" not in headers
    kind = headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != "application/json" and not (empty and not kind):
        raise WrongType("only_json", "Only application/json is taken here.", where="content-type")
    if headers.get("content-encoding", "identity").lower() != "identity":
        raise WrongType("only_json", "Nothing compressed is taken here.", where="content-encoding")


async def _body(scope: Scope, receive: Receive) -> Receive | None:
    """The whole body, read up to its limit, to be received again; ``None`` when the sender has gone."""
    too_large = TooLarge("too_large", f"This is larger than {BODY_BYTES} bytes.", todo="Send it in parts.")
    length = Headers(scope=scope).get("content-length", "0")
    if not length.isdecimal() or int(length[:12]) > BODY_BYTES:
        raise too_large
    parts: list[bytes] = []
    size, more = 0, True
    while more:
        message = await receive()
        if message["type"] == "http.disconnect":
            return None
        parts.append(message.get("body", b""))
        size += len(parts[-1])
        more = message.get("more_body", False)
        if size > BODY_BYTES:
            raise too_large
    whole: Message = {"type": "http.request", "body": b"".join(parts), "more_body": False}
    waiting = [whole]

    async def again() -> Message:
        """The whole body once, as the application asks for it, then whatever else the client sends."""
        return waiting.pop() if waiting else await receive()

    return again


class _Leaving:
    """Sends an answer on with the rules that every answer has, and clears the cookies named in ``clear``.

    ``origin`` is empty until the host was checked.
    """

    def __init__(self, send: Send, scope: Scope) -> None:
        self.send, self.scope, self.begun, self.origin = send, scope, False, ""
        self.clear: list[str] = []

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.begun = True
            headers = MutableHeaders(scope=message)
            headers.update(pages.ALWAYS)
            headers.update(pages.rules(self.scope["path"] if self.origin else "", self.origin))
            headers.setdefault("cache-control", "no-store")
            for name in self.clear:
                headers.append("set-cookie", cookies.cleared(name, self.scope))
            if self.scope["scheme"] == "https":
                headers["strict-transport-security"] = "max-age=31536000"
        await self.send(message)
