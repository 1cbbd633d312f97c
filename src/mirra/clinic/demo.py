"""The demonstration clinic: a therapist and people in their care, whose past sessions a simulated person played."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from sqlalchemy import select
from sqlalchemy.orm import Session

from mirra.catalogue.catalogue import Catalogue
from mirra.clinic import accounts, audit, diary, enrolment, entries, people, plans, schedules, today, upload
from mirra.clinic.access import Actor, Entered
from mirra.clinic.context import Clinic
from mirra.clinic.examples import EXAMPLES, SEED, Example, examples
from mirra.clinic.folding import fold_now
from mirra.clinic.shapes.people import NewPerson
from mirra.clinic.shapes.plans import PlanChange, Prescribed
from mirra.clinic.shapes.schedules import ScheduleAsk
from mirra.clinic.shapes.screening import NewScreening
from mirra.clinic.tables import Care, Person
from mirra.clinic.tokens import new_id
from mirra.errors import AccessError
from mirra.practice.entries import write_entry
from mirra.practice.events import Event
from mirra.practice.log import write_event
from mirra.practice.made_up import MADE_UP, diary_line
from mirra.practice.person import Traits
from mirra.practice.plan import SessionPlan
from mirra.practice.simulate import simulate

LOGIN = "therapist"
NAME = "Demonstration therapist"
FOR_PHONES = (
    "Phones and tablets in the same network can open these addresses, and so can everybody else in it.",
    "A browser warns first: nobody vouches for the certificate, which was made for this run. Go on only if it shows",
    "  SHA-256 {fingerprint}",
    "",
)


@dataclass(frozen=True)
class Way:
    """Who somebody is, and the link by which a browser becomes theirs, once."""

    about: str
    link: str


@dataclass(frozen=True)
class Entrance:
    """What is printed once: the therapist's sign-in, and one-time links of the first people."""

    login: str
    password: str
    ways: tuple[Way, ...]


def furnish(
    clinic: Clinic, origin: str, say: Callable[[str], None], *, size: int = len(EXAMPLES)
) -> Entrance:
    """Make the demonstration clinic, or find the one that is there; either way with a new password and new links.

    ``size`` is how many people the therapist cares for, 1 to ``examples.MAX_PEOPLE``.
    Raises ``AccessError`` when the database holds accounts but no demonstration: it is somebody's real clinic.
    """
    password = accounts.random_password()
    logins = [login for login, _, _ in accounts.everybody(clinic.store)]
    if LOGIN in logins:
        accounts.set_password(clinic.store, LOGIN, password)
    elif logins:
        raise AccessError(
            "This database is no demonstration.",
            where=clinic.store.engine.url.render_as_string(hide_password=True),
            todo="Leave --database out, or use mirra serve.",
        )
    else:
        accounts.add(clinic.store, LOGIN, NAME, "therapist", password)
    with clinic.store.reading() as db:
        account = accounts.account_of(db, LOGIN)
        assert account is not None
        therapist = account.id
        there = set(db.scalars(select(Person.name).join(Care).where(Care.therapist == therapist)))
    for example in examples(size):
        if example.name not in there:
            say(f"playing {len(example.days_ago)} past sessions of {example.name}, who is made up")
            add_example(clinic, therapist, example)
    return Entrance(LOGIN, password, _ways(clinic, therapist, origin))


def instructions(entrance: Entrance, at: str, fingerprint: str = "") -> str:
    """What the terminal says of the way in; with the fingerprint of a certificate where other devices can come in."""
    lines = [
        "",
        f"The demonstration runs at {at}   (Ctrl-C ends it)",
        "",
        "For the therapist",
        f"  {at}/#/sign-in",
        f"  login {entrance.login}, password {entrance.password}   (shown this once)",
        "",
        "For the person practising; each link makes one browser theirs, once",
    ]
    if fingerprint:
        lines[3:3] = [line.format(fingerprint=fingerprint) for line in FOR_PHONES]
    for way in entrance.ways:
        lines += [f"  {way.about}", f"    {way.link}"]
    return "\n".join([*lines, ""])


def _ways(clinic: Clinic, therapist: str, origin: str) -> tuple[Way, ...]:
    ways = []
    with clinic.store.writing() as db:
        theirs = select(Person).join(Care).where(Care.therapist == therapist, Person.simulated)
        named = theirs.where(Person.name.in_([example.name for example in EXAMPLES]))
        for person in db.scalars(named.order_by(Person.name)).all():
            condition = clinic.catalogue.conditions.get(person.condition)
            name = condition.name if condition else person.condition
            code, expires = enrolment.make(db, person.id, clinic.now())
            link = enrolment.ticket(person.id, code, expires, origin).link
            ways.append(Way(f"{person.name}: {name}, {person.affected} {person.limb}", link))
    return tuple(ways)


def add_example(clinic: Clinic, therapist: str, example: Example) -> None:
    """A made-up person in the care of a therapist (an account id), with their past sessions."""
    new = NewPerson(
        name=example.name,
        condition=example.condition,
        affected=example.affected,
        limb=example.limb,
        screening=_screening(clinic.catalogue, example),
    )
    now, random = clinic.now(), Random(f"{SEED} {example.name}")  # noqa: S311 (nothing secret)
    first = now - timedelta(days=max(example.days_ago, default=2), hours=5)
    with clinic.store.writing() as db:
        person = people.add(db, clinic.catalogue, therapist, new, first, simulated=True)
        audit.note(db, now, "demonstration", "person_added", person.id)
        if example.programme:
            _begin_programme(clinic, db, person, therapist, example.programme, first)
        if example.scheduled:
            _draw_schedule(clinic, db, person, therapist, first)
        actor = Actor("patient", person.id, person.name, "")
    pain = example.pain
    for days in example.days_ago:
        _practise(clinic, actor, example, days, round(pain), random)
        pain = min(10.0, max(0.0, pain - example.relief + random.uniform(-0.4, 0.4)))
    if example.diary:
        _write_diary(clinic, actor, example)


def _screening(catalogue: Catalogue, example: Example) -> NewScreening | None:
    """What was answered for a made-up person: what the example says, else an answer that no rule names."""
    if example.screened is None:
        return None
    answers = {
        question.id: answer.id
        for question in catalogue.screening
        for answer in reversed(question.answers)
        if not any(answer.id in rule.answers for rule in question.rules)
    }
    return NewScreening(
        limb=example.limb,
        affected_limb=catalogue.conditions[example.condition].affected_limb,
        answers=answers | example.screened,
        signed_off_by=NAME if example.screened else "",
    )


def _played(
    example: Example, plan: SessionPlan, session: str, started: datetime, days: int, pain: int, seed: int
) -> list[Event]:
    """The log of the session that the person did so many days ago."""
    if example.programme:
        day = max(example.days_ago) - days
        return MADE_UP[example.manner].play(plan, session=session, started=started, day=day, seed=seed)
    return simulate(
        plan,
        session=session,
        started=started,
        seed=seed,
        outcome=example.endings.get(days, "completed"),
        traits=Traits(pain=pain, relief=example.relief, unpleasant=example.unpleasant),
    )


def _begin_programme(
    clinic: Clinic, db: Session, person: Person, therapist: str, programme: str, first: datetime
) -> None:
    """Put the plan in force that names a programme, at the time at which the person was added."""
    before = plans.in_force(db, person.id)
    plan = Prescribed.model_validate_json(before.body).model_copy(update={"programme": programme})
    plan_change = PlanChange(plan=plan, reason="Programme chosen", replaces=before.id)
    plans.change(db, clinic.catalogue, person, therapist, plan_change, first)


def _draw_schedule(clinic: Clinic, db: Session, person: Person, therapist: str, first: datetime) -> None:
    """Draw the same days every time, at the time at which the person was added."""
    plan = Prescribed.model_validate_json(plans.in_force(db, person.id).body)
    design_choice = ScheduleAsk(design="alternation", displays=("covered", "mirror"), days=20)
    schedules.draw(
        db, clinic.catalogue, person.id, therapist, design_choice, plan, first, seed=f"{SEED:032x}"
    )


def _practise(clinic: Clinic, actor: Actor, example: Example, days: int, pain: int, random: Random) -> None:
    """One past session: its plan as it would have been made that day, its log through the same door."""
    day = clinic.now().astimezone() - timedelta(days=days)
    started = day.replace(hour=random.randint(9, 18), minute=random.randrange(60), second=0, microsecond=0)
    with clinic.store.writing() as db:
        entered = Entered(clinic, db, actor, started)
        person = people.seen(db, actor, actor.id)
        plan = today.make(db, clinic.catalogue, person, started)
        session = new_id()
        events = _played(example, plan, session, started, days, pain, random.randint(0, 10**6))
        upload.keep(entered, session, upload.read_batch(session, map(write_event, events)))
    fold_now(clinic, clinic.now(), [session])


def _write_diary(clinic: Clinic, actor: Actor, example: Example) -> None:
    """Lines of the diary since the first session, kept through the same door as those that a device sends."""
    random, began = Random(f"{SEED} diary {example.name}"), max(example.days_ago)  # noqa: S311 (nothing secret)
    now = clinic.now().astimezone()
    with clinic.store.writing() as db:
        questions = diary.questions(clinic.catalogue, plans.prescription(plans.in_force(db, actor.id)))
        for days in range(began, 0, -1):
            if random.random() >= MADE_UP[example.manner].writes:
                continue
            wall = (now - timedelta(days=days)).replace(hour=20, minute=random.randrange(60), microsecond=0)
            pain = round(min(10.0, max(0.0, example.pain - 0.15 * example.relief * (began - days))))
            entry = diary_line(questions, id=new_id(), wall=wall, pain=pain, random=random)
            entries.keep(Entered(clinic, db, actor, wall), entry, write_entry(entry))
