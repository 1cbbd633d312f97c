"""Sheets for one person, made from the catalogue and the plan in force."""

from __future__ import annotations

from collections.abc import Sequence

from mirra.anatomy import Limb
from mirra.catalogue.catalogue import Catalogue
from mirra.catalogue.models.fields import AffectedLimb
from mirra.catalogue.models.home import GlassMirrorFile
from mirra.catalogue.models.lessons import Lesson
from mirra.clinic.shapes.sheets import (
    DrawingCard,
    GlassSheet,
    LessonPageCard,
    LessonSheet,
    LessonSheets,
    SheetLineCard,
    SheetPartCard,
)
from mirra.practice import lessons
from mirra.practice.address import addressed
from mirra.practice.lessons import Had
from mirra.practice.prescription import Prescription, check
from mirra.practice.support import chosen as profiles_of
from mirra.practice.support import support_of


def glass_mirror(catalogue: Catalogue, prescription: Prescription) -> GlassSheet:
    """The sheet for setting up a glass mirror at home, for one person's limb and side, in their language.

    Raises ``PlanError`` for a prescription that cannot be followed.
    """
    gone = check(catalogue, prescription).affected_limb
    language = catalogue.language(prescription.language)
    theirs = _for(catalogue.glass_mirror, prescription.limb, gone)
    sheet = addressed(theirs, prescription.affected, prescription.limb, language)
    drawn = sheet.drawing
    return GlassSheet(
        language=language.language if language else "en",
        direction=language.direction if language else "ltr",
        affected=prescription.affected,
        limb=prescription.limb,
        title=sheet.title,
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
            for part in sheet.parts
        ),
        no_source=sheet.no_source,
    )


def own_lessons(catalogue: Catalogue, prescription: Prescription, had: Sequence[Had]) -> LessonSheets:
    """The lessons that a person has had and may read again, in their language.

    Raises ``PlanError`` for a prescription that cannot be followed.
    """
    fits = lessons.fitting(catalogue, check(catalogue, prescription), prescription)
    again = lessons.to_read_again(fits, had, prescription.lessons_out)
    return _lesson_sheets(catalogue, prescription, again, had)


def all_lessons(catalogue: Catalogue, prescription: Prescription, had: Sequence[Had]) -> LessonSheets:
    """Every lesson for a person's condition, in their language, also those that are not given in sessions.

    Raises ``PlanError`` for a prescription that cannot be followed.
    """
    fits = lessons.fitting(catalogue, check(catalogue, prescription), prescription)
    return _lesson_sheets(catalogue, prescription, fits, had)


def _lesson_sheets(
    catalogue: Catalogue, prescription: Prescription, chosen: Sequence[Lesson], had: Sequence[Had]
) -> LessonSheets:
    language = catalogue.language(prescription.language)
    few = support_of(profiles_of(catalogue, prescription.profiles)).few_words

    def sheet(lesson: Lesson) -> LessonSheet:
        """One lesson as this person reads it."""
        addressed_lesson = addressed(lesson, prescription.affected, prescription.limb, language)
        pages = tuple(
            LessonPageCard(
                text=page.aphasia if few else page.text,
                claim=page.claim,
                source=page.source,
                provenance=page.provenance,
            )
            for page in addressed_lesson.pages
        )
        last = lessons.last_shown(lesson.id, had)
        return LessonSheet(
            id=lesson.id, title=addressed_lesson.title, name=lesson.title, had=last, pages=pages
        )

    return LessonSheets(
        language=language.language if language else "en",
        direction=language.direction if language else "ltr",
        lessons=tuple(sheet(lesson) for lesson in chosen),
    )


def _for(sheet: GlassMirrorFile, limb: Limb, affected: AffectedLimb) -> GlassMirrorFile:
    """The sheet with only the lines that are for this limb."""
    parts = tuple(
        part.model_copy(update={"lines": tuple(line for line in part.lines if line.said_to(limb, affected))})
        for part in sheet.parts
    )
    return sheet.model_copy(update={"parts": parts})
