"""The language of a person's plan: chosen by the clinic, the therapist or the person, and spoken by the session."""

from __future__ import annotations

import pytest

from mirra.clinic import decisions
from tests.clinic.test_decisions import decide
from tests.clinic.test_plans import change, plans_of
from tests.clinic.world import World, add_person, problem
from tests.clinic.world import today as plan_of


@pytest.fixture
def offering(world: World) -> World:
    """A clinic that offers two languages."""
    answer = decide(world.staff("ada", "admin"), languages=["en", "de"], language="en")
    assert answer.status_code == 200, answer.text
    return world


def test_a_session_speaks_the_language_that_the_therapist_chose(offering: World) -> None:
    therapist = offering.staff()
    ticket = add_person(therapist)
    device = offering.device(ticket)
    assert plan_of(device).plan.language == "en"
    assert change(therapist, ticket.person, language="de").status_code == 200
    plan = plan_of(device).plan
    assert (plan.language, plan.steps[0].title) == ("de", "Bevor wir beginnen")
    assert plan.emergency[0] == "Hören Sie für heute auf zu üben."


def test_a_person_chooses_among_what_the_clinic_offers_and_the_therapist_sees_it(offering: World) -> None:
    therapist = offering.staff()
    ticket = add_person(therapist)
    device = offering.device(ticket)
    assert plan_of(device).languages == ("en", "de")
    assert device.post("/api/language", json={"language": "de"}).json() == {"language": "de"}
    assert plan_of(device).plan.language == "de"
    found = plans_of(therapist, ticket.person)
    assert (found.now.plan.language, found.now.author) == ("de", "")
    assert found.now.reason == "The person chose this language."
    assert len(found.earlier) == 1
    assert device.post("/api/language", json={"language": "de"}).status_code == 200
    assert len(plans_of(therapist, ticket.person).earlier) == 1, "the same language again is no new plan"


@pytest.mark.parametrize("language", ["fr", "xx"])
def test_a_language_that_the_clinic_does_not_offer_is_refused(offering: World, language: str) -> None:
    device = offering.device(add_person(offering.staff()))
    answer = device.post("/api/language", json={"language": language})
    assert (problem(answer), answer.json()["error"]["where"]) == ("misfit", "language")
    assert plan_of(device).plan.language == "en"


def test_a_new_person_begins_in_the_clinics_usual_language(world: World) -> None:
    assert decide(world.staff("ada", "admin"), languages=["en", "pt"], language="pt").status_code == 200
    plan = plan_of(world.device(add_person(world.staff()))).plan
    assert (plan.language, plan.steps[-1].title) == ("pt", "Pronto por agora")


def test_the_clinics_own_words_for_an_emergency_are_said_as_they_were_written(offering: World) -> None:
    therapist = offering.staff()
    ticket = add_person(therapist)
    device = offering.device(ticket)
    assert change(therapist, ticket.person, language="de").status_code == 200
    assert decide(offering.staff("ada", "admin"), emergency="Wählen Sie die 12.").status_code == 200
    assert plan_of(device).plan.emergency == ("Wählen Sie die 12.",)


def test_every_language_that_is_offered_has_texts(world: World) -> None:
    assert set(decisions.LANGUAGES) - {"en"} <= set(world.clinic.catalogue.languages)


def test_an_admin_is_told_which_languages_no_clinician_has_reviewed(world: World) -> None:
    page = world.staff("ada", "admin").get("/api/clinic").json()
    assert page["languages"] == ["en", "de", "es", "fr", "pt"]
    assert page["unreviewed"] == ["de", "es", "fr", "pt"]
