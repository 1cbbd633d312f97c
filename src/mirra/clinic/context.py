"""What every route of one server shares."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from fastapi import Request

from mirra.catalogue.catalogue import Catalogue
from mirra.clinic.journal import Journal
from mirra.clinic.settings import Settings
from mirra.clinic.store import Store


def utc_now() -> datetime:
    """The present moment, in UTC."""
    return datetime.now(UTC)


@dataclass(frozen=True)
class Clinic:
    """One server's settings, database, clinical content, clock (wall time, aware), and its audit of reads."""

    settings: Settings
    store: Store
    catalogue: Catalogue
    journal: Journal
    now: Callable[[], datetime] = utc_now


def clinic_of(request: Request) -> Clinic:
    """The clinic that a request is for."""
    clinic = request.app.state.clinic
    assert isinstance(clinic, Clinic)
    return clinic


def origin_of(request: Request) -> str:
    """Scheme, host and port by which this request reached the server; the middleware has checked the host."""
    return f"{request.url.scheme}://{request.headers['host']}"
