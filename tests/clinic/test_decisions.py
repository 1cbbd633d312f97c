"""What an admin decides for the clinic, and where it shows."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import httpx
import pytest

from mirra.clinic import decisions
from mirra.clinic.tables import Setting
from tests.clinic.world import World, add_person, problem, today

WORDS = "Stop and rest.\n\n Call Thea Müller on extension 12."


def decide(admin: httpx.Client, **what: Any) -> httpx.Response:
    now = admin.get("/api/clinic").json()["settings"]
    return admin.post("/api/clinic", json=now | what)


def test_a_clinic_that_has_decided_nothing_has_safe_words_and_offers_all_profiles(world: World) -> None:
    page = world.staff("ada", "admin").get("/api/clinic").json()
    assert page["settings"] == {
        "emergency": "",
        "time_zone": None,
        "languages": ["en"],
        "language": "en",
        "profiles": None,
    }
    usual = " ".join(page["usual_emergency"])
    for word in ("therapist", "emergency services"):
        assert word in usual
    assert "Europe/Lisbon" in page["time_zones"]
    assert [one["offered"] for one in page["profiles"]] == [True] * len(world.clinic.catalogue.profiles)


def test_the_words_for_an_emergency_travel_in_the_plan(world: World) -> None:
    admin, therapist = world.staff("ada", "admin"), world.staff()
    early, late = (world.device(add_person(therapist, name=name)) for name in ("Pia", "Quin"))
    usual = admin.get("/api/clinic").json()["usual_emergency"]
    assert today(early).plan.emergency == tuple(usual)
    assert decide(admin, emergency=f"  {WORDS} ").json()["settings"]["emergency"] == WORDS
    assert today(late).plan.emergency == ("Stop and rest.", "Call Thea Müller on extension 12.")
    assert decide(admin, emergency="").status_code == 200
    world.later(hours=15)
    assert today(early).plan.emergency == tuple(usual)


def test_a_therapist_is_offered_what_the_clinic_offers(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(decisions, "LANGUAGES", ("en", "pt"))
    admin, therapist = world.staff("ada", "admin"), world.staff()
    assert decide(admin, languages=["en", "pt"], language="pt", profiles=["aphasia"]).status_code == 200
    offered = therapist.get("/api/choices").json()
    assert (offered["languages"], offered["language"]) == (["en", "pt"], "pt")
    assert [one["id"] for one in offered["profiles"] if one["offered"]] == ["aphasia"]


@pytest.mark.parametrize(
    ("what", "where"),
    [
        ({"time_zone": "Europe/Atlantis"}, "time_zone"),
        ({"languages": ["xx"], "language": "xx"}, "languages"),
        ({"languages": ["en"], "language": "de"}, "language"),
        ({"profiles": ["unheard_of"]}, "profiles"),
    ],
)
def test_what_does_not_fit_is_refused_by_its_field(world: World, what: dict[str, Any], where: str) -> None:
    admin = world.staff("ada", "admin")
    answer = decide(admin, **what)
    assert problem(answer) == "misfit"
    assert answer.json()["error"]["where"] == where
    assert admin.get("/api/clinic").json()["settings"]["time_zone"] is None


def test_a_day_begins_at_midnight_in_the_clinics_zone(world: World) -> None:
    admin, therapist = world.staff("ada", "admin"), world.staff()
    device = world.device(add_person(therapist))
    assert decide(admin, time_zone="Pacific/Auckland").status_code == 200
    world.time = datetime(2026, 3, 2, 10, 59, tzinfo=UTC)  # a minute before midnight there
    before = today(device).plan
    assert before.made_at.strftime("%H:%M %z") == "23:59 +1300"
    world.later(minutes=2)
    assert today(device).plan.id != before.id
    world.later(hours=9)
    after = today(device).plan
    world.later(hours=1)
    assert today(device).plan.id == after.id


def test_staff_are_told_the_clinics_zone(world: World) -> None:
    admin = world.staff("ada", "admin")
    assert decide(admin, time_zone="Asia/Colombo").status_code == 200
    assert admin.get("/api/me").json()["time_zone"] == "Asia/Colombo"


def test_decisions_that_a_newer_mirra_kept_give_the_usual_ones(world: World) -> None:
    with world.clinic.store.writing() as db:
        db.merge(Setting(name="clinic", value='{"emergency": "x", "from_the_future": 1}'))
    device = world.device(add_person(world.staff()))
    assert today(device).plan.emergency == world.clinic.catalogue.limits.alarm.emergency
