"""How mirror therapy may work, as the catalogue has it, laid out to be drawn."""

from __future__ import annotations

from mirra.catalogue.catalogue import Catalogue
from mirra.clinic.layered import WIDTH, Box, drawn
from mirra.clinic.shapes.mechanism import (
    Mechanism,
    MechanismBox,
    MechanismClaim,
    MechanismPart,
    MechanismPoint,
    MechanismStep,
)


def laid_out(catalogue: Catalogue) -> Mechanism:
    """Every node and edge with its place; of each claim what was found, with its source."""
    graph = catalogue.mechanism
    drawing = drawn([node.id for node in graph.nodes], [(edge.begin, edge.end) for edge in graph.edges])

    def claims(ids: tuple[str, ...]) -> tuple[MechanismClaim, ...]:
        """What was found about these claims."""
        return tuple(
            MechanismClaim(
                id=claim.id,
                found=claim.evidence,
                grade=claim.verdict,
                source=claim.citation,
                provenance=claim.provenance,
                doubt=claim.doubt,
            )
            for claim in map(catalogue.claims.__getitem__, ids)
        )

    parts = (
        MechanismPart(id=node.id, name=node.name, about=node.about, box=_box(drawing.nodes[node.id]))
        for node in graph.nodes
    )
    steps = (
        MechanismStep(
            begin=edge.begin,
            end=edge.end,
            says=edge.says,
            grade=edge.grade,
            contested=edge.contested,
            claims=claims(edge.claims),
            against=claims(edge.against),
            box=_box(drawing.edges[edge.begin, edge.end]),
            line=tuple(MechanismPoint(x=x, y=y) for x, y in drawing.lines[edge.begin, edge.end]),
        )
        for edge in graph.edges
    )
    return Mechanism(
        width=drawing.width,
        height=drawing.height,
        parts=tuple(sorted(parts, key=_reading)),
        steps=tuple(sorted(steps, key=_reading)),
    )


def _box(box: Box) -> MechanismBox:
    return MechanismBox(row=box.row, x=box.x, y=box.y, width=WIDTH, height=box.height)


def _reading(part: MechanismPart | MechanismStep) -> tuple[int, float]:
    """The order in which the drawing is read."""
    return part.box.row, part.box.x
