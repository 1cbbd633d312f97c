"""Where a person stands in a programme: gates held against what sessions measured, day by day.

Everything is computed from the plans and sessions that are kept, so it comes out the same whenever it is asked.
Gates advise; a therapist's choice of a stage comes before them. A session that the person made shorter counts as a day
practised and towards the sessions of a stage; only gates leave it out.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Literal

from mirra.catalogue.models.fields import Frozen, Slug
from mirra.catalogue.models.programmes import MEASURES, Gate, Measure, Need, Programme, ProgrammeStage, Unit

Advice = Literal["stay", "move_on", "step_back", "ask"]
Cause = Literal["first", "gate", "days", "back", "therapist"]
Decider = Literal["back", "days", "end", "sessions", "gate"]


@dataclass(frozen=True)
class Session:
    """One session as gates see it: its day, whether enough of it was practised, and what it measured.

    ``shorter`` says that the person made it shorter because it was too much that day. Such a session counts as one
    practised, and its pain can lead a step back. Gates leave it out, for their limits are those of whole sessions.
    """

    day: date
    done: bool = True
    shorter: bool = False
    measures: Mapping[Measure, float] = field(default_factory=dict)


@dataclass(frozen=True)
class Start:
    """The day from which a plan holds that names the programme; a ``stage`` is the therapist's choice."""

    day: date
    stage: str | None = None


class SeenNeed(Frozen):
    """A need held against the sessions of its days: the least favourable value, null where none measured it."""

    measure: Measure
    name: str
    unit: Unit
    at_least: float | None
    at_most: float | None
    worst: float | None
    met: bool


class Verdict(Frozen):
    """What the gates say for the day: the advice and its reason in one sentence, with its numbers.

    ``decided_by`` is what the advice came from: the rule that leads ``back``, the ``days`` of the stage, the ``end`` of
    the last stage, the number of ``sessions``, or the needs of the ``gate``.
    """

    advice: Advice
    decided_by: Decider
    why: str
    needs: tuple[SeenNeed, ...] = ()


class Move(Frozen):
    """A change of stage, with the reason in one sentence."""

    day: date
    stage: Slug
    cause: Cause
    why: str


class Standing(Frozen):
    """Where a person stands on a day.

    ``since`` is the first day in the stage, ``practised`` the days with a session since then and ``missed`` those
    without one, today left out. ``back_after`` is the number of days since the last session when they come back after
    a long time, else null.
    """

    programme: Slug
    stage: Slug
    place: int
    of: int
    since: date
    cause: Cause
    planned_days: int
    day_of_stage: int
    practised: int
    missed: int
    back_after: int | None
    verdict: Verdict
    moves: tuple[Move, ...]


def standing(
    programme: Programme, starts: Sequence[Start], sessions: Iterable[Session], today: date
) -> Standing:
    """Where a person stands on a day, from the plans in force since and the sessions until then.

    A change takes effect at the beginning of a day, so that today's session stays what it is. Raises ``ValueError``
    where no plan has begun by ``today``.
    """
    begun = sorted((one for one in starts if one.day <= today), key=lambda one: one.day)
    if not begun:
        raise ValueError("no plan with this programme has begun by this day")
    done = sorted((one for one in sessions if one.done and one.day <= today), key=lambda one: one.day)
    walk = _Walk(programme, begun[0].day)
    day = begun[0].day
    while True:
        chosen = [one for one in begun if one.day == day]
        walk.dawn(day, chosen[-1] if chosen else None, done)
        if day == today:
            return walk.told(today, done)
        day += timedelta(days=1)


class _Walk:
    """A person's way through the stages, a day at a time."""

    def __init__(self, programme: Programme, day: date) -> None:
        self.programme, self.at, self.since = programme, 0, day
        self.cause: Cause = "first"
        self.moves: list[Move] = []

    @property
    def stage(self) -> ProgrammeStage:
        """The stage they are at."""
        return self.programme.stages[self.at]

    def dawn(self, day: date, chosen: Start | None, done: Sequence[Session]) -> None:
        """Begin a day: by the therapist's choice, or by what the gates say of the days before."""
        if chosen is not None and (chosen.stage is not None or not self.moves):
            place = self.programme.place(chosen.stage)
            if chosen.stage is not None:
                self._go(place, day, "therapist", f"The therapist chose the stage {self._name(place)}.")
            else:
                self._go(place, day, "first", "The programme began.")
            return
        verdict = advise(self.programme, self.at, self.since, self._in_stage(done, day), day)
        if verdict.advice == "move_on":
            self._go(self.at + 1, day, "gate" if self.stage.gate else "days", verdict.why)
        elif verdict.advice == "step_back":
            self._go(self.at - 1, day, "back", verdict.why)

    def told(self, today: date, done: Sequence[Session]) -> Standing:
        """Where they stand at the end of the walk."""
        here = {one.day for one in done if self.since <= one.day < today}
        passed = (today - self.since).days
        last = max((one.day for one in done if one.day < today), default=None)
        away = (today - last).days if last else 0
        return Standing(
            programme=self.programme.id,
            stage=self.stage.id,
            place=self.at + 1,
            of=len(self.programme.stages),
            since=self.since,
            cause=self.cause,
            planned_days=self.stage.days,
            day_of_stage=passed + 1,
            practised=len(here),
            missed=passed - len(here),
            back_after=away if away > self.programme.away else None,
            verdict=advise(self.programme, self.at, self.since, self._in_stage(done, today), today),
            moves=tuple(self.moves),
        )

    def _in_stage(self, done: Sequence[Session], day: date) -> list[Session]:
        return [one for one in done if self.since <= one.day < day]

    def _go(self, place: int, day: date, cause: Cause, why: str) -> None:
        self.at, self.since, self.cause = place, day, cause
        self.moves.append(Move(day=day, stage=self.stage.id, cause=cause, why=why))

    def _name(self, place: int) -> str:
        return f"“{self.programme.stages[place].name}”"


def advise(programme: Programme, at: int, since: date, sessions: Sequence[Session], day: date) -> Verdict:
    """What the gates say on a day about a person at a stage, from the stage's sessions before that day, in order."""
    stage, passed = programme.stages[at], (day - since).days
    if back := _steps_back(programme, sessions):
        advice: Advice = "step_back" if at else "ask"
        return Verdict(advice=advice, decided_by="back", why=back)
    needs = _needs(stage.gate, sessions, day) if stage.gate else ()
    if passed < stage.days:
        why = f"It is day {passed + 1} of {stage.days}."
        return Verdict(advice="stay", decided_by="days", why=why, needs=needs)
    if at + 1 == len(programme.stages):
        why = f"The {stage.days} days of the last stage are over."
        return Verdict(advice="ask", decided_by="end", why=why, needs=needs)
    if len(sessions) < stage.sessions:
        why = (
            f"After {passed} days there were {len(sessions)} sessions; {stage.sessions} are planned at least."
        )
        return Verdict(advice="ask", decided_by="sessions", why=why, needs=needs)
    if not stage.gate:
        why = f"After {passed} days there were {len(sessions)} sessions; {stage.sessions} were needed."
        return Verdict(advice="move_on", decided_by="sessions", why=why)
    recent = _recent(stage.gate, sessions, day)
    told = "; ".join(_in_words(need) for need in needs)
    why = f"{len(recent)} sessions in the last {stage.gate.days} days ({stage.gate.sessions} needed): {told}."
    enough = len(recent) >= stage.gate.sessions and all(need.met for need in needs)
    return Verdict(advice="move_on" if enough else "ask", decided_by="gate", why=why, needs=needs)


def _steps_back(programme: Programme, sessions: Sequence[Session]) -> str:
    """Why to step back; empty where there is no reason."""
    back = programme.back
    last = sessions[-back.sessions :] if back else ()
    if back is None or len(last) < back.sessions:
        return ""
    values = [one.measures.get(back.need.measure) for one in last]
    if not all(value is not None and back.need.met(value) for value in values):
        return ""
    measured = MEASURES[back.need.measure]
    told = ", ".join(_number(measured.unit, value) for value in values if value is not None)
    limit = _limit(back.need, measured.unit)
    return f"In the last {back.sessions} sessions the {measured.within} was {told} ({limit} leads back)."


def _recent(gate: Gate, sessions: Sequence[Session], day: date) -> list[Session]:
    return [one for one in sessions if (day - one.day).days <= gate.days and not one.shorter]


def _needs(gate: Gate, sessions: Sequence[Session], day: date) -> tuple[SeenNeed, ...]:
    recent = _recent(gate, sessions, day)
    return tuple(_seen(need, [one.measures.get(need.measure) for one in recent]) for need in gate.needs)


def _seen(need: Need, values: Sequence[float | None]) -> SeenNeed:
    """A session that did not measure it does not meet it: what is unknown opens no gate."""
    known = [value for value in values if value is not None]
    worst = (min(known) if need.at_least is not None else max(known)) if known else None
    return SeenNeed(
        measure=need.measure,
        **MEASURES[need.measure].model_dump(),
        at_least=need.at_least,
        at_most=need.at_most,
        worst=worst,
        met=len(known) == len(values) > 0 and all(need.met(value) for value in known),
    )


def _in_words(need: SeenNeed) -> str:
    worst = "not measured" if need.worst is None else _number(need.unit, need.worst)
    return f"{MEASURES[need.measure].within} {worst} ({_limit(need, need.unit)} needed)"


def _limit(need: Need | SeenNeed, unit: Unit) -> str:
    if need.at_least is not None:
        return f"at least {_number(unit, need.at_least)}"
    return f"at most {_number(unit, need.at_most or 0.0)}"


def _number(unit: Unit, value: float) -> str:
    """A value as it is read: a share in percent, a time in s, pain in points."""
    return {"share": f"{100 * value:.0f} %", "seconds": f"{value:.3g} s", "points": f"{value:g}"}[unit]
