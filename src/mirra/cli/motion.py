"""The command that measures movement in a video."""

from __future__ import annotations

import typer

app = typer.Typer()
