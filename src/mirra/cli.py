"""One thin command per capability."""

from __future__ import annotations

import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated, Any, Literal

import typer

from mirra.catalogue.models import Side
from mirra.errors import MirraError, ServeError

app = typer.Typer(
    help="Mirror therapy with nothing but a camera.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
StaffRole = Literal["therapist", "admin"]
account = typer.Typer(help="Accounts of therapists and admins.", no_args_is_help=True)
app.add_typer(account, name="account")

Host = Annotated[str, typer.Option(help="Address to listen on.")]
Port = Annotated[int, typer.Option(help="Port to listen on; 0 takes a free one.", min=0, max=65535)]
Database = Annotated[
    str | None, typer.Option(metavar="URL", help="sqlite:///FILE or postgresql://USER@HOST/NAME.")
]
Browser = Annotated[bool, typer.Option("--browser/--no-browser", help="Open the browser once it runs.")]
RandomPassword = Annotated[bool, typer.Option("--random-password", help="Make a password and print it once.")]
Folder = Annotated[Path | None, typer.Option(metavar="DIR", help="A clinic's own catalogue files.")]


def say(words: str) -> None:
    """One line of progress, on standard error."""
    typer.echo(f"mirra: {words}", err=True)


@app.command()
def demo(
    host: Host = "127.0.0.1",
    port: Port = 8000,
    database: Database = None,
    browser: Browser = True,
    catalogue: Folder = None,
) -> None:
    """Start a demonstration clinic on this machine only, with made-up people."""
    from mirra.clinic import demo as clinic_demo
    from mirra.clinic.app import create_app
    from mirra.clinic.serve import address, listen, open_when_ready, run
    from mirra.clinic.settings import Settings
    from mirra.clinic.store import sqlite_url

    with TemporaryDirectory(prefix="mirra-demo-", ignore_cleanup_errors=True) as fresh:
        url = database or sqlite_url(Path(fresh) / "demo.sqlite")
        settings = Settings(database=url, host=host, port=port, catalogue=catalogue, demonstration=True)
        if not settings.loopback:
            raise ServeError(
                "The demonstration runs on this machine only.",
                where=f"--host {host}",
                todo="Leave --host out, or use mirra serve.",
            )
        with listen(settings) as taken:
            at = address(settings, taken)
            say("making the demonstration clinic")
            served = create_app(settings)
            entrance = clinic_demo.furnish(served.state.clinic, at, say)
            typer.echo(clinic_demo.told(entrance, at))
            if browser:
                open_when_ready(at)
            run(served, settings, taken)


@app.command()
def serve(
    host: Host = "127.0.0.1",
    port: Port = 8000,
    database: Database = None,
    browser: Browser = True,
    catalogue: Folder = None,
    behind_https: Annotated[
        bool, typer.Option("--behind-https", help="A TLS proxy on this machine stands in front.")
    ] = False,
    name: Annotated[list[str] | None, typer.Option(help="A host name the server also answers to.")] = None,
) -> None:
    """Start the clinic."""
    from mirra.clinic.accounts import everybody
    from mirra.clinic.app import create_app
    from mirra.clinic.serve import FIRST_ACCOUNT, NO_CAMERA, address, listen, open_when_ready, run
    from mirra.clinic.settings import Settings, default_database

    settings = Settings(
        database=database or default_database(),
        host=host,
        port=port,
        catalogue=catalogue,
        behind_https=behind_https,
        names=tuple(name or ()),
    )
    with listen(settings) as taken:
        served = create_app(settings)
        at = address(settings, taken)
        typer.echo(f"mirra runs at {at}   (Ctrl-C ends it)")
        if not everybody(served.state.clinic.store):
            typer.echo(FIRST_ACCOUNT)
        if not settings.loopback and not behind_https:
            say(NO_CAMERA)
        if browser and settings.loopback:
            open_when_ready(at)
        run(served, settings, taken)


@app.command()
def reflect(
    source: Annotated[Path, typer.Argument(metavar="IN", help="The recorded video.")],
    target: Annotated[Path, typer.Argument(metavar="OUT", help="The reflected video to write.")],
    intact: Annotated[Side, typer.Option(help="The person's intact side.")],
    midline: Annotated[float, typer.Option(help="Where the mirror stands, as a share of the width.")] = 0.5,
) -> None:
    """Reflect a recorded video: the intact side stays, its reflection covers the other."""
    from mirra.mirror.reflect import reflect as run

    with typer.progressbar(length=1000, label="reflecting", file=sys.stderr) as bar:
        done = run(source, target, intact=intact, midline=midline, progress=lambda share: _to(bar, share))
    typer.echo(f"{target}: {done.frames} frames, {done.width}x{done.height}, {done.seconds:.1f} s")


@account.command("add")
def add(
    login: str,
    role: Annotated[StaffRole, typer.Option(help="An admin sees no clinical data.")],
    name: Annotated[str, typer.Option(help="The name people see.")],
    database: Database = None,
    random_password: RandomPassword = False,
) -> None:
    """Add an account; the password is asked for here."""
    from mirra.clinic import accounts
    from mirra.clinic.settings import default_database
    from mirra.clinic.store import Store

    password = _password(random_password)
    accounts.add(Store(database or default_database()), login, name, role, password)
    _tell(login, password if random_password else None)


@account.command("password")
def new_password(login: str, database: Database = None, random_password: RandomPassword = False) -> None:
    """Give an account a new password; whoever is signed in with the old one is signed out."""
    from mirra.clinic import accounts
    from mirra.clinic.settings import default_database
    from mirra.clinic.store import Store

    password = _password(random_password)
    accounts.set_password(Store(database or default_database()), login, password)
    _tell(login, password if random_password else None)


@account.command("list")
def list_accounts(database: Database = None) -> None:
    """List all accounts."""
    from mirra.clinic.accounts import everybody
    from mirra.clinic.settings import default_database
    from mirra.clinic.store import Store

    for login, role, name in everybody(Store(database or default_database())):
        typer.echo(f"{login:20} {role:10} {name}")


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


def _to(bar: Any, share: float) -> None:  # noqa: ANN401 (typer hands out click's own bar)
    bar.update(max(0, int(share * 1000) - bar.pos))


def main() -> None:
    """Run the command line; what mirra refuses is one line on standard error and exit status 1."""
    try:
        app()
    except MirraError as error:
        typer.echo(f"mirra: {error}", err=True)
        sys.exit(1)


if __name__ == "__main__":
    main()
