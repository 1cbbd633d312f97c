"""What is known of mirror therapy: a claim with its evidence, a rule that follows one, and sources that disagree."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from mirra.catalogue.models.fields import Frozen, Slug, Text
from mirra.catalogue.wording import SaidOrNothing

Provenance = Literal["read", "unverified", "computed", "own"]
ClaimId = Annotated[str, Field(pattern=r"^[A-Z][0-9]{2,3}$")]


class Rule(Frozen):
    """Why a part of the plan is as it is: the rule, its claim id and its source.

    ``plain`` says it to the person, without numbers of trials; plans made before it existed have none.
    """

    id: Slug
    plain: SaidOrNothing = ""
    text: str
    claim: str
    source: str
    provenance: Provenance


class Claim(Frozen):
    """One statement about mirror therapy, looked up: what the best evidence says of it.

    ``say`` is what mirra may print of it; ``doubt`` names what of the row was not read in its source.
    """

    id: ClaimId
    claim: Text
    evidence: Annotated[str, Field(min_length=1, max_length=1200)]
    verdict: Literal["supported", "partly", "not supported", "unknown"]
    citation: Text
    provenance: Provenance
    doubt: str = ""
    say: Text


class Statement(Frozen):
    """What one source says where others say something else."""

    says: Text
    claim: ClaimId
    source: Text
    provenance: Provenance


class Conflict(Frozen):
    """Sources that disagree, side by side; their order says nothing about which one is right."""

    about: Text
    statements: Annotated[tuple[Statement, ...], Field(min_length=2)]
