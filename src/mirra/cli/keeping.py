"""Commands for whoever keeps a clinic running: backup, restore, examination, erasing, the audit."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from mirra.cli.databases import open_store, url_of
from mirra.cli.options import Database, KeyFile
from mirra.cli.terminal import say

app = typer.Typer()
audit = typer.Typer(help="The record of who saw or changed what.", no_args_is_help=True)
app.add_typer(audit, name="audit")

Yes = Annotated[bool, typer.Option("--yes", help="Do not ask.")]
WITHOUT_KEY = (
    "The clinic's key is not in this backup. Keep it elsewhere: without it nobody can verify the audit, use the second "
    "factors of staff, or open events that still wait on devices."
)
WITH_KEY = "It holds everything about everybody, and the clinic's key: keep it as safe as the server itself."
NO_KEY = "The audit was not verified: the clinic's key is not here. Put it in its place, or run: mirra audit new-key"
OLD_BACKUPS = (
    "Backups made before now still hold this person. Delete them once a new one is made, or keep them knowing that; "
    "restoring one beside this key file erases this person again."
)
LOST = (
    "What the old key protected is lost: entries of the audit until now cannot be checked any more, staff have to "
    "set up their second factors again (mirra account reset-second LOGIN), and events that wait on devices sealed to "
    "the old key cannot be opened."
)


@app.command()
def backup(
    file: Annotated[Path, typer.Argument(help="A new file, or a folder for a file named by the time.")],
    database: Database = None,
    key_file: KeyFile = None,
    without_key: Annotated[bool, typer.Option("--without-key", help="Leave the clinic's key out.")] = False,
) -> None:
    """Write everything to one file, while the server goes on."""
    from mirra.clinic.backup import backup as write

    made = write(url_of(database), file, _now(), key_file=key_file, with_key=not without_key)
    typer.echo(f"{made.file}: {made.manifest.rows} rows, SHA-256 {made.seal}")
    say(WITHOUT_KEY if without_key else WITH_KEY)
    if not made.noted:
        say("The audit could not keep that this backup was made.")


@app.command()
def restore(
    file: Annotated[Path, typer.Argument(help="A backup.")],
    database: Annotated[str, typer.Option(metavar="URL", help="A new or empty database.")],
    key_file: KeyFile = None,
) -> None:
    """Put a backup into a new database; an altered or cut one is refused before anything is written."""
    from mirra.clinic.restore import restore as put

    done = put(file, database, _now(), key_file=key_file)
    for name, part in sorted(done.manifest.tables.items()):
        typer.echo(f"{name:16} {part.rows:9} rows")
    if done.erased_anew:
        typer.echo(f"{done.erased_anew} people were erased after this backup was made, and are erased again.")
    if done.verified:
        typer.echo(f"The audit is as it was written; its newest hash is {done.verified.newest}")
    else:
        say(NO_KEY)
    typer.echo("Restored. Everybody signs in as before.")


@app.command()
def doctor(database: Database = None, key_file: KeyFile = None) -> None:
    """Examine the whole database and its files; changes nothing, and exits with 1 when something is wrong."""
    from mirra.clinic.doctor import examine

    good = True
    for finding in examine(url_of(database), _now(), key_file=key_file):
        typer.echo(f"{'good ' if finding.good else 'WRONG'} {finding.what}")
        good = good and finding.good
    raise typer.Exit(0 if good else 1)


@app.command()
def erase(
    person: Annotated[
        str, typer.Argument(help="The person's id, the last part of their page's address.")
    ] = "",
    database: Database = None,
    key_file: KeyFile = None,
    yes: Yes = False,
    rewrite: Annotated[
        bool, typer.Option("--rewrite", help="Only rewrite the files after an erasure that was cut short.")
    ] = False,
) -> None:
    """Erase a person for good: their record, devices, plans and sessions."""
    from mirra.clinic import erasing
    from mirra.clinic.audit import COMMANDS
    from mirra.errors import AccessError

    if not person and not rewrite:
        raise AccessError("Whom to erase is missing.", todo="Give the person's id.")
    store = open_store(database, key_file)
    if person:
        if not yes and typer.prompt("This cannot be undone. Type the person's id again") != person:
            raise AccessError("That is another id; nobody was erased.")
        erasure = erasing.erase_noted(store, person, COMMANDS, _now())
        if erasure is None:
            raise AccessError("There is no such person.", where=person, todo="Copy the id from their page.")
        typer.echo(f"Erased, with {erasure.sessions} sessions. The pseudonym that stays: {erasure.pseudonym}")
    left = erasing.rewrite(store)
    typer.echo("The database's files are rewritten; nothing of deleted data is left in them.")
    for damage in left:
        say(damage)
    say(OLD_BACKUPS)
    store.close()


@audit.command()
def verify(
    database: Database = None,
    key_file: KeyFile = None,
    expect: Annotated[
        str | None, typer.Option(metavar="HASH", help="A hash printed earlier, which must still be there.")
    ] = None,
) -> None:
    """Check that no entry was changed or taken out, and print the newest hash."""
    from mirra.clinic import audit as record
    from mirra.clinic.audited import opened

    with opened(url_of(database), key_file) as db:
        verified = record.verify(db)
        typer.echo(
            f"{verified.entries} entries, all as they were written. The newest hash: {verified.newest}"
        )
        if verified.unchecked:
            typer.echo(
                f"{verified.unchecked} of them were made under an earlier key and could not be checked."
            )
        if expect:
            record.expect(db, expect)
            typer.echo("The expected hash is among them.")


@audit.command("new-key")
def new_key(database: Database = None, key_file: KeyFile = None, yes: Yes = False) -> None:
    """Go on with a new key when the old one is lost."""
    from mirra.clinic.audited import begin_anew

    say(LOST)
    if not yes:
        typer.confirm("Make a new key?", abort=True)
    made = begin_anew(url_of(database), key_file, _now())
    typer.echo(f"The new key is in {made}. Make a backup now.")


def _now() -> datetime:
    from mirra.clinic.context import utc_now

    return utc_now()
