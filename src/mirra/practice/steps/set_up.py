"""Getting ready: the camera and its coach, or a glass mirror."""

from __future__ import annotations

from typing import Literal

from mirra.catalogue.models.fields import Check
from mirra.catalogue.models.questions import Question
from mirra.catalogue.models.session import CoachWords, PlacementChoice
from mirra.practice import events
from mirra.practice.address import fitting
from mirra.practice.case import Case
from mirra.practice.person import Person
from mirra.practice.prescription import tracks_hand
from mirra.practice.steps.step import Step


class SetUp(Step):
    """The camera coach, or the instructions for a glass mirror.

    ``tracked`` is said of the affected hand where it is tracked too, before the camera is chosen.
    ``questions`` are asked once there is a picture; with ``measure_delay`` the whole delay is measured too.
    """

    kind: Literal["set_up"] = "set_up"
    before: tuple[str, ...]
    glass: tuple[str, ...]
    placements: tuple[PlacementChoice, ...]
    checks: tuple[Check, ...]
    coach: CoachWords
    questions: tuple[Question, ...] = ()
    measure_delay: bool = False
    tracked: tuple[str, ...] = ()

    def simulate(self, person: Person) -> None:
        """Put the camera up, or the glass mirror."""
        person.wait(8, 25)
        if person.terms.picture == "camera":
            self._put_up(person)
        person.answer(self.id, self.questions)

    def _put_up(self, person: Person) -> None:
        placement, random = self.placements[0], person.random
        person.say(
            events.CameraStarted,
            source="drawn_hand",
            placement=placement.id,
            rotate=placement.rotate,
            flip=placement.flip,
            width=640,
            height=480,
            rate=30,
        )
        person.say(events.ViewChanged, view=person.terms.view, midline=0.5, intact=person.intact)
        for check in self.checks:
            person.wait(1, 3)
            person.say(events.Checked, check=check, passed=True, value=round(random.uniform(0.6, 1), 3))
        person.say(events.Coached, about="good")
        median = round(random.gauss(95, 15), 1)
        person.say(events.LoopLatency, flashes=10, seen=9, median=max(median, 40.0), spread=12.0)


def dose(case: Case) -> SetUp:
    """What is said to this person, and what the coach checks of their picture."""
    written, prescription = case.catalogue.set_up, case.prescription
    glass = prescription.picture == "glass"
    who = prescription.limb, case.condition.affected_limb
    checks = written.checks_hand if tracks_hand(prescription) else written.checks_other
    return SetUp(
        id="set_up",
        title=written.glass_title if glass else written.title,
        before=tuple(
            line.text
            for line in fitting(written.before, *who)
            if not (line.untracked and prescription.track_affected)
        ),
        tracked=tuple(line.text for line in fitting(written.tracked, *who))
        if prescription.track_affected
        else (),
        glass=tuple(line.text for line in fitting(written.glass, *who)),
        placements=tuple(
            PlacementChoice(
                id=placement.id, text=placement.text, rotate=placement.rotate, flip=placement.flip
            )
            for placement in fitting(written.placements, *who)
        ),
        checks=() if glass else checks,
        coach=written.coach,
        questions=written.questions,
        measure_delay=prescription.measure_delay,
    )
