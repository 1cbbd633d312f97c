"""What an admin decides for the whole clinic: words for an emergency, time zone, languages, profiles."""

from __future__ import annotations

from datetime import datetime, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from pydantic import ValidationError
from sqlalchemy import Connection, ScalarSelect, select, update
from sqlalchemy.orm import Session

from mirra.catalogue.catalogue import Catalogue
from mirra.catalogue.models.fields import LanguageTag
from mirra.clinic.days import SERVER
from mirra.clinic.refusals import Invalid, Refused
from mirra.clinic.shapes.decisions import ClinicChoices, ClinicPage, ClinicSettings, ProfileCard
from mirra.clinic.tables import NEVER, Setting, Summary

NAME = "clinic"
# Those that the pages of the person and the catalogue have texts in.
LANGUAGES: tuple[LanguageTag, ...] = ("en", "de", "es", "fr", "pt")


def settings(db: Session | Connection) -> ClinicSettings:
    """What is decided; a clinic that has decided nothing yet, or a newer mirra's decisions, give the defaults."""
    return _read(db.scalar(select(stored_settings())))


def stored_settings() -> ScalarSelect[str]:
    """What is decided as text, to be read along in another query."""
    return select(Setting.value).where(Setting.name == NAME).scalar_subquery()


def _read(stored: str | None) -> ClinicSettings:
    try:
        return ClinicSettings.model_validate_json(stored) if stored else ClinicSettings()
    except ValidationError:
        return ClinicSettings()


def decide(db: Session, catalogue: Catalogue, new_settings: ClinicSettings) -> None:
    """Keep new decisions; raises ``Invalid`` naming the field that does not fit."""
    if new_settings.time_zone is not None and new_settings.time_zone not in available_timezones():
        raise _misfit("There is no such time zone.", "time_zone", "Choose one from the list.")
    if not set(new_settings.languages) <= set(LANGUAGES):
        raise _misfit("There is a language that mirra does not have.", "languages", "Choose from the list.")
    if new_settings.language not in new_settings.languages:
        raise _misfit(
            "The usual language is not one that is offered.", "language", "Offer it, or choose another."
        )
    if new_settings.profiles is not None and not set(new_settings.profiles) <= set(catalogue.profiles):
        raise _misfit("There is a profile that mirra does not have.", "profiles", "Choose from the list.")
    if new_settings.time_zone != settings(db).time_zone:
        db.execute(update(Summary).values(turns=NEVER))  # places in lists go by the days of the zone
    plain = new_settings.model_copy(update={"emergency": new_settings.emergency.strip()})
    db.merge(Setting(name=NAME, value=plain.model_dump_json()))
    db.flush()


def page(db: Session, catalogue: Catalogue) -> ClinicPage:
    """What is decided, and what there is to choose from."""
    return ClinicPage(
        settings=settings(db),
        usual_emergency=catalogue.limits.alarm.emergency,
        time_zones=tuple(sorted(zone for zone in available_timezones() if "/" in zone and zone[:3] != "Etc")),
        languages=LANGUAGES,
        unreviewed=tuple(code for code, language in catalogue.languages.items() if not language.reviewed_by),
        profiles=_profiles(catalogue, None),
    )


def choices(db: Session, catalogue: Catalogue) -> ClinicChoices:
    """What the clinic offers, for who makes a plan."""
    decided = settings(db)
    return ClinicChoices(
        languages=decided.languages,
        language=decided.language,
        profiles=_profiles(catalogue, decided.profiles),
        norms_by_age=any(norm.from_age is not None for norm in catalogue.judgement.norms),
    )


def emergency(db: Session) -> tuple[str, ...]:
    """The clinic's own lines for an emergency; none where it has written none, so that the usual ones hold."""
    return tuple(line for line in map(str.strip, settings(db).emergency.splitlines()) if line)


def zone(db: Session | Connection) -> tzinfo:
    """The clinic's time zone: the server's own where none is set, or the system does not know the clinic's."""
    return zone_of(db.scalar(select(stored_settings())))


def zone_of(stored: str | None) -> tzinfo:
    """The time zone in settings that ``stored_settings`` has read."""
    named = _read(stored).time_zone
    try:
        return ZoneInfo(named) if named else SERVER
    except (ZoneInfoNotFoundError, OSError):
        return SERVER


def here(db: Session, now: datetime) -> datetime:
    """A point in time by the clinic's own wall clock."""
    return now.astimezone(zone(db))


def _profiles(catalogue: Catalogue, offered: tuple[str, ...] | None) -> tuple[ProfileCard, ...]:
    return tuple(
        ProfileCard(
            id=profile.id,
            name=profile.name,
            note=profile.note,
            offered=offered is None or profile.id in offered,
        )
        for profile in catalogue.profiles.values()
    )


def _misfit(what: str, where: str, todo: str) -> Refused:
    return Invalid("misfit", what, where=where, todo=todo)
