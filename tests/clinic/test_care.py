"""Sharing care, handing a person over, ending one's care."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from mirra.clinic import care
from tests.clinic.test_access import id_of
from tests.clinic.world import World, add_person, problem


def test_two_therapists_care_for_one_person(world: World) -> None:
    thea, otto = world.staff("thea"), world.staff("otto")
    world.staff("ada", "admin")
    person = add_person(thea).person
    before = thea.get(f"/api/people/{person}/carers").json()
    assert [one["name"] for one in before["caring"]] == ["Thea"]
    assert [one["name"] for one in before["others"]] == ["Otto"], "an admin is offered, or a therapist is not"
    shared = thea.post(f"/api/people/{person}/carers", json={"therapist": id_of(world, "otto")}).json()
    assert [one["name"] for one in shared["caring"]] == ["Thea", "Otto"]
    assert otto.get(f"/api/people/{person}").status_code == 200
    assert thea.get(f"/api/people/{person}").status_code == 200
    again = thea.post(f"/api/people/{person}/carers", json={"therapist": id_of(world, "otto")})
    assert again.status_code == 200, "sharing twice is an error"


def test_care_ends_only_when_somebody_else_cares(world: World) -> None:
    thea, otto = world.staff("thea"), world.staff("otto")
    person = add_person(thea).person
    refused = thea.post(f"/api/people/{person}/carers/leave")
    assert refused.status_code == 422
    assert thea.get(f"/api/people/{person}").status_code == 200
    thea.post(f"/api/people/{person}/carers", json={"therapist": id_of(world, "otto")})
    assert otto.post(f"/api/people/{person}/carers/leave").status_code == 200
    assert problem(otto.get(f"/api/people/{person}")) == "not_found"
    assert thea.post(f"/api/people/{person}/carers/leave").status_code == 422


def test_a_person_is_handed_over_in_one_step(world: World) -> None:
    thea, otto = world.staff("thea"), world.staff("otto")
    person = add_person(thea).person
    body = {"therapist": id_of(world, "otto"), "in_my_place": True}
    assert thea.post(f"/api/people/{person}/carers", json=body).status_code == 200
    assert problem(thea.get(f"/api/people/{person}")) == "not_found"
    assert otto.get(f"/api/people/{person}").status_code == 200


def test_care_is_shared_with_therapists_only_and_by_carers_only(world: World) -> None:
    thea, otto = world.staff("thea"), world.staff("otto")
    world.staff("ada", "admin")
    person = add_person(thea).person
    for who in (id_of(world, "ada"), person, "f" * 32):
        refused = thea.post(f"/api/people/{person}/carers", json={"therapist": who, "in_my_place": True})
        assert refused.status_code == 422, f"care was handed to {who}"
    assert thea.get(f"/api/people/{person}").status_code == 200
    taken = otto.post(f"/api/people/{person}/carers", json={"therapist": id_of(world, "otto")})
    assert problem(taken) == "not_found", "a therapist took a person into their own care"


def adds_care(tree: ast.AST) -> list[int]:
    """The lines on which a module makes a row of the table of care, whichever way it is written."""
    found = []
    for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call)):
        named = ast.unparse(call.func).rpartition(".")[2]
        about = " ".join(map(ast.unparse, call.args))
        inserted = named == "insert" and "Care" in about
        if named == "Care" or inserted or "insert into care" in about.lower():
            found.append(call.lineno)
    return found


def test_no_other_module_adds_a_row_of_care_so_that_no_place_in_a_list_is_forgotten() -> None:
    folder = Path(care.__file__).parents[1]
    trees = {
        file.relative_to(folder).as_posix(): ast.parse(file.read_text()) for file in folder.rglob("*.py")
    }
    assert [name for name, tree in trees.items() if adds_care(tree)] == ["clinic/care.py"]
    assert len(adds_care(trees["clinic/care.py"])) == 2, "begin() and _add() are the two ways"


@pytest.mark.parametrize(
    "written",
    [
        "db.add(Care(therapist=a, person=b))",
        "db.add(tables.Care(therapist=a, person=b))",
        "db.execute(insert(Care).values(therapist=a))",
        "db.execute(sa.insert(Care.__table__), rows)",
        "db.execute(text('INSERT INTO care (therapist) VALUES (1)'))",
    ],
)
def test_each_way_to_add_one_elsewhere_would_be_found(written: str) -> None:
    assert adds_care(ast.parse(written)) != []
