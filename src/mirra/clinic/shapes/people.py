"""One person: adding them, naming them, their page, the archive, and erasing them."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from mirra.anatomy import Limb, Side
from mirra.catalogue.models.fields import Frozen, Slug
from mirra.clinic.shapes.caseload import PersonCard
from mirra.clinic.shapes.fields import Name
from mirra.clinic.shapes.screening import NewScreening
from mirra.clinic.shapes.sessions import IncompleteSession, PainPoint, SessionCard
from mirra.practice.terms import Picture


class PersonDetail(Frozen):
    """A person with the newest of their sessions, and those that have no result."""

    card: PersonCard
    sessions: tuple[SessionCard, ...]
    older: bool = False
    incomplete: tuple[IncompleteSession, ...] = ()
    pain: tuple[PainPoint, ...]


class NewPerson(Frozen):
    """What enrolling a new person takes.

    ``screening`` is null where it is done later. ``reason`` says why a person starts whose screening says that they
    cannot.
    """

    name: Name
    condition: Slug
    affected: Side
    limb: Limb
    picture: Picture = "camera"
    screening: NewScreening | None = None
    reason: Annotated[str, Field(max_length=500)] = ""


class NewName(Frozen):
    """A person's name, corrected."""

    name: Name


class Archive(Frozen):
    """Whether a person is to be in the archive."""

    archived: bool


class EraseRequest(Frozen):
    """The person's name, typed to confirm that this very person is to be erased."""

    name: Name


class ErasedPerson(Frozen):
    """How many sessions were erased with a person."""

    sessions: int
