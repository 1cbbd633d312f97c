"""What an admin decides for the clinic, and what that leaves to choose from."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from mirra.catalogue.models.fields import Frozen, LanguageTag, Slug


class ClinicSettings(Frozen):
    """What an admin decides for the clinic.

    ``emergency`` is what a person reads who raises an alarm, a sentence a line; empty for the usual words.
    ``time_zone`` is a name such as "Europe/Lisbon"; null is the server's own. ``profiles`` are ids; null offers all.
    """

    emergency: Annotated[str, Field(max_length=600)] = ""
    time_zone: Annotated[str, Field(max_length=64)] | None = None
    languages: Annotated[tuple[LanguageTag, ...], Field(min_length=1, max_length=40)] = ("en",)
    language: LanguageTag = "en"
    profiles: Annotated[tuple[Slug, ...], Field(max_length=60)] | None = None


class ProfileCard(Frozen):
    """A profile of the catalogue, and whether the clinic offers it."""

    id: Slug
    name: str
    note: str
    offered: bool


class ClinicPage(Frozen):
    """The settings of the clinic, and what there is to choose from; ``unreviewed`` languages no clinician has read."""

    settings: ClinicSettings
    usual_emergency: tuple[str, ...]
    time_zones: tuple[str, ...]
    languages: tuple[LanguageTag, ...]
    unreviewed: tuple[LanguageTag, ...]
    profiles: tuple[ProfileCard, ...]


class ClinicChoices(Frozen):
    """What the clinic offers for a person's plan; ``language`` is the usual one.

    ``norms_by_age`` says that a norm holds for some ages only, so that the age of a person matters.
    """

    languages: tuple[LanguageTag, ...]
    language: LanguageTag
    profiles: tuple[ProfileCard, ...]
    norms_by_age: bool = False
