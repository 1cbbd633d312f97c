"""Options that belong together are one parameter of a command, and one option each at the terminal."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

import typer
from typer.testing import CliRunner

from mirra.cli.options import DyadOptions, with_groups
from mirra.coupling import CorrelationSettings, NullSettings, WindowSettings
from mirra.pairs.people import DyadSettings


@dataclass(frozen=True)
class Colour:
    red: Annotated[int, typer.Option(help="How much red.")] = 1
    names: Annotated[list[str] | None, typer.Option("--name", help="What it is called.")] = None


app = typer.Typer()


@app.command()
@with_groups
def paint(what: Annotated[str, typer.Argument()], colour: Colour = Colour(), times: int = 2) -> None:
    """Paint something."""
    typer.echo(f"{what} {colour.red} {colour.names} {times}")


def test_each_field_of_a_group_is_an_option_of_the_command() -> None:
    run = CliRunner().invoke
    assert run(app, ["wall"]).output == "wall 1 None 2\n"
    assert run(app, ["wall", "--red", "3", "--name", "a", "--name", "b"]).output == "wall 3 ['a', 'b'] 2\n"
    told = run(app, ["--help"]).output
    for words in ("Paint something", "How much red", "What it is called", "default: 1"):
        assert words in told
    assert run(app, ["wall", "--red", "much"]).exit_code == 2


def test_the_options_of_a_dyad_are_its_settings() -> None:
    assert DyadOptions().settings() == DyadSettings()
    assert DyadOptions(20, 5, 2, surrogates=99, seed=3, absolute=True).settings() == DyadSettings(
        WindowSettings(20, 5, 2), absolute=True, null=NullSettings(n=99, seed=3)
    )
    assert DyadOptions(raw=True, like_rmea=True).settings().correlation == CorrelationSettings(like="rmea")


def test_the_options_of_a_dyad_have_the_same_names_in_a_result_as_its_settings() -> None:
    options = DyadOptions(surrogates=9, scheme="segments", insist=True, seed=4, raw=True, like_rmea=True)
    assert options.parameters() == options.settings().parameters()
