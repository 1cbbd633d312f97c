"""The devices of a person, for themselves and for who cares for them: which there are, and signing one out."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Path, Request, Response

from mirra.clinic import devices, people
from mirra.clinic.access import changing, leave, reading
from mirra.clinic.shapes.devices import DeviceCard
from mirra.clinic.shapes.fields import DeviceId, PersonId

routes = APIRouter(prefix="/api")
ThePerson = Annotated[PersonId, Path()]
TheDevice = Annotated[DeviceId, Path()]


@routes.get("/devices", dependencies=[Depends(devices.contact)])
def own(request: Request) -> list[DeviceCard]:
    """The devices of the person who asks."""
    with reading(request, "patient") as entered:
        return devices.listed(entered.db, entered.actor.id, entered.now, entered.actor.device)


@routes.post("/devices/{device}/sign-out")
def sign_own_out(device: TheDevice, request: Request, response: Response) -> list[DeviceCard]:
    """Sign a device of one's own out; unsent events stay on it."""
    with changing(request, "patient") as entered:
        ended = devices.end(entered.db, entered.actor.id, device, "person", entered.now)
        if ended.id == entered.actor.device:
            leave(entered.db, request, response, "device", entered.now)
        entered.note("device_signed_out", ended.id)
        return devices.listed(entered.db, entered.actor.id, entered.now, entered.actor.device)


@routes.get("/people/{person}/devices")
def of_person(person: ThePerson, request: Request) -> list[DeviceCard]:
    """The devices of a person in this therapist's care."""
    with reading(request, "therapist") as entered:
        person_row = people.seen(entered.db, entered.actor, person)
        entered.note("devices_read", person_row.id)
        return devices.listed(entered.db, person_row.id, entered.now)


@routes.post("/people/{person}/devices/{device}/sign-out")
def sign_out(person: ThePerson, device: TheDevice, request: Request) -> list[DeviceCard]:
    """Sign a person's device out, a lost one for example; unsent events stay on it."""
    with changing(request, "therapist") as entered:
        person_row = people.seen(entered.db, entered.actor, person)
        ended = devices.end(entered.db, person_row.id, device, "therapist", entered.now)
        entered.note("device_signed_out", ended.id)
        return devices.listed(entered.db, person_row.id, entered.now)
