"""The page with the help of every command, made by typer from the command line itself."""

from __future__ import annotations

import typer
from typer.cli import get_docs_for_click

from mirra.cli import app


def page() -> str:
    """The help of all commands as one Markdown page."""
    command = typer.main.get_command(app)
    context = command.context_class(command, info_name="mirra")
    # Typer 0.29 has its own copy of click, whose context this takes; its signature names another class.
    return get_docs_for_click(obj=command, ctx=context, name="mirra", title="The command line")  # type: ignore[arg-type]
