"""Commands of the clinic: demonstration, server."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from mirra.cli.databases import url_of
from mirra.cli.options import Database, KeyFile, not_empty
from mirra.cli.terminal import say

if TYPE_CHECKING:
    from mirra.clinic.store import Store

app = typer.Typer()
CHECKED_AT_START = 1000  # entries of the audit

Host = Annotated[str, typer.Option(help="Address to listen on.", callback=not_empty)]
Port = Annotated[int, typer.Option(help="Port to listen on; 0 takes a free one.", min=0, max=65535)]
Browser = Annotated[bool, typer.Option("--browser/--no-browser", help="Open the browser once it runs.")]
Folder = Annotated[Path | None, typer.Option(metavar="DIR", help="A clinic's own catalogue files.")]


@app.command()
def demo(
    host: Host = "127.0.0.1",
    port: Port = 8000,
    database: Database = None,
    browser: Browser = True,
    catalogue: Folder = None,
    people: Annotated[
        int, typer.Option(help="How many made-up people the therapist has.", min=1, max=82)
    ] = 10,
) -> None:
    """Start a demonstration clinic with made-up people, on this machine only or, with --host, for phones too."""
    from mirra.clinic import certificate
    from mirra.clinic import demo as clinic_demo
    from mirra.clinic.app import create_app
    from mirra.clinic.serve import address, listen, open_when_ready, run, server_url
    from mirra.clinic.settings import Settings
    from mirra.clinic.store import sqlite_url

    with TemporaryDirectory(prefix="mirra-demo-", ignore_cleanup_errors=True) as fresh:
        url = database if database is not None else sqlite_url(Path(fresh) / "demo.sqlite")
        settings = Settings(database=url, host=host, port=port, catalogue=catalogue, demonstration=True)
        with listen(settings) as taken:
            own = None if settings.loopback else certificate.make(Path(fresh), certificate.reachable(host))
            at = server_url("https", certificate.reachable(host), taken) if own else address(settings, taken)
            say("making the demonstration clinic")
            served = create_app(settings)
            entrance = clinic_demo.furnish(served.state.clinic, at, say, size=people)
            typer.echo(clinic_demo.instructions(entrance, at, own.fingerprint if own else ""))
            if browser and settings.loopback:
                open_when_ready(at)
            run(served, settings, taken, own)


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
    key_file: KeyFile = None,
) -> None:
    """Start the clinic."""
    from mirra.clinic import erasing, private
    from mirra.clinic.accounts import everybody
    from mirra.clinic.app import create_app
    from mirra.clinic.serve import FIRST_ACCOUNT, NO_CAMERA, address, listen, open_when_ready, run
    from mirra.clinic.settings import Settings

    settings = Settings(
        database=url_of(database, make=True),
        host=host,
        port=port,
        catalogue=catalogue,
        behind_https=behind_https,
        key_file=key_file,
        names=tuple(name or ()),
    )
    with listen(settings) as taken:
        served = create_app(settings)
        at = address(settings, taken)
        file = served.state.clinic.store.file
        if file and (folder := private.open_folder(Path(file))):
            say(f"WARNING: other users of this machine can look into {folder}. Run: chmod 700 '{folder}'")
        typer.echo(f"mirra runs at {at}   (Ctrl-C ends it)")
        _audit_at(served.state.clinic.store, "start")
        erasing.finish(served.state.clinic.store)
        if not everybody(served.state.clinic.store):
            typer.echo(FIRST_ACCOUNT)
        if not settings.loopback and not behind_https:
            say(NO_CAMERA)
        if browser and settings.loopback:
            open_when_ready(at)
        run(served, settings, taken)
        _audit_at(served.state.clinic.store, "stop")


def _audit_at(store: Store, moment: Literal["start", "stop"]) -> None:
    """Print the newest hash of the audit, to be kept elsewhere; at the start its newest entries are checked too."""
    from mirra.clinic import audit
    from mirra.errors import MirraError

    try:
        with store.reading() as db:
            typer.echo(f"The audit's newest hash at the {moment}: {audit.newest(db)}")
            if moment == "start":
                audit.verify(db, newest=CHECKED_AT_START)
    except MirraError as error:
        say(f"WARNING: {error} See them all with: mirra audit verify")
    finally:
        if moment == "stop":
            store.close()
