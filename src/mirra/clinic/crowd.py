"""All open connections of one server: how many there may be, and which are closed when there are too many."""

from __future__ import annotations

import asyncio
import logging
import math
from collections.abc import Collection
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Protocol

WARN_EVERY_S = 60.0
log = logging.getLogger("mirra")


@dataclass(frozen=True)
class Limits:
    """How many connections there may be, and for how many seconds each part of a request may go on.

    ``answer`` is how long the other side may take nothing of an answer; ``bytes_held`` limits all bodies together;
    ``backlog`` is how many may wait to be taken in; the limit per address does not apply to ``proxies``.
    """

    total: int
    per_address: int
    backlog: int
    headers: float = 20
    body: float = 120
    answer: float = 60
    keep_alive: int = 30
    bytes_held: int = 256 * 1024 * 1024
    proxies: tuple[str, ...] = ()


class Need(IntEnum):
    """How much somebody may need a connection: the least needed are closed first."""

    STRANGER = 0  # nobody signed in has used it, and no answer is being made
    KNOWN = 1
    STRANGER_ANSWERED = 2
    KNOWN_ANSWERED = 3  # never closed to make room


class Member(Protocol):
    """One connection; ``household`` is its network, ``since`` (s) when the present part of its request began."""

    host: str
    household: str
    since: float
    held: int
    begun: bool

    @property
    def need(self) -> Need:
        """How much somebody may need it."""

    def overdue(self, now: float) -> bool:
        """Whether the present part takes too long."""

    def drop(self) -> None:
        """Close it at once."""


@dataclass
class Crowd:
    """The open connections; nothing here waits."""

    limits: Limits
    loop: asyncio.AbstractEventLoop
    present: set[Member] = field(default_factory=set)
    by_household: dict[str, set[Member]] = field(default_factory=dict)
    held: int = 0
    crowded_out: int = 0
    too_slow: int = 0
    warned_at: float = -math.inf

    def enter(self, new: Member) -> None:
        """Take a new connection in, and close others for it, or else itself, when there are too many."""
        if self._full_of(new):
            self._make_room(self.by_household[new.household])
        if len(self.present) >= self.limits.total:
            self._make_room(self.present)
        refused = self._full_of(new) or len(self.present) >= self.limits.total
        self.present.add(new)
        self.by_household.setdefault(new.household, set()).add(new)
        if refused:
            self._close(new)

    def leave(self, gone: Member) -> None:
        """Count a connection no longer; a second time changes nothing."""
        self.hold(gone, 0)
        self.present.discard(gone)
        here = self.by_household.get(gone.household, set())
        here.discard(gone)
        if not here:
            self.by_household.pop(gone.household, None)

    def hold(self, member: Member, size: int) -> None:
        """Note how many bytes of its body are in memory; close others when it is too much in all."""
        self.held += size - member.held
        member.held = size
        if size and self.held > self.limits.bytes_held:
            self._make_room([other for other in self.present if other.held])

    def sweep(self) -> None:
        """Close what takes too long, tell of trouble at most once a minute, and do so again in a second."""
        now = self.loop.time()
        for member in [member for member in self.present if member.overdue(now)]:
            self.too_slow += member.begun  # browsers open connections that they never use; that is no trouble
            self.leave(member)
            member.drop()
        if (self.crowded_out or self.too_slow) and now - self.warned_at >= WARN_EVERY_S:
            words = (
                "closed %d connections to make room for others, and %d because their request took too long"
            )
            log.warning(words, self.crowded_out, self.too_slow)
            self.crowded_out, self.too_slow, self.warned_at = 0, 0, now
        self.loop.call_later(1, self.sweep)

    def _full_of(self, new: Member) -> bool:
        here = len(self.by_household.get(new.household, ()))
        return here >= self.limits.per_address and new.host not in self.limits.proxies

    def _make_room(self, among: Collection[Member]) -> None:
        """Close the idlest of the least needed, a tenth at once: a search for each would let a flood take all time."""
        least = min((member.need for member in among), default=Need.KNOWN_ANSWERED)
        if least is not Need.KNOWN_ANSWERED:
            idlest = sorted(
                (member for member in among if member.need is least), key=lambda member: member.since
            )
            for member in idlest[: math.ceil(len(among) / 10)]:
                self._close(member)

    def _close(self, member: Member) -> None:
        self.crowded_out += 1
        self.leave(member)
        member.drop()
