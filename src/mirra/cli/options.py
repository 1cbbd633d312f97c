"""Options that several commands share, so that a word means the same everywhere."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from mirra.errors import AccessError


def not_empty(context: typer.Context, option: typer.CallbackParam, given: str | None) -> str | None:
    """Refuse an empty word: it is mostly a variable that was not set, and would mean something else."""
    if given is not None and not given.strip() and not context.resilient_parsing:
        raise AccessError(
            "This option is empty.",
            where=f"--{(option.name or '').replace('_', '-')}",
            todo="Give a value, or leave the option out.",
        )
    return given


Database = Annotated[
    str | None,
    typer.Option(metavar="URL", help="sqlite:///FILE or postgresql://USER@HOST/NAME.", callback=not_empty),
]
KeyFile = Annotated[
    Path | None, typer.Option(metavar="FILE", help="The clinic's key; usually beside the database.")
]

Window = Annotated[float, typer.Option(help="Length of a window, in seconds.")]
Step = Annotated[float, typer.Option(help="From one window's start to the next's, in seconds.")]
Lag = Annotated[float, typer.Option(help="The largest lag either way, in seconds.")]
LikeRmea = Annotated[
    bool, typer.Option("--like-rmea", help="The numbers of rMEA 1.3.0: its smoothing, scaling and windows.")
]
Raw = Annotated[bool, typer.Option("--raw", help="Neither smooth nor divide by the SD first.")]
Absolute = Annotated[bool, typer.Option("--absolute", help="Look at |z|: together or opposite alike.")]
Surrogates = Annotated[
    int, typer.Option(min=0, help="Test each recording against so many surrogates, 999 for instance.")
]
Scheme = Annotated[
    str,
    typer.Option(
        help="How surrogates are made: circular-shift, every-shift (all there are, however many are asked for), or "
        "segments; others when insisted on."
    ),
]
Insist = Annotated[bool, typer.Option("--insist", help="Use a scheme that does not hold for these data.")]
Seed = Annotated[int, typer.Option(help="Of the surrogates; the same seed gives the same numbers.")]
