"""What somebody of the staff sees and changes of their own account."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from mirra.catalogue.models.fields import Frozen
from mirra.clinic.shapes.fields import Password, StaffRole, TypedCode


class OwnAccount(Frozen):
    """What somebody sees of their own account."""

    login: str
    name: str
    role: StaffRole
    second: bool
    second_needed: bool
    recovery_codes_left: int


class PasswordChange(Frozen):
    """A new password, and the one it replaces."""

    old: Password
    new: Password


class Confirmed(Frozen):
    """Somebody's own password, asked for again before their second factor changes."""

    password: Password


class SecondOffer(Frozen):
    """A secret for an authenticator app, as text, as link and as QR picture; ``sealed`` comes back with the code."""

    secret: str
    link: str
    qr: tuple[str, ...]
    sealed: str


class SecondConfirm(Frozen):
    """The first code that the app made of an offered secret."""

    sealed: Annotated[str, Field(min_length=1, max_length=400)]
    code: TypedCode


class RecoveryCodes(Frozen):
    """Codes that stand in for the app, once each; shown once."""

    codes: tuple[str, ...]
