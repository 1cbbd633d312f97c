"""Coming in: a login, the code that connects a device, and who is signed in here."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from mirra.catalogue.models.fields import Frozen
from mirra.clinic.shapes.fields import Login, Password, PersonId, Role, TypedCode

Todo = Literal["password", "second"]


class SignIn(Frozen):
    """A therapist's or admin's login; ``code`` is their app's or a recovery code, where they have a second factor."""

    login: Login
    password: Password
    code: TypedCode | None = None


class Me(Frozen):
    """Who is signed in here: nobody (``role`` null), staff, or an enrolled device of a person (``person``).

    ``outbox`` is the key to which the person's device seals what waits on it: a point of P-256, base64url.
    ``todo`` is what staff have to do before anything else: choose a password, or set up a second factor.
    ``time_zone`` is the clinic's, for staff; null is the browser's own.
    """

    role: Role | None
    name: str = ""
    todo: Todo | None = None
    person: PersonId | None = None
    outbox: Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{87}$")] | None = None
    time_zone: str | None = None
    demonstration: bool = False


class EnrolRequest(Frozen):
    """The one-time code, as typed or from the QR link; spaces and hyphens are ignored."""

    code: TypedCode
