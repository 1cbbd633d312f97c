"""What is decided for a person, and what there is to choose from."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field

from mirra.anatomy import Limb, Side
from mirra.catalogue.models.breathing import Minutes
from mirra.catalogue.models.conditions import Review
from mirra.catalogue.models.evidence import Conflict
from mirra.catalogue.models.fields import Frozen, LanguageTag, Movement, Slug
from mirra.catalogue.models.judgement import Age
from mirra.catalogue.models.observation import Speed
from mirra.catalogue.models.programmes import Practised
from mirra.clinic.shapes.fields import PlanId, Reason
from mirra.practice.display import MIRROR, Display
from mirra.practice.prescription import PrescribedAddon
from mirra.practice.progress import Standing
from mirra.practice.terms import Picture

Severity = Literal["mild", "moderate", "severe"]
Lessons = Annotated[tuple[Slug, ...], Field(max_length=100)]
Exercises = Annotated[tuple[Slug, ...], Field(max_length=60)]


class Prescribed(Frozen):
    """What is decided for one person; ``null`` leaves a thing to the condition.

    ``minutes`` are those of a session, rests included; ``per_week`` counts sessions. ``exercises_out`` are never
    given, ``exercises_in`` are given although the stage does not call for them. ``language`` is a tag such as "en".
    ``measure_delay`` asks for the whole delay to be measured in set-up; ``display`` is how the
    camera's picture is shown. ``track_affected`` asks for the covered affected hand to be tracked too,
    ``hide_background`` for the limb on a plain table; the person may change that. ``programme`` is one of the
    condition's; ``stage`` puts the person at a stage of it once, on the day of the plan.
    ``addons`` are given after the practice, each on its days.
    ``direct_movement`` adds movement of the affected limb itself; ``due_movement`` is the movement of its ladder that
    the therapist chose, null leaves it to the sessions.
    ``own_limb`` asks for pictures of the person's own limb in left/right judgement.
    ``breathing_minutes`` are those of paced breathing before the session; null gives none. ``observation_speed`` is
    that of the films of action observation, 1 being as they were drawn.
    ``age`` is that of the person in years, now; scores are held against norms for it.
    With ``lessons`` a session may begin with a short lesson; ``lessons_out`` are never given.
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
    hide_background: bool = False
    programme: Slug | None = None
    stage: Slug | None = None
    own_limb: bool = False
    breathing_minutes: Minutes | None = None
    direct_movement: bool = False
    due_movement: Slug | None = None
    observation_speed: Speed | None = None
    lessons: bool = True
    lessons_out: Lessons = ()
    addons: Annotated[tuple[PrescribedAddon, ...], Field(max_length=12)] = ()
    age: Age | None = None


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


class Rung(Frozen):
    """A movement of a ladder; ``ranked`` is how hard it was ranked the last time (0-10), null where it never was."""

    movement: Slug
    name: str
    ranked: int | None


class LadderNow(Frozen):
    """A person's ladder of direct movement, from the movement ranked lowest, after so many ``sessions``.

    ``due`` is the movement of the next session, null: the one that is ranked lowest in it; ``why`` says how it came.
    """

    rungs: tuple[Rung, ...]
    due: Slug | None
    why: str
    sessions: int


class ReviewPoint(Review):
    """A review point of the condition: whether it was reached, and whether nobody has looked back since."""

    reached: bool
    due: bool


class Reviews(Frozen):
    """The review points of a person's condition, beside how many sessions before the mirror they have done."""

    done: int
    points: tuple[ReviewPoint, ...]


class PersonPlans(Frozen):
    """The plan in force, where the person stands in its programme, and the earlier plans, newest first.

    ``bar`` says why the person cannot start, where the last screening says so; else it is empty. ``held`` is true while
    the person is given no session for that: until a plan is put in force with a reason, or another screening.
    """

    now: PlanCard
    standing: Standing | None = None
    ladder: LadderNow | None = None
    reviews: Reviews | None = None
    earlier: tuple[PlanCard, ...]
    bar: str = ""
    held: bool = False


class ExerciseCard(Frozen):
    """An exercise of a condition; a stage gives it after ``from_done`` sessions, null: none does.

    ``direct`` says that it may be a movement of the ladder of direct movement.
    """

    id: Slug
    name: str
    limbs: tuple[Limb, ...]
    from_done: int | None
    direct: bool = False


class LessonCard(Frozen):
    """A lesson of a condition; it is given to those with one of ``limbs`` and one of ``pictures``."""

    id: Slug
    title: str
    limbs: tuple[Limb, ...]
    pictures: tuple[Picture, ...]


class StageCard(Frozen):
    """A stage of a programme, planned for so many days, and what its sessions practise."""

    id: Slug
    name: str
    days: int
    practise: tuple[Practised, ...]


class ProgrammeCard(Frozen):
    """A programme as offered when planning, and where its sources disagree."""

    id: Slug
    name: str
    note: str
    stages: tuple[StageCard, ...]
    conflicts: tuple[Conflict, ...]


class AddonCard(Frozen):
    """An add-on as offered when planning; ``minutes`` are those of all its items."""

    id: Slug
    name: str
    note: str
    minutes: int
    conflicts: tuple[Conflict, ...]


class LimbNote(Frozen):
    """What a therapist reads of a condition for some of its limbs."""

    limbs: tuple[Limb, ...]
    note: str


class ConditionCard(Frozen):
    """A condition as offered when enrolling and planning, with its usual dose and the range it allows."""

    id: Slug
    name: str
    limbs: tuple[Limb, ...]
    note: str
    packs: tuple[LimbNote, ...] = ()
    minutes: int
    minutes_severe: int
    minutes_low: int
    minutes_high: int
    minutes_source: int | None
    minutes_reason: str
    per_week: float | None
    movement: Movement
    movement_fixed: bool
    affected_limb: Literal["there", "gone"]
    exercises: tuple[ExerciseCard, ...]
    lessons: tuple[LessonCard, ...] = ()
    programmes: tuple[ProgrammeCard, ...] = ()
    addons: tuple[AddonCard, ...] = ()
