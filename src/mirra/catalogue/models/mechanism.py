"""How mirror therapy may work, as a graph: what may lead to what, how sure that is, and who disagrees."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from mirra.catalogue.models.evidence import ClaimId
from mirra.catalogue.models.fields import Frozen, Slug, Text

EdgeGrade = Literal["supported", "partly", "unknown", "not supported"]


class MechanismNode(Frozen):
    """One part of the picture, such as seeing or pain."""

    id: Slug
    name: Annotated[str, Field(min_length=1, max_length=40)]
    about: Text


class MechanismEdge(Frozen):
    """One step of the picture: ``begin`` may lead to ``end``.

    ``claims`` are what it rests on, ``grade`` is no better than the verdict of any of them. ``against`` are the claims
    that speak against it; an edge that has any is contested.
    """

    begin: Slug
    end: Slug
    says: Text
    grade: EdgeGrade
    claims: Annotated[tuple[ClaimId, ...], Field(min_length=1)]
    against: tuple[ClaimId, ...] = ()

    @property
    def contested(self) -> bool:
        """Whether a claim speaks against it."""
        return bool(self.against)

    @model_validator(mode="after")
    def _leads_elsewhere(self) -> Self:
        if self.begin == self.end:
            raise ValueError("an edge leads from one node to another")
        return self


class MechanismFile(Frozen):
    """The graph: nodes, and edges between them, each pair once."""

    nodes: Annotated[tuple[MechanismNode, ...], Field(min_length=2)]
    edges: Annotated[tuple[MechanismEdge, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _each_once(self) -> Self:
        ids = [node.id for node in self.nodes]
        pairs = [(edge.begin, edge.end) for edge in self.edges]
        if len(set(ids)) < len(ids) or len(set(pairs)) < len(pairs):
            raise ValueError(
                "every node has an id of its own, and two nodes have one edge in each direction at most"
            )
        return self
