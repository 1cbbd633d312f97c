"""Commands for the accounts of therapists and admins."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from mirra.cli.databases import open_or_make, open_store
from mirra.cli.options import Database, KeyFile

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

app = typer.Typer()
account = typer.Typer(help="Accounts of therapists and admins.", no_args_is_help=True)
app.add_typer(account, name="account")

StaffRole = Literal["therapist", "admin"]
RandomPassword = Annotated[bool, typer.Option("--random-password", help="Make a password and print it once.")]


@account.command("add")
def add(
    login: str,
    role: Annotated[StaffRole, typer.Option(help="An admin sees no clinical data.")],
    name: Annotated[str, typer.Option(help="The name people see.")],
    database: Database = None,
    key_file: KeyFile = None,
    random_password: RandomPassword = False,
) -> None:
    """Add an account; the password is asked for here."""
    from mirra.clinic import accounts

    password = _password(random_password)
    accounts.add(open_or_make(database, key_file), login, name, role, password)
    _tell(login, password if random_password else None)


@account.command("password")
def new_password(
    login: str, database: Database = None, key_file: KeyFile = None, random_password: RandomPassword = False
) -> None:
    """Give an account a new password; whoever is signed in with the old one is signed out."""
    from mirra.clinic import accounts

    password = _password(random_password)
    accounts.set_password(open_store(database, key_file), login, password)
    _tell(login, password if random_password else None)


@account.command("list")
def list_accounts(database: Database = None, key_file: KeyFile = None) -> None:
    """List all accounts."""
    from mirra.clinic.accounts import everybody

    for login, role, name in everybody(open_store(database, key_file)):
        typer.echo(f"{login:20} {role:10} {name}")


@account.command("remove")
def remove(login: str, database: Database = None, key_file: KeyFile = None) -> None:
    """Remove an account; refused while somebody is in its care alone, and for the last admin."""
    from mirra.clinic import accounts, staff

    with _changing(database, key_file, "account_removed", login) as db:
        staff.remove(db, accounts.named(db, login), _now())
    typer.echo(f"{login} was removed.")


@account.command("hand-over")
def hand_over(giver: str, taker: str, database: Database = None, key_file: KeyFile = None) -> None:
    """Hand all people of one therapist to another."""
    from mirra.clinic import accounts, care

    with _changing(database, key_file, "people_handed_over", giver) as db:
        count = care.hand_over(db, accounts.named(db, giver).id, accounts.named(db, taker).id)
    typer.echo(f"People handed from {giver} to {taker}: {count}")


@account.command("reset-second")
def reset_second(login: str, database: Database = None, key_file: KeyFile = None) -> None:
    """Take the second factor away from somebody who lost theirs; their sign-ins end."""
    from mirra.clinic import accounts, staff

    with _changing(database, key_file, "second_factor_reset", login) as db:
        staff.reset_second(db, accounts.named(db, login))
    typer.echo(f"{login} signs in with the password alone, until a second factor is set up again.")


@account.command("require-second")
def require_second(
    on: Annotated[bool, typer.Option("--on/--off", help="Whether every admin needs a second factor.")] = True,
    database: Database = None,
    key_file: KeyFile = None,
) -> None:
    """Ask every admin for a second factor, or no longer."""
    from mirra.clinic import second

    action = "second_factor_asked_for" if on else "second_factor_not_asked_for"
    with _changing(database, key_file, action) as db:
        second.ask_admins(db, on)
    typer.echo(f"Every admin {'needs' if on else 'may do without'} a second factor.")


@contextmanager
def _changing(database: Database, key_file: KeyFile, action: str, login: str = "") -> Iterator[Session]:
    """A change of a clinic's accounts, kept in its audit."""
    from mirra.clinic import accounts, audit

    with open_store(database, key_file).writing() as db:
        subject = accounts.named(db, login).id if login else ""
        yield db
        audit.note(db, _now(), audit.COMMANDS, action, subject)


def _now() -> datetime:
    from mirra.clinic.context import utc_now

    return utc_now()


def _password(random: bool) -> str:
    """A password made here, or asked for on the terminal."""
    from mirra.clinic.accounts import random_password

    if random:
        return random_password()
    return str(typer.prompt("Password", hide_input=True, confirmation_prompt=True))


def _tell(login: str, password: str | None) -> None:
    typer.echo(f"{login} can sign in now.")
    if password:
        typer.echo(f"Password: {password}   (shown this once)")
