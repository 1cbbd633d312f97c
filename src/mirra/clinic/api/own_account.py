"""What staff ask of their own account: its state, a new password, the second factor."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

from fastapi import APIRouter, Request

from mirra.clinic import own_account, second
from mirra.clinic.access import Entered, changing, reading
from mirra.clinic.enrolment import qr_rows
from mirra.clinic.shapes.own_account import (
    Confirmed,
    OwnAccount,
    PasswordChange,
    RecoveryCodes,
    SecondConfirm,
    SecondOffer,
)
from mirra.clinic.tables import Account

routes = APIRouter(prefix="/api/account")


@routes.get("")
def mine(request: Request) -> OwnAccount:
    """One's own account."""
    with reading(request, "therapist", "admin", unfinished=True) as entered:
        return own_account.card(entered.db, own_account.own(entered.db, entered.actor.id))


@routes.post("/password")
def change_password(body: PasswordChange, request: Request) -> OwnAccount:
    """Change one's password; sign-ins on other browsers end."""
    own_account.change_password(request, body.old, body.new)
    return mine(request)


@routes.post("/second/offer")
def offer(body: Confirmed, request: Request) -> SecondOffer:
    """A new secret for an authenticator app; nothing changes until its first code comes back."""
    own_account.confirm(request, body.password)
    with reading(request, "therapist", "admin", unfinished=True) as entered:
        account = own_account.own(entered.db, entered.actor.id)
        secret, sealed = second.offer(entered.db, account, entered.now)
        link = second.link(account, secret)
        return SecondOffer(secret=secret, link=link, qr=qr_rows(link), sealed=sealed)


@routes.post("/second/confirm")
def confirm(body: SecondConfirm, request: Request) -> RecoveryCodes:
    """Take the offered secret as second factor, and give its recovery codes, once."""
    with _own(request) as (entered, account):
        codes = second.confirm(entered.db, account, body.sealed, body.code, entered.now)
        entered.note("second_factor_set", account.id)
        return RecoveryCodes(codes=tuple(codes))


@routes.post("/second/remove")
def remove(body: Confirmed, request: Request) -> OwnAccount:
    """Take one's second factor away, where the clinic does not ask for it."""
    own_account.confirm(request, body.password)
    with _own(request) as (entered, account):
        own_account.remove_second(entered.db, account)
        entered.note("second_factor_removed", account.id)
        return own_account.card(entered.db, account)


@contextlib.contextmanager
def _own(request: Request) -> Iterator[tuple[Entered, Account]]:
    with changing(request, "therapist", "admin", unfinished=True) as entered:
        yield entered, own_account.own(entered.db, entered.actor.id)
