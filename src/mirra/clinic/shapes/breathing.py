"""Paced breathing outside a session, for a person or for a clinician."""

from __future__ import annotations

from mirra.catalogue.models.breathing import BreathingFile
from mirra.catalogue.models.clinician import ClinicianFile
from mirra.catalogue.models.fields import Frozen, LanguageTag


class BreathingAlone(Frozen):
    """The words and numbers of paced breathing in one language; ``clinician`` is given to therapists alone."""

    language: LanguageTag
    breathing: BreathingFile
    clinician: ClinicianFile | None = None
