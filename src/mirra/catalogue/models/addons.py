"""An add-on: care beside the practice, as a list of things to do one after another, each with a time."""

from __future__ import annotations

from typing import Annotated, Self

from pydantic import Field, model_validator

from mirra.catalogue.models.evidence import ClaimId, Conflict, Provenance, Rule
from mirra.catalogue.models.fields import Frozen, Slug, Text
from mirra.catalogue.wording import Said

EveryDays = Annotated[int, Field(ge=1, le=7, description="days from one time to the next")]


class AddonItem(Frozen):
    """One thing to do, for so many minutes; ``source`` says where it and its minutes come from."""

    id: Slug
    text: Said
    minutes: Annotated[int, Field(ge=1, le=30, description="whole minutes")]
    claim: ClaimId
    source: Text
    provenance: Provenance


class Addon(Frozen):
    """An add-on that a therapist may add to the plan of a person with one of ``conditions``.

    ``before`` is said once. ``note`` is what a therapist reads when choosing it; ``conflicts`` show where sources
    disagree.
    """

    id: Slug
    name: Annotated[str, Field(min_length=1, max_length=60)]
    title: Said
    note: Text
    conditions: Annotated[tuple[Slug, ...], Field(min_length=1)]
    before: Annotated[tuple[Said, ...], Field(min_length=1)]
    items: Annotated[tuple[AddonItem, ...], Field(min_length=1, max_length=12)]
    rules: Annotated[tuple[Rule, ...], Field(min_length=1)]
    conflicts: tuple[Conflict, ...] = ()

    @model_validator(mode="after")
    def _each_once(self) -> Self:
        ids = [item.id for item in self.items]
        if len(ids) != len(set(ids)):
            raise ValueError("every item needs an id of its own")
        return self
