"""A clinic inside this process: requests are real, only the socket is left out."""

from __future__ import annotations

import asyncio

import httpx
from fastapi import FastAPI

HOME = "http://127.0.0.1:8000"


class InProcess(httpx.BaseTransport):
    """Hands a request to the app and waits for its whole answer; ``address`` is where it seems to come from."""

    def __init__(self, app: FastAPI, address: str) -> None:
        self.app, self.address = app, address

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """What the app answers."""
        request.read()
        return asyncio.run(self._ask(request))

    async def _ask(self, request: httpx.Request) -> httpx.Response:
        door = httpx.ASGITransport(self.app, client=(self.address, 50000), raise_app_exceptions=False)
        headers = request.headers.raw
        asked = httpx.Request(request.method, request.url, headers=headers, content=request.content)
        answer = await door.handle_async_request(asked)
        body = await answer.aread()
        return httpx.Response(answer.status_code, headers=answer.headers, content=body)


def client(app: FastAPI, base: str = HOME, address: str = "127.0.0.1") -> httpx.Client:
    """A browser's worth of cookies."""
    return httpx.Client(transport=InProcess(app, address), base_url=base)
