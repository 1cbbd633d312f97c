"""Commands about locked schedules of days: examining those that are kept, or one that was saved to a file."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from mirra.cli.databases import url_of
from mirra.cli.options import Database, KeyFile

app = typer.Typer()
schedule = typer.Typer(help="Locked schedules of single-case designs.", no_args_is_help=True)
app.add_typer(schedule, name="schedule")


@schedule.command()
def verify(
    file: Annotated[
        Path | None,
        typer.Argument(
            help="The text of a schedule, as saved from its page; without one, all that are kept."
        ),
    ] = None,
    sha256: Annotated[str, typer.Option(metavar="HASH", help="The hash that was printed with it.")] = "",
    database: Database = None,
    key_file: KeyFile = None,
) -> None:
    """Draw schedules again from their seeds and compare; exits with 1 when one is not as it was drawn."""
    if file is not None:
        return _file(file, sha256)
    from mirra.clinic.audited import opened
    from mirra.clinic.schedules import verify as examined

    wrong = 0
    with opened(url_of(database), key_file) as db:
        for row in examined(db):
            wrong += bool(row.wrong)
            typer.echo(f"{'WRONG' if row.wrong else 'good '} {row.id} {row.sha256} {row.wrong}".rstrip())
    typer.echo("Every schedule is as it was drawn." if not wrong else f"{wrong} schedules are not.")
    raise typer.Exit(1 if wrong else 0)


def _file(file: Path, sha256: str) -> None:
    from mirra.errors import ScheduleError
    from mirra.practice import schedule as drawn

    try:
        text = file.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise ScheduleError("The file cannot be read.", where=str(file), todo=str(error)) from None
    schedule = drawn.verify(text, sha256 or drawn.sha256(text))
    typer.echo(
        f"{schedule.design}, version {schedule.design_version}; drawn {schedule.drawn_at}, seed {schedule.seed}"
    )
    for day, id in enumerate(schedule.days, start=1):
        typer.echo(f"{day:3} {id}")
    typer.echo(f"SHA-256 {schedule.sha256}")
    if sha256:
        typer.echo("The days follow from the seed, and the hash is the one given.")
    else:
        typer.echo("The days follow from the seed. Compare the hash with the printed one.")
