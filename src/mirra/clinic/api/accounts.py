"""What an admin asks: the accounts of the clinic and its rules. Of the people cared for an admin sees numbers only."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Request

from mirra.clinic import accounts, care, passwords, second, staff
from mirra.clinic.access import changing, reading
from mirra.clinic.shapes.accounts import Accounts, HandOver, NewAccount, OneTimePassword, Rules
from mirra.clinic.shapes.fields import AccountId
from mirra.clinic.staff import ONE_TIME_FOR

routes = APIRouter(prefix="/api")
TheAccount = Annotated[AccountId, Path()]


@routes.get("/accounts")
def everybody(request: Request) -> Accounts:
    """All accounts, and the clinic's rules."""
    with reading(request, "admin") as entered:
        return staff.cards(entered.db, entered.actor.id)


@routes.post("/accounts", status_code=201)
def add(new: NewAccount, request: Request) -> OneTimePassword:
    """Make an account; its password is shown once, and has to be changed at the first sign-in."""
    with reading(request, "admin"):
        pass  # hashing a password takes long: only for who may ask, and not while writing
    password = accounts.random_password()
    password_hash = accounts.fit(new.login, new.name, new.role, password)
    with changing(request, "admin") as entered:
        until = entered.now + ONE_TIME_FOR
        account = accounts.insert(
            entered.db, new.login, new.name, new.role, password_hash, entered.now, until
        )
        entered.note("account_made", account.id)
        return OneTimePassword(login=account.login, password=password, until=until)


@routes.post("/accounts/{account}/password")
def new_password(account: TheAccount, request: Request) -> OneTimePassword:
    """Give somebody who forgot theirs a one-time password; their sign-ins end."""
    with reading(request, "admin") as entered:
        staff.other(entered.db, account, entered.actor.id)
    password = accounts.random_password()
    password_hash = passwords.hash_of(password)
    with changing(request, "admin") as entered:
        account_row = staff.other(entered.db, account, entered.actor.id)
        entered.note("password_reset", account_row.id)
        return staff.give_one_time(entered.db, account_row, password, password_hash, entered.now)


@routes.post("/accounts/{account}/reset-second")
def reset_second(account: TheAccount, request: Request) -> Accounts:
    """Take the second factor away from somebody who lost theirs; their sign-ins end."""
    with changing(request, "admin") as entered:
        account_row = staff.other(entered.db, account, entered.actor.id)
        staff.reset_second(entered.db, account_row)
        entered.note("second_factor_reset", account_row.id)
        return staff.cards(entered.db, entered.actor.id)


@routes.post("/accounts/{account}/hand-over")
def hand_over(account: TheAccount, body: HandOver, request: Request) -> Accounts:
    """Hand all people of a therapist to another."""
    with changing(request, "admin") as entered:
        account_row = staff.existing(entered.db, account)
        care.hand_over(entered.db, account_row.id, body.to)
        entered.note("people_handed_over", account_row.id)
        entered.note("people_taken_over", body.to)
        return staff.cards(entered.db, entered.actor.id)


@routes.post("/accounts/{account}/remove")
def remove(account: TheAccount, request: Request) -> Accounts:
    """Remove an account; refused while somebody is in its care alone."""
    with changing(request, "admin") as entered:
        account_row = staff.other(entered.db, account, entered.actor.id)
        staff.remove(entered.db, account_row, entered.now)
        entered.note("account_removed", account_row.id)
        return staff.cards(entered.db, entered.actor.id)


@routes.post("/rules")
def rules(new_rules: Rules, request: Request) -> Accounts:
    """Decide whether every admin needs a second factor."""
    with changing(request, "admin") as entered:
        second.ask_admins(entered.db, new_rules.admins_need_second)
        entered.note(
            "second_factor_asked_for" if new_rules.admins_need_second else "second_factor_not_asked_for"
        )
        return staff.cards(entered.db, entered.actor.id)
