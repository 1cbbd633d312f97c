"""Whether the mechanism graph says no more than its claims do."""

from __future__ import annotations

from mirra.catalogue.catalogue import Catalogue
from mirra.catalogue.checks.names import there_is
from mirra.errors import CatalogueError

GRADES = ("supported", "partly", "unknown", "not supported")  # the surest first


def check_mechanism(catalogue: Catalogue) -> None:
    """Raises ``CatalogueError`` for an edge between nodes that are not there, or surer than the claims it names."""
    nodes = {node.id for node in catalogue.mechanism.nodes}
    for index, edge in enumerate(catalogue.mechanism.edges):
        where = f"mechanism/mechanism.toml: edges.{index}"
        for field in ("begin", "end"):
            todo = f"Name one of {', '.join(sorted(nodes))}, or add a node."
            what = f"There is no node “{getattr(edge, field)}”."
            there_is(getattr(edge, field), nodes, where=f"{where}.{field}", what=what, todo=todo)
        for claim in edge.claims:
            verdict = catalogue.claims[claim].verdict
            if GRADES.index(edge.grade) < GRADES.index(verdict):
                what = f"The edge is graded “{edge.grade}”, but its claim {claim} is “{verdict}”."
                raise CatalogueError(
                    what, where=f"{where}.grade", todo=f"Write “{verdict}”, or name another claim."
                )
