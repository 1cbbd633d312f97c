"""Plans for a person as therapists decided them: the one in force, a new one in its place, the earlier ones."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from itertools import product

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from mirra.catalogue.catalogue import Catalogue
from mirra.catalogue.models.fields import LanguageTag
from mirra.clinic import authors, decisions, gates, ladder, places, progress, reviews, schedules, screenings
from mirra.clinic.refusals import Invalid
from mirra.clinic.shapes.plans import PersonPlans, PlanCard, PlanChange, Prescribed
from mirra.clinic.tables import KeptPrescription, Person
from mirra.clinic.tokens import new_id
from mirra.errors import ConflictError
from mirra.practice.prescription import Prescription, check, programme_of
from mirra.practice.programme import Today, plan_for

MAX_PLANS_SHOWN = 200  # of one person: a new one a week for four years
LANGUAGE_CHOSEN = "The person chose this language."  # the reason of a plan that a person put in force
# Kept with the person too, for lists.
FIELDS_OF_PERSON = ("condition", "affected", "limb", "picture", "per_week")


def begin(db: Session, catalogue: Catalogue, person: Person, author: str, reason: str = "") -> None:
    """Keep the first plan of a person who was just added.

    Raises ``PlanError`` when no session can be made of it, ``Invalid`` when their screening says that they cannot
    start and there is no reason.
    """
    reason = reason.strip()
    _mind_screening(db, person, reason)
    fields = {field: getattr(person, field) for field in FIELDS_OF_PERSON}
    first = Prescribed.model_validate(fields | {"language": decisions.settings(db).language})
    _try(catalogue, person, first, person.made)
    _keep(db, person, author, reason, first, person.made)


def in_force(db: Session, person: str) -> KeptPrescription:
    """The plan of a person that is in force."""
    return db.scalars(_newest(person).limit(1)).one()


def prescription(decided: KeptPrescription) -> Prescription:
    """A plan as the programme takes it; the person is named by id, for session plans lie on devices."""
    prescribed = Prescribed.model_validate_json(decided.body)
    return Prescription(person=decided.person, **dict(prescribed))


def change(
    db: Session, catalogue: Catalogue, person: Person, author: str, plan_change: PlanChange, now: datetime
) -> None:
    """Put a new plan in force.

    Raises ``PlanError`` when no session can be made of it, ``ConflictError`` when somebody else changed the plan
    meanwhile, ``Conflicting`` when it changes what a locked schedule has fixed, and ``Invalid`` when there is
    no reason; the refusal says so where the last screening says "cannot start".
    """
    before = in_force(db, person.id)
    if before.id != plan_change.replaces:
        raise ConflictError(
            "Somebody else has changed this plan meanwhile.",
            where="plan",
            todo="Load the page again and see.",
        )
    reason = plan_change.reason.strip()
    _mind_screening(db, person, reason)
    if not reason:
        raise Invalid("misfit", "The reason is empty.", where="reason", todo="Say why in a few words.")
    schedules.refuse_change(db, person.id, Prescribed.model_validate_json(before.body), plan_change.plan)
    _try(catalogue, person, plan_change.plan, now)
    for field in FIELDS_OF_PERSON:
        setattr(person, field, getattr(plan_change.plan, field))
    _keep(db, person, author, reason, plan_change.plan, _after(before, now))
    gates.keep(db, catalogue, [person.id], now)
    places.keep(db, [person.id], now)


def _mind_screening(db: Session, person: Person, reason: str) -> None:
    """Refuse a plan without a reason for somebody whose last screening says that they cannot start."""
    bar = screenings.bar(db, person.id)
    if bar and not reason:
        what = f"The last screening says: cannot start. {bar}"
        todo = "Say in the reason why they may start nevertheless, or screen them again."
        raise Invalid("cannot_start", what, where="reason", todo=todo)


def held(db: Session, person: str) -> bool:
    """Whether a person is given no session: by the last screening they cannot start, and no staff decided since.

    A plan that staff put in force with or after that screening has a reason why they may start nevertheless. A
    language that the person chose is no such plan.
    """
    since = screenings.barred_since(db, person)
    if since is None:
        return False
    decided = select(KeptPrescription.id).where(
        KeptPrescription.person == person, KeptPrescription.made >= since, KeptPrescription.author != ""
    )
    return db.scalar(decided.limit(1)) is None


def language(db: Session, person: str) -> LanguageTag:
    """The language of the plan that is in force."""
    return Prescribed.model_validate_json(in_force(db, person).body).language


def speak(db: Session, person: Person, language: str, now: datetime) -> None:
    """Put the same plan in force in a language that its person chose.

    Raises ``Invalid`` when the clinic does not offer the language.
    """
    if language not in decisions.settings(db).languages:
        todo = "Choose one of the languages on the page."
        raise Invalid("misfit", "The clinic does not offer this language.", where="language", todo=todo)
    before = in_force(db, person.id)
    plan = Prescribed.model_validate_json(before.body)
    if plan.language != language:
        spoken = plan.model_copy(update={"language": language, "stage": None})  # the choice of a stage stands
        _keep(db, person, "", LANGUAGE_CHOSEN, spoken, _after(before, now))


def _after(before: KeptPrescription, now: datetime) -> datetime:
    """When a plan is made that follows another: later than it, also when the clock was set back."""
    return max(now, before.made + timedelta(microseconds=1))


def cards(db: Session, catalogue: Catalogue, person: str, here: datetime) -> PersonPlans:
    """The plan in force, where its programme stands on the day of ``here``, and the earlier plans."""
    rows = list(db.scalars(_newest(person).limit(MAX_PLANS_SHOWN)))
    names = authors.names(db, (row.author for row in rows))
    now, *earlier = (_card(row, names) for row in rows)
    stands = progress.of(db, catalogue, person, here)
    bar = screenings.bar(db, person)
    stood = ladder.now(db, catalogue, prescription(rows[0]))
    return PersonPlans(
        now=now,
        standing=stands,
        ladder=stood,
        reviews=reviews.now(db, catalogue, person, now.plan.condition, now.plan.limb),
        earlier=tuple(earlier),
        bar=bar,
        held=held(db, person),
    )


def _try(catalogue: Catalogue, person: Person, plan: Prescribed, now: datetime) -> None:
    """Plan a session of every stage, so that what cannot be followed to its end is refused now."""
    candidate = Prescription(person=person.id, **dict(plan))
    plan_for(catalogue, candidate, Today(plan_id=new_id(), made_at=now))
    programme, condition = programme_of(catalogue, candidate), check(catalogue, candidate)
    for stage, mirror in product(programme.stages if programme else (), condition.stages):
        at = replace(candidate, stage=stage.id)
        plan_for(catalogue, at, Today(plan_id=new_id(), made_at=now, done=mirror.from_done))


def _newest(person: str) -> Select[KeptPrescription]:
    return (
        select(KeptPrescription)
        .where(KeptPrescription.person == person)
        .order_by(KeptPrescription.made.desc(), KeptPrescription.id)
    )


def _keep(db: Session, person: Person, author: str, reason: str, plan: Prescribed, now: datetime) -> None:
    body = plan.model_dump_json()
    db.add(KeptPrescription(id=new_id(), person=person.id, made=now, author=author, reason=reason, body=body))
    db.flush()


def _card(row: KeptPrescription, names: dict[str, str]) -> PlanCard:
    plan = Prescribed.model_validate_json(row.body)
    return PlanCard(id=row.id, made=row.made, author=names.get(row.author, ""), reason=row.reason, plan=plan)
