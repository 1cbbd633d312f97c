"""Mirror therapy beside other treatments in one condition, as the catalogue has it."""

from __future__ import annotations

from mirra.catalogue.catalogue import Catalogue
from mirra.catalogue.models.comparisons import Comparison
from mirra.catalogue.models.conditions import Condition
from mirra.clinic.shapes.comparisons import ComparisonCard, Comparisons, TreatmentCard


def compared(catalogue: Catalogue, condition: Condition) -> Comparisons:
    """Every treatment of the catalogue in its order, with what is known of it or that nothing is."""
    file = catalogue.comparisons
    none = ComparisonCard(
        compared="",
        finding=file.none_known,
        grade="",
        figures=(),
        claim=None,
        source="",
        provenance="unverified",
        doubt="",
    )
    return Comparisons(
        condition=condition.id,
        condition_name=condition.name,
        order=file.order,
        treatments=tuple(
            TreatmentCard(
                id=treatment.id,
                name=treatment.name,
                about=treatment.about,
                comparisons=tuple(map(_card, file.of(treatment.id, condition.id))) or (none,),
            )
            for treatment in file.treatments
        ),
    )


def _card(comparison: Comparison) -> ComparisonCard:
    return ComparisonCard(
        compared=comparison.compared,
        finding=comparison.finding,
        grade=comparison.grade,
        figures=comparison.figures,
        claim=comparison.claim,
        source=comparison.source,
        provenance=comparison.provenance,
        doubt=comparison.doubt,
    )
