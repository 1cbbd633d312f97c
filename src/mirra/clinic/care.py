"""Who cares for whom: begun, shared, handed over, ended; nobody is ever left without somebody who cares for them.

No other module adds a row to the table of care: each has a place in a list, which has to be kept with it.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement, delete, exists, func, insert, literal, select
from sqlalchemy.orm import Session, aliased

from mirra.clinic import notices, places
from mirra.clinic.shapes.care import Carers, Colleague
from mirra.clinic.tables import Account, Care
from mirra.errors import AccessError


def carers(db: Session, person: str, asking: str) -> Carers:
    """Who cares for a person, ``asking`` first, and which other therapists there are."""
    caring = set(db.scalars(select(Care.therapist).where(Care.person == person)))
    therapists = select(Account).where(Account.role == "therapist", Account.removed.is_(None))
    there = sorted(
        db.scalars(therapists), key=lambda account: (account.id != asking, account.name.casefold())
    )
    cards = [Colleague(id=account.id, name=account.name) for account in there]
    return Carers(
        caring=tuple(colleague for colleague in cards if colleague.id in caring),
        others=tuple(colleague for colleague in cards if colleague.id not in caring),
    )


def begin(db: Session, person: str, therapist: str, now: datetime) -> None:
    """Have a therapist care for a person who was just added; the person's summary is there already."""
    db.add(Care(therapist=therapist, person=person))
    db.flush()
    places.keep(db, [person], now)


def share(db: Session, person: str, asking: str, therapist: str) -> None:
    """Have one more therapist care for a person in the care of ``asking``.

    Raises ``AccessError`` when there is no such therapist.
    """
    _therapist(db, therapist)
    if db.get(Care, (therapist, person)) is None:
        _add(db, therapist, Care.therapist == asking, Care.person == person)


def leave(db: Session, person: str, therapist: str) -> None:
    """End a therapist's care for a person; raises ``AccessError`` when nobody else cares for them."""
    others = select(Care.therapist).where(Care.person == person, Care.therapist != therapist)
    if db.scalar(others.limit(1)) is None:
        raise AccessError(
            "Nobody else cares for this person.", where="therapist", todo="Add another therapist first."
        )
    db.execute(delete(Care).where(Care.person == person, Care.therapist == therapist))


def hand_over(db: Session, giver: str, taker: str) -> int:
    """Give all people of one therapist to another, and say how many.

    Raises ``AccessError`` when ``taker`` is no therapist.
    """
    if giver == taker:
        raise AccessError("Both accounts are the same.", where="to", todo="Choose another therapist.")
    _therapist(db, taker)
    already = select(Care.person).where(Care.therapist == taker)
    count = people_of(db, giver)
    _add(db, taker, Care.therapist == giver, Care.person.not_in(already))
    end_all(db, giver)
    return count


def end_all(db: Session, therapist: str) -> None:
    """End all care of a therapist's; who calls it has seen to it that nobody is left alone."""
    db.execute(delete(Care).where(Care.therapist == therapist))


def people_of(db: Session, therapist: str, *, alone: bool = False) -> int:
    """How many people a therapist cares for; with ``alone`` those for whom nobody else does."""
    counted = select(func.count()).select_from(Care).where(Care.therapist == therapist)
    if alone:
        other = aliased(Care)
        counted = counted.where(~exists().where(other.person == Care.person, other.therapist != therapist))
    return db.scalar(counted) or 0


def _add(db: Session, taker: str, *those: ColumnElement[bool]) -> None:
    """Have a therapist care for the people of these cares too: their place is the same, what is new is not."""
    same = [column for column in Care.__table__.c if column.name not in ("therapist", "unseen")]
    taken = select(literal(taker), notices.unseen(Care.person, literal(taker)), *same).where(*those)
    db.execute(insert(Care).from_select(["therapist", "unseen", *(column.name for column in same)], taken))


def _therapist(db: Session, account: str) -> None:
    therapist = db.get(Account, account)
    if therapist is None or therapist.removed or therapist.role != "therapist":
        raise AccessError("There is no such therapist.", where="therapist", todo="Choose one of the list.")
