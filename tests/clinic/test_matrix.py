"""Every route, for every role, in every relation: an address that is not listed here fails the test."""

from __future__ import annotations

from typing import Any

import httpx
import pytest
from fastapi.routing import APIRoute

from mirra.clinic import accounts
from tests.clinic.test_diary import a_line, write
from tests.clinic.world import World, add_person, lines_of, problem, send_all, today

SESSION = "a" * 32
NOBODY = "f" * 32

# What each gets who asks for one person's data: nobody, an admin, another patient, a therapist who does not care for
# them, the person, their therapist.
OWN_DEVICE = {
    "nobody": 401,
    "admin": 404,
    "other_patient": 404,
    "other_therapist": 404,
    "patient": 200,
    "therapist": 404,
}
OWN_STAFF = {
    "nobody": 401,
    "admin": 404,
    "other_patient": 404,
    "other_therapist": 404,
    "patient": 404,
    "therapist": 200,
}
ANY_STAFF = OWN_STAFF | {"other_therapist": 200}
ANY_DEVICE = OWN_DEVICE | {"other_patient": 200}
ADMIN = OWN_STAFF | {"therapist": 404, "admin": 200}
OWN_PASSWORD = ANY_STAFF | {"admin": 422, "therapist": 422, "other_therapist": 422}  # asked with a wrong one
OPEN = dict.fromkeys(OWN_STAFF, 200)

MATRIX: dict[tuple[str, str], dict[str, int]] = {
    ("GET", "/"): OPEN,
    ("GET", "/session.html"): OPEN,
    ("GET", "/sw.js"): OPEN,
    ("GET", "/assets/{name:path}"): OPEN,
    ("GET", "/api/health"): OPEN,
    ("GET", "/api/me"): OPEN,
    ("POST", "/api/sign-in"): dict.fromkeys(OPEN, 401),
    ("POST", "/api/sign-out"): OPEN,
    ("POST", "/api/enrol"): dict.fromkeys(OPEN, 404),
    ("GET", "/api/today"): ANY_DEVICE,
    ("GET", "/api/today/before/{session}"): OWN_DEVICE,
    ("POST", "/api/language"): ANY_DEVICE,
    ("POST", "/api/sessions/{session}/events"): OWN_DEVICE,
    ("POST", "/api/entries/{entry}"): OWN_DEVICE,
    ("GET", "/api/diary"): ANY_DEVICE,
    ("GET", "/api/diary/before/{day}"): ANY_DEVICE,
    ("GET", "/api/people/{person}/diary"): OWN_STAFF,
    ("GET", "/api/people/{person}/diary/before/{day}"): OWN_STAFF,
    ("POST", "/api/caseload"): ANY_STAFF,
    ("POST", "/api/people"): {role: 201 if got == 200 else got for role, got in ANY_STAFF.items()},
    ("GET", "/api/people/{person}"): OWN_STAFF,
    ("GET", "/api/people/{person}/before/{session}"): OWN_STAFF,
    ("POST", "/api/people/{person}/enrolment"): {
        role: 201 if got == 200 else got for role, got in OWN_STAFF.items()
    },
    ("GET", "/api/sessions/{session}"): OWN_STAFF,
    ("GET", "/api/conditions"): ANY_STAFF,
    ("GET", "/api/conditions/{condition}/comparisons"): ANY_STAFF,
    ("GET", "/api/mechanism"): ANY_STAFF,
    ("GET", "/api/breathing"): ANY_DEVICE | {"therapist": 200, "other_therapist": 200},
    ("GET", "/api/devices"): ANY_DEVICE,
    ("POST", "/api/devices/{device}/sign-out"): OWN_DEVICE,
    ("POST", "/api/people/{person}/erase"): OWN_STAFF,
    ("GET", "/api/people/{person}/devices"): OWN_STAFF,
    ("POST", "/api/people/{person}/devices/{device}/sign-out"): OWN_STAFF,
    ("GET", "/api/people/{person}/carers"): OWN_STAFF,
    ("POST", "/api/people/{person}/carers"): OWN_STAFF,
    ("POST", "/api/people/{person}/carers/leave"): OWN_STAFF
    | {"therapist": 422},  # nobody else cares for them
    ("POST", "/api/people/{person}/audit"): OWN_STAFF,
    ("GET", "/api/people/{person}/plan"): OWN_STAFF,
    ("POST", "/api/people/{person}/plan"): OWN_STAFF,
    ("GET", "/api/glass-mirror"): ANY_DEVICE,
    ("GET", "/api/people/{person}/glass-mirror"): OWN_STAFF,
    ("GET", "/api/lessons"): ANY_DEVICE,
    ("GET", "/api/people/{person}/lessons"): OWN_STAFF,
    ("GET", "/api/people/{person}/wall"): OWN_STAFF,
    ("GET", "/api/people/{person}/week"): OWN_STAFF,
    ("POST", "/api/people/{person}/name"): OWN_STAFF,
    ("POST", "/api/people/{person}/archive"): OWN_STAFF,
    ("GET", "/api/people/{person}/notices"): OWN_STAFF,
    ("POST", "/api/people/{person}/notices"): OWN_STAFF,
    ("POST", "/api/people/{person}/notices/seen"): OWN_STAFF,
    ("GET", "/api/screening"): ANY_STAFF,
    ("POST", "/api/screening"): ANY_STAFF,
    ("GET", "/api/people/{person}/screenings"): OWN_STAFF,
    ("POST", "/api/people/{person}/screenings"): OWN_STAFF,
    ("GET", "/api/designs"): ANY_STAFF,
    ("POST", "/api/designs"): ANY_STAFF,
    ("GET", "/api/people/{person}/schedules"): OWN_STAFF,
    ("POST", "/api/people/{person}/schedules"): OWN_STAFF | {"therapist": 409},  # one is in force
    ("GET", "/api/people/{person}/schedules/{schedule}"): OWN_STAFF,
    ("POST", "/api/people/{person}/schedules/{schedule}/end"): OWN_STAFF,
    ("GET", "/api/people/{person}/notes"): OWN_STAFF,
    ("POST", "/api/people/{person}/notes"): OWN_STAFF,
    ("POST", "/api/audit"): ANY_STAFF | {"admin": 200},
    ("GET", "/api/accounts"): ADMIN,
    ("POST", "/api/accounts"): ADMIN | {"admin": 201},
    ("POST", "/api/accounts/{account}/password"): ADMIN,
    ("POST", "/api/accounts/{account}/reset-second"): ADMIN,
    ("POST", "/api/accounts/{account}/hand-over"): ADMIN,
    ("POST", "/api/accounts/{account}/remove"): ADMIN,
    ("POST", "/api/rules"): ADMIN,
    ("GET", "/api/clinic"): ADMIN,
    ("POST", "/api/clinic"): ADMIN,
    ("GET", "/api/choices"): ANY_STAFF,
    ("GET", "/api/account"): ANY_STAFF | {"admin": 200},
    ("POST", "/api/account/password"): OWN_PASSWORD,
    ("POST", "/api/account/second/offer"): OWN_PASSWORD,
    ("POST", "/api/account/second/confirm"): OWN_PASSWORD,
    ("POST", "/api/account/second/remove"): OWN_PASSWORD,
}
BODIES: dict[str, dict[str, Any]] = {
    "/api/people/{person}/erase": {"name": "Pia"},
    "/api/sign-in": {"login": "nobody", "password": "not the password"},
    "/api/enrol": {"code": "AAAA-AAAA"},
    "/api/accounts": {"login": "new", "name": "New", "role": "therapist"},
    "/api/rules": {"admins_need_second": False},
    "/api/account/password": {"old": "not the password", "new": "a password that would do"},
    "/api/account/second/offer": {"password": "not the password"},
    "/api/account/second/confirm": {"sealed": "nothing", "code": "123456"},
    "/api/account/second/remove": {"password": "not the password"},
    "/api/people/{person}/name": {"name": "Pia"},
    "/api/people/{person}/archive": {"archived": True},
    "/api/language": {"language": "en"},
    "/api/screening": {"limb": "hand", "affected_limb": "there", "answers": {}},
    "/api/people/{person}/screenings": {
        "limb": "hand",
        "affected_limb": "there",
        "answers": {"picture": "no"},
    },
    "/api/designs": {"design": "abab", "displays": ["covered", "mirror"], "days": 28},
    "/api/people/{person}/schedules/{schedule}/end": {"reason": "Moved away"},
    "/api/people/{person}/notes": {"text": "Asked for smaller movements."},
    "/api/people": {"name": "New", "condition": "stroke", "affected": "left", "limb": "hand"},
}
WORDS = ("Pia", "Quin")  # names that must not reach those who may not see them


class Cast:
    """Everybody of the matrix, and what they are asked about."""

    def __init__(self, world: World) -> None:
        therapist, other = world.staff("thea"), world.staff("otto")
        ticket, others = add_person(therapist, name="Pia"), add_person(other, name="Quin")
        self.person = ticket.person
        self.browsers: dict[str, httpx.Client] = {
            "nobody": world.nobody(),
            "admin": world.staff("ada", "admin"),
            "other_patient": world.device(others),
            "other_therapist": other,
            "patient": world.device(ticket),
            "therapist": therapist,
        }
        self.schedule = self._drawn()
        self.lines = lines_of(today(self.browsers["patient"]).plan, SESSION, outcome="stopped")
        send_all(self.browsers["patient"], SESSION, self.lines)
        self.entry, self.written = "d" * 32, a_line("d" * 32)
        assert write(self.browsers["patient"], self.written).status_code == 200
        therapist.get(f"/api/people/{self.person}")  # folds the session
        self.device = self._spare_device(world)
        world.staff("spare")
        with world.clinic.store.reading() as db:
            self.account, self.carer = (accounts.named(db, login).id for login in ("spare", "thea"))

    def _spare_device(self, world: World) -> str:
        """A further device of the person's, which may be signed out."""
        code = self.browsers["therapist"].post(f"/api/people/{self.person}/enrolment").json()["code"]
        spare = world.nobody()
        spare.post("/api/enrol", json={"code": code})
        return next(str(one["id"]) for one in spare.get("/api/devices").json() if one["here"])

    def _to_draw(self) -> dict[str, Any]:
        """A schedule that the person's therapist may draw."""
        plan = self.browsers["therapist"].get(f"/api/people/{self.person}/plan").json()["now"]["id"]
        return BODIES["/api/designs"] | {"plan": plan}

    def _drawn(self) -> str:
        """A locked schedule of the person's."""
        told = self.browsers["therapist"].post(f"/api/people/{self.person}/schedules", json=self._to_draw())
        assert told.status_code == 200, told.text
        return str(told.json()["schedules"][0]["id"])

    def _raised(self) -> list[str]:
        """What the person's session raised."""
        told = self.browsers["therapist"].get(f"/api/people/{self.person}/notices").json()
        return [one["id"] for one in told]

    def _new_plan(self) -> dict[str, Any]:
        """A change of the person's plan that their therapist may make."""
        now = self.browsers["therapist"].get(f"/api/people/{self.person}/plan").json()["now"]
        return {"plan": now["plan"] | {"minutes": 20}, "reason": "Tired", "replaces": now["id"]}

    def ask(
        self, role: str, method: str, path: str, *, person: str = "", session: str = SESSION, device: str = ""
    ) -> httpx.Response:
        """One request of the matrix."""
        body: dict[str, Any]
        address = path.replace("{name:path}", "no-network.js")
        address = address.format(
            condition="stroke",
            person=person or self.person,
            session=session,
            device=device or self.device,
            account=self.account,
            schedule=self.schedule,
            entry=self.entry,
            day="2026-03-03",
        )
        if path.endswith("/notices"):
            body = {"notices": self._raised(), "note": "Called them."}
        elif path.endswith("/notices/seen"):
            body = {"notices": self._raised()}
        elif path.endswith("/schedules"):
            body = self._to_draw()
        elif path.endswith("/plan"):
            body = self._new_plan()
        elif path.endswith("/events"):
            body = {"events": self.lines[:3]}
        elif path.startswith("/api/entries"):
            body = {"line": self.written}
        elif path.endswith(("/carers", "/hand-over")):
            body = {"therapist": self.carer} if path.endswith("/carers") else {"to": self.carer}
        else:
            body = BODIES.get(path, {})
        if path == "/api/sign-in":  # wrong tries count for each login
            body = body | {"login": f"nobody {role}"}
        return self.browsers[role].request(method, address, json=body if method == "POST" else None)


@pytest.fixture
def cast(world: World) -> Cast:
    """Two therapists, a person in the care of each, an admin, and nobody."""
    return Cast(world)


def addresses(world: World) -> set[tuple[str, str]]:
    """Every method and path that the app answers."""
    found: set[tuple[str, str]] = set()
    waiting = list(world.app.routes)
    while waiting:
        route = waiting.pop()
        if hasattr(route, "routes") and not isinstance(route, APIRoute):
            waiting += route.routes
        elif hasattr(route, "original_router"):
            waiting += route.original_router.routes
        else:
            assert isinstance(route, APIRoute), f"{route} is of a kind that this test does not know"
            found |= {(method, route.path) for method in route.methods or ()}
    return found


def test_no_address_is_without_a_line_in_the_matrix(world: World) -> None:
    asked = {(method, path) for method, path in addresses(world) if method != "HEAD"}
    assert asked == set(MATRIX), "the app and this matrix differ"


@pytest.mark.parametrize(("method", "path"), sorted(MATRIX), ids=lambda part: part)
def test_who_gets_what(cast: Cast, method: str, path: str) -> None:
    for role, expected in MATRIX[method, path].items():
        answer = cast.ask(role, method, path)
        assert answer.status_code == expected, f"{role}: {answer.text[:200]}"
        if expected >= 400:
            problem(answer)
        if role in ("nobody", "admin"):
            assert not any(word in answer.text for word in WORDS), f"{role} was told a name"
        if role.startswith("other") and path.startswith("/api"):
            assert "Pia" not in answer.text, f"{role} was told of somebody who is not theirs"


@pytest.mark.parametrize(
    ("method", "path"),
    sorted(key for key in MATRIX if "{" in key[1] and MATRIX[key]["other_therapist"] == 404),
)
def test_forbidden_and_unknown_cannot_be_told_apart(cast: Cast, method: str, path: str) -> None:
    forbidden = cast.ask("other_therapist", method, path)
    unknown = cast.ask("other_therapist", method, path, person=NOBODY, session=NOBODY)
    assert (forbidden.status_code, forbidden.content) == (unknown.status_code, unknown.content)
    shown = [
        {name: value for name, value in one.headers.items() if name != "date"} for one in (forbidden, unknown)
    ]
    assert shown[0] == shown[1]


def test_what_was_refused_changed_nothing(cast: Cast) -> None:
    before = cast.browsers["therapist"].post("/api/caseload", json={}).content
    for (method, path), expected in MATRIX.items():
        for role, status in expected.items():
            if status >= 400 and method == "POST" and path not in ("/api/sign-in", "/api/enrol"):
                cast.ask(role, method, path)
    assert cast.browsers["therapist"].post("/api/caseload", json={}).content == before
