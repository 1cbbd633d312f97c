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
from tests.clinic.world import World, add_person, lines_of, problem, send, send_all, today

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
    of_leg = CATALOGUE.conditions["phantom_limb_pain"].of_limb("leg")
    assert (phantom.rules, phantom.conflicts) == (of_leg.rules, of_leg.conflicts)
    assert (phantom.name, phantom.note) == ("Phantom limb pain, leg", of_leg.note)
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


def barred(world: World) -> tuple[str, Any]:
    """A person with a device and a session of today, who is then screened as unable to start."""
    therapist = world.staff()
    ticket = add_person(therapist)
    device = world.device(ticket)
    assert today(device).plan
    world.later(minutes=5)
    asked = {"limb": "hand", "affected_limb": "there", "answers": {"picture": "no"}}
    answer = therapist.post(f"/api/people/{ticket.person}/screenings", json=asked)
    assert answer.json()["now"]["outcome"] == "cannot_start"
    return ticket.person, device


def test_who_cannot_start_is_given_no_session_not_even_the_one_of_today(world: World) -> None:
    person, device = barred(world)
    told = device.get("/api/today").json()
    assert (told["plan"], told["enough"], told["language"]) == (None, None, "en")
    assert world.staff().get(f"/api/people/{person}/plan").json()["held"] is True
    world.later(days=1)
    assert device.get("/api/today").json()["plan"] is None


def test_a_session_that_was_begun_before_can_be_ended(world: World) -> None:
    therapist = world.staff()
    ticket = add_person(therapist)
    device = world.device(ticket)
    lines = lines_of(today(device).plan, "a" * 32)
    send(device, "a" * 32, lines[:10])
    world.later(minutes=5)
    asked = {"limb": "hand", "affected_limb": "there", "answers": {"picture": "no"}}
    therapist.post(f"/api/people/{ticket.person}/screenings", json=asked)
    assert device.get("/api/today").json()["plan"] is None
    send_all(device, "a" * 32, lines)
    told = therapist.get(f"/api/sessions/{'a' * 32}").json()
    assert told["card"]["result"]["state"] == "completed"


def test_a_plan_with_a_reason_or_another_screening_gives_sessions_again(world: World) -> None:
    person, device = barred(world)
    admin = world.staff("ada", "admin")
    settings = admin.get("/api/clinic").json()["settings"] | {"languages": ["en", "de"]}
    assert admin.post("/api/clinic", json=settings).status_code == 200
    assert device.post("/api/language", json={"language": "de"}).status_code == 200
    told = device.get("/api/today").json()
    assert (told["plan"], told["language"]) == (None, "de"), (
        "the person's own choice of a language is no decision"
    )
    therapist = world.staff()
    now = therapist.get(f"/api/people/{person}/plan").json()["now"]
    asked = {"plan": now["plan"], "reason": "Sees it with glasses", "replaces": now["id"]}
    told = therapist.post(f"/api/people/{person}/plan", json=asked).json()
    assert told["held"] is False
    assert told["bar"], "the screening says so all the same"
    assert today(device).plan
    world.later(minutes=5)
    body = {"limb": "hand", "affected_limb": "there", "answers": {"picture": "no"}}
    therapist.post(f"/api/people/{person}/screenings", json=body)
    assert device.get("/api/today").json()["plan"] is None, "a plan of before lifts no later screening"
    world.later(minutes=5)
    answer = therapist.post(f"/api/people/{person}/screenings", json=body | {"answers": HARMLESS})
    assert answer.json()["now"]["outcome"] == "fits", answer.text
    assert today(device).plan
