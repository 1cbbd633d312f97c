"""How made-up people go through weeks of practice: who improves, who does not, who stops, who forgets.

Used by tests and by the demonstration; nothing here says how real people fare.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from random import Random
from typing import Literal

from mirra.catalogue.models.diary import PAIN, DiaryQuestion
from mirra.practice.diary import DiaryAnswer, DiaryLine
from mirra.practice.events import Event
from mirra.practice.judge import Judge
from mirra.practice.person import Traits
from mirra.practice.plan import SessionPlan
from mirra.practice.simulate import simulate

Manner = Literal["improver", "non_responder", "drop_out", "adverse", "forgetful"]


@dataclass(frozen=True)
class MadeUp:
    """Somebody made up, and their way through a programme; days are counted from 0.

    ``practises`` is the chance of a session on a day (usually five a week), ``until`` the day of the last one, ``pain``
    (0-10) that of the first day and ``relief`` how far it falls a day. ``rise`` is how far pain rises within each
    session from the day ``worse_from`` on, for two weeks. ``accuracy`` is that of judgement on the first day,
    ``learns`` what each day adds. ``too_much`` is the chance that a session is made shorter because it is too much,
    ``writes`` that of a line in the diary on a day.
    """

    practises: float = 0.72
    until: int = 10_000
    pain: float = 6.0
    relief: float = 0.05
    rise: float = 0.0
    worse_from: int = 10_000
    unpleasant: float = 0.05
    accuracy: float = 0.84
    learns: float = 0.01
    too_much: float = 0.0
    writes: float = 0.6

    def comes(self, day: int, random: Random) -> bool:
        """Whether there is a session on a day."""
        return day <= self.until and random.random() < self.practises

    def play(self, plan: SessionPlan, *, session: str, started: datetime, day: int, seed: int) -> list[Event]:
        """The log of a day's session."""
        worse = self.worse_from <= day < self.worse_from + 14
        sure = min(0.99, self.accuracy + self.learns * day)
        return simulate(
            plan,
            session=session,
            started=started,
            seed=seed,
            traits=Traits(
                pain=round(min(10.0, max(0.0, self.pain - self.relief * day))),
                relief=-self.rise if worse else 0.3,
                unpleasant=self.unpleasant,
                too_much=self.too_much,
                judge=Judge(
                    time=max(1.0, 1.5 - self.learns * day),
                    affected=0.15,
                    accuracy=sure,
                    affected_accuracy=sure,
                ),
            ),
        )


def diary_line(
    questions: Sequence[DiaryQuestion], *, id: str, wall: datetime, pain: int, random: Random
) -> DiaryLine:
    """What somebody made up writes in the diary on the day of ``wall``: pain always, the rest on most days."""
    answers = [
        _answered(question, pain, random)
        for question in questions
        if question.id == PAIN or random.random() < 0.9
    ]
    return DiaryLine(id=id, wall=wall, day=wall.date().isoformat(), answers=tuple(answers))


def _answered(question: DiaryQuestion, pain: int, random: Random) -> DiaryAnswer:
    if not question.choices:
        value = min(
            question.high, max(question.low, pain if question.id == PAIN else pain - random.randint(1, 3))
        )
        return DiaryAnswer(question=question.id, value=value, choice=None, text="")
    likely = [
        3 ** max(0, 4 - rank) for rank in range(len(question.choices))
    ]  # an earlier choice is the likelier one
    (chosen,) = random.choices(question.choices, likely)
    return DiaryAnswer(question=question.id, value=chosen.value, choice=chosen.id, text="")


MADE_UP: dict[Manner, MadeUp] = {
    "improver": MadeUp(),
    "non_responder": MadeUp(relief=0.0, accuracy=0.6, learns=0.0),
    "drop_out": MadeUp(until=6, too_much=0.3),
    "adverse": MadeUp(worse_from=16, rise=4.0, unpleasant=0.6, pain=3.0, relief=0.0, accuracy=0.95),
    "forgetful": MadeUp(practises=0.25, writes=0.1),
}
