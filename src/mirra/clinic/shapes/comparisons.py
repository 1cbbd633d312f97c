"""How mirror therapy compares with other treatments in one condition."""

from __future__ import annotations

from mirra.catalogue.models.comparisons import Pooled
from mirra.catalogue.models.evidence import Provenance
from mirra.catalogue.models.fields import Frozen, Slug


class ComparisonCard(Frozen):
    """What is known of one comparison; without a claim there is none that we know of."""

    compared: str
    finding: str
    grade: str
    figures: tuple[Pooled, ...]
    claim: str | None
    source: str
    provenance: Provenance
    doubt: str


class TreatmentCard(Frozen):
    """Another treatment, with at least one row about it."""

    id: Slug
    name: str
    about: str
    comparisons: tuple[ComparisonCard, ...]


class Comparisons(Frozen):
    """The other treatments in the order of the catalogue; ``order`` says that it is not a ranking."""

    condition: Slug
    condition_name: str
    order: str
    treatments: tuple[TreatmentCard, ...]
