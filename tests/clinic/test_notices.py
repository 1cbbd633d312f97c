"""What sessions raise for a therapist: kept, first in the list, ticked off with a note."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import httpx
from sqlalchemy import select

from mirra.clinic import care
from mirra.clinic.keeper import Keeper
from mirra.clinic.tables import Account
from mirra.practice.plan import SessionPlan
from tests.clinic.world import World, add_person, caseload, lines_of, problem, send_all, today

SESSION, LATER = "a" * 32, "b" * 32


def session(plan: SessionPlan, id: str, pain: tuple[int, int] = (4, 4), **severities: str) -> list[str]:
    """A whole session with these answers about pain, before and after, and these adverse events."""
    lines = [json.loads(line) for line in lines_of(plan, id, unpleasant=0.0)]
    for line in lines:
        if line["kind"] == "answered" and line["question"] == "pain":
            line["value"] = pain[0] if line["step"] == "check_in" else pain[1]
    last = lines.pop()
    said = {
        "v": 1,
        "session": id,
        "at": last["at"],
        "wall": last["wall"],
        "kind": "adverse",
        "step": "check_out",
    }
    lines += [said | {"category": name, "severity": how} for name, how in severities.items()]
    lines.append(last)
    return [json.dumps(line | {"seq": seq}) for seq, line in enumerate(lines)]


def practise(device: httpx.Client, id: str, *pain: int, **severities: str) -> None:
    send_all(device, id, session(today(device).plan, id, pain or (4, 4), **severities))  # type: ignore[arg-type]


def notices(therapist: httpx.Client, person: str) -> list[dict[str, Any]]:
    answer = therapist.get(f"/api/people/{person}/notices")
    assert answer.status_code == 200, answer.text
    found: list[dict[str, Any]] = answer.json()
    return found


def tick(therapist: httpx.Client, person: str, ids: list[str], note: str = "Called.") -> httpx.Response:
    return therapist.post(f"/api/people/{person}/notices", json={"notices": ids, "note": note})


def test_a_severe_event_comes_before_everybody_without_a_device(world: World) -> None:
    therapist = world.staff()
    for name in ("Ada", "Ben"):
        add_person(therapist, name=name)
    ticket = add_person(therapist, name="Zoe")
    practise(world.device(ticket), SESSION, dizziness="severe", nausea="mild")
    first = caseload(therapist).people[0]
    assert first.name == "Zoe"
    assert first.notice is not None
    assert (first.notice.kind, first.notice.events, first.news) == ("severe_event", ("dizziness",), 2)
    kinds = [(one["kind"], one["level"], one["events"]) for one in notices(therapist, ticket.person)]
    assert kinds == [("severe_event", 3, ["dizziness"]), ("event", 2, ["nausea"])]


def test_a_large_rise_in_pain_is_an_alarm_and_a_small_one_is_not(world: World) -> None:
    therapist = world.staff()
    steep, flat = (add_person(therapist, name=name) for name in ("Pia", "Quin"))
    practise(world.device(steep), SESSION, 3, 8)
    practise(world.device(flat), LATER, 3, 4)
    caseload(therapist)
    (alarm,) = notices(therapist, steep.person)
    assert (alarm["kind"], alarm["level"], alarm["rise"]) == ("pain_rise", 3, [3, 8])
    assert notices(therapist, flat.person) == []


def test_what_is_ticked_off_stays_with_its_note_and_no_longer_comes_first(world: World) -> None:
    therapist = world.staff()
    ada, zoe = (add_person(therapist, name=name) for name in ("Ada", "Zoe"))
    device = world.device(zoe)
    practise(device, SESSION, dizziness="severe")
    caseload(therapist)
    ids = [one["id"] for one in notices(therapist, zoe.person)]
    assert problem(tick(therapist, ada.person, ids)) == "not_found"
    assert problem(tick(therapist, zoe.person, ids, "")) != ""
    (ticked,) = tick(therapist, zoe.person, ids).json()
    assert (ticked["done_by"], ticked["note"]) == ("Thea", "Called.")
    assert tick(therapist, zoe.person, ids, "Again.").json() == [ticked], "a note was written over"
    assert [one.name for one in caseload(therapist).people] == ["Ada", "Zoe"]
    world.later(hours=1)
    practise(device, LATER, nausea="severe")
    assert caseload(therapist).people[0].name == "Zoe"
    assert [one["done"] is None for one in notices(therapist, zoe.person)] == [True, False]


def test_a_session_that_is_folded_again_raises_nothing_twice(world: World) -> None:
    therapist = world.staff()
    ticket = add_person(therapist)
    device = world.device(ticket)
    lines = session(today(device).plan, SESSION, (4, 4), dizziness="severe")
    send_all(device, SESSION, lines[:-1])
    caseload(therapist)
    (before,) = [one for one in notices(therapist, ticket.person) if one["kind"] == "severe_event"]
    send_all(device, SESSION, lines)
    caseload(therapist)
    assert notices(therapist, ticket.person) == [before]


def test_lists_are_filtered_and_searched_by_limb_and_side(world: World) -> None:
    therapist = world.staff()
    pia = add_person(therapist, name="Pia", affected="left", limb="foot")
    quin = add_person(therapist, name="Quin", affected="right", condition="crps")
    practise(world.device(pia), SESSION, 3, 8)

    def names(**query: Any) -> list[str]:
        return [one.name for one in caseload(therapist, sort="name", **query).people]

    assert names() == ["Pia", "Quin"]
    assert (names(search="foot"), names(search="right"), names(search="left hand")) == (["Pia"], ["Quin"], [])
    assert (names(condition="crps"), names(only="open"), names(only="quiet")) == (["Quin"], ["Pia"], ["Quin"])
    assert names(only="pain_up") == ["Pia"]
    therapist.post(f"/api/people/{quin.person}/archive", json={"archived": True})
    assert (names(), names(only="archived"), caseload(therapist).total) == (["Pia"], ["Quin"], 1)


def test_viewing_time_stands_beside_what_the_plan_asks_for(world: World) -> None:
    therapist = world.staff()
    ticket = add_person(therapist)
    device = world.device(ticket)
    assert caseload(therapist).people[0].week_planned is None
    practise(device, SESSION)
    card = caseload(therapist).people[0]
    result = therapist.get(f"/api/sessions/{SESSION}").json()["card"]["result"]
    assert card.week_looked == result["looked"] > 0
    assert card.week_moved == result["moved"] > 0
    assert card.week_planned == result["planned"] * 5
    plan = therapist.get(f"/api/people/{ticket.person}/plan").json()["now"]
    change = {"plan": plan["plan"] | {"per_week": 3}, "reason": "Tired", "replaces": plan["id"]}
    assert therapist.post(f"/api/people/{ticket.person}/plan", json=change).status_code == 200
    assert caseload(therapist).people[0].week_planned == result["planned"] * 3
    world.time += timedelta(days=8)
    assert caseload(world.staff()).people[0].week_looked == 0
    assert caseload(world.staff()).people[0].week_moved is None


def unseen(therapist: httpx.Client, name: str = "Zoe") -> int:
    """How many things about somebody are new to a therapist, by their list."""
    return {one.name: one.unseen for one in caseload(therapist).people}[name]


def open_person(therapist: httpx.Client, person: str) -> list[str]:
    """Open a person's page as the client does; the kinds of what was marked as new."""
    told = notices(therapist, person)
    new = [one for one in told if one["unseen"]]
    if new:
        seen = therapist.post(
            f"/api/people/{person}/notices/seen", json={"notices": [one["id"] for one in new]}
        )
        assert not any(one["unseen"] for one in seen.json())
    return [one["kind"] for one in new]


def test_what_is_new_is_new_to_each_therapist_until_they_open_the_person(clinic: World) -> None:
    thea, otto = clinic.staff(), clinic.staff("otto")
    ada, zoe = (add_person(thea, name=name) for name in ("Ada", "Zoe"))
    devices = [clinic.device(one) for one in (ada, zoe)]
    practise(devices[1], SESSION, dizziness="severe")
    assert (unseen(thea), len(caseload(thea, only="new").people)) == (1, 1)
    with clinic.clinic.store.reading() as db:
        id = db.scalars(select(Account.id).where(Account.login == "otto")).one()
    for one in (ada, zoe):
        assert thea.post(f"/api/people/{one.person}/carers", json={"therapist": id}).status_code == 200
    assert (unseen(otto), unseen(thea)) == (1, 1)
    assert open_person(thea, zoe.person) == ["severe_event"]
    assert (unseen(thea), unseen(otto)) == (0, 1), "one therapist's look was taken for the other's"
    assert open_person(thea, zoe.person) == []
    assert caseload(thea, only="new").found == 0
    assert [one.name for one in caseload(thea, only="open").people] == ["Zoe"], "seen is not ticked off"
    clinic.later(hours=1)
    practise(devices[1], LATER, nausea="severe")
    practise(devices[0], "c" * 32, dizziness="severe")
    assert (unseen(thea), unseen(otto), unseen(thea, "Ada")) == (1, 2, 1)
    assert open_person(thea, zoe.person) == ["severe_event"]
    assert [one.name for one in caseload(thea).people] == ["Ada", "Zoe"], "what is new comes first"
    assert tick(thea, zoe.person, [one["id"] for one in notices(otto, zoe.person)]).status_code == 200
    assert (unseen(thea), unseen(otto)) == (0, 0), "ticked off for one is ticked off for all"


def test_a_new_carer_has_seen_nothing_and_one_who_comes_back_what_they_saw(clinic: World) -> None:
    thea, otto = clinic.staff(), clinic.staff("otto")
    zoe = add_person(thea, name="Zoe")
    practise(clinic.device(zoe), SESSION, dizziness="severe")
    caseload(thea)
    open_person(thea, zoe.person)
    with clinic.clinic.store.writing() as db:
        ids = {one.login: one.id for one in db.scalars(select(Account))}
        assert care.hand_over(db, ids["thea"], ids["otto"]) == 1
    assert unseen(otto) == 1
    with clinic.clinic.store.writing() as db:
        assert care.hand_over(db, ids["otto"], ids["thea"]) == 1
    assert unseen(thea) == 0


def test_what_no_longer_holds_goes_though_it_was_seen(world: World) -> None:
    therapist = world.staff()
    zoe = add_person(therapist, name="Zoe")
    device = world.device(zoe)
    lines = session(today(device).plan, SESSION)
    send_all(device, SESSION, lines[:-3])
    caseload(therapist)
    world.later(hours=2)
    Keeper(world.clinic).work()
    assert open_person(therapist, zoe.person) == ["interrupted"]
    send_all(device, SESSION, lines)
    caseload(therapist)
    assert (notices(therapist, zoe.person), unseen(therapist)) == ([], 0)


def test_only_what_is_theirs_can_be_seen_and_the_record_says_who_saw_it(world: World) -> None:
    therapist = world.staff()
    ada, zoe = (add_person(therapist, name=name) for name in ("Ada", "Zoe"))
    practise(world.device(zoe), SESSION, dizziness="severe")
    caseload(therapist)
    (one,) = notices(therapist, zoe.person)
    asked = {"notices": [one["id"]]}
    assert problem(therapist.post(f"/api/people/{ada.person}/notices/seen", json=asked)) == "not_found"
    for _ in range(2):
        assert therapist.post(f"/api/people/{zoe.person}/notices/seen", json=asked).status_code == 200
    entries = therapist.post(f"/api/people/{zoe.person}/audit", json={}).json()["entries"]
    assert [entry["action"] for entry in entries].count("notices_seen") == 1
