"""The command line: one thin command per capability, each group in a file of its own."""

from __future__ import annotations

import sys

import typer

from mirra.cli import (
    accounts,
    bodies,
    brains,
    clinic,
    couple,
    evidence,
    hands,
    keeping,
    motion,
    reflect,
    schedules,
    study,
)
from mirra.errors import MirraError

app = typer.Typer(
    help="Mirror therapy with nothing but a camera, and the science of mirroring around it.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
for group in (
    clinic,
    accounts,
    keeping,
    schedules,
    reflect,
    motion,
    hands,
    couple,
    bodies,
    brains,
    study,
    evidence,
):
    app.add_typer(group.app)


def main() -> None:
    """Run the command line; what mirra refuses is one line on standard error and exit status 1."""
    try:
        app()
    except MirraError as error:
        typer.echo(f"mirra: {error}", err=True)
        sys.exit(1)
