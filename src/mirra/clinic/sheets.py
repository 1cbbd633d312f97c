"""Sheets for one person, made from the catalogue and the plan in force."""

from __future__ import annotations

from mirra.catalogue.catalogue import Catalogue
from mirra.catalogue.models.fields import AffectedLimb, Limb
from mirra.catalogue.models.home import GlassMirrorFile
from mirra.clinic.shapes.sheets import DrawingCard, GlassSheet, SheetLineCard, SheetPartCard
from mirra.practice.address import addressed
from mirra.practice.prescription import Prescription, check


def glass_mirror(catalogue: Catalogue, prescription: Prescription) -> GlassSheet:
    """The sheet for setting up a glass mirror at home, for one person's limb and side, in their language.

    Raises ``PlanError`` for a prescription that cannot be followed.
    """
    gone = check(catalogue, prescription).affected_limb
    language = catalogue.language(prescription.language)
    theirs = _for(catalogue.glass_mirror, prescription.limb, gone)
    told = addressed(theirs, prescription.affected, prescription.limb, language)
    drawn = told.drawing
    return GlassSheet(
        language=language.language if language else "en",
        direction=language.direction if language else "ltr",
        affected=prescription.affected,
        limb=prescription.limb,
        title=told.title,
        drawing=DrawingCard(
            caption=drawn.caption,
            mirror=drawn.mirror,
            intact=drawn.intact,
            affected=drawn.affected if gone == "there" else "",
        ),
        parts=tuple(
            SheetPartCard(
                id=part.id,
                title=part.title,
                lines=tuple(
                    SheetLineCard(
                        text=line.text, claim=line.claim, source=line.source, provenance=line.provenance
                    )
                    for line in part.lines
                ),
            )
            for part in told.parts
        ),
        no_source=told.no_source,
    )


def _for(sheet: GlassMirrorFile, limb: Limb, affected: AffectedLimb) -> GlassMirrorFile:
    """The sheet with only the lines that are for this limb."""
    parts = tuple(
        part.model_copy(update={"lines": tuple(line for line in part.lines if line.said_to(limb, affected))})
        for part in sheet.parts
    )
    return sheet.model_copy(update={"parts": parts})
