"""Screenings of people: kept with date, answers, author and sign-off; never changed; heeded by the plan."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import httpx
import pytest
from sqlalchemy import select

from mirra.catalogue.load import load
from mirra.clinic.erasing import erase_noted
from mirra.clinic.shapes.screening import PersonScreenings, ScreeningOutcome
from mirra.clinic.tables import Audit, KeptScreening
from tests.clinic.world import World, add_person, problem

CATALOGUE = load()
WHY = "The person cannot see or follow the picture."
BAR = f"The last screening says: cannot start. {WHY}"
HARMLESS = {
    one.id: next(
        answer.id for answer in one.answers if not any(answer.id in rule.answers for rule in one.rules)
    )
    for one in CATALOGUE.screening
}


def asked(
    limb: str = "hand", affected_limb: str = "there", signed: str = "", **answers: str
) -> dict[str, Any]:
    """A whole screening without a precaution, but for ``answers``."""
    body = {"limb": limb, "affected_limb": affected_limb, "answers": HARMLESS | answers}
    return body | ({"signed_off_by": signed} if signed else {})


def screened(therapist: httpx.Client, person: str, body: dict[str, Any]) -> PersonScreenings:
    answer = therapist.post(f"/api/people/{person}/screenings", json=body)
    assert answer.status_code == 200, answer.text
    return PersonScreenings.model_validate_json(answer.content)


def kept(therapist: httpx.Client, person: str) -> PersonScreenings:
    return PersonScreenings.model_validate_json(therapist.get(f"/api/people/{person}/screenings").content)


def new_plan(therapist: httpx.Client, person: str, reason: str) -> httpx.Response:
    now = therapist.get(f"/api/people/{person}/plan").json()["now"]
    body = {"plan": now["plan"] | {"minutes": 20}, "reason": reason, "replaces": now["id"]}
    return therapist.post(f"/api/people/{person}/plan", json=body)


def test_the_questions_come_in_order_and_a_person_begins_unscreened(world: World) -> None:
    therapist = world.staff()
    told = therapist.get("/api/screening").json()
    assert [one["id"] for one in told] == [one.id for one in CATALOGUE.screening]
    person = add_person(therapist).person
    assert kept(therapist, person) == PersonScreenings(now=None, packs=(), earlier=())


def test_a_screening_is_kept_with_date_author_answers_and_reasons_and_the_earlier_one_stays(
    world: World,
) -> None:
    therapist = world.staff()
    person = add_person(therapist).person
    first = screened(therapist, person, asked()).now
    assert first is not None
    assert (first.outcome, first.author, first.made, first.reasons) == ("fits", "Thea", world.time, ())
    world.later(days=30)
    therapist = world.staff()
    found = screened(therapist, person, asked(neglect="left", signed=" Dr Otto Lind "))
    assert found == kept(therapist, person)
    assert found.earlier == (first,)
    assert found.now is not None
    assert (found.now.outcome, found.now.signed_off_by) == ("precautions", "Dr Otto Lind")
    (reason,) = found.now.reasons
    assert (reason.question, reason.claim, reason.means) == ("neglect", "C26", "precaution")
    assert {one.question: one.answer for one in found.now.answers} == HARMLESS | {"neglect": "left"}
    said = {one.question: one.said for one in found.now.answers}
    assert said["neglect"] == "the left side"
    with world.clinic.store.reading() as db:
        noted = set(db.scalars(select(Audit.action).where(Audit.subject == person)))
    assert {"screening_added", "screenings_read"} <= noted


def test_the_newest_screening_holds_when_the_clock_was_set_back(world: World) -> None:
    therapist = world.staff()
    person = add_person(therapist).person
    screened(therapist, person, asked())
    world.time -= timedelta(hours=1)
    found = screened(world.staff(), person, asked(picture="no"))
    assert found.now is not None
    assert found.now.outcome == "cannot_start"


@pytest.mark.parametrize(
    ("body", "where"),
    [
        (asked(neglect="left"), "signed_off_by"),
        (asked(neglect="left", signed="   "), "signed_off_by"),
        (asked(neglect="behind"), "answers.neglect"),
        (asked(shoe_size="42"), "answers.shoe_size"),
        (asked() | {"answers": {}}, f"answers.{CATALOGUE.screening[0].id}"),
        (asked() | {"answers": {"picture": "yes"}}, f"answers.{CATALOGUE.screening[1].id}"),
        (asked(limb="tail"), "limb"),
        (asked(affected_limb="lost"), "affected_limb"),
        (asked() | {"outcome": "fits"}, "outcome"),
    ],
)
def test_what_is_not_whole_not_offered_or_not_signed_off_is_refused_and_keeps_nothing(
    world: World, body: dict[str, Any], where: str
) -> None:
    therapist = world.staff()
    person = add_person(therapist).person
    answer = therapist.post(f"/api/people/{person}/screenings", json=body)
    problem(answer)
    assert (answer.status_code, answer.json()["error"]["where"]) == (422, where)
    assert kept(therapist, person).now is None


def test_answers_are_judged_without_being_kept_and_the_packs_that_fit_come_with_their_evidence(
    world: World,
) -> None:
    therapist = world.staff()

    def judged(body: dict[str, Any]) -> ScreeningOutcome:
        return ScreeningOutcome.model_validate_json(therapist.post("/api/screening", json=body).content)

    begun = judged({"limb": "leg", "affected_limb": "gone", "answers": {"picture": "yes"}})
    assert begun.outcome == "unfinished"
    assert begun.open == tuple(one.id for one in CATALOGUE.screening[1:])
    (phantom,) = begun.packs
    assert (phantom.id, phantom.evidence) == ("phantom_limb_pain", "graded")
    assert phantom.conflicts == CATALOGUE.conditions["phantom_limb_pain"].conflicts
    assert phantom.rules == CATALOGUE.conditions["phantom_limb_pain"].rules
    whole = judged(asked())
    assert whole.outcome == "fits"
    evidence = {one.id: one.evidence for one in whole.packs}
    assert evidence["stroke"] == "graded"
    assert evidence["focal_dystonia"] == evidence["chronic_limb_pain"] == "no graded evidence"
    with world.clinic.store.reading() as db:
        assert db.scalars(select(KeptScreening)).all() == []


def test_a_plan_for_who_cannot_start_is_refused_in_those_words_until_there_is_a_reason(world: World) -> None:
    therapist = world.staff()
    person = add_person(therapist).person
    assert therapist.get(f"/api/people/{person}/plan").json()["bar"] == ""
    screened(therapist, person, asked(picture="no"))
    assert therapist.get(f"/api/people/{person}/plan").json()["bar"] == WHY
    refused = new_plan(therapist, person, "  ")
    assert problem(refused) == "cannot_start"
    assert refused.json()["error"]["what"] == BAR
    assert therapist.get(f"/api/people/{person}/plan").json()["earlier"] == []
    told = new_plan(therapist, person, "Sees it since the cataract was treated")
    assert told.status_code == 200, told.text
    assert told.json()["now"]["reason"] == "Sees it since the cataract was treated"
    screened(therapist, person, asked())
    assert therapist.get(f"/api/people/{person}/plan").json()["bar"] == ""
    assert new_plan(therapist, person, "Tired").status_code == 200


def test_who_was_never_screened_or_has_precautions_gets_a_plan_as_before(world: World) -> None:
    therapist = world.staff()
    person = add_person(therapist).person
    assert new_plan(therapist, person, "Tired").status_code == 200
    screened(therapist, person, asked(dizziness="yes", signed="Dr Lind"))
    assert new_plan(therapist, person, "Still tired").status_code == 200


def test_a_person_is_screened_as_they_are_added_and_who_cannot_start_is_added_with_a_reason_only(
    world: World,
) -> None:
    therapist = world.staff()
    screening = asked(neglect="right", signed="Dr Lind")
    person = add_person(therapist, screening=screening).person
    found = kept(therapist, person)
    assert found.now is not None
    assert (found.now.outcome, found.now.author, found.earlier) == ("precautions", "Thea", ())
    new: dict[str, Any] = {"name": "Quin", "condition": "stroke", "affected": "left", "limb": "hand"}
    new |= {"screening": asked(picture="no")}
    refused = therapist.post("/api/people", json=new)
    assert problem(refused) == "cannot_start"
    assert refused.json()["error"]["what"] == BAR
    assert therapist.post("/api/caseload", json={}).json()["people"][0]["name"] == "Pia"
    assert len(therapist.post("/api/caseload", json={}).json()["people"]) == 1, "somebody was half added"
    added = therapist.post("/api/people", json=new | {"reason": "Only listens to the lessons"})
    assert added.status_code == 201
    plans = therapist.get(f"/api/people/{added.json()['person']}/plan").json()
    assert plans["now"]["reason"] == "Only listens to the lessons"


def test_screenings_go_when_a_person_is_erased(world: World) -> None:
    therapist = world.staff()
    person = add_person(therapist).person
    screened(therapist, person, asked())
    assert erase_noted(world.clinic.store, person, "thea", world.time) is not None
    with world.clinic.store.reading() as db:
        assert db.scalars(select(KeptScreening)).all() == []
