"""Options that several commands share, so that a word means the same everywhere."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from mirra.errors import AccessError

if TYPE_CHECKING:
    from mirra.pairs.people import DyadSettings


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


def dyad_settings(parameters: Mapping[str, Any]) -> DyadSettings:
    """How a dyad is measured by a command's parameters; raises as the settings do."""
    from mirra.coupling import CorrelationSettings, NullSettings, WindowSettings
    from mirra.pairs.people import SMOOTHED, DyadSettings

    prepared = CorrelationSettings() if parameters["raw"] else SMOOTHED
    null = None
    if parameters["surrogates"]:
        null = NullSettings(
            parameters["scheme"], parameters["surrogates"], parameters["seed"], parameters["insist"]
        )
    return DyadSettings(
        WindowSettings(parameters["window"], parameters["step"], parameters["max_lag"]),
        replace(prepared, like=parameters["like"]),
        parameters["absolute"],
        null,
    )
