"""The audit as staff read it."""

from __future__ import annotations

import ast
import re
from pathlib import Path
from typing import Any

import httpx
from sqlalchemy import update

from mirra.clinic import record
from mirra.clinic.tables import Audit
from tests.clinic.world import World, add_person, lines_of, send_all, today

SESSION = "a" * 32
SOURCES = Path(record.__file__).parent
ACTION = re.compile(r"[a-z]+(_[a-z]+)+")


def actions(tree: ast.Module) -> set[str]:
    """The actions that a file's audit entries have: words in the calls that note one, or in what is named so."""
    found: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            parts: list[ast.expr] = node.args if name in ("note", "Entry", "_changing", "failed") else []
        elif isinstance(node, ast.Assign):
            named = {target.id.lower() for target in node.targets if isinstance(target, ast.Name)}
            parts = [node.value] if named & {"action", "new_key"} else []
        else:
            continue
        constants = (one for part in parts for one in ast.walk(part) if isinstance(one, ast.Constant))
        found |= {
            one.value for one in constants if isinstance(one.value, str) and ACTION.fullmatch(one.value)
        }
    return found


def entries(browser: httpx.Client, path: str = "/api/audit", **body: Any) -> list[dict[str, Any]]:
    answer = browser.post(path, json=body)
    assert answer.status_code == 200, answer.text
    found: list[dict[str, Any]] = answer.json()["entries"]
    return found


def test_every_action_of_the_audit_has_plain_words() -> None:
    files = (*SOURCES.rglob("*.py"), *SOURCES.parent.glob("cli/*.py"))
    found = {one for file in files for one in actions(ast.parse(file.read_text(encoding="utf-8")))}
    assert len(found) > 20, "the actions were not found in the source"
    lacking = found - set(record.WORDS) - set(record.ACTORS)
    assert not lacking, f"no words for {lacking}"


def test_a_therapist_sees_who_did_what_about_their_people_and_no_others(world: World) -> None:
    thea, otto = world.staff("thea"), world.staff("otto")
    ticket = add_person(thea)
    device = world.device(ticket)
    send_all(device, SESSION, lines_of(today(device).plan, SESSION))
    thea.get(f"/api/sessions/{SESSION}")
    quin = add_person(otto, name="Quin").person
    otto.get(f"/api/people/{ticket.person}")
    thea.get(f"/api/people/{quin}")
    told = [(one["who"], one["what"], one["about"]) for one in reversed(entries(thea))]
    assert told == [
        ("Thea", "Person added", "Pia"),
        ("Pia", "Device connected", "Pia"),
        ("Pia", "Session begun", "Pia, session"),
        ("Thea", "Session read", "Pia, session"),
        ("Otto", "Reading refused: not theirs, or not there", "Pia"),
    ]
    assert "Pia" not in str(entries(otto))


def test_an_id_that_is_not_for_the_reader_is_not_shown(world: World) -> None:
    thea, otto = world.staff("thea"), world.staff("otto")
    pia, quin = add_person(thea), add_person(otto, name="Quin")
    mine, other = world.device(pia), world.device(quin)
    session = "c" * 32
    send_all(other, session, lines_of(today(other).plan, session))
    device = other.get("/api/devices").json()[0]["id"]
    mine.post(f"/api/devices/{device}/sign-out")
    mine.post(f"/api/sessions/{session}/events", json={"events": ["{}"]})
    refused = [one for one in entries(thea) if one["refused"]]
    assert [(one["who"], one["about"]) for one in refused] == [("Pia", "")] * len(refused)
    assert refused
    told = [one for one in entries(otto) if one["refused"]]
    assert (told[-1]["who"], told[-1]["about"]) == ("somebody not in your care", "Quin, device")
    assert pia.person not in str(entries(otto))


def test_the_record_of_one_person(world: World) -> None:
    thea = world.staff("thea")
    pia, rosa = add_person(thea).person, add_person(thea, name="Rosa").person
    thea.get(f"/api/people/{rosa}")
    told = entries(thea, f"/api/people/{pia}/audit")
    assert {one["about"] for one in told} == {"Pia"}


def test_an_admin_sees_everything_and_no_persons_name(world: World) -> None:
    admin, thea = world.staff("ada", "admin"), world.staff("thea")
    ticket = add_person(thea)
    world.device(ticket)
    thea.get(f"/api/people/{ticket.person}")
    found = entries(admin)
    assert {one["who"] for one in found} == {"Ada", "Thea", "Command line", ticket.person}
    assert any(one["about"] == ticket.person for one in found)
    assert "Pia" not in str(found)


def test_pages_hold_every_entry_once(world: World) -> None:
    admin, thea = world.staff("ada", "admin"), world.staff("thea")
    for _ in range(120):
        thea.post("/api/caseload", json={})
    seen: list[int] = []
    before = None
    while True:
        page = admin.post("/api/audit", json={} if before is None else {"before": before}).json()
        assert (page["check"] is None) == (before is not None)
        seen += [one["id"] for one in page["entries"]]
        before = page["more"]
        if before is None:
            break
    assert seen == sorted(set(seen), reverse=True)
    assert len(seen) == seen[0]
    assert len(seen) > 120


def test_a_change_by_hand_is_shown(world: World) -> None:
    admin = world.staff("ada", "admin")
    check = admin.post("/api/audit", json={}).json()["check"]
    assert check["sound"]
    assert re.fullmatch("[0-9a-f]{64}", check["newest"])
    assert check["entries"] == check["checked"] == 2
    with world.clinic.store.writing() as db:
        db.execute(update(Audit).where(Audit.id == 1).values(actor="somebody"))
    assert not admin.post("/api/audit", json={}).json()["check"]["sound"]
