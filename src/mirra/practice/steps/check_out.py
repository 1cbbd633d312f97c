"""The questions at the end, and what was unpleasant."""

from __future__ import annotations

from typing import ClassVar, Literal

from pydantic import Field

from mirra.catalogue.models.fields import Frozen, Slug
from mirra.catalogue.models.questions import Choice, Question
from mirra.practice.address import fitting
from mirra.practice.case import Case
from mirra.practice.course import Course
from mirra.practice.events import Event
from mirra.practice.person import Person
from mirra.practice.steps.step import Step


class Adverse(Event):
    """Something unpleasant, as tapped at check-out; the same category again replaces the earlier severity.

    ``severity`` is ``none`` when a tap was taken back.
    """

    kind: Literal["adverse"] = "adverse"
    step: Slug
    category: Slug
    severity: Slug


class Note(Event):
    """A word of the person's own."""

    kind: Literal["note"] = "note"
    step: Slug
    text: str = Field(max_length=280)


class Complaint(Frozen):
    """One adverse event as last tapped."""

    category: Slug
    severity: Slug


class CheckOut(Step):
    """Pain now, anything unpleasant by one tap each, and a word of the person's own."""

    events: ClassVar[tuple[type[Event], ...]] = (Adverse, Note)

    kind: Literal["check_out"] = "check_out"
    questions: tuple[Question, ...]
    adverse_title: str
    adverse: tuple[Choice, ...]
    severities: tuple[Choice, ...]
    none_text: str
    note_title: str
    note_limit: int = Field(default=280, ge=0, le=280)

    def take(self, course: Course, event: Event) -> None:
        """Keep what was unpleasant, as last said, and the person's own words."""
        match event:
            case Adverse(severity="none"):
                course.adverse.pop(event.category, None)
            case Adverse():
                course.adverse[event.category] = event.severity
            case Note():
                course.note = event.text

    def simulate(self, person: Person) -> None:
        """Pain again, now and then something unpleasant, seldom a word."""
        random = person.random
        person.pain = min(max(round(random.gauss(person.pain - person.traits.relief, 0.9)), 0), 10)
        person.answer(self.id, self.questions)
        offered = [choice.id for choice in self.adverse]
        for category in random.sample(offered, min(2, len(offered))):
            if random.random() < person.traits.unpleasant and self.severities:
                person.wait(1, 4)
                severity = self.severities[0 if random.random() < 0.7 else -1].id
                person.say(Adverse, step=self.id, category=category, severity=severity)
        if self.note_limit and random.random() < 0.2:
            person.say(Note, step=self.id, text="It felt strange at first."[: self.note_limit])


def dose(case: Case) -> CheckOut:
    """The questions of every session's end, with the complaints that this person may have."""
    out = case.catalogue.questions.check_out
    return CheckOut(
        id="check_out",
        title=out.title,
        questions=out.questions,
        adverse_title=out.adverse_title,
        adverse=tuple(
            Choice(id=choice.id, text=choice.text, stops=choice.stops)
            for choice in fitting(out.adverse, case.prescription.limb, case.condition.affected_limb)
        ),
        severities=out.severities,
        none_text=out.none_text,
        note_title=out.note_title,
    )
