"""Motor imagery: what is said, how vividness is asked, and the rules it follows."""

from __future__ import annotations

from typing import Annotated, Self

from pydantic import Field, model_validator

from mirra.catalogue.models.evidence import Rule
from mirra.catalogue.models.fields import Frozen
from mirra.catalogue.models.questions import SaidQuestion
from mirra.catalogue.models.session import FittedLine
from mirra.catalogue.wording import Said

LEAST_TIMES = 3  # a movement is imagined so often at least (claim M01)


class ImageryFile(Frozen):
    """The words of motor imagery and its two ratings of vividness, ``seen`` and ``felt``.

    ``imagine`` is said with each posture, ``execute`` before the same movement is done. ``movements`` and ``times`` are
    the usual dose: how many movements, and how often each is imagined.
    """

    title: Said
    before: Annotated[tuple[Said, ...], Field(min_length=1)]
    imagine: Annotated[tuple[FittedLine, ...], Field(min_length=1)]
    execute: Annotated[tuple[FittedLine, ...], Field(min_length=1)]
    movements: Annotated[int, Field(ge=1, le=20, description="movements a session")]
    times: Annotated[int, Field(ge=LEAST_TIMES, le=20, description="times each")]
    seen: SaidQuestion
    felt: SaidQuestion
    rules: Annotated[tuple[Rule, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _five_steps(self) -> Self:
        for name, scale in (("seen", self.seen), ("felt", self.felt)):
            if (scale.id, scale.low, scale.high, scale.choices) != (name, 1, 5, ()):
                raise ValueError(f'{name} must have id = "{name}" and a scale from 1 to 5')
        return self
