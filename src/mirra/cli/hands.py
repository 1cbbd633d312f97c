"""The command that tracks both hands of a video and measures mirror movements."""

from __future__ import annotations

import typer

app = typer.Typer()
