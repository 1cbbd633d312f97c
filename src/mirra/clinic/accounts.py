"""Accounts of therapists and admins. There is none until somebody makes one."""

from __future__ import annotations

import secrets

from fastapi import Request, Response
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from mirra.clinic import attempts, audit, browsers, passwords
from mirra.clinic.access import let_in_staff
from mirra.clinic.api.shapes import Me, Role, SignIn
from mirra.clinic.context import Clinic, utc_now
from mirra.clinic.problems import Refused
from mirra.clinic.secret import LETTERS, new_id, plain_login
from mirra.clinic.store import Store
from mirra.clinic.tables import Account, SignedIn
from mirra.errors import AccessError

LOGIN_LETTERS = 80


def random_password() -> str:
    """A password of sixteen letters and digits in four groups, about 79 bits."""
    return "-".join("".join(secrets.choice(LETTERS.lower()) for _ in range(4)) for _ in range(4))


def add(store: Store, login: str, name: str, role: Role, password: str) -> str:
    """Make an account and return its id.

    Raises ``AccessError`` when the login is taken, a field does not fit, or the password will not do.
    """
    login = plain_login(login)
    for field, value in (("login", login), ("name", name)):
        if not 1 <= len(value) <= LOGIN_LETTERS or not value.isprintable():
            raise AccessError(f"A {field} has 1 to {LOGIN_LETTERS} plain characters.", where=field)
    if role not in ("therapist", "admin"):
        raise AccessError("An account is a therapist's or an admin's.", where="role")
    passwords.check(password, login, name)
    kept, now = passwords.kept(password), utc_now()
    with store.writing() as db:
        if account_of(db, login):
            raise AccessError("There is an account of this login.", where="login", todo="Choose another.")
        account = Account(id=new_id(), login=login, name=name, role=role, password=kept, made=now)
        db.add(account)
        audit.note(db, now, "command_line", "account_made", account.id)
        return account.id


def set_password(store: Store, login: str, password: str) -> None:
    """Give an account a new password, and end its open sign-ins.

    Raises ``AccessError`` when there is no such account or the password will not do.
    """
    passwords.check(password, login)
    kept = passwords.kept(password)
    with store.writing() as db:
        account = account_of(db, login)
        if account is None:
            raise AccessError("There is no account of this login.", where="login")
        account.password = kept
        db.execute(delete(SignedIn).where(SignedIn.account == account.id))
        audit.note(db, utc_now(), "command_line", "password_set", account.id)


def everybody(store: Store) -> list[tuple[str, str, str]]:
    """Login, role and name of each account."""
    with store.reading() as db:
        rows = db.execute(select(Account.login, Account.role, Account.name).order_by(Account.login))
        return [(login, role, name) for login, role, name in rows]


def account_of(db: Session, login: str) -> Account | None:
    """The account of a login; case does not matter, nor do spaces around it."""
    found = db.scalar(select(Account).where(Account.login == plain_login(login)))
    # An account of before this had one form may have kept another.
    return found or db.scalar(select(Account).where(Account.login == login.strip().casefold()))


def sign_in(clinic: Clinic, request: Request, response: Response, asked: SignIn) -> Me:
    """Sign somebody in on this browser.

    Raises ``Refused``: 401 when login or password is wrong (it does not say which), 429 after too many tries.
    """
    now = clinic.now()
    with clinic.store.writing() as db:
        found = account_of(db, asked.login) if asked.login.isprintable() else None
        keys, number = browsers.count_try(db, request, asked.login, found, now)
        kept, whose = (found.password, found.id) if found else (None, "")
    if not passwords.matches(asked.password, kept):
        attempts.failed(clinic, request, "sign_in_failed", number, whose)
        raise _wrong()
    with clinic.store.writing() as db:
        account = account_of(db, asked.login)
        if account is None or account.password != kept:
            raise _wrong()
        attempts.forgive(db, keys, now)
        browsers.remember(db, request, response, account, now)
        let_in_staff(db, request, response, account, now)
        audit.note(db, now, account.id, "signed_in")
        role: Role = "therapist" if account.role == "therapist" else "admin"
        return Me(role=role, name=account.name, demonstration=clinic.settings.demonstration)


def _wrong() -> Refused:
    return Refused(401, "wrong_sign_in", "Login or password is wrong.", todo="Try again.")
