"""The command that measures how two recorded signals move together."""

from __future__ import annotations

import typer

app = typer.Typer()
