"""Options that several commands share, so that a word means the same everywhere."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable
from dataclasses import asdict, dataclass, fields, is_dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, get_type_hints

import typer

from mirra.errors import AccessError

if TYPE_CHECKING:
    from mirra.coupling import NullSettings
    from mirra.pairs.people import DyadSettings


def not_empty(context: typer.Context, option: typer.CallbackParam, words: str | None) -> str | None:
    """Refuse an empty word: it is mostly a variable that was not set, and would mean something else."""
    if words is not None and not words.strip() and not context.resilient_parsing:
        raise AccessError(
            "This option is empty.",
            where=f"--{(option.name or '').replace('_', '-')}",
            todo="Give a value, or leave the option out.",
        )
    return words


Database = Annotated[
    str | None,
    typer.Option(
        metavar="URL", help="The database: sqlite:///FILE or postgresql://USER@HOST/NAME.", callback=not_empty
    ),
]
KeyFile = Annotated[
    Path | None, typer.Option(metavar="FILE", help="The clinic's key; usually beside the database.")
]


@dataclass(frozen=True)
class DyadOptions:
    """How a dyad is measured, as options of a command."""

    window: Annotated[float, typer.Option(help="Length of a window, in seconds.")] = 30.0
    step: Annotated[float, typer.Option(help="From one window's start to the next's, in seconds.")] = 10.0
    lag: Annotated[float, typer.Option(help="The largest lag either way, in seconds.")] = 5.0
    like_rmea: Annotated[
        bool,
        typer.Option("--like-rmea", help="The numbers of rMEA 1.3.0: its smoothing, scaling and windows."),
    ] = False
    raw: Annotated[bool, typer.Option("--raw", help="Neither smooth nor divide by the SD first.")] = False
    absolute: Annotated[bool, typer.Option("--absolute", help="Look at |z|: together or opposite alike.")] = (
        False
    )
    surrogates: Annotated[
        int, typer.Option(min=0, help="How many surrogates to test each recording against, such as 999.")
    ] = 0
    scheme: Annotated[
        str,
        typer.Option(
            help="How surrogates are made: circular-shift, every-shift (all there are, however many are asked for), "
            "or segments; others when insisted on."
        ),
    ] = "circular-shift"
    insist: Annotated[
        bool, typer.Option("--insist", help="Use a scheme that does not hold for these data.")
    ] = False
    seed: Annotated[int, typer.Option(help="Of the surrogates; the same seed gives the same numbers.")] = 0

    def parameters(self) -> dict[str, Any]:
        """The options by the names they have in ``result.json``."""
        options = asdict(self)
        return options | {"max_lag": options.pop("lag"), "like": "rmea" if options.pop("like_rmea") else None}

    def settings(self) -> DyadSettings:
        """The same for the library, whose settings raise where they refuse."""
        from mirra.coupling import CorrelationSettings, WindowSettings
        from mirra.pairs.people import SMOOTHED, DyadSettings

        return DyadSettings(
            WindowSettings(self.window, self.step, self.lag),
            replace(CorrelationSettings() if self.raw else SMOOTHED, like="rmea" if self.like_rmea else None),
            self.absolute,
            self._null(),
        )

    def _null(self) -> NullSettings | None:
        """What to test against; every-shift takes all shifts that there are, and needs no number."""
        from mirra.coupling import NullSettings

        if not self.surrogates and self.scheme != "every-shift":
            return None
        return NullSettings(self.scheme, self.surrogates or 1, self.seed, self.insist)


def with_groups(command: Callable[..., None]) -> Callable[..., None]:
    """A command for typer whose parameters that are dataclasses, such as ``DyadOptions``, become an option each field.

    Typer reads options off a function's signature; this one has the fields in the group's place.
    """
    groups: dict[str, type] = {}
    parameters: list[inspect.Parameter] = []
    hints = get_type_hints(command, include_extras=True)
    for name, parameter in inspect.signature(command).parameters.items():
        kind = hints[name]
        if not (isinstance(kind, type) and is_dataclass(kind)):
            parameters.append(parameter.replace(annotation=kind, kind=inspect.Parameter.KEYWORD_ONLY))
            continue
        groups[name] = kind
        options = get_type_hints(kind, include_extras=True)
        parameters += [
            inspect.Parameter(
                option.name,
                inspect.Parameter.KEYWORD_ONLY,
                default=option.default,
                annotation=options[option.name],
            )
            for option in fields(kind)
        ]

    @functools.wraps(command)
    def run(**values: Any) -> None:  # noqa: ANN401 - whatever typer read
        """Put the fields of each group together, and run the command."""
        for name, kind in groups.items():
            values[name] = kind(**{option.name: values.pop(option.name) for option in fields(kind)})
        command(**values)

    run.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
    run.__annotations__ = {parameter.name: parameter.annotation for parameter in parameters}
    return run
