"""Action observation: what is said, how long and how fast a movement is watched, and the rules it follows."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from mirra.catalogue.models.evidence import Rule
from mirra.catalogue.models.fields import Frozen
from mirra.catalogue.wording import Said

SPEED_LEAST, SPEED_MOST = 0.5, 1.0  # of a film, 1 being as it was drawn (claim C45)
Speed = Annotated[float, Field(ge=SPEED_LEAST, le=SPEED_MOST, description="times the film's own speed")]


class ObservationFile(Frozen):
    """The words and the dose of action observation.

    ``affected`` and ``intact`` say which limb does what was watched. ``seconds`` is how long each movement is watched,
    ``speed`` how fast its film runs (1: as it was drawn), ``repetitions`` how often it is then done.
    """

    title: Said
    before: Annotated[tuple[Said, ...], Field(min_length=1)]
    watch: Annotated[tuple[Said, ...], Field(min_length=1)]
    affected: Said
    intact: Said
    seconds: Annotated[int, Field(ge=60, le=600, description="whole seconds")]
    movements: Annotated[int, Field(ge=1, le=3, description="movements a session")]
    repetitions: Annotated[int, Field(ge=1, le=200, description="repetitions")]
    speed: Speed
    rules: Annotated[tuple[Rule, ...], Field(min_length=1)]
