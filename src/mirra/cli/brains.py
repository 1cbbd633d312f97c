"""Commands for brains: dyads by fNIRS or EEG, mu suppression."""

from __future__ import annotations

import typer

app = typer.Typer()
