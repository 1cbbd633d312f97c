"""Coming in and going out: signing in and out, making a device a person's own, and who is here."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from typing import Literal

from fastapi import APIRouter, Depends, Request, Response
from sqlalchemy import select

from mirra.clinic import accounts, audit, cookies, decisions, devices, enrolment, sealed
from mirra.clinic.access import actors, leave
from mirra.clinic.context import clinic_of
from mirra.clinic.shapes.entrance import EnrolRequest, Me, SignIn
from mirra.clinic.store import Store
from mirra.errors import StoreError

routes = APIRouter(prefix="/api")
HEALTH_WAIT_S = 0.8
_checking = ThreadPoolExecutor(
    1, "health"
)  # its own thread, since all others may be waiting for the database


@routes.get("/health")
async def health(request: Request) -> dict[Literal["ok"], bool]:
    """Whether the server answers, and its database too; answered in time whatever else the server is busy with.

    Raises ``StoreError`` when the database has not answered within ``HEALTH_WAIT_S`` seconds.
    """
    answer = _checking.submit(_ask_database, clinic_of(request).store)
    try:
        await asyncio.wait_for(asyncio.wrap_future(answer), HEALTH_WAIT_S)
    except TimeoutError:
        raise StoreError("The database does not answer.", where="database") from None
    return {"ok": True}


@routes.get("/me", dependencies=[Depends(devices.contact)])
def me(request: Request, response: Response) -> Me:
    """Who is signed in here, staff before the device's person; nobody is an answer too."""
    clinic = clinic_of(request)
    shown = clinic.settings.demonstration
    with clinic.store.reading() as db:
        for actor in actors(db, request, clinic.now()):
            cookies.rename(request, response, "device" if actor.role == "patient" else "staff")
            if actor.role != "patient":
                zone = decisions.settings(db).time_zone
                return Me(
                    role=actor.role, name=actor.name, todo=actor.todo, time_zone=zone, demonstration=shown
                )
            key = sealed.lock(clinic.store.keys).public
            return Me(role="patient", name=actor.name, person=actor.id, outbox=key, demonstration=shown)
    return Me(role=None, demonstration=shown)


@routes.post("/sign-in")
def sign_in(credentials: SignIn, request: Request, response: Response) -> Me:
    """Sign in as staff."""
    return accounts.sign_in(clinic_of(request), request, response, credentials)


@routes.post("/sign-out")
def sign_out(request: Request, response: Response) -> Me:
    """Sign out whoever ``me`` says is here."""
    clinic = clinic_of(request)
    with clinic.store.writing() as db:
        for actor in actors(db, request, clinic.now())[:1]:
            now = clinic.now()
            leave(db, request, response, "device" if actor.role == "patient" else "staff", now)
            audit.note(db, now, actor.id, "signed_out")
    return Me(role=None, demonstration=clinic.settings.demonstration)


@routes.post("/enrol")
def enrol(body: EnrolRequest, request: Request, response: Response) -> Me:
    """Exchange a one-time code for this device's enrolment."""
    return enrolment.enrol(clinic_of(request), request, response, body.code)


def _ask_database(store: Store) -> None:
    with store.reading() as db:
        db.execute(select(1))
