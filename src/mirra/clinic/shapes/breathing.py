"""Paced breathing outside a session, for a person or for a clinician."""

from __future__ import annotations

from mirra.catalogue.models.breathing import BreathingFile
from mirra.catalogue.models.clinician import ClinicianFile
from mirra.catalogue.models.fields import Frozen, LanguageTag
from mirra.catalogue.models.heart import HeartFile


class BreathingAlone(Frozen):
    """The words and numbers of paced breathing, and of a heart strap beside it, in one language.

    ``clinician`` is given to therapists alone.
    """

    language: LanguageTag
    breathing: BreathingFile
    heart: HeartFile
    clinician: ClinicianFile | None = None
