"""Lessons through the real API: one a day's plan, asked again after a week, left out where a therapist says so."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import httpx
import pytest

from material.short_session import shortened
from mirra.catalogue.load import load
from mirra.clinic.shapes.sheets import LessonSheets
from mirra.practice.log import write_event
from mirra.practice.plan import SessionPlan, read_plan
from mirra.practice.simulate import simulate
from mirra.practice.steps.lesson import Lesson, LessonAnswered, LessonRead, LessonResult
from tests.catalogue.test_load import PACKAGE
from tests.clinic.test_plans import change
from tests.clinic.world import World, add_person, send_all, today


def lesson_of(plan: SessionPlan) -> Lesson | None:
    return next((step for step in plan.steps if isinstance(step, Lesson)), None)


def own(device: httpx.Client) -> LessonSheets:
    """The lessons that the person may read again."""
    return LessonSheets.model_validate_json(device.get("/api/lessons").content)


def practise(world: World, device: httpx.Client, number: int, *, rightly: bool = True) -> Lesson | None:
    """Today's session with every answer right, or every one wrong; gives its lesson."""
    plan = shortened(read_plan(today(device).plan.model_dump_json()), blocks=1)
    step, session = lesson_of(plan), f"{number:032x}"
    log = simulate(plan, session=session, started=world.time, seed=number)
    right = {q.id: q.right for q in step.questions} if step else {}
    wrong = {q.id: next(o.id for o in q.options if o.id != q.right) for q in step.questions} if step else {}
    said: list[Any] = [
        event.model_copy(update={"option": (right if rightly else wrong)[event.question]})
        if isinstance(event, LessonAnswered)
        else event
        for event in log
    ]
    send_all(device, session, [write_event(event) for event in said])
    return step


def test_a_person_has_a_lesson_a_day_and_is_asked_about_it_a_week_later(world: World) -> None:
    ticket = add_person(world.staff())
    device = world.device(ticket)
    came = []
    for number in range(9):
        step = practise(world, device, number)
        came.append((step.lesson, step.again) if step else None)
        world.later(days=1)
    assert came == [
        ("when_to_stop", False),
        ("why_stroke", False),
        ("set_up_camera", False),
        ("normal_to_feel", False),
        None,
        None,
        None,
        ("when_to_stop", True),
        ("why_stroke", True),
    ]


def test_a_lesson_that_was_not_understood_comes_again_and_the_therapist_sees_so(world: World) -> None:
    therapist = world.staff()
    ticket = add_person(therapist)
    out = [one.id for one in load().lessons.values() if one.id != "when_to_stop"]
    assert change(therapist, ticket.person, lessons_out=out).status_code == 200
    device = world.device(ticket)
    for number, rightly in ((0, False), (1, True)):
        step = practise(world, device, number, rightly=rightly)
        assert step is not None
        assert (step.lesson, step.again) == ("when_to_stop", False)
        world.later(days=1)
    assert lesson_of(today(device).plan) is None
    sessions = world.staff().get(f"/api/people/{ticket.person}").json()["sessions"]
    found = [
        LessonResult.model_validate(r)
        for s in sessions
        for r in s["result"]["results"]
        if r["kind"] == "lesson"
    ]
    assert [one.outcome for one in found] == ["understood", "not_understood"]


def test_a_therapist_leaves_all_lessons_out_and_what_was_kept_before_has_them(world: World) -> None:
    therapist = world.staff()
    ticket = add_person(therapist)
    device = world.device(ticket)
    assert lesson_of(today(device).plan) is not None
    assert change(therapist, ticket.person, lessons=False).status_code == 200
    assert lesson_of(today(device).plan) is None


def test_a_person_reads_again_the_lessons_they_had_and_no_other(world: World) -> None:
    ticket = add_person(world.staff())
    device = world.device(ticket)
    assert own(device).lessons == ()
    for number in range(2):
        practise(world, device, number)
        world.later(days=1)
    found = own(device)
    assert [one.id for one in found.lessons] == ["when_to_stop", "why_stroke"]
    written = load().lessons["when_to_stop"].pages
    assert [page.text for page in found.lessons[0].pages] == [page.text for page in written]
    assert [page.claim for page in found.lessons[0].pages] == [page.claim for page in written]
    therapist = world.staff()  # the first sign-in has ended by now
    assert change(therapist, ticket.person, lessons_out=["why_stroke"]).status_code == 200
    assert [one.id for one in own(device).lessons] == ["when_to_stop"]
    assert change(therapist, ticket.person, lessons=False, lessons_out=[]).status_code == 200
    assert [one.id for one in own(device).lessons] == ["when_to_stop", "why_stroke"], "what was had is gone"


def test_a_lesson_that_a_session_did_not_come_to_is_not_in_the_list(world: World) -> None:
    ticket = add_person(world.staff())
    device = world.device(ticket)
    plan = shortened(read_plan(today(device).plan.model_dump_json()), blocks=1)
    session = f"{1:032x}"
    log = simulate(plan, session=session, started=world.time, seed=1)
    before = [event for event in log if not isinstance(event, LessonRead | LessonAnswered)]
    numbered = [event.model_copy(update={"seq": place}) for place, event in enumerate(before)]
    send_all(device, session, [write_event(event) for event in numbered])
    assert own(device).lessons == ()


def test_a_therapist_reads_every_lesson_of_the_condition_with_the_day_it_was_shown(world: World) -> None:
    therapist = world.staff()
    ticket = add_person(therapist)
    practise(world, world.device(ticket), 1)
    shown = world.time.date()
    answer = therapist.get(f"/api/people/{ticket.person}/lessons")
    found = LessonSheets.model_validate_json(answer.content)
    fits = [one.id for one in load().lessons.values() if one.fits("stroke", "hand", "camera", "there")]
    assert [one.id for one in found.lessons] == fits
    assert len(fits) >= 4
    assert {one.id: one.had for one in found.lessons if one.had} == {"when_to_stop": shown}


@pytest.mark.parametrize("language", ["de", "es", "fr", "pt"])
def test_lessons_are_in_the_persons_language_and_in_few_words_where_the_plan_says_so(
    world: World, language: str
) -> None:
    therapist = world.staff()
    ticket = add_person(therapist)
    assert change(therapist, ticket.person, language=language, profiles=["aphasia"]).status_code == 200
    answer = therapist.get(f"/api/people/{ticket.person}/lessons")
    found = LessonSheets.model_validate_json(answer.content)
    assert found.language == language
    told = load().languages[language].texts
    first = next(one for one in found.lessons if one.id == "when_to_stop")
    assert [page.text for page in first.pages] == [
        told[page.aphasia] for page in load().lessons["when_to_stop"].pages
    ]
    assert (first.title, first.name) == (told["When to stop"], "When to stop")
    assert not any("{" in page.text for one in found.lessons for page in one.pages)


def test_a_lesson_of_a_clinics_own_folder_is_offered_and_given(tmp_path: Path) -> None:
    built_in = (PACKAGE / "lessons" / "when_to_stop.toml").read_text(encoding="utf-8")
    ours = built_in.replace('id = "when_to_stop"', 'id = "our_rooms"', 1).replace("place = 5", "place = 1")
    (tmp_path / "ours" / "lessons").mkdir(parents=True)
    (tmp_path / "ours" / "lessons" / "our_rooms.toml").write_text(ours, encoding="utf-8")
    world = World(tmp_path, options={"catalogue": tmp_path / "ours"})
    therapist = world.staff()
    offered = {one["id"]: one for one in therapist.get("/api/conditions").json()}["stroke"]["lessons"]
    assert offered[0] == {
        "id": "our_rooms",
        "title": "When to stop",
        "limbs": ["hand", "arm", "foot", "leg"],
        "pictures": ["camera", "glass"],
    }
    step = lesson_of(today(world.device(add_person(therapist))).plan)
    assert step is not None
    assert step.lesson == "our_rooms"
    world.clinic.store.close()
