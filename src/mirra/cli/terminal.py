"""What every command says while it works, on standard error."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import typer


def say(words: str) -> None:
    """One line of progress, on standard error."""
    typer.echo(f"mirra: {words}", err=True)


@contextmanager
def progress(label: str) -> Iterator[Callable[[float], None]]:
    """A bar on standard error; what it gives is called with the share done, 0 to 1."""
    with typer.progressbar(length=1000, label=label, file=sys.stderr) as bar:
        yield lambda share: bar.update(max(0, int(share * 1000) - bar.pos))
