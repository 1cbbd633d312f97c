"""Browsers on which an account has signed in before: somebody who guesses elsewhere does not keep their owner out."""

from __future__ import annotations

from datetime import datetime, timedelta

from fastapi import Request, Response
from sqlalchemy import delete
from sqlalchemy.orm import Session

from mirra.clinic import cookies, throttle
from mirra.clinic.networks import address_of
from mirra.clinic.tables import Account, KnownBrowser
from mirra.clinic.tokens import hashed, new_token

KNOWN_FOR = timedelta(days=400)  # browsers keep no cookie for longer


def count_try(
    db: Session, request: Request, login: str, account: Account | None, now: datetime
) -> tuple[dict[str, int], int]:
    """Count a sign-in as failed until it is forgiven; gives what it counts against, and the number of the try.

    A browser known to the account has a limit of its own. Raises ``TooManyTries`` when one has to wait.
    """
    token = cookies.shown(request, "known")
    if account and token and db.get(KnownBrowser, _row(token, account.id)):
        keys = throttle.keys_of_known("sign in", token, login)
        return keys, throttle.count(db, keys, now)
    address = address_of(request)
    keys = throttle.keys_of("sign in", address, login)
    logins: dict[str, int] = {}
    if not throttle.tried(db, throttle.keys_here("sign in", address, login), now):
        logins = throttle.keys_of_logins("sign in", address)
    number = throttle.count(db, keys, now)
    if logins:
        number = throttle.count(db, logins, now, throttle.LOGINS_LONGEST)
    return keys | logins, number


def remember(db: Session, request: Request, response: Response, account: Account, now: datetime) -> None:
    """Know this browser as one on which the account has signed in."""
    db.execute(delete(KnownBrowser).where(KnownBrowser.used <= now - KNOWN_FOR))
    token = cookies.shown(request, "known") or new_token()
    known = db.get(KnownBrowser, _row(token, account.id))
    if known:
        known.used = now
    else:
        db.add(KnownBrowser(token=_row(token, account.id), account=account.id, made=now, used=now))
    cookies.give(request, response, "known", token, KNOWN_FOR)


def _row(token: str, account: str) -> str:
    """One browser has one token, and may be known to several accounts."""
    return hashed(f"{token} {account}")
