"""Accounts as an admin or the command line looks after them: listed, given one-time passwords, removed."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from mirra.clinic import accounts, care, second
from mirra.clinic.refusals import NothingHere
from mirra.clinic.shapes.accounts import AccountCard, Accounts, OneTimePassword
from mirra.clinic.tables import Account
from mirra.errors import AccessError

ONE_TIME_FOR = timedelta(days=7)


def cards(db: Session, own: str) -> Accounts:
    """All accounts, by name; ``own`` is the id of the one that asks."""
    there = select(Account).where(Account.removed.is_(None))
    rows = sorted(db.scalars(there), key=lambda row: (row.name.casefold(), row.login))
    return Accounts(
        accounts=tuple(_card(db, row, own) for row in rows), admins_need_second=second.admins_need_it(db)
    )


def existing(db: Session, account: str) -> Account:
    """An account that was not removed; raises ``NothingHere``."""
    there = db.get(Account, account)
    if there is None or there.removed:
        raise NothingHere()
    return there


def other(db: Session, account: str, own: str) -> Account:
    """An account that is not one's own; raises ``NothingHere``, and ``AccessError`` for one's own."""
    there = existing(db, account)
    if there.id == own:
        raise AccessError("This is your own account.", where="account", todo="Use your own account's page.")
    return there


def give_one_time(
    db: Session, account: Account, password: str, password_hash: str, now: datetime
) -> OneTimePassword:
    """Give an account a one-time password, and end its sign-ins; ``password_hash`` is what is kept of it."""
    account.password, account.one_time_until = password_hash, now + ONE_TIME_FOR
    accounts.end_sign_ins(db, account)
    return OneTimePassword(login=account.login, password=password, until=account.one_time_until)


def reset_second(db: Session, account: Account) -> None:
    """Take an account's second factor away, for somebody who lost theirs, and end its sign-ins."""
    second.remove(db, account)
    accounts.end_sign_ins(db, account)


def remove(db: Session, account: Account, now: datetime) -> None:
    """Remove an account: nobody signs in with it again, and its name stays for the audit.

    Raises ``AccessError`` while somebody is in its care alone, and for the last admin.
    """
    alone = care.people_of(db, account.id, alone=True)
    if alone:
        raise AccessError(
            f"Nobody else cares for {alone} of the people in this therapist's care.",
            where="account",
            todo="Hand them over first.",
        )
    admins = select(func.count()).where(Account.role == "admin", Account.removed.is_(None))
    if account.role == "admin" and (db.scalar(admins) or 0) <= 1:
        raise AccessError("This is the last administrator.", where="account", todo="Make another one first.")
    account.removed = now
    second.remove(db, account)
    care.end_all(db, account.id)
    accounts.end_sign_ins(db, account)


def _card(db: Session, account: Account, own: str) -> AccountCard:
    return AccountCard(
        id=account.id,
        login=account.login,
        name=account.name,
        role=account.role,
        made=account.made,
        people=care.people_of(db, account.id),
        people_alone=care.people_of(db, account.id, alone=True),
        second=account.second is not None,
        one_time=account.one_time_until is not None,
        own=account.id == own,
    )
