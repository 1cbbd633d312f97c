"""How mirror therapy may work: the graph as it is drawn for therapists, with the evidence of each edge."""

from __future__ import annotations

from mirra.catalogue.models.evidence import ClaimId, Provenance
from mirra.catalogue.models.fields import Frozen, Slug
from mirra.catalogue.models.mechanism import EdgeGrade


class MechanismBox(Frozen):
    """Where a box is drawn: its middle, size and row, in eighteenths of the size of type."""

    row: int
    x: float
    y: float
    width: float
    height: float


class MechanismPoint(Frozen):
    """Where a line comes by."""

    x: float
    y: float


class MechanismClaim(Frozen):
    """What was found about a claim. The claim's own words are left out: they may say more than was found."""

    id: ClaimId
    found: str
    grade: EdgeGrade
    source: str
    provenance: Provenance
    doubt: str


class MechanismPart(Frozen):
    """One node of the graph."""

    id: Slug
    name: str
    about: str
    box: MechanismBox


class MechanismStep(Frozen):
    """One edge: ``begin`` may lead to ``end``. It is contested where a claim speaks against it.

    ``line`` leads from box to box in pairs of points, over the edge's own box.
    """

    begin: Slug
    end: Slug
    says: str
    grade: EdgeGrade
    contested: bool
    claims: tuple[MechanismClaim, ...]
    against: tuple[MechanismClaim, ...]
    box: MechanismBox
    line: tuple[MechanismPoint, ...]


class Mechanism(Frozen):
    """The whole graph, row by row and from left to right, with the size of its drawing."""

    width: float
    height: float
    parts: tuple[MechanismPart, ...]
    steps: tuple[MechanismStep, ...]
