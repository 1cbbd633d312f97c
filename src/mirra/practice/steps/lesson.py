"""A short lesson before anything else, and its questions; a week later the questions alone."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, Literal

from pydantic import Field

from mirra.catalogue.catalogue import Catalogue
from mirra.catalogue.models.evidence import Rule
from mirra.catalogue.models.fields import Frozen, Slug
from mirra.catalogue.models.lessons import LessonKind
from mirra.catalogue.models.questions import Question
from mirra.practice.case import Case
from mirra.practice.events import Event
from mirra.practice.lessons import Due, Outcome
from mirra.practice.person import Person
from mirra.practice.steps.step import Step, StepResult

KNOWS = 0.8  # the share of questions that a simulated person answers rightly


class LessonRead(Event):
    """The person went on from a page of the lesson; pages count from 0."""

    kind: Literal["lesson_read"] = "lesson_read"
    step: Slug
    page: int = Field(ge=0, le=100)


class LessonAnswered(Event):
    """One question of the lesson was answered; the first answer counts, since the right one is told afterwards."""

    kind: Literal["lesson_answered"] = "lesson_answered"
    step: Slug
    question: Slug
    option: Slug


class LessonLeft(Event):
    """The person went on with the session before the lesson was over."""

    kind: Literal["lesson_left"] = "lesson_left"
    step: Slug


class LessonOption(Frozen):
    """One possible answer."""

    id: Slug
    text: str


class LessonQuestion(Frozen):
    """A question; ``explanation`` is said after any answer."""

    id: Slug
    text: str
    options: tuple[LessonOption, ...] = Field(min_length=2)
    right: Slug
    explanation: str


class LessonAnswer(Frozen):
    """How one question was answered."""

    question: Slug
    option: Slug
    right: bool


class LessonResult(StepResult):
    """What came of a lesson: pages read out of ``pages``, the answers, and whether it was understood."""

    kind: Literal["lesson"] = "lesson"
    lesson: Slug
    title: str
    again: bool
    read: int
    pages: int
    answers: tuple[LessonAnswer, ...]
    outcome: Outcome


class Lesson(Step):
    """Pages to read or hear, then questions; the person may leave it at any time.

    With ``again`` there are no pages: it was understood before. ``energy`` is asked first where the plan has a rule for
    people who tire quickly, and who is tired has no lesson today.
    """

    events: ClassVar[tuple[type[Event], ...]] = (LessonRead, LessonAnswered, LessonLeft)
    result: ClassVar[type[StepResult] | None] = LessonResult

    kind: Literal["lesson"] = "lesson"
    lesson: Slug
    about: LessonKind
    again: bool = False
    name: str
    pages: tuple[str, ...]
    questions: tuple[LessonQuestion, ...] = Field(min_length=1)
    energy: Question | None = None

    def rules(self, catalogue: Catalogue) -> tuple[Rule, ...]:
        """Those of all lessons, and one for each statement of this lesson that names a claim."""
        written = catalogue.lessons[self.lesson]
        of_pages = (
            Rule(
                id=f"{self.lesson[:40]}_{page}",
                plain=said.text,
                text=said.text,
                claim=said.claim,
                source=said.source,
                provenance=said.provenance,
            )
            for page, said in enumerate(written.pages)
            if said.claim
        )
        return (*catalogue.lesson_terms.rules, *of_pages)

    def fold(self, events: Sequence[Event]) -> LessonResult:
        """What was read, answered and understood."""
        right = {question.id: question.right for question in self.questions}
        first: dict[str, str] = {}
        for event in events:
            if isinstance(event, LessonAnswered) and event.question in right:
                first.setdefault(event.question, event.option)
        read = {
            event.page for event in events if isinstance(event, LessonRead) and event.page < len(self.pages)
        }
        answers = tuple(
            LessonAnswer(question=id, option=first[id], right=first[id] == right[id])
            for id in right
            if id in first
        )
        outcome: Outcome = "not_reached" if not events else "left"
        if len(answers) == len(right):
            outcome = "understood" if all(answer.right for answer in answers) else "not_understood"
        return LessonResult(
            step=self.id,
            lesson=self.lesson,
            title=self.name,
            again=self.again,
            read=len(read),
            pages=len(self.pages),
            answers=answers,
            outcome=outcome,
        )

    def simulate(self, person: Person) -> None:
        """Read every page, and answer most questions rightly."""
        person.answer(self.id, (self.energy,) if self.energy else ())
        self._read(person, len(self.pages))
        for question in self.questions:
            person.wait(3, 8)
            others = [option.id for option in question.options if option.id != question.right]
            knows = person.random.random() < KNOWS
            option = question.right if knows else person.random.choice(others)
            person.say(LessonAnswered, step=self.id, question=question.id, option=option)
            person.wait(2, 5)

    def simulate_half(self, person: Person) -> None:
        """Read the first page, and answer nothing."""
        self._read(person, min(1, len(self.pages)))
        person.wait(2, 6)

    def _read(self, person: Person, pages: int) -> None:
        for page in range(pages):
            person.wait(3, 8)
            person.say(LessonRead, step=self.id, page=page)


def dose(case: Case, due: Due) -> Lesson:
    """A lesson as this person should read it: in short sentences where a profile asks for few words."""
    lesson, catalogue = due.lesson, case.catalogue
    few = any(profile.support.few_words for profile in case.profiles)
    return Lesson(
        id="lesson",
        title=catalogue.lesson_terms.again_title if due.again else lesson.title,
        name=lesson.title,
        lesson=lesson.id,
        about=lesson.kind,
        again=due.again,
        pages=() if due.again else tuple(page.aphasia if few else page.text for page in lesson.pages),
        questions=tuple(
            LessonQuestion(
                id=question.id,
                text=question.text,
                options=tuple(LessonOption(id=option.id, text=option.text) for option in question.options),
                right=question.right,
                explanation=question.explanation,
            )
            for question in lesson.questions
        ),
        energy=catalogue.questions.energy.question
        if any(profile.asks_energy for profile in case.profiles)
        else None,
    )
