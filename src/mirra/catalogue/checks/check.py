"""Every check of a whole catalogue, in the order in which they are made."""

from __future__ import annotations

from mirra.catalogue.catalogue import Catalogue
from mirra.catalogue.checks.claims import check_claims, check_plain, check_rules
from mirra.catalogue.checks.exercises import check_exercises, check_motions, check_own_limb
from mirra.catalogue.checks.languages import check_languages
from mirra.catalogue.checks.mechanism import check_mechanism
from mirra.catalogue.checks.names import check_names
from mirra.catalogue.checks.programmes import check_programmes
from mirra.catalogue.checks.questions import (
    check_energy,
    check_placements,
    check_questions,
    check_screening,
    check_sheet,
)

CHECKS = (
    check_claims,
    check_plain,
    check_rules,
    check_exercises,
    check_questions,
    check_energy,
    check_screening,
    check_placements,
    check_sheet,
    check_names,
    check_programmes,
    check_mechanism,
    check_motions,
    check_own_limb,
)


def check(catalogue: Catalogue, may_be_unused: frozenset[str] = frozenset()) -> None:
    """Raises ``CatalogueError`` naming file and field where a file names what is not there, or contradicts another.

    The languages ``may_be_unused`` may translate texts that the catalogue does not have.
    """
    for check_part in CHECKS:
        check_part(catalogue)
    check_languages(catalogue, may_be_unused)
