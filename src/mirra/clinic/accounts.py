"""Accounts of therapists and admins. There is none until somebody makes one."""

from __future__ import annotations

import secrets
from datetime import datetime

from fastapi import Request, Response
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from mirra.clinic import audit, browsers, passwords, second, throttle
from mirra.clinic.access import let_in_staff, todo_of
from mirra.clinic.context import Clinic, utc_now
from mirra.clinic.names import can_be_shown
from mirra.clinic.refusals import NotSignedIn, Refused
from mirra.clinic.shapes.entrance import Me, SignIn
from mirra.clinic.shapes.fields import Role
from mirra.clinic.store import Store
from mirra.clinic.tables import Account, KnownBrowser, SignedIn
from mirra.clinic.tokens import CODE_ALPHABET, new_id, plain_login
from mirra.errors import AccessError

MAX_FIELD_LETTERS = 80


def random_password() -> str:
    """A password of sixteen letters and digits in four groups, about 79 bits."""
    return "-".join("".join(secrets.choice(CODE_ALPHABET.lower()) for _ in range(4)) for _ in range(4))


def add(store: Store, login: str, name: str, role: Role, password: str) -> str:
    """Make an account and return its id.

    Raises ``AccessError`` when the login is taken, a field does not fit, or the password will not do.
    """
    password_hash, now = fit(login, name, role, password), utc_now()
    with store.writing() as db:
        account = insert(db, login, name, role, password_hash, now)
        audit.note(db, now, audit.COMMANDS, "account_made", account.id)
        return account.id


def fit(login: str, name: str, role: Role, password: str) -> str:
    """What is kept of the password of a new account; raises ``AccessError`` when a field of it does not fit."""
    for field, value in (("login", plain_login(login)), ("name", name)):
        if not 1 <= len(value) <= MAX_FIELD_LETTERS or not can_be_shown(value):
            raise AccessError(f"A {field} has 1 to {MAX_FIELD_LETTERS} plain characters.", where=field)
    if role not in ("therapist", "admin"):
        raise AccessError("An account is a therapist's or an admin's.", where="role")
    passwords.check(password, plain_login(login), name)
    return passwords.hash_of(password)


def insert(
    db: Session,
    login: str,
    name: str,
    role: Role,
    password_hash: str,
    now: datetime,
    one_time_until: datetime | None = None,
) -> Account:
    """Add an account whose fields ``fit``; raises ``AccessError`` when there is or was one of this login."""
    login = plain_login(login)
    if db.scalar(select(Account.id).where(Account.login == login)):
        raise AccessError("There is an account of this login.", where="login", todo="Choose another.")
    account = Account(id=new_id(), login=login, name=name, role=role, password=password_hash, made=now)
    account.one_time_until = one_time_until
    db.add(account)
    db.flush()
    return account


def set_password(store: Store, login: str, password: str) -> None:
    """Give an account a new password, and end its open sign-ins.

    Raises ``AccessError`` when there is no such account or the password will not do.
    """
    passwords.check(password, login)
    password_hash = passwords.hash_of(password)
    with store.writing() as db:
        account = named(db, login)
        account.password, account.one_time_until = password_hash, None
        end_sign_ins(db, account)
        audit.note(db, utc_now(), audit.COMMANDS, "password_set", account.id)


def end_sign_ins(db: Session, account: Account, but: str = "") -> None:
    """End an account's open sign-ins, ``but`` the one of this token (its hash), and know its browsers no more."""
    db.execute(delete(SignedIn).where(SignedIn.account == account.id, SignedIn.token != but))
    db.execute(delete(KnownBrowser).where(KnownBrowser.account == account.id))


def everybody(store: Store) -> list[tuple[str, str, str]]:
    """Login, role and name of each account."""
    with store.reading() as db:
        there = select(Account.login, Account.role, Account.name).where(Account.removed.is_(None))
        rows = db.execute(there.order_by(Account.login))
        return [(login, role, name) for login, role, name in rows]


def account_of(db: Session, login: str) -> Account | None:
    """The account of a login, unless it was removed; case does not matter, nor do spaces around it."""
    there = select(Account).where(Account.removed.is_(None))
    account = db.scalar(there.where(Account.login == plain_login(login)))
    # An account of before this had one form may have kept another.
    return account or db.scalar(there.where(Account.login == login.strip().casefold()))


def named(db: Session, login: str) -> Account:
    """The account of a login; raises ``AccessError`` when no account has it."""
    account = account_of(db, login)
    if account is None:
        raise AccessError("There is no account of this login.", where="login")
    return account


def sign_in(clinic: Clinic, request: Request, response: Response, credentials: SignIn) -> Me:
    """Sign somebody in on this browser.

    Raises ``NotSignedIn`` when login or password is wrong (it does not say which), or, with the right ones, when a
    code is needed or wrong, and ``TooManyTries``.
    """
    now = clinic.now()
    with clinic.store.writing() as db:
        account = account_of(db, credentials.login) if credentials.login.isprintable() else None
        keys, number = browsers.count_try(db, request, credentials.login, account, now)
        password_hash, whose = (account.password, account.id) if account else (None, "")
    if not passwords.matches(credentials.password, password_hash):
        throttle.failed(clinic, request, "sign_in_failed", number, whose)
        raise _wrong()
    if credentials.code:
        with clinic.store.writing() as db:
            number = second.count_try(db, whose, now)
    with clinic.store.writing() as db:
        account = account_of(db, credentials.login)
        if account is None or account.password != password_hash:
            raise _wrong()
        if account.one_time_until and account.one_time_until <= now:
            raise _expired()
        lacking = second.lacking(db, account, credentials.code, now)
        if lacking != "wrong_code":
            throttle.forgive(db, keys, now)
            throttle.forgive(db, second.tries(whose), now)
        if lacking is None:
            browsers.remember(db, request, response, account, now)
            let_in_staff(db, request, response, account, now)
            audit.note(db, now, account.id, "signed_in")
            shown, todo = clinic.settings.demonstration, todo_of(db, account)
            return Me(role=account.role, name=account.name, todo=todo, demonstration=shown)
    if lacking == "wrong_code":
        throttle.failed(clinic, request, "second_factor_wrong", number, whose)
    raise second.refusal(lacking)


def _wrong() -> Refused:
    return NotSignedIn("wrong_sign_in", "Login or password is wrong.", todo="Try again.")


def _expired() -> Refused:
    todo = "Ask an administrator for a new one."
    return NotSignedIn("password_expired", "This one-time password has expired.", todo=todo)
