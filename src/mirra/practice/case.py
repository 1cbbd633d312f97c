"""What is known when a session is planned: the catalogue, the condition, and what was decided for the person."""

from __future__ import annotations

from dataclasses import dataclass

from mirra.catalogue.catalogue import Catalogue
from mirra.catalogue.models.conditions import Condition
from mirra.catalogue.models.profiles import Profile
from mirra.practice.prescription import Prescription


@dataclass(frozen=True)
class Case:
    """One person's case; each kind of step is dosed from it."""

    catalogue: Catalogue
    condition: Condition
    prescription: Prescription
    profiles: tuple[Profile, ...] = ()
