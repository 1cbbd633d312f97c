"""One exercise."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from mirra.anatomy import Limb
from mirra.catalogue.models.evidence import ClaimId, Provenance
from mirra.catalogue.models.fields import Frozen, Slug, Text
from mirra.catalogue.wording import Said, SaidOrNothing


class Counting(Frozen):
    """What a voice says with the tempo: when a repetition begins, and when it turns back."""

    out: Said
    back: Said


FASTEST, SLOWEST = (
    0.5,
    30.0,
)  # s for one repetition, as a condition doses it: more than the first, up to the second


class Exercise(Frozen):
    """One exercise file; ``tempo`` is seconds per repetition, ``joint`` the one that moves most.

    ``size`` (large, small, complex) and ``kind`` (basic, functional, sensory) let a condition's stages choose.
    Without ``count`` a voice counts by numbers.
    Two-sided practice of a person whose affected limb is gone says ``alone``: there is no second limb to move.
    """

    id: Slug
    name: Annotated[str, Field(min_length=1, max_length=40)]
    limbs: Annotated[tuple[Limb, ...], Field(min_length=1)]
    joint: Literal["fingers", "thumb", "wrist", "forearm", "elbow", "toes", "ankle", "knee"]
    size: Literal["large", "small", "complex"]
    kind: Literal["basic", "functional", "sensory"]
    needs: SaidOrNothing = ""
    instruction: Annotated[tuple[Said, ...], Field(min_length=1, max_length=5)]
    count: Counting | None = None
    one_sided: Said
    two_sided: Said
    alone: Said
    repetitions: Annotated[int, Field(ge=1, le=200, description="repetitions")]
    tempo: Annotated[float, Field(ge=1, le=30, description="seconds per repetition")]
    caution: SaidOrNothing
    claim: ClaimId | None = None
    source: Text
    provenance: Provenance
