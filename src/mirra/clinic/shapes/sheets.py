"""Sheets for one person, to be read or printed, in the language of their plan."""

from __future__ import annotations

from datetime import date
from typing import Literal

from mirra.anatomy import Limb, Side
from mirra.catalogue.models.evidence import Provenance
from mirra.catalogue.models.fields import Frozen, LanguageTag, Slug


class SheetLineCard(Frozen):
    """A line with what it rests on; one without a claim that was read is marked on the paper."""

    text: str
    claim: str | None
    source: str
    provenance: Provenance


class SheetPartCard(Frozen):
    """One part of a sheet under its own heading."""

    id: Slug
    title: str
    lines: tuple[SheetLineCard, ...]


class DrawingCard(Frozen):
    """What stands in the drawing of mirror and limbs; ``affected`` is empty where that limb is gone."""

    caption: str
    mirror: str
    intact: str
    affected: str


class GlassSheet(Frozen):
    """How to set up a glass mirror at home, for one person's limb and side.

    ``no_source`` explains the mark of a line whose provenance is neither read nor computed.
    """

    language: LanguageTag
    direction: Literal["ltr", "rtl"]
    affected: Side
    limb: Limb
    title: str
    drawing: DrawingCard
    parts: tuple[SheetPartCard, ...]
    no_source: str


class LessonPageCard(Frozen):
    """One page of a lesson with what it rests on; one without a claim that was read is marked on the paper."""

    text: str
    claim: str | None
    source: str
    provenance: Provenance


class LessonSheet(Frozen):
    """A lesson without its questions, which come again in a session; ``name`` is its English title.

    ``had`` is the last day on which it was shown to the person, null where it was not.
    """

    id: Slug
    title: str
    name: str
    had: date | None
    pages: tuple[LessonPageCard, ...]


class LessonSheets(Frozen):
    """Lessons for one person in their language, in the words that their plan asks for."""

    language: LanguageTag
    direction: Literal["ltr", "rtl"]
    lessons: tuple[LessonSheet, ...]


class WallExercise(Frozen):
    """An exercise of the coming sessions in plain words; they ask for ``fewest`` to ``most`` repetitions."""

    id: Slug
    name: str
    lines: tuple[str, ...]
    caution: str
    fewest: int
    most: int


class ComingSessions(Frozen):
    """So many sessions alike, one after the other: what is practised, the exercises in it, and their minutes."""

    sessions: int
    minutes: float
    parts: tuple[str, ...]
    exercises: tuple[str, ...]


class WeekAhead(Frozen):
    """The coming week of a person, in English.

    ``per_week`` is null where nothing says how many sessions; ``days_left`` are those that the present stage of a
    programme is still planned for, null without one.
    """

    per_week: float | None
    days_left: int | None
    coming: tuple[ComingSessions, ...]


class WallPlan(Frozen):
    """A person's plan for the wall, in their language.

    ``stage`` are the name of the stage in a programme and what is done in it; empty without a programme.
    ``minutes`` are those of a session, rests included; ``per_week`` is null where nothing says how many sessions.
    ``look`` is what to do while only looking; ``exercises`` are those of the coming week.
    """

    name: str
    language: LanguageTag
    direction: Literal["ltr", "rtl"]
    condition: str
    affected: Side
    limb: Limb
    picture: Literal["camera", "glass"]
    stage: tuple[str, ...] = ()
    minutes: int
    per_week: float | None
    look: str
    exercises: tuple[WallExercise, ...]
    hold: tuple[str, ...]
    emergency: tuple[str, ...]
