"""The accounts of staff, as an admin sees them."""

from __future__ import annotations

from datetime import datetime

from mirra.catalogue.models.fields import Frozen
from mirra.clinic.shapes.fields import AccountId, Login, Name, StaffRole


class AccountCard(Frozen):
    """One account as an admin sees it; of the people cared for only how many, and how many by nobody else."""

    id: AccountId
    login: str
    name: str
    role: StaffRole
    made: datetime
    people: int
    people_alone: int
    second: bool
    one_time: bool
    own: bool


class Accounts(Frozen):
    """All accounts, and whether the clinic asks every admin for a second factor."""

    accounts: tuple[AccountCard, ...]
    admins_need_second: bool


class NewAccount(Frozen):
    """What making an account takes."""

    login: Login
    name: Name
    role: StaffRole


class OneTimePassword(Frozen):
    """A password shown once; it holds until then, and has to be changed at the first sign-in."""

    login: str
    password: str
    until: datetime


class HandOver(Frozen):
    """To whom all people of a therapist are handed."""

    to: AccountId


class Rules(Frozen):
    """What an admin decides for the clinic."""

    admins_need_second: bool
