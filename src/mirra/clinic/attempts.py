"""The limit on guessing, kept in the store so that a restart forgives nothing; it slows, and never shuts for good."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from ipaddress import IPv6Address, ip_address, ip_network

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from mirra.clinic.problems import Refused
from mirra.clinic.secret import hashed
from mirra.clinic.tables import Attempt

WINDOW = timedelta(minutes=15)
PER_ADDRESS = 50
PER_LOGIN = 100  # from everywhere together: nobody can be shut out of their account from one place
PER_LOGIN_AND_ADDRESS = 10


def keys_of(kind: str, address: str, login: str | None = None) -> dict[str, int]:
    """What a try counts against, each with how many failures it may have within the window."""
    place = _network(address)
    found = {f"{kind} from {place}": PER_ADDRESS}
    if login is not None:
        name = login.casefold()
        found[f"{kind} as {name}"] = PER_LOGIN
        found[f"{kind} as {name} from {place}"] = PER_LOGIN_AND_ADDRESS
    return {hashed(key): limit for key, limit in found.items()}


def count(db: Session, keys: Mapping[str, int], now: datetime) -> None:
    """Count a try as failed until it is forgiven.

    Raises ``Refused`` (429, with Retry-After) and counts nothing when there were too many.
    """
    # What lies in the future was counted before the clock was set back; it would lock for as long as it was set back.
    db.execute(delete(Attempt).where((Attempt.at <= now - WINDOW) | (Attempt.at > now)))
    waits = [_wait(db, key, limit, now) for key, limit in keys.items()]
    longest = max(waits, default=timedelta(0))
    if longest > timedelta(0):
        seconds = int(longest.total_seconds()) + 1
        raise Refused(
            429,
            "too_many_tries",
            "There were too many tries.",
            todo=f"Wait {max(1, round(seconds / 60))} min, then try again.",
            headers={"retry-after": str(seconds)},
        )
    db.add_all(Attempt(key=key, at=now) for key in keys)


def forgive(db: Session, keys: Mapping[str, int], now: datetime) -> None:
    """Take back the try counted at ``now``, which was right after all."""
    db.execute(delete(Attempt).where(Attempt.key.in_(keys), Attempt.at == now))


def _wait(db: Session, key: str, limit: int, now: datetime) -> timedelta:
    """How long until fewer than ``limit`` failures lie within the window."""
    newest = select(Attempt.at).where(Attempt.key == key).order_by(Attempt.at.desc())
    decisive = db.scalar(newest.offset(limit - 1).limit(1))
    return decisive + WINDOW - now if decisive else timedelta(0)


def _network(address: str) -> str:
    """An address as it counts: of IPv6 the /64 network, for a household has a whole one."""
    try:
        found = ip_address(address)
    except ValueError:
        return address
    return str(ip_network((found, 64), strict=False)) if isinstance(found, IPv6Address) else str(found)
