"""What staff do with their own account: a new password, the second factor. Each asks for the password again."""

from __future__ import annotations

from fastapi import Request
from sqlalchemy.orm import Session

from mirra.clinic import accounts, passwords, second, throttle
from mirra.clinic.access import changing, reading, todo_of
from mirra.clinic.context import clinic_of
from mirra.clinic.journal import Entry
from mirra.clinic.networks import address_of
from mirra.clinic.refusals import Conflicting, Invalid
from mirra.clinic.shapes.own_account import OwnAccount
from mirra.clinic.tables import Account
from mirra.errors import AccessError


def own(db: Session, account: str) -> Account:
    """The account of who is signed in."""
    account_row = db.get(Account, account)
    assert account_row is not None
    return account_row


def card(db: Session, account: Account) -> OwnAccount:
    """An account as its owner sees it."""
    return OwnAccount(
        login=account.login,
        name=account.name,
        role=account.role,
        second=account.second is not None,
        second_needed=account.role == "admin" and second.admins_need_it(db),
        recovery_codes_left=second.codes_left(db, account),
    )


def confirm(request: Request, password: str) -> str:
    """Check the password of who is signed in, and give what is kept of it.

    Raises ``Invalid`` when it is wrong, and ``TooManyTries``.
    """
    clinic = clinic_of(request)
    now = clinic.now()
    with reading(request, "therapist", "admin", unfinished=True) as entered:
        account = own(entered.db, entered.actor.id)
        password_hash, whose = account.password, account.id
    tries = throttle.keys_of("own password", address_of(request), whose)
    with clinic.store.writing() as db:
        throttle.count(db, tries, now)
    if not passwords.matches(password, password_hash):
        clinic.journal.note([Entry(now, whose, "own_password_wrong", whose)])
        raise Invalid("wrong_password", "This is not your password.", where="old", todo="Try again.")
    with clinic.store.writing() as db:
        throttle.forgive(db, tries, now)
    return password_hash


def change_password(request: Request, old: str, new: str) -> None:
    """Give who is signed in a new password; every other sign-in of theirs ends.

    Raises what ``confirm`` raises, and ``AccessError`` when the new one will not do.
    """
    password_hash = confirm(request, old)
    with reading(request, "therapist", "admin", unfinished=True) as entered:
        account = own(entered.db, entered.actor.id)
        names = (account.login, account.name)
    passwords.check(new, *names)
    if new == old:
        raise AccessError("This is the password you have.", where="new", todo="Choose another.")
    new_hash = passwords.hash_of(new)
    with changing(request, "therapist", "admin", unfinished=True) as entered:
        account = own(entered.db, entered.actor.id)
        if account.password != password_hash:
            raise Conflicting("conflict", "Your password was changed meanwhile.", todo="Sign in again.")
        account.password, account.one_time_until = new_hash, None
        accounts.end_sign_ins(entered.db, account, but=entered.actor.token)
        entered.note("password_changed", account.id)


def remove_second(db: Session, account: Account) -> None:
    """Take the second factor away; raises ``AccessError`` where the clinic asks for one."""
    second.remove(db, account)
    if todo_of(db, account) == "second":
        raise AccessError(
            "Your clinic asks every administrator for a second factor.",
            where="second",
            todo="Set up a new one instead; it takes the place of this one.",
        )
