"""Who cares for a person."""

from __future__ import annotations

from mirra.catalogue.models.fields import Frozen
from mirra.clinic.shapes.fields import AccountId


class Colleague(Frozen):
    """A therapist, as colleagues see them."""

    id: AccountId
    name: str


class Carers(Frozen):
    """Who cares for a person, the one who asks first, and who could."""

    caring: tuple[Colleague, ...]
    others: tuple[Colleague, ...]


class Share(Frozen):
    """A therapist who is to care for a person, beside the one who asks or in their place."""

    therapist: AccountId
    in_my_place: bool = False
