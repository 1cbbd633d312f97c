"""What a session, the gates of a programme or a review point raise for the therapist: alarms first, then the rest."""

from __future__ import annotations

from datetime import date
from typing import Literal

from mirra.catalogue.models.fields import Frozen, Slug
from mirra.catalogue.models.programmes import Programme
from mirra.practice.fold import SessionResult
from mirra.practice.plan import SessionPlan
from mirra.practice.progress import Decider, Standing
from mirra.practice.steps.check_out import CheckOut

Kind = Literal[
    "severe_event", "pain_rise", "event", "stopped", "interrupted", "gate_asks", "stepped_back", "review_due"
]
LEVELS: dict[Kind, int] = {
    "severe_event": 3,
    "pain_rise": 3,
    "event": 2,
    "stopped": 1,
    "interrupted": 1,
    "gate_asks": 1,
    "stepped_back": 1,
    "review_due": 1,
}
ALARM = 3  # from this level on, somebody has to act


class AtStage(Frozen):
    """What the gates said of a person who is at a stage ``since`` a day: what it came from, and the sentence."""

    stage: Slug
    name: str
    since: date
    decided_by: Decider
    why: str

    def same_reason(self, other: AtStage) -> bool:
        """Whether both say the same of the same stay at a stage; the numbers in the sentence may differ."""
        return (self.stage, self.since, self.decided_by) == (other.stage, other.since, other.decided_by)


class AtReview(Frozen):
    """A review point of a condition that a person has come to: after so many sessions, and what to look back at."""

    condition: Slug
    after: int
    text: str

    def same_point(self, other: AtReview) -> bool:
        """Whether both are the same point; its text may have been written anew."""
        return (self.condition, self.after) == (other.condition, other.after)


class Raised(Frozen):
    """One thing to be seen; ``events`` are the adverse events, ``rise`` is pain (0-10) at check-in and its worst.

    What is of a person and of no session: ``at_stage`` is what the gates of a programme raise, ``at_review`` a review
    point that is due.
    """

    kind: Kind
    events: tuple[Slug, ...] = ()
    rise: tuple[int, int] | None = None
    at_stage: AtStage | None = None
    at_review: AtReview | None = None

    @property
    def level(self) -> int:
        """How pressing it is, from 1 to ``ALARM``."""
        return LEVELS[self.kind]


def raised(result: SessionResult, plan: SessionPlan) -> tuple[Raised, ...]:
    """What a session raises, the most pressing first.

    An adverse event as severe as the plan's alarm rule says, and a rise by as much between check-in and any later
    answer, are alarms; plans from before that rule go by the stop rule and the highest severity.
    """
    severe = plan.alarm.severities if plan.alarm else _severe(plan)
    items: list[Raised] = []
    for kind, events in (
        ("severe_event", tuple(event.category for event in result.adverse if event.severity in severe)),
        ("event", tuple(event.category for event in result.adverse if event.severity not in severe)),
    ):
        if events:
            items.append(Raised(kind=kind, events=events))
    if rise := _rise(result, plan):
        items.append(Raised(kind="pain_rise", rise=rise))
    if result.state == "stopped" or result.state == "interrupted":
        items.append(Raised(kind=result.state))
    return tuple(sorted(items, key=lambda raised_one: -raised_one.level))


def raised_by_gates(programme: Programme, now: Standing) -> tuple[Raised, ...]:
    """What the gates of a programme raise for a person: that they ask for a decision, that they led a stage back.

    Moving on raises nothing, since that is what the plan says.
    """
    name, verdict = programme.stages[now.place - 1].name, now.verdict
    raised: list[Raised] = []
    if verdict.advice == "ask":
        raised.append(_at_stage("gate_asks", name, now, verdict.decided_by, verdict.why))
    if now.cause == "back":
        raised.append(_at_stage("stepped_back", name, now, "back", now.moves[-1].why))
    return tuple(raised)


def _at_stage(kind: Kind, name: str, now: Standing, decided_by: Decider, why: str) -> Raised:
    said = AtStage(stage=now.stage, name=name, since=now.since, decided_by=decided_by, why=why)
    return Raised(kind=kind, at_stage=said)


def _severe(plan: SessionPlan) -> tuple[str, ...]:
    """The id of the plan's highest severity."""
    offered = [step.severities for step in plan.steps if isinstance(step, CheckOut)]
    return (offered[0][-1].id,) if offered and offered[0] else ("severe",)


def _rise(result: SessionResult, plan: SessionPlan) -> tuple[int, int] | None:
    """The first and the highest later answer to the rule's question, when it rose by as much as the rule says."""
    rule = plan.alarm or plan.stop
    answers = [felt.value for felt in result.felt if felt.question == rule.question]
    if len(answers) < 2 or max(answers[1:]) - answers[0] < rule.rise:
        return None
    return answers[0], max(answers[1:])
