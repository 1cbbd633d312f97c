"""Commands for one body: heart, skin, breath, voice."""

from __future__ import annotations

import typer

app = typer.Typer()
