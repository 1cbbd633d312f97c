"""What the index page of a person's device sends: entries that belong to no session."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Path, Request

from mirra.clinic import devices, entries, sealed
from mirra.clinic.access import changing
from mirra.clinic.context import clinic_of
from mirra.clinic.shapes.entries import SentEntry
from mirra.clinic.shapes.practising import Receipt
from mirra.practice.entry import EntryId

routes = APIRouter(prefix="/api", dependencies=[Depends(devices.contact)])


@routes.post("/entries/{entry}")
def take_in(entry: Annotated[EntryId, Path()], sent: SentEntry, request: Request) -> Receipt:
    """Take in an entry; the answer is given once it is on disk, and says what is there."""
    with changing(request, "patient") as entered:
        if sent.person not in (None, entered.actor.id):
            raise entries.not_yours()
        (line,) = sealed.lock(entered.clinic.store.keys).opened(entry, [sent.line])
        read = entries.read(entry, line)
        if entries.keep(entered, read, line):
            entered.note(entries.NOTED[read.kind], entered.actor.id)
    with clinic_of(request).store.reading() as db:
        return entries.receipt(db, entry, line, sent.line)
