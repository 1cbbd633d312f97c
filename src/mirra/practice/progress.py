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
from mirra.catalogue.models.programmes import (
    MEASURES,
    OF_EVERY_SESSION,
    Gate,
    Measure,
    Need,
    Programme,
    ProgrammeStage,
    Unit,
)

MOST_PLACES = 6  # of a number that differs from its limit by less than is usually written
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
    """A need held against the sessions of its days: the least favourable value, null where none measured it.

    ``needed`` and ``seen`` say the limit and that value in words, with their unit.
    """

    measure: Measure
    name: str
    at_least: float | None
    at_most: float | None
    worst: float | None
    needed: str
    seen: str
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

    ``since`` is the first day in the stage. Of the days since then, today left out, ``practised`` are those with a
    session that was done, ``cut_short`` those on which one was begun and none done, ``missed`` those without any.
    ``back_after`` is the number of days since the last session when they come back after a long time, else null;
    ``stage_kept`` says that the stage has not changed since that session.
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
    cut_short: int = 0
    missed: int
    back_after: int | None
    stage_kept: bool = True
    verdict: Verdict
    moves: tuple[Move, ...]


def standing(
    programme: Programme, starts: Sequence[Start], sessions: Iterable[Session], today: date
) -> Standing:
    """Where a person stands on a day, from the plans in force since and the sessions until then.

    A change takes effect at the beginning of a day, so that today's session stays what it is. Raises ``ValueError``
    where no plan has begun by ``today``.
    """
    begun = sorted((start for start in starts if start.day <= today), key=lambda start: start.day)
    if not begun:
        raise ValueError("no plan with this programme has begun by this day")
    until = sorted(
        (session for session in sessions if begun[0].day <= session.day <= today),
        key=lambda session: session.day,
    )
    walk = _Walk(programme, begun[0].day)
    day = begun[0].day
    while True:
        walk.dawn(day, _of_day(begun, day), until)
        if day == today:
            return walk.standing(today, until)
        day += timedelta(days=1)


def _of_day(starts: Sequence[Start], day: date) -> Start | None:
    """What the therapist decided on a day: the last choice of a stage, whatever else of the plan changed after it."""
    of_day = [start for start in starts if start.day == day]
    chosen = [start for start in of_day if start.stage is not None]
    return chosen[-1] if chosen else of_day[-1] if of_day else None


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

    def dawn(self, day: date, chosen: Start | None, sessions: Sequence[Session]) -> None:
        """Begin a day: by the therapist's choice, or by what the gates say of the days before."""
        if chosen is not None and (chosen.stage is not None or not self.moves):
            index = self.programme.index_of(chosen.stage)
            if chosen.stage is not None:
                self._go(index, day, "therapist", f"The therapist chose the stage {self._name(index)}.")
            else:
                self._go(index, day, "first", "The programme began.")
            return
        verdict = advise(self.programme, self.at, self.since, self._in_stage(sessions, day), day)
        if verdict.advice == "move_on":
            self._go(self.at + 1, day, "gate" if self.stage.gate else "days", verdict.why)
        elif verdict.advice == "step_back":
            self._go(self.at - 1, day, "back", verdict.why)

    def standing(self, today: date, sessions: Sequence[Session]) -> Standing:
        """Where they stand at the end of the walk."""
        here = self._in_stage(sessions, today)
        practised = {session.day for session in here if session.done}
        cut_short = {session.day for session in here} - practised
        passed = (today - self.since).days
        last = max((session.day for session in sessions if session.day < today), default=None)
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
            practised=len(practised),
            cut_short=len(cut_short),
            missed=passed - len(practised) - len(cut_short),
            back_after=away if away > self.programme.away else None,
            stage_kept=last is None or last >= self.since,
            verdict=advise(self.programme, self.at, self.since, here, today),
            moves=tuple(self.moves),
        )

    def _in_stage(self, sessions: Sequence[Session], day: date) -> list[Session]:
        return [session for session in sessions if self.since <= session.day < day]

    def _go(self, index: int, day: date, cause: Cause, why: str) -> None:
        self.at, self.since, self.cause = index, day, cause
        self.moves.append(Move(day=day, stage=self.stage.id, cause=cause, why=why))

    def _name(self, index: int) -> str:
        return f"“{self.programme.stages[index].name}”"


def advise(programme: Programme, at: int, since: date, sessions: Sequence[Session], day: date) -> Verdict:
    """What the gates say on a day about a person at a stage, from the stage's sessions before that day, in order."""
    stage, passed = programme.stages[at], (day - since).days
    if back := _steps_back(programme, sessions):
        advice: Advice = "step_back" if at else "ask"
        return Verdict(advice=advice, decided_by="back", why=back)
    done = [session for session in sessions if session.done]
    needs = _needs(stage.gate, sessions, day) if stage.gate else ()
    if passed < stage.days:
        why = f"It is day {passed + 1} of {stage.days}."
        return Verdict(advice="stay", decided_by="days", why=why, needs=needs)
    if at + 1 == len(programme.stages):
        why = f"The {_many(stage.days, 'day')} of the last stage are over."
        return Verdict(advice="ask", decided_by="end", why=why, needs=needs)
    were = "was" if len(done) == 1 else "were"
    had = f"After {_many(passed, 'day')} there {were} {_many(len(done), 'session')}"
    if len(done) < stage.sessions:
        why = f"{had}; {stage.sessions} are planned at least."
        return Verdict(advice="ask", decided_by="sessions", why=why, needs=needs)
    if not stage.gate:
        return Verdict(advice="move_on", decided_by="sessions", why=f"{had}; {stage.sessions} were needed.")
    days = len({session.day for session in _recent(stage.gate, done, day)})
    measured = "; ".join(
        f"{MEASURES[need.measure].within} {need.seen} ({need.needed} needed)" for need in needs
    )
    why = f"Days with a session in the last {stage.gate.days}: {days} ({stage.gate.practised} needed); {measured}."
    enough = days >= stage.gate.practised and all(need.met for need in needs)
    return Verdict(advice="move_on" if enough else "ask", decided_by="gate", why=why, needs=needs)


def _steps_back(programme: Programme, sessions: Sequence[Session]) -> str:
    """Why to step back; empty where there is no reason.

    A session that was cut short counts too, where it measured this: pain that rises is a reason to stop.
    """
    back = programme.back
    if back is None:
        return ""
    measured_values = [session.measures.get(back.need.measure) for session in sessions]
    last = [value for value in measured_values if value is not None][-back.sessions :]
    if len(last) < back.sessions or not all(back.need.met(value) for value in last):
        return ""
    measured = MEASURES[back.need.measure]
    values = ", ".join(_number(measured.unit, value) for value in last)
    whose = "last session" if back.sessions == 1 else f"last {back.sessions} sessions"
    return f"In the {whose} the {measured.within} was {values} ({_limit(back.need)} leads back)."


def _recent(gate: Gate, sessions: Sequence[Session], day: date) -> list[Session]:
    return [session for session in sessions if (day - session.day).days <= gate.days and not session.shorter]


def _needs(gate: Gate, sessions: Sequence[Session], day: date) -> tuple[SeenNeed, ...]:
    """The needs held against the sessions that were done; pain also against those that were cut short."""
    recent = _recent(gate, sessions, day)
    seen = []
    for need in gate.needs:
        anyway = need.measure in OF_EVERY_SESSION
        values = [(session.measures.get(need.measure), session.done) for session in recent]
        seen.append(_seen(need, [value for value, done in values if done or (anyway and value is not None)]))
    return tuple(seen)


def _seen(need: Need, values: Sequence[float | None]) -> SeenNeed:
    """A session that did not measure it does not meet it: what is unknown opens no gate."""
    known = [value for value in values if value is not None]
    worst = (min(known) if need.at_least is not None else max(known)) if known else None
    return SeenNeed(
        measure=need.measure,
        name=MEASURES[need.measure].name,
        at_least=need.at_least,
        at_most=need.at_most,
        worst=worst,
        needed=_limit(need),
        seen=_in_words(need, worst, len(values) - len(known)),
        met=len(known) == len(values) > 0 and all(need.met(value) for value in known),
    )


def _in_words(need: Need, worst: float | None, unmeasured: int) -> str:
    if worst is None:
        return "not measured"
    seen = _number(MEASURES[need.measure].unit, worst, apart_from=need.limit)
    return f"{seen}, not measured in {_many(unmeasured, 'session')}" if unmeasured else seen


def _limit(need: Need) -> str:
    which = "at least" if need.at_least is not None else "at most"
    return f"{which} {_number(MEASURES[need.measure].unit, need.limit)}"


def _number(unit: Unit, value: float, apart_from: float | None = None) -> str:
    """A value as it is read: a share in percent, a time in s, pain in points.

    Where it differs from a limit, it has as many places as show that.
    """
    scaled, sign, places = {
        "share": (100.0, " %", 0),
        "seconds": (1.0, " s", 2),
        "points": (1.0, "", 1),
    }[unit]
    while apart_from not in (None, value) and places < MOST_PLACES:
        assert apart_from is not None
        if f"{scaled * value:.{places}f}" != f"{scaled * apart_from:.{places}f}":
            break
        places += 1
    number = f"{scaled * value:.{places}f}"
    return (number.rstrip("0").rstrip(".") if "." in number else number) + sign


def _many(number: int, thing: str) -> str:
    """So many of a thing, as it is said."""
    return f"{number} {thing}" if number == 1 else f"{number} {thing}s"
