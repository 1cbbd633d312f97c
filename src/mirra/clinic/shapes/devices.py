"""A person's devices, and the code that connects one more."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from mirra.catalogue.models.fields import Frozen
from mirra.clinic.shapes.fields import DeviceId, PersonId

DeviceState = Literal["connected", "signed_out", "expired"]


class DeviceCard(Frozen):
    """One device of a person; ``seen`` is its last contact, to the day, and ``here`` marks the one that asks."""

    id: DeviceId
    label: str
    made: datetime
    seen: datetime | None
    state: DeviceState
    ended: datetime | None = None
    here: bool = False


class Enrolment(Frozen):
    """A one-time code for one device; ``qr`` holds the rows of the QR picture of ``link`` (1 = dark)."""

    person: PersonId
    code: str
    link: str
    expires: datetime
    qr: tuple[str, ...]
