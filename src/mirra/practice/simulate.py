"""A simulated person who can play any plan, so that every step and every number can be tried without a patient.

The log is marked ``simulated`` and comes out the same for the same seed.
"""

from __future__ import annotations

from datetime import datetime
from random import Random
from typing import Literal

from mirra.practice import events
from mirra.practice.events import Event
from mirra.practice.person import Person, Traits
from mirra.practice.plan import SessionPlan, made_shorter
from mirra.practice.steps.check_in import CheckIn
from mirra.practice.steps.check_out import CheckOut
from mirra.practice.steps.step import Step
from mirra.practice.steps.summary import Summary

Ending = Literal["completed", "stopped", "interrupted"]


def simulate(
    plan: SessionPlan,
    *,
    session: str,
    started: datetime,
    seed: int,
    outcome: Ending = "completed",
    traits: Traits = Traits(),
) -> list[Event]:
    """Play a plan and return its log.

    ``session`` is 32 hex digits, ``started`` has an offset, ``traits`` say what the person is like. ``stopped`` ends at
    Stop and check-out, ``interrupted`` breaks off for good, both in the middle of practice.
    """
    random = Random(seed)  # noqa: S311 (nothing secret)
    person = Person(plan, session, started, random, traits)
    tires = plan.shorter is not None and traits.too_much > 0 and random.random() < traits.too_much
    practice = [index for index, step in enumerate(plan.steps) if step.practice]
    last = None if outcome == "completed" or not practice else practice[len(practice) // 2]
    person.say(
        events.Opened,
        plan=plan.id,
        simulated=True,
        input="simulated",
        picture=plan.picture,
        browser="none",
        shown=plan.display,
    )
    played = plan
    for at in range(len(plan.steps)):
        step = played.steps[at]
        person.say(events.StepStarted, step=step.id)
        if at != last:
            if tires and played is plan and isinstance(step, CheckIn):
                person.wait(1, 3)
                person.say(events.Shortened, step=step.id, said="check_in")
                played = made_shorter(plan, step.id)
            _play(person, step)
            continue
        _break_off(person, step, plan, outcome)
        break
    if outcome == "completed" or last is None:
        person.say(events.Closed, outcome="completed")
    return person.log


def _play(person: Person, step: Step) -> None:
    """Do what a step asks, to its end."""
    step.simulate(person)
    person.say(events.StepEnded, step=step.id, outcome="done")


def _break_off(person: Person, step: Step, plan: SessionPlan, outcome: Ending) -> None:
    """Leave a step half way: by Stop and check-out, or for good."""
    step.simulate_half(person)
    if outcome == "interrupted":
        person.say(events.Interrupted, step=step.id, reason="closed")
        return
    person.say(events.Stopped, step=step.id, by="button")
    person.wait(2, 6)
    step.simulate_cut(person)
    person.say(events.StepEnded, step=step.id, outcome="cut")
    for later in plan.steps:
        if isinstance(later, CheckOut | Summary):
            person.say(events.StepStarted, step=later.id)
            _play(person, later)
    person.say(events.Closed, outcome="stopped")
