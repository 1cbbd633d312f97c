"""uvicorn's connection with a time for each part of a request, and a place in a crowd that has a limit.

uvicorn itself limits only the pause between two requests.
"""

from __future__ import annotations

import asyncio
import math
from typing import Any

import h11
from fastapi import Request
from uvicorn.config import Config
from uvicorn.protocols.http.h11_impl import H11Protocol
from uvicorn.server import ServerState

from mirra.clinic.crowd import Crowd, Limits, Need
from mirra.clinic.networks import household


class Connection(H11Protocol):
    """One connection; ``known`` once somebody signed in has used it, ``begun`` once bytes of a request have come."""

    def __init__(
        self, crowd: Crowd, config: Config, state: ServerState, shared: dict[str, Any], loop: Loop
    ) -> None:
        super().__init__(config, state, shared | {"connection": self}, loop)
        self.crowd, self.limits = crowd, crowd.limits
        self.host, self.household = "", ""
        self.known, self.begun, self.held = False, False, 0
        self.since, self.deadline, self.unsent = 0.0, math.inf, math.inf
        self.part: tuple[object, ...] = (None, h11.IDLE, True)

    @property
    def need(self) -> Need:
        """How much somebody may need it."""
        if self.deadline == math.inf:
            return Need.KNOWN_ANSWERED if self.known else Need.STRANGER_ANSWERED
        return Need.KNOWN if self.known else Need.STRANGER

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begin."""
        super().connection_made(transport)
        self.host = self.client[0] if self.client else "unknown"
        self.household = household(self.host)
        self._allow(self.limits.headers)
        self.crowd.enter(self)

    def connection_lost(self, exc: Exception | None) -> None:
        """End."""
        self.crowd.leave(self)
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Take bytes in; bytes alone give no more time, only a part that is complete does."""
        if not self.begun:
            self.begun = True
            self._allow(self.limits.headers)
        super().data_received(data)
        if not self._answered:
            self.crowd.hold(self, self.held + len(data))
        self._turn()

    def on_response_complete(self) -> None:
        """The answer is made; the next request may begin."""
        self.crowd.hold(self, 0)
        super().on_response_complete()
        self._turn()

    def pause_writing(self) -> None:
        """The other side takes nothing more of the answer for now."""
        super().pause_writing()
        self._allow(self.limits.answer)

    def resume_writing(self) -> None:
        """It takes it again."""
        super().resume_writing()
        if not self._answered:
            self._allow(math.inf)

    def overdue(self, now: float) -> bool:
        """Whether the present part takes too long; an answer that is still being taken has more time."""
        if now < self.deadline:
            return False
        unsent, before = self.transport.get_write_buffer_size(), self.unsent
        if 0 < unsent < before:
            self.unsent, self.deadline = unsent, now + self.limits.answer
        return not 0 < unsent < before

    def drop(self) -> None:
        """Close it at once."""
        self.transport.abort()

    @property
    def _answered(self) -> bool:
        return self.cycle is None or self.cycle.response_complete

    def _turn(self) -> None:
        """Give the present part its time, when it is another one than before."""
        part = (self.cycle, self.conn.their_state, self._answered)
        if part == self.part:
            return
        self.part = part
        if self.conn.their_state is h11.IDLE:
            self.begun = bool(
                self.conn.trailing_data[0]
            )  # the next request may have come along with the last
            pause = self.limits.keep_alive + self.limits.answer  # uvicorn closes it before that, politely
            self._allow(self.limits.headers if self.begun else pause)
        elif self._answered:
            self._allow(self.limits.answer)
        else:
            self._allow(self.limits.body if self.conn.their_state is h11.SEND_BODY else math.inf)

    def _allow(self, seconds: float) -> None:
        self.since, self.unsent = self.loop.time(), math.inf
        self.deadline = self.since + seconds


Loop = asyncio.AbstractEventLoop | None


def protocol(limits: Limits) -> type[asyncio.Protocol]:
    """What makes the connections of one server, as uvicorn asks for it."""
    crowd: Crowd | None = None

    def make(
        config: Config, server_state: ServerState, app_state: dict[str, Any], _loop: Loop = None
    ) -> Connection:
        """A connection among those of this server, whose limits begin to be kept with the first one."""
        nonlocal crowd
        if crowd is None:
            crowd = Crowd(limits, _loop or asyncio.get_running_loop())
            crowd.sweep()
        return Connection(crowd, config, server_state, app_state, _loop)

    return make  # type: ignore[return-value] # called as a class would be


def recognise(request: Request) -> None:
    """Note that somebody signed in uses this connection: those of strangers are closed before it."""
    connection = getattr(request.state, "connection", None)
    if isinstance(connection, Connection):
        connection.known = True
