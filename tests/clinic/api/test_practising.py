"""What a person's device asks and sends, as requests."""

from __future__ import annotations

import hashlib
import json
from datetime import datetime, timedelta

import httpx
import pytest
from sqlalchemy import delete, select, update

from mirra.clinic import sealed, summaries
from mirra.clinic.keys import Keys
from mirra.clinic.shapes.entrance import Me
from mirra.clinic.shapes.practising import Receipt
from mirra.clinic.tables import Device, EventRow, Plan, SessionRow
from mirra.practice.log import read_event, write_event
from mirra.practice.plan import SessionPlan
from mirra.practice.simulate import simulate
from mirra.practice.steps.judgement import Judgement
from tests.clinic.sealing import seal
from tests.clinic.test_plans import change
from tests.clinic.world import START, World, add_person, caseload, lines_of, problem, send, send_all, today

SESSION = "a" * 32


def kept_lines(world: World, session: str = SESSION) -> dict[int, str]:
    """What the database holds of a session."""
    with world.clinic.store.reading() as db:
        rows = db.execute(select(EventRow.seq, EventRow.line).where(EventRow.session == session))
        return {row.seq: row.line for row in rows}


def test_todays_plan_is_made_once_and_is_this_persons(world: World) -> None:
    ticket = add_person(world.staff(), affected="right")
    device = world.device(ticket)
    first = today(device)
    assert first.plan.person == ticket.person
    assert first.plan.affected == "right"
    assert today(device).plan == first.plan, "the plan changed within the day"
    assert (first.name, first.done_today, first.sessions, first.pain) == ("Pia", 0, (), ())
    world.later(days=1)
    assert today(device).plan.id != first.plan.id, "yesterday's plan was given out again"


def test_a_whole_session_is_kept_byte_for_byte_and_seen(world: World) -> None:
    device = world.device(add_person(world.staff()))
    lines = lines_of(today(device).plan, SESSION, pain=6)
    send_all(device, SESSION, lines)
    assert kept_lines(world) == dict(enumerate(lines))
    seen = today(device)
    assert seen.done_today == 1
    assert [card.id for card in seen.sessions] == [SESSION]
    assert seen.sessions[0].result.state == "completed"
    assert seen.pain[0].before == 6


def test_once_the_most_of_a_day_is_practised_no_further_session_is_offered_until_tomorrow(
    world: World,
) -> None:
    device = world.device(add_person(world.staff()))  # after a stroke: 60 minutes a day, 30 a session
    for place in range(10):
        seen = today(device)
        if seen.enough:
            break
        session = f"{place:032x}"
        whole = simulate(seen.plan, session=session, started=START, seed=place)
        send_all(device, session, [write_event(event) for event in whole])
    assert seen.enough is not None
    assert (seen.enough.of, seen.enough.most) == ("minutes", 60)
    looked = sum(card.result.looked for card in seen.sessions)
    assert 1800 < looked <= 3600
    assert looked + seen.plan.viewing > 3600
    world.later(days=1)
    assert today(device).enough is None


def test_sessions_that_broke_off_use_up_the_day_as_well(world: World) -> None:
    device = world.device(add_person(world.staff()))
    for place in range(3):
        plan, session = today(device).plan, f"{place:032x}"
        whole = simulate(plan, session=session, started=START, seed=place)
        before_check_out = [event for event in whole if event.at < whole[-1].at - 120]
        send_all(device, session, [write_event(event) for event in before_check_out])
    seen = today(device)
    assert seen.done_today == 0
    assert seen.enough is not None


def test_a_second_session_of_a_day_has_other_pictures_than_the_first(world: World) -> None:
    therapist = world.staff()
    ticket = add_person(therapist, condition="crps")
    device = world.device(ticket)
    assert change(therapist, ticket.person, programme="graded_imagery").status_code == 200
    first = today(device).plan
    assert today(device).plan == first
    send_all(device, SESSION, lines_of(first, SESSION))
    second = today(device).plan
    blocks = [next(step for step in plan.steps if isinstance(step, Judgement)) for plan in (first, second)]
    assert blocks[0].trials != blocks[1].trials
    assert today(device).plan == second


def test_the_receipt_names_what_is_kept_by_hash_and_what_is_missing(world: World) -> None:
    device = world.device(add_person(world.staff()))
    lines = lines_of(today(device).plan, SESSION)
    answer = send(device, SESSION, [lines[5], lines[2], lines[0], lines[6], lines[9]])
    receipt = Receipt.model_validate_json(answer.content)
    hashes = {stored.seq: stored.sha256 for stored in receipt.stored}
    assert hashes == {seq: hashlib.sha256(lines[seq].encode()).hexdigest() for seq in (0, 2, 5, 6, 9)}
    assert receipt.missing == ((1, 1), (3, 4), (7, 8))
    rest = Receipt.model_validate_json(
        send(device, SESSION, [lines[1], lines[3], lines[4], *lines[7:9]]).content
    )
    assert rest.missing == ()


def test_events_of_a_session_that_was_not_opened_here_are_refused_and_none_is_kept(world: World) -> None:
    device = world.device(add_person(world.staff()))
    lines = lines_of(today(device).plan, SESSION)
    answer = send(device, SESSION, lines[1:])
    assert (answer.status_code, problem(answer)) == (404, "not_opened")
    assert kept_lines(world) == {}
    assert send(device, SESSION, lines).status_code == 200
    assert today(device).sessions[0].result.state == "completed"


def test_events_of_one_person_never_land_with_another_whichever_of_them_come(world: World) -> None:
    therapist = world.staff()
    first, second = add_person(therapist, name="Pia"), add_person(therapist, name="Quin")
    lines = lines_of(today(world.device(first)).plan, SESSION)
    device = world.device(second)
    for batch in (lines[:5], lines[1:5], lines):
        assert send(device, SESSION, batch).status_code in (404, 422)
    assert kept_lines(world) == {}
    signed = {"person": first.person, "events": lines_of(today(device).plan, SESSION)}
    answer = device.post(f"/api/sessions/{SESSION}/events", json=signed)
    assert (answer.status_code, problem(answer)) == (404, "not_opened"), (
        "the device's own word was not heeded"
    )
    assert kept_lines(world) == {}


def test_a_line_is_kept_with_the_device_that_sent_it(world: World) -> None:
    ticket = add_person(world.staff())
    device = world.device(ticket)
    send_all(device, SESSION, lines_of(today(device).plan, SESSION))
    with world.clinic.store.reading() as db:
        enrolled = db.scalars(select(Device.id).where(Device.person == ticket.person)).one()
        assert set(db.scalars(select(EventRow.device))) == {enrolled}


def test_a_session_without_its_first_line_is_shown_to_the_therapist_as_incomplete(world: World) -> None:
    therapist = world.staff()
    ticket = add_person(therapist)
    device = world.device(ticket)
    send_all(device, SESSION, lines_of(today(device).plan, SESSION))
    with world.clinic.store.writing() as db:  # as a mirra of before kept it
        db.execute(delete(EventRow).where(EventRow.seq == 0))
        db.execute(
            update(SessionRow).values(plan=None, opened=None, began=None, result=None, trouble="no_first")
        )
        summaries.recount(db, world.clinic.catalogue, [ticket.person], world.time)
    found = therapist.get(f"/api/people/{ticket.person}").json()
    assert found["sessions"] == []
    assert [(one["id"], one["why"]) for one in found["incomplete"]] == [(SESSION, "no_first")]
    assert caseload(therapist).people[0].incomplete == 1


@pytest.mark.parametrize(("days", "doubt"), [(9, "ahead"), (-9, "behind"), (0, None)])
def test_a_session_of_a_device_with_a_wrong_clock_counts_by_the_servers(
    world: World, days: int, doubt: str | None
) -> None:
    therapist = world.staff()
    ticket = add_person(therapist)
    device = world.device(ticket)
    plan = today(device).plan
    events = simulate(plan, session=SESSION, started=world.time + timedelta(days=days), seed=1)
    world.later(hours=1)
    send_all(device, SESSION, [write_event(event) for event in events])
    found = therapist.get(f"/api/people/{ticket.person}").json()
    assert found["sessions"][0]["doubt"] == doubt
    assert found["card"]["last_seven_days"] == 1
    assert found["card"]["doubtful"] == (doubt is not None)
    when = datetime.fromisoformat(found["sessions"][0]["when"])
    assert abs(when - world.time) <= timedelta(hours=1)


def test_the_same_again_is_fine(world: World) -> None:
    device = world.device(add_person(world.staff()))
    lines = lines_of(today(device).plan, SESSION)[:20]
    first = send(device, SESSION, lines)
    again = send(device, SESSION, lines[5:15])
    assert again.status_code == 200
    assert {s["seq"] for s in again.json()["stored"]} == set(range(5, 15))
    assert send(device, SESSION, lines).json() == first.json()
    assert len(kept_lines(world)) == 20


def other_bytes(line: str) -> str:
    """The same event, said in other bytes."""
    return json.dumps(json.loads(line), indent=None)


def test_other_bytes_conflict_and_nothing_of_the_batch_is_kept(world: World) -> None:
    device = world.device(add_person(world.staff()))
    lines = lines_of(today(device).plan, SESSION)
    send(device, SESSION, lines[:5])
    assert other_bytes(lines[3]) != lines[3]
    answer = send(device, SESSION, [*lines[5:8], other_bytes(lines[3])])
    assert (answer.status_code, problem(answer)) == (409, "conflict")
    assert answer.json()["error"]["where"] == "events.3"
    assert kept_lines(world) == dict(enumerate(lines[:5])), "part of a refused batch was kept"


def test_two_different_lines_of_one_place_in_a_batch_conflict(world: World) -> None:
    device = world.device(add_person(world.staff()))
    lines = lines_of(today(device).plan, SESSION)
    assert send(device, SESSION, [lines[0], lines[0]]).status_code == 200, "a line twice is no conflict"
    assert send(device, SESSION, [lines[1], other_bytes(lines[1])]).status_code == 409
    assert len(kept_lines(world)) == 1


BAD = [
    "no JSON",
    "not an object",
    "unknown kind",
    "an extra field",
    "another version",
    "negative place",
    "no offset",
    "another session",
    "two lines",
    "over its size",
    "over its size in bytes",
    "half a sign",
]


def bad_lines(plan: SessionPlan) -> dict[str, tuple[str, str]]:
    """Lines that must not come in, each with the place that the refusal names."""
    good = json.loads(lines_of(plan, SESSION)[3])

    def changed(**fields: object) -> str:
        return json.dumps(good | fields)

    return {
        "no JSON": ("{", "events.1.event"),
        "not an object": ("[]", "events.1.event"),
        "unknown kind": (changed(kind="picture"), "events.1.event"),
        "an extra field": (changed(picture="/9j/4AAQSkZJRg"), "events.1.event"),
        "another version": (changed(v=2), "events.1.event"),
        "negative place": (changed(seq=-1), "events.1.event"),
        "no offset": (changed(wall="2026-03-02T09:30:00"), "events.1.event"),
        "another session": (changed(session="b" * 32), "events.1.event.session"),
        "two lines": (json.dumps(good) + "\n{}", "events.1.event"),
        "over its size": (json.dumps(good) + " " * 8192, "events.1"),
        "over its size in bytes": (changed(kind="note", text="ä" * 280) + "ä" * 4000, "events.1"),
        "half a sign": ('{"kind":"\\ud800"}', "events.1.event"),
    }


@pytest.mark.parametrize("name", BAD)
def test_a_line_outside_the_log_is_refused_by_its_place_and_its_batch_with_it(
    world: World, name: str
) -> None:
    device = world.device(add_person(world.staff()))
    plan = today(device).plan
    line, place = bad_lines(plan)[name]
    answer = send(device, SESSION, [lines_of(plan, SESSION)[0], line])
    assert answer.status_code == 422, answer.text
    problem(answer)
    assert answer.json()["error"]["where"].startswith(place)
    assert kept_lines(world) == {}, "part of a refused batch was kept"


def test_a_session_must_be_opened_with_a_plan_of_the_persons_own(world: World) -> None:
    therapist = world.staff()
    mine, theirs = (world.device(add_person(therapist, name=name)) for name in ("Pia", "Quin"))
    lines = lines_of(today(theirs).plan, SESSION)
    answer = send(mine, SESSION, lines[:5])
    assert answer.status_code == 422
    assert answer.json()["error"]["where"] == "event.plan"
    assert kept_lines(world) == {}


def test_a_first_event_that_opens_nothing_is_refused(world: World) -> None:
    device = world.device(add_person(world.staff()))
    line = json.loads(lines_of(today(device).plan, SESSION)[3]) | {"seq": 0}
    assert send(device, SESSION, [json.dumps(line)]).status_code == 422


def test_anothers_session_is_as_if_it_were_not_there(world: World) -> None:
    therapist = world.staff()
    mine, theirs = (world.device(add_person(therapist, name=name)) for name in ("Pia", "Quin"))
    lines = lines_of(today(theirs).plan, SESSION)
    send_all(theirs, SESSION, lines)
    answer = send(mine, SESSION, lines)
    assert (answer.status_code, problem(answer)) == (404, "not_opened")
    assert today(mine).sessions == ()


@pytest.mark.parametrize("count", [0, 201])
def test_a_batch_has_one_to_two_hundred_lines(world: World, count: int) -> None:
    device = world.device(add_person(world.staff()))
    lines = lines_of(today(device).plan, SESSION)
    answer = send(device, SESSION, (lines * 10)[:count])
    assert (answer.status_code, problem(answer)) == (422, "misfit")


def test_a_session_left_open_counts_as_broken_off_after_the_hour(world: World) -> None:
    device = world.device(add_person(world.staff()))
    send(device, SESSION, lines_of(today(device).plan, SESSION)[:10])
    assert today(device).sessions[0].result.state == "open"
    world.later(hours=1, seconds=1)
    assert today(device).sessions[0].result.state == "interrupted"


def test_more_events_change_the_result(world: World) -> None:
    device = world.device(add_person(world.staff()))
    lines = lines_of(today(device).plan, SESSION)
    send(device, SESSION, lines[:10])
    before = today(device).sessions[0].result
    send(device, SESSION, lines[10:])
    assert today(device).sessions[0].result != before


def test_a_clock_set_back_loses_nothing_and_shuts_nobody_out(world: World) -> None:
    device = world.device(add_person(world.staff()))
    plan = today(device).plan
    send(device, SESSION, lines_of(plan, SESSION)[:10])
    world.later(days=-400)
    send_all(device, SESSION, lines_of(plan, SESSION)[10:])
    assert kept_lines(world) == dict(enumerate(lines_of(plan, SESSION)))
    assert today(device).sessions[0].result.state == "completed"
    again = "b" * 32
    send_all(device, again, lines_of(today(device).plan, again))
    world.later(days=400)
    assert {card.id for card in today(device).sessions} == {SESSION, again}


def test_a_plan_of_an_unknown_version_harms_nothing_else(world: World) -> None:
    therapist = world.staff()
    device = world.device(add_person(therapist))
    plan = today(device).plan
    send_all(device, SESSION, lines_of(plan, SESSION))
    with world.clinic.store.writing() as db:
        db.execute(update(Plan).values(body=plan.model_dump_json().replace('"version":1', '"version":2')))
        db.execute(update(SessionRow).values(folded=None))
    assert today(device).plan.id != plan.id, "a plan that cannot be read was given out"
    assert therapist.post("/api/caseload", json={}).status_code == 200
    answer = therapist.get(f"/api/sessions/{SESSION}")
    assert answer.status_code == 422
    assert answer.json()["error"]["where"] == "plan.version"
    assert kept_lines(world) == dict(enumerate(lines_of(plan, SESSION)))


def outbox(device: httpx.Client) -> str:
    """The key to which this device seals its lines."""
    key = Me.model_validate_json(device.get("/api/me").content).outbox
    assert key is not None, "a device was given no key"
    return key


def test_sealed_lines_are_kept_as_what_is_in_them_and_answered_by_what_was_sent(world: World) -> None:
    device = world.device(add_person(world.staff()))
    lines = lines_of(today(device).plan, SESSION)
    sent = [seal(outbox(device), SESSION, line) for line in lines[:6]] + lines[6:8]
    receipt = Receipt.model_validate_json(send(device, SESSION, sent).content)
    assert kept_lines(world) == dict(enumerate(lines[:8]))
    told = {stored.seq: stored.sha256 for stored in receipt.stored}
    assert told == {seq: hashlib.sha256(text.encode()).hexdigest() for seq, text in enumerate(sent)}


def test_the_same_line_in_another_sealing_is_fine_and_each_sealing_gets_its_own_receipt(world: World) -> None:
    device = world.device(add_person(world.staff()))
    lines = lines_of(today(device).plan, SESSION)[:5]
    for _ in range(2):
        sent = [seal(outbox(device), SESSION, line) for line in lines]
        receipt = Receipt.model_validate_json(send(device, SESSION, sent).content)
        told = [stored.sha256 for stored in receipt.stored]
        assert told == [hashlib.sha256(text.encode()).hexdigest() for text in sent]
    assert send(device, SESSION, lines).status_code == 200
    assert kept_lines(world) == dict(enumerate(lines))


def test_another_line_sealed_for_a_place_that_is_filled_is_a_conflict(world: World) -> None:
    device = world.device(add_person(world.staff()))
    lines = lines_of(today(device).plan, SESSION)[:5]
    send(device, SESSION, lines)
    other = lines[3].replace('"at":', '"at":1', 1)
    answer = send(device, SESSION, [seal(outbox(device), SESSION, other)])
    assert (answer.status_code, problem(answer)) == (409, "conflict")
    assert kept_lines(world) == dict(enumerate(lines))


def test_lines_sealed_to_the_key_of_a_lost_key_file_are_told_apart_and_kept_out(world: World) -> None:
    device = world.device(add_person(world.staff()))
    lines = lines_of(today(device).plan, SESSION)[:5]
    before = sealed.lock(Keys(b"another key file of 32 bytes    ")).public
    assert before != outbox(device)
    answer = send(device, SESSION, [*lines[:2], *(seal(before, SESSION, line) for line in lines[2:])])
    assert (answer.status_code, problem(answer)) == (422, "another_key")
    assert answer.json()["error"]["where"] == "events.2"
    assert kept_lines(world) == {}, "part of a refused batch was kept"


def test_what_is_inside_a_sealed_line_is_held_to_the_log_as_any_other(world: World) -> None:
    device = world.device(add_person(world.staff()))
    lines = lines_of(today(device).plan, SESSION)
    picture = json.dumps(json.loads(lines[3]) | {"picture": "/9j/4AAQSkZJRg"})
    answer = send(device, SESSION, [lines[0], seal(outbox(device), SESSION, picture)])
    assert (answer.status_code, problem(answer)) == (422, "event_refused")
    assert answer.json()["error"]["where"] == "events.1.event.answered.picture"
    assert kept_lines(world) == {}


def test_the_key_is_given_to_devices_alone_and_outlives_a_restart(world: World) -> None:
    therapist = world.staff()
    device = world.device(add_person(therapist))
    key = outbox(device)
    for nobody in (therapist, world.nobody()):
        assert Me.model_validate_json(nobody.get("/api/me").content).outbox is None
    world.restart()
    assert (
        Me.model_validate_json(world.device(add_person(world.staff())).get("/api/me").content).outbox == key
    )


def test_a_device_told_its_person_is_told_the_key_with_it(world: World) -> None:
    ticket = add_person(world.staff())
    answer = world.nobody().post("/api/enrol", json={"code": ticket.code})
    me = Me.model_validate_json(answer.content)
    assert (me.person, me.outbox) == (ticket.person, sealed.lock(world.clinic.store.keys).public)


@pytest.mark.parametrize("rate", [0, 5])
def test_landmarks_are_kept_only_where_the_plan_asks_for_them(world: World, rate: int) -> None:
    device = world.device(add_person(world.staff()))
    plan = today(device).plan
    taped = plan.tracking.model_copy(update={"landmarks_hz": 5})
    lines = lines_of(plan.model_copy(update={"tracking": taped}), SESSION)
    planned = plan.model_copy(update={"tracking": taped.model_copy(update={"landmarks_hz": rate})})
    with world.clinic.store.writing() as db:
        db.execute(update(Plan).where(Plan.id == plan.id).values(body=planned.model_dump_json()))
    first = [read_event(line).kind for line in lines].index("landmarks")
    assert send(device, SESSION, lines[:first]).status_code == 200
    answer = send(device, SESSION, lines[first : first + 2])
    if rate:
        assert answer.status_code == 200, answer.text
    else:
        assert problem(answer) == "event_refused"
        assert answer.json()["error"]["where"] == f"events.{first}.event.kind"
    assert len(kept_lines(world)) == (first + 2 if rate else first), "part of a refused batch was kept"
