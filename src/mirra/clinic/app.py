"""The app of one clinic: middleware, pages, API, one error shape."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from fastapi import FastAPI

from mirra.catalogue.load import load
from mirra.clinic import pages, passwords, problems
from mirra.clinic.api import (
    accounts,
    breathing,
    care,
    caseload,
    comparisons,
    decisions,
    devices,
    diary,
    entrance,
    entries,
    erasure,
    mechanism,
    notices,
    own_account,
    plans,
    practising,
    record,
    schedules,
    screening,
    sheets,
)
from mirra.clinic.context import Clinic, utc_now
from mirra.clinic.journal import Journal
from mirra.clinic.middleware import Guard
from mirra.clinic.settings import Settings
from mirra.clinic.store import Store

PARTS = (
    entrance,
    practising,
    breathing,
    caseload,
    comparisons,
    mechanism,
    care,
    plans,
    screening,
    schedules,
    notices,
    decisions,
    devices,
    erasure,
    own_account,
    accounts,
    record,
    sheets,
    entries,
    diary,
)


def create_app(settings: Settings, *, now: Callable[[], datetime] = utc_now) -> FastAPI:
    """The app of one clinic; ``now`` gives wall time.

    Raises ``StoreError``, ``CatalogueError`` or ``ServeError`` when one of its parts is not in order.
    """
    files = pages.files_of(settings.static)
    # No pages of documentation: they would load scripts from elsewhere.
    app = FastAPI(title="mirra", docs_url=None, redoc_url=None, openapi_url=None, redirect_slashes=False)
    store = Store(settings.database, settings.key_file)
    app.state.clinic = Clinic(settings, store, load(settings.catalogue), Journal(store, now), now)
    passwords.nobodys()  # made beforehand, else the first unknown login would take longer than a known one
    problems.register(app)
    for part in PARTS:
        app.include_router(part.routes)
    app.include_router(pages.routes(files))
    app.add_middleware(Guard, settings=settings)
    return app
