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
                id=one.id,
                name=one.name,
                about=one.about,
                comparisons=tuple(map(_card, file.of(one.id, condition.id))) or (none,),
            )
            for one in file.treatments
        ),
    )


def _card(one: Comparison) -> ComparisonCard:
    return ComparisonCard(
        compared=one.compared,
        finding=one.finding,
        grade=one.grade,
        figures=one.figures,
        claim=one.claim,
        source=one.source,
        provenance=one.provenance,
        doubt=one.doubt,
    )
