"""The limit on guessing: some tries are free, then each wait is twice as long as the last.

It is kept in the store, so that a restart forgives nothing. A try counts against what it was aimed at, together with
where it came from: wrong tries from one place wait for nobody else, and hardly for others at that place.
"""

from __future__ import annotations

import hmac
from collections.abc import Mapping
from datetime import datetime, timedelta

from fastapi import Request
from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from mirra.clinic.context import Clinic
from mirra.clinic.journal import Entry
from mirra.clinic.networks import address_of, household, site
from mirra.clinic.refusals import TooManyTries
from mirra.clinic.tables import Attempt
from mirra.clinic.tokens import hashed, plain_login

TRIES_KEPT_FOR = timedelta(days=1)
OVERTAKEN = timedelta(minutes=1)  # by which a try may be counted before one that came earlier
LONGEST_WAIT = timedelta(minutes=15)
LOGIN_HERE = 5  # for one login from one household
LOGIN_ANYWHERE = (
    50  # for one login from everywhere: then about 100 a day, against passwords of 12 signs and more
)
LOGIN_KNOWN = (
    10  # for one login on a browser where it has signed in before; all other limits leave that alone
)
LOGINS_HERE = 30  # different logins tried from one household
LOGINS_LONGEST = timedelta(minutes=1)  # short, since others share that address
# A code is one of 31 ** 8 = 8.5e11, and holds for a day. One place can try 500, and then one in 10 s: 9,140 a day.
# Where 100 codes are open it finds one of them on one day in a million; a right code never waits longer than 10 s.
CODES_HERE = 500
CODES_LONGEST = timedelta(seconds=10)
SITE_FACTOR = 4  # times as many for a /48 network as for a household


def keys_of(kind: str, address: str, login: str) -> dict[str, int]:
    """What a try at one login counts against, and how many are free: from this place, and from everywhere."""
    return {hashed(f"{kind} as {plain_login(login)}"): LOGIN_ANYWHERE} | keys_here(kind, address, login)


def keys_here(kind: str, address: str, login: str) -> dict[str, int]:
    """What a try at one login from this place counts against."""
    return _here(f"{kind} as {plain_login(login)}", address, LOGIN_HERE)


def keys_of_known(kind: str, token: str, login: str) -> dict[str, int]:
    """The same on a browser where this login has signed in before, which shows this ``token``."""
    return {hashed(f"{kind} as {plain_login(login)} on {token}"): LOGIN_KNOWN}


def keys_of_logins(kind: str, address: str) -> dict[str, int]:
    """What a try at a login counts against that was not tried from this place before."""
    return _here(f"{kind}, any login", address, LOGINS_HERE)


def keys_of_codes(address: str) -> dict[str, int]:
    """What a try at an enrolment code counts against."""
    return _here("enrol", address, CODES_HERE)


def count(db: Session, keys: Mapping[str, int], now: datetime, longest: timedelta = LONGEST_WAIT) -> int:
    """Count a try as failed until it is forgiven; gives the largest number of any key, this try included.

    Since that is done before anything is checked, tries at the same time do not get past the limit. Raises
    ``TooManyTries`` with the seconds to wait, and counts nothing, when one has to wait.
    """
    # What lies far in the future was counted before the clock was set back: it would lock for as long. What lies just
    # ahead was counted by a later try that overtook this one, and is not to be forgotten.
    db.execute(delete(Attempt).where((Attempt.at <= now - TRIES_KEPT_FOR) | (Attempt.at > now + OVERTAKEN)))
    tries = {key: _tried(db, key) for key in keys}
    waits = [_wait(*tries[key], free, now, longest) for key, free in keys.items()]
    seconds = int(max(waits, default=timedelta(0)).total_seconds() + 0.999)
    if seconds > 0:
        how_long = f"{seconds} s" if seconds < 100 else f"{round(seconds / 60)} min"
        raise TooManyTries(
            "too_many_tries",
            "There were too many wrong tries.",
            todo=f"Wait {how_long}, then try again.",
            seconds=seconds,
        )
    db.add_all(Attempt(key=key, at=now) for key in keys)
    db.flush()
    return 1 + max((number for number, _ in tries.values()), default=0)


def tried(db: Session, keys: Mapping[str, int], now: datetime) -> bool:
    """Whether any of these was counted within the time that is kept."""
    recent = Attempt.key.in_(keys), Attempt.at > now - TRIES_KEPT_FOR, Attempt.at <= now + OVERTAKEN
    return db.scalar(select(Attempt.id).where(*recent).limit(1)) is not None


def forgive(db: Session, keys: Mapping[str, int], now: datetime) -> None:
    """Take back one try counted at ``now``, which was right after all."""
    own = select(func.max(Attempt.id)).where(Attempt.key.in_(keys), Attempt.at == now).group_by(Attempt.key)
    db.execute(delete(Attempt).where(Attempt.id.in_(db.scalars(own).all())))


def failed(clinic: Clinic, request: Request, action: str, number: int, whose: str = "") -> None:
    """Have the audit keep a failed try, from an address that is kept as a pseudonym of its network.

    Only the first, second, fourth, eighth and so on are kept: else whoever tries often enough would fill the audit.
    """
    if number & (number - 1) == 0:
        network = household(address_of(request)).encode()
        name = hmac.digest(clinic.store.keys.of("networks"), network, "sha256").hex()[:12]
        who = f"nobody at {name}, try {number}"
        clinic.journal.note([Entry(clinic.now(), who, action, whose)])


def _here(what: str, address: str, free: int) -> dict[str, int]:
    wider = site(address)
    limits = {hashed(f"{what} from {household(address)}"): free}
    return limits | ({hashed(f"{what} from {wider}"): SITE_FACTOR * free} if wider else {})


def _tried(db: Session, key: str) -> tuple[int, datetime | None]:
    """How often, and when last."""
    row = db.execute(select(func.count(), func.max(Attempt.at)).where(Attempt.key == key)).one()
    return int(row[0]), row[1]


def _wait(number: int, last: datetime | None, free: int, now: datetime, longest: timedelta) -> timedelta:
    if last is None or number < free:
        return timedelta(0)
    return last + min(longest, timedelta(seconds=2 ** min(number - free, 20))) - now
