"""Coming in and going out: signing in and out, making a device a person's own, and who is here."""

from __future__ import annotations

from typing import Literal

from fastapi import APIRouter, Request, Response
from sqlalchemy import select

from mirra.clinic import accounts, audit, enrolment
from mirra.clinic.access import actors, leave
from mirra.clinic.api.shapes import EnrolRequest, Me, SignIn
from mirra.clinic.context import clinic_of

routes = APIRouter(prefix="/api")


@routes.get("/health")
def health(request: Request) -> dict[Literal["ok"], bool]:
    """Whether the server answers, and its database too."""
    with clinic_of(request).store.reading() as db:
        db.execute(select(1))
    return {"ok": True}


@routes.get("/me")
def me(request: Request) -> Me:
    """Who is signed in here, staff before the device's person; nobody is an answer too."""
    clinic = clinic_of(request)
    shown = clinic.settings.demonstration
    with clinic.store.reading() as db:
        for actor in actors(db, request, clinic.now()):
            return Me(role=actor.role, name=actor.name, demonstration=shown)
    return Me(role=None, demonstration=shown)


@routes.post("/sign-in")
def sign_in(asked: SignIn, request: Request, response: Response) -> Me:
    """Sign in as staff."""
    return accounts.sign_in(clinic_of(request), request, response, asked)


@routes.post("/sign-out")
def sign_out(request: Request, response: Response) -> Me:
    """Sign out whoever ``me`` says is here."""
    clinic = clinic_of(request)
    with clinic.store.writing() as db:
        for actor in actors(db, request, clinic.now())[:1]:
            leave(db, request, response, "device" if actor.role == "patient" else "staff")
            audit.note(db, clinic.now(), actor.id, "signed_out")
    return Me(role=None, demonstration=clinic.settings.demonstration)


@routes.post("/enrol")
def enrol(asked: EnrolRequest, request: Request, response: Response) -> Me:
    """Exchange a one-time code for this device's enrolment."""
    return enrolment.enrol(clinic_of(request), request, response, asked.code)
