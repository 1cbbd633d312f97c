"""What a person reads at home on paper: how to set up a glass mirror."""

from __future__ import annotations

from typing import Annotated, Self

from pydantic import Field, model_validator

from mirra.anatomy import ALL_LIMBS, Limb
from mirra.catalogue.models.evidence import ClaimId, Provenance
from mirra.catalogue.models.fields import AffectedLimb, Frozen, Slug, Text
from mirra.catalogue.wording import Said


class SheetLine(Frozen):
    """A line of a sheet with what it rests on, for those with one of ``limbs`` whose affected limb is there or gone."""

    text: Said
    limbs: tuple[Limb, ...] = ALL_LIMBS
    affected: AffectedLimb = "any"
    claim: ClaimId | None = None
    source: Text
    provenance: Provenance

    def said_to(self, limb: Limb, affected: AffectedLimb) -> bool:
        """Whether the line is for a person with this limb, whose affected one is there or gone."""
        return limb in self.limbs and self.affected in ("any", affected)

    @model_validator(mode="after")
    def _read_somewhere(self) -> Self:
        if self.provenance in ("read", "computed") and self.claim is None:
            raise ValueError(f"what is {self.provenance} must name its claim; else it is unverified or own")
        return self


class SheetPart(Frozen):
    """One part of a sheet under its own heading."""

    id: Slug
    title: Said
    lines: Annotated[tuple[SheetLine, ...], Field(min_length=1)]


class DrawingWords(Frozen):
    """What stands in the drawing of the mirror and the limbs, seen from above."""

    caption: Said
    mirror: Said
    intact: Said
    affected: Said


class GlassMirrorFile(Frozen):
    """The sheet for setting up a glass mirror at home; ``no_source`` explains the mark of lines without a source."""

    title: Said
    drawing: DrawingWords
    parts: Annotated[tuple[SheetPart, ...], Field(min_length=1)]
    no_source: Said
