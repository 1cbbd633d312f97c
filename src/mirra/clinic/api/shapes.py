"""Every body the API takes or gives; the web client's TypeScript types are generated from here."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field

from mirra.catalogue.models import Movement
from mirra.practice.display import MIRROR, Display
from mirra.practice.fold import SessionResult
from mirra.practice.plan import Frozen, LanguageTag, Limb, Picture, SessionId, SessionPlan, Side, Slug
from mirra.practice.raised import Kind

StaffRole = Literal["therapist", "admin"]
Role = Literal["patient", "therapist", "admin"]
Todo = Literal["password", "second"]
PersonId = Annotated[str, Field(pattern=r"^[0-9a-f]{32}$")]
PlanId = Annotated[str, Field(pattern=r"^[0-9a-f]{32}$")]
NoteId = Annotated[str, Field(pattern=r"^[0-9a-f]{32}$")]
NoticeId = Annotated[str, Field(pattern=r"^[0-9a-f]{32}$")]
Reason = Annotated[str, Field(min_length=1, max_length=500)]
DeviceId = Annotated[str, Field(pattern=r"^[0-9a-f]{32}$")]
AccountId = Annotated[str, Field(pattern=r"^[0-9a-f]{32}$")]
Login = Annotated[str, Field(min_length=1, max_length=80)]
Password = Annotated[str, Field(min_length=1, max_length=200)]
TypedCode = Annotated[str, Field(min_length=1, max_length=40)]
Name = Annotated[str, Field(min_length=1, max_length=80)]


class Problem(Frozen):
    """The one error shape: what happened, where, what to do."""

    code: Slug
    what: str
    where: str = ""
    todo: str = ""


class ProblemBody(Frozen):
    """Every answer with a status of 400 or more."""

    error: Problem


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


class PainPoint(Frozen):
    """Pain 0-10 before and after one session."""

    when: datetime
    before: int | None
    after: int | None


class SessionCard(Frozen):
    """One session in a list; ``doubt`` says that the device's clock was wrong, so ``when`` is the server's time."""

    id: SessionId
    when: datetime
    doubt: Literal["ahead", "behind"] | None = None
    result: SessionResult


class IncompleteSession(Frozen):
    """A session that has no result: its first event never came, or a newer mirra wrote it.

    ``arrived`` and ``heard`` are when its first and last events came in, by the server's clock.
    """

    id: SessionId
    why: Literal["no_first", "unreadable"]
    lines: int
    arrived: datetime
    heard: datetime


class SessionPage(Frozen):
    """Some sessions of a person, newest first; ``older`` says whether there are more before them."""

    sessions: tuple[SessionCard, ...]
    older: bool


class Today(Frozen):
    """What the person's page needs: today's plan, the newest of what was done, the pain course.

    ``languages`` are those that the person may choose from.
    """

    name: str
    plan: SessionPlan
    done_today: int
    sessions: tuple[SessionCard, ...]
    older: bool = False
    pain: tuple[PainPoint, ...]
    languages: tuple[LanguageTag, ...] = ()


class ChosenLanguage(Frozen):
    """The language that a person chooses for themselves."""

    language: LanguageTag


class Batch(Frozen):
    """Events of one session as the exact lines the device stored; ``person`` is whose enrolment wrote them.

    A line may be sealed (``clinic.sealed``), and is then longer than the event in it.
    """

    person: PersonId | None = None
    events: Annotated[
        tuple[Annotated[str, Field(max_length=11_200)], ...], Field(min_length=1, max_length=200)
    ]


class Stored(Frozen):
    """One event the disk has: its place and the SHA-256 (hex) of its line, of a sealed one as the device sent it."""

    seq: int
    sha256: str


class Receipt(Frozen):
    """The acknowledgement: what the disk has of this batch, and inclusive ranges still missing before the last."""

    stored: tuple[Stored, ...]
    missing: tuple[tuple[int, int], ...]


class NoticeCard(Frozen):
    """Something that a session of ``at`` raised; ``level`` 3 is an alarm, ``done`` is when it was ticked off.

    ``events`` are adverse events; ``rise`` is pain (0-10) at check-in and at its worst. ``unseen`` marks those that
    the therapist who asks has not been shown yet; cards in a list of people are never marked.
    """

    id: NoticeId
    session: SessionId
    kind: Kind
    level: int
    at: datetime
    events: tuple[Slug, ...] = ()
    rise: tuple[int, int] | None = None
    done: datetime | None = None
    done_by: str = ""
    note: str = ""
    unseen: bool = False


class TickOff(Frozen):
    """What to tick off, and what was done about it."""

    notices: Annotated[tuple[NoticeId, ...], Field(min_length=1, max_length=200)]
    note: Reason


class ShownNotices(Frozen):
    """What the therapist who asks has been shown."""

    notices: Annotated[tuple[NoticeId, ...], Field(min_length=1, max_length=200)]


class PersonCard(Frozen):
    """One person in the caseload; what is ``planned`` is null where nothing says how many sessions a week.

    ``notice`` is the most pressing one of ``news`` that are not ticked off; ``unseen`` counts those of them that the
    therapist who asks has not been shown yet. ``week_looked`` and ``week_planned`` are the viewing times (s) of the
    last seven days and of a week as planned, ``week_moved`` is the movement time; null where nothing was tracked.
    """

    id: PersonId
    name: Name
    condition: Slug
    condition_name: str
    affected: Side
    limb: Limb
    simulated: bool
    enrolled: bool
    sessions: int
    last_seven_days: int
    planned_per_week: float | None
    last_session: datetime | None
    pain_first: int | None
    pain_last: int | None
    archived: datetime | None
    notice: NoticeCard | None
    news: int
    unseen: int
    week_looked: float
    week_moved: float | None
    week_planned: float | None
    interrupted: int
    adverse: int
    incomplete: int
    doubtful: int


class CaseloadQuery(Frozen):
    """Which people to list: those with every word of ``search`` in name, condition, limb or side; order; page.

    ``look`` puts the most pressing first; ``page`` counts from 0. People in the archive are listed only when asked for.
    """

    search: Annotated[str, Field(max_length=80)] = ""
    sort: Literal["look", "name", "last_session"] = "look"
    page: Annotated[int, Field(ge=0, le=1_000_000)] = 0
    only: Literal["all", "new", "open", "quiet", "pain_up", "archived"] = "all"
    condition: Slug | None = None


class Caseload(Frozen):
    """A page of a therapist's people; ``found`` of all ``total`` match the search.

    ``waiting`` says that sessions have come in that the figures do not count yet.
    """

    people: tuple[PersonCard, ...]
    found: int
    total: int
    page_size: int
    waiting: bool


class PersonDetail(Frozen):
    """A person with the newest of their sessions, and those that have no result."""

    card: PersonCard
    sessions: tuple[SessionCard, ...]
    older: bool = False
    incomplete: tuple[IncompleteSession, ...] = ()
    pain: tuple[PainPoint, ...]


class SessionDetail(Frozen):
    """One session: planned, done, felt, measured."""

    person: PersonId
    person_name: str
    card: SessionCard
    plan: SessionPlan


class NewPerson(Frozen):
    """What enrolling a new person takes."""

    name: Name
    condition: Slug
    affected: Side
    limb: Limb
    picture: Picture = "camera"


Severity = Literal["mild", "moderate", "severe"]
Exercises = Annotated[tuple[Slug, ...], Field(max_length=60)]


class Prescribed(Frozen):
    """What is decided for one person; ``null`` leaves a thing to the condition.

    ``minutes`` are those of a session, rests included; ``per_week`` counts sessions. ``exercises_out`` are never
    given, ``exercises_in`` are given although the stage does not call for them. ``language`` is a tag such as "en".
    ``measure_delay`` asks for the whole delay to be measured in set-up; ``display`` is how the
    camera's picture is shown. ``track_affected`` asks for the covered affected hand to be tracked too.
    """

    condition: Slug
    affected: Side
    limb: Limb
    picture: Picture = "camera"
    severity: Severity | None = None
    minutes: Annotated[int, Field(ge=1, le=240)] | None = None
    per_week: Annotated[int, Field(ge=1, le=70)] | None = None
    two_sided: bool | None = None
    exercises_out: Exercises = ()
    exercises_in: Exercises = ()
    profiles: Annotated[tuple[Slug, ...], Field(max_length=20)] = ()
    language: LanguageTag = "en"
    measure_delay: bool = False
    display: Display = MIRROR
    track_affected: bool = False


class PlanChange(Frozen):
    """A new plan for a person, and why; ``replaces`` is the plan that was in force when the change was begun."""

    plan: Prescribed
    reason: Reason
    replaces: PlanId


class PlanCard(Frozen):
    """A plan as it was decided; ``author`` is empty where nobody was recorded."""

    id: PlanId
    made: datetime
    author: str
    reason: str
    plan: Prescribed


class PersonPlans(Frozen):
    """The plan in force and the earlier ones, newest first."""

    now: PlanCard
    earlier: tuple[PlanCard, ...]


class ClinicSettings(Frozen):
    """What an admin decides for the clinic.

    ``emergency`` is what a person reads who raises an alarm, a sentence a line; empty for the usual words.
    ``time_zone`` is a name such as "Europe/Lisbon"; null is the server's own. ``profiles`` are ids; null offers all.
    """

    emergency: Annotated[str, Field(max_length=600)] = ""
    time_zone: Annotated[str, Field(max_length=64)] | None = None
    languages: Annotated[tuple[LanguageTag, ...], Field(min_length=1, max_length=40)] = ("en",)
    language: LanguageTag = "en"
    profiles: Annotated[tuple[Slug, ...], Field(max_length=60)] | None = None


class ProfileCard(Frozen):
    """A profile of the catalogue, and whether the clinic offers it."""

    id: Slug
    name: str
    note: str
    offered: bool


class ClinicPage(Frozen):
    """The settings of the clinic, and what there is to choose from; ``unreviewed`` languages no clinician has read."""

    settings: ClinicSettings
    usual_emergency: tuple[str, ...]
    time_zones: tuple[str, ...]
    languages: tuple[LanguageTag, ...]
    unreviewed: tuple[LanguageTag, ...]
    profiles: tuple[ProfileCard, ...]


class ClinicChoices(Frozen):
    """What the clinic offers for a person's plan; ``language`` is the usual one."""

    languages: tuple[LanguageTag, ...]
    language: LanguageTag
    profiles: tuple[ProfileCard, ...]


class NewName(Frozen):
    """A person's name, corrected."""

    name: Name


class Archive(Frozen):
    """Whether a person is to be in the archive."""

    archived: bool


class NewNote(Frozen):
    """A note about a person."""

    text: Annotated[str, Field(min_length=1, max_length=4000)]


class NoteCard(Frozen):
    """A note about a person, and who wrote it when."""

    id: NoteId
    made: datetime
    author: str
    text: str


class Enrolment(Frozen):
    """A one-time code for one device; ``qr`` holds the rows of the QR picture of ``link`` (1 = dark)."""

    person: PersonId
    code: str
    link: str
    expires: datetime
    qr: tuple[str, ...]


class ExerciseCard(Frozen):
    """An exercise of a condition; a stage gives it after ``from_done`` sessions, null: none does."""

    id: Slug
    name: str
    limbs: tuple[Limb, ...]
    from_done: int | None


class ConditionCard(Frozen):
    """A condition pack as offered when enrolling and planning, with its usual dose and the range it allows."""

    id: Slug
    name: str
    limbs: tuple[Limb, ...]
    note: str
    minutes: int
    minutes_severe: int
    minutes_low: int
    minutes_high: int
    per_week: float | None
    movement: Movement
    movement_fixed: bool
    affected_limb: Literal["there", "gone"]
    exercises: tuple[ExerciseCard, ...]


class EraseRequest(Frozen):
    """The person's name, typed to confirm that this very person is to be erased."""

    name: Name


class ErasedPerson(Frozen):
    """How many sessions were erased with a person."""

    sessions: int


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


class AuditAsk(Frozen):
    """Which entries of the audit: the newest, or those ``before`` an entry."""

    before: Annotated[int, Field(ge=1)] | None = None


class AuditEntry(Frozen):
    """One entry of the audit, names put to the ids of staff, and to those of people the reader may see."""

    id: int
    at: datetime
    who: str
    action: Slug
    what: str
    about: str
    refused: bool


class AuditCheck(Frozen):
    """What a check of the newest entries showed: how many, whether they are as they were written, the newest hash."""

    entries: int
    checked: int
    sound: bool
    newest: str


class AuditPage(Frozen):
    """Entries of the audit, newest first; ``more`` is where to go on. ``check`` comes with the first page."""

    entries: tuple[AuditEntry, ...]
    more: int | None
    check: AuditCheck | None = None
