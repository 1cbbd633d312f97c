"""The command that measures many recordings."""

from __future__ import annotations

import typer

app = typer.Typer()
