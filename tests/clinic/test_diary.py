"""The diary through requests: written by the person, kept as it came, read by the person and by who cares for them."""

from __future__ import annotations

import hashlib
import json
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from sqlalchemy import select, update

from mirra.clinic import accounts, demo, diary, sealed
from mirra.clinic.backup import backup
from mirra.clinic.doctor import examine
from mirra.clinic.examples import EXAMPLES
from mirra.clinic.restore import restore
from mirra.clinic.shapes.diary import DiaryPage, OwnDiary
from mirra.clinic.shapes.practising import Receipt
from mirra.clinic.store import sqlite_url
from mirra.clinic.tables import Audit, KeptEntry
from tests.clinic.sealing import seal
from tests.clinic.test_plans import change
from tests.clinic.world import PASSWORD, START, World, add_person, caseload, problem, today

A, B = "a" * 32, "b" * 32
PAIN = {"question": "pain", "value": 4, "choice": None, "text": ""}


def a_line(id: str = A, *, wall: datetime = START, day: str | None = None, answers: Any = (PAIN,)) -> str:
    """A line of the diary as a device writes it."""
    told = {"v": 1, "id": id, "wall": wall.isoformat(), "kind": "diary"}
    return json.dumps(told | {"day": day or wall.date().isoformat(), "answers": list(answers)})


def write(device: httpx.Client, line: str, **more: Any) -> httpx.Response:
    """Send a line as the outbox does."""
    return device.post(f"/api/entries/{json.loads(line)['id']}", json={"line": line} | more)


def own(device: httpx.Client) -> OwnDiary:
    answer = device.get("/api/diary")
    assert answer.status_code == 200, answer.text
    return OwnDiary.model_validate_json(answer.content)


def of_person(therapist: httpx.Client, person: str, before: str = "") -> DiaryPage:
    answer = therapist.get(f"/api/people/{person}/diary{f'/before/{before}' if before else ''}")
    assert answer.status_code == 200, answer.text
    return DiaryPage.model_validate_json(answer.content)


def kept(world: World) -> list[KeptEntry]:
    with world.clinic.store.reading() as db:
        return list(db.scalars(select(KeptEntry).order_by(KeptEntry.id)))


def test_a_line_is_kept_as_it_came_and_its_receipt_names_its_hash(world: World) -> None:
    ticket = add_person(world.staff())
    device, line = world.device(ticket), a_line()
    answer = write(device, line, person=ticket.person)
    receipt = Receipt.model_validate_json(answer.content)
    assert [(one.seq, one.sha256) for one in receipt.stored] == [
        (0, hashlib.sha256(line.encode()).hexdigest())
    ]
    (row,) = kept(world)
    assert (row.line, row.person, row.kind, row.day) == (line, ticket.person, "diary", "2026-03-02")
    assert row.device is not None
    assert write(device, line).content == answer.content, "sent again, it was not answered for again"
    assert len(kept(world)) == 1


def test_a_sealed_line_is_opened_and_the_receipt_names_the_text_that_was_sent(world: World) -> None:
    device, line = world.device(add_person(world.staff())), a_line()
    closed = seal(sealed.lock(world.clinic.store.keys).public, A, line, seq=0)
    answer = device.post(f"/api/entries/{A}", json={"line": closed})
    assert answer.json()["stored"][0]["sha256"] == hashlib.sha256(closed.encode()).hexdigest()
    assert kept(world)[0].line == line


def test_a_later_line_of_a_day_is_shown_and_the_earlier_one_stays_kept(world: World) -> None:
    therapist = world.staff()
    ticket = add_person(therapist)
    device = world.device(ticket)
    world.later(hours=2)
    later = a_line(B, wall=START + timedelta(hours=1), answers=[PAIN | {"value": 7}])
    for line in (later, a_line(A)):  # the later one came first
        assert write(device, line).status_code == 200
    (day,) = of_person(therapist, ticket.person).days
    assert ([one.said for one in day.answers], day.replaced) == (["7"], 1)
    assert own(device).page.days == (day,)
    assert [row.id for row in kept(world)] == [A, B]


def test_other_bytes_under_the_same_id_are_refused_and_the_first_stay(world: World) -> None:
    device = world.device(add_person(world.staff()))
    write(device, a_line())
    assert problem(write(device, a_line(answers=[PAIN | {"value": 9}]))) == "conflict"
    assert kept(world)[0].line == a_line()


def test_nobody_writes_for_another_or_learns_that_there_is_an_entry(world: World) -> None:
    therapist = world.staff()
    pia, quin = add_person(therapist), add_person(therapist, name="Quin")
    first, second = world.device(pia), world.device(quin)
    assert write(first, a_line()).status_code == 200
    assert problem(write(second, a_line())) == "not_yours"
    assert problem(write(second, a_line(B), person=pia.person)) == "not_yours"
    assert own(second).page.days == ()
    assert [row.person for row in kept(world)] == [pia.person]


@pytest.mark.parametrize(
    ("wall", "what"),
    [
        (START + timedelta(minutes=6), "in the future"),
        (START + timedelta(days=3), "in the future"),
        (START - timedelta(days=367), "more than a year ago"),
    ],
)
def test_a_line_of_a_clock_that_is_wrong_is_refused_in_plain_words(
    world: World, wall: datetime, what: str
) -> None:
    device = world.device(add_person(world.staff()))
    answer = write(device, a_line(wall=wall))
    assert problem(answer) == "event_refused"
    assert what in answer.json()["error"]["what"]
    assert answer.json()["error"]["todo"] == "Set the date and time of the device right."
    assert kept(world) == []


def test_a_line_that_was_too_early_is_taken_once_its_time_has_come(world: World) -> None:
    device, line = world.device(add_person(world.staff())), a_line(wall=START + timedelta(hours=1))
    assert write(device, line).status_code == 422
    world.later(hours=1)
    assert write(device, line).status_code == 200


def test_a_line_that_waited_long_on_its_device_is_taken(world: World) -> None:
    device = world.device(add_person(world.staff()))
    assert write(device, a_line(wall=START - timedelta(days=60))).status_code == 200


def test_a_line_that_cannot_be_read_is_passed_over_and_said(world: World) -> None:
    therapist = world.staff()
    ticket = add_person(therapist)
    device = world.device(ticket)
    for place, id in enumerate((A, B)):
        assert write(device, a_line(id, wall=START - timedelta(days=place))).status_code == 200
    with world.clinic.store.writing() as db:
        db.execute(update(KeptEntry).where(KeptEntry.id == A).values(line='{"v": 9}'))
    found = of_person(therapist, ticket.person)
    assert ([day.day for day in found.days], found.unreadable) == (["2026-03-01"], 1)
    assert own(device).page.unreadable == 1


def test_days_come_a_page_at_a_time(world: World) -> None:
    therapist = world.staff()
    ticket = add_person(therapist)
    device = world.device(ticket)
    for place in range(diary.DAYS_PER_PAGE + 3):
        assert write(device, a_line(f"{place:032x}", wall=START - timedelta(days=place))).status_code == 200
    first = of_person(therapist, ticket.person)
    assert (len(first.days), first.older) == (diary.DAYS_PER_PAGE, True)
    second = of_person(therapist, ticket.person, before=first.days[-1].day)
    assert (len(second.days), second.older) == (3, False)
    days = [day.day for day in (*first.days, *second.days)]
    assert days == sorted(set(days), reverse=True)
    answer = device.get(f"/api/diary/before/{first.days[-1].day}")
    assert DiaryPage.model_validate_json(answer.content).days == second.days
    assert problem(device.get("/api/diary/before/2026-02-30")) == "misfit"


def test_only_people_with_a_phantom_are_asked_about_it(world: World) -> None:
    therapist = world.staff()
    after_stroke = own(world.device(add_person(therapist))).form
    assert [one.id for one in after_stroke.questions] == ["pain", "sleep", "medication"]
    phantom = own(world.device(add_person(therapist, name="Quin", condition="phantom_limb_pain"))).form
    assert [one.id for one in phantom.questions] == [
        "pain",
        "residual_limb_pain",
        "phantom_sensations",
        "telescoping",
        "sleep",
        "medication",
    ]


def test_the_person_reads_their_language_and_the_therapist_english(world: World) -> None:
    therapist = world.staff()
    ticket = add_person(therapist, condition="phantom_limb_pain")
    device = world.device(ticket)
    assert change(therapist, ticket.person, language="de").status_code == 200
    half = {"question": "telescoping", "value": 50, "choice": "half", "text": ""}
    changed = {"question": "medication", "value": None, "choice": "changed", "text": "half the dose"}
    assert write(device, a_line(answers=[half, changed])).status_code == 200
    theirs = own(device)
    assert theirs.form.title == "Tagebuch"
    assert theirs.page.days[0].answers[0].said == "Halb so lang (50\u00a0%)"
    found = of_person(therapist, ticket.person)
    assert [one.said for one in found.days[0].answers] == [
        "Half as long (50\u00a0%)",
        "Something changed: half the dose",
    ]


def test_people_with_aphasia_are_asked_in_few_words(world: World) -> None:
    therapist = world.staff()
    ticket = add_person(therapist)
    device = world.device(ticket)
    assert today(device).diary.questions[0].text == "How strong was your pain, on average?"
    assert change(therapist, ticket.person, profiles=["aphasia"]).status_code == 200
    few = today(device).diary
    assert few.questions[0].text == "How strong was your pain?"
    assert few == own(device).form


def test_an_answer_to_a_question_that_is_gone_is_still_shown(world: World) -> None:
    therapist = world.staff()
    ticket = add_person(therapist)
    gone = {"question": "old_question", "value": 2, "choice": "quite_old", "text": ""}
    assert write(world.device(ticket), a_line(answers=[gone])).status_code == 200
    found = of_person(therapist, ticket.person)
    assert found.columns[-1].name == "old question"
    assert found.days[0].answers[0].said == "quite old"


def test_who_wrote_and_who_read_is_in_the_access_record(world: World) -> None:
    therapist = world.staff()
    ticket = add_person(therapist)
    write(world.device(ticket), a_line())
    of_person(therapist, ticket.person)
    with world.clinic.store.reading() as db:
        noted = [(one.action, one.subject) for one in db.scalars(select(Audit))]
    assert ("diary_written", ticket.person) in noted
    assert ("diary_read", ticket.person) in noted


def test_erasing_a_person_takes_their_diary_away(world: World) -> None:
    therapist = world.staff()
    pia, quin = add_person(therapist), add_person(therapist, name="Quin")
    write(world.device(pia), a_line())
    write(world.device(quin), a_line(B))
    assert therapist.post(f"/api/people/{pia.person}/erase", json={"name": "Pia"}).status_code == 200
    assert [row.person for row in kept(world)] == [quin.person]


def test_the_doctor_finds_an_entry_that_is_not_as_it_came(world: World) -> None:
    write(world.device(add_person(world.staff())), a_line())
    told = [one.what for one in examine(world.url, world.time)]
    assert "All 1 entries outside of sessions are as they came." in told
    with world.clinic.store.writing() as db:
        db.execute(update(KeptEntry).values(line=a_line(answers=[PAIN | {"value": 1}])))
    wrong = [one.what for one in examine(world.url, world.time) if not one.good]
    assert any(A in what and "not as they came" in what for what in wrong), wrong


def test_the_demonstration_shows_diaries(world: World) -> None:
    therapist = accounts.add(world.clinic.store, "dora", "Dora", "therapist", PASSWORD)
    ben = next(one for one in EXAMPLES if one.name == "Ben")
    demo.add_example(world.clinic, therapist, ben)
    browser = world.staff("dora")
    (card,) = caseload(browser).people
    found = of_person(browser, card.id)
    assert 5 < len(found.days) <= 20
    assert found.unreadable == 0
    assert [one.question for one in found.columns if one.high] == [
        "pain",
        "residual_limb_pain",
        "phantom_sensations",
        "telescoping",
        "sleep",
    ]
    length = next(one for one in found.columns if one.question == "telescoping")
    assert (length.high, length.low_words) == (100, "Only at the end of my limb")


def test_a_backup_brings_the_diary_back(world: World, tmp_path: Path) -> None:
    ticket = add_person(world.staff())
    write(world.device(ticket), a_line())
    made = backup(world.url, tmp_path / "diary.backup", START, with_key=True).file
    world.clinic.store.close()
    folder = tmp_path / "restored"
    folder.mkdir(mode=0o700)
    target = sqlite_url(folder / "mirra.sqlite")
    restore(made, target, START)
    again = World(tmp_path / "again", url=target)
    assert [day.day for day in of_person(again.staff(), ticket.person).days] == ["2026-03-02"]
    again.clinic.store.close()
