"""Cookies: their names, and that two servers on one host leave each other's alone."""

from __future__ import annotations

from pathlib import Path

import httpx
import pytest
from fastapi import Request

from material.in_process import HOME
from mirra.clinic import cookies
from tests.clinic.world import PASSWORD, World, add_person, today

OTHER = "http://127.0.0.1:8001"


class OneBrowser:
    """A browser with two servers on one host, to which it shows the same cookies, as browsers do."""

    def __init__(self, *servers: tuple[World, str]) -> None:
        self.jar = httpx.Cookies()
        self.at = {base: world.nobody(base) for world, base in servers}

    def ask(self, base: str, method: str, path: str, **more: object) -> httpx.Response:
        self.at[base].cookies = self.jar
        answer = self.at[base].request(method, path, **more)  # type: ignore[arg-type]
        self.jar = self.at[base].cookies
        return answer


def two(folder: Path) -> list[World]:
    found = []
    for name in ("one", "other"):
        (folder / name).mkdir()
        found.append(World(folder / name))
    return found


def sign_in(browser: OneBrowser, base: str, login: str) -> None:
    body = {"login": login, "password": PASSWORD}
    assert browser.ask(base, "POST", "/api/sign-in", json=body).status_code == 200


def test_two_servers_on_one_host_leave_each_other_signed_in(tmp_path: Path) -> None:
    one, other = two(tmp_path)
    codes = [add_person(world.staff(login)).code for world, login in ((one, "thea"), (other, "otto"))]
    browser = OneBrowser((one, HOME), (other, OTHER))
    for base, code in zip((HOME, OTHER), codes, strict=True):
        assert browser.ask(base, "POST", "/api/enrol", json={"code": code}).status_code == 200
    for base in (HOME, OTHER):
        assert browser.ask(base, "GET", "/api/today").status_code == 200, "the other server took its cookie"
    sign_in(browser, HOME, "thea")
    sign_in(browser, OTHER, "otto")
    names = [browser.ask(base, "GET", "/api/me").json()["name"] for base in (HOME, OTHER)]
    assert names == ["Thea", "Otto"]
    browser.ask(OTHER, "POST", "/api/sign-out")
    assert browser.ask(HOME, "GET", "/api/me").json()["name"] == "Thea", "signed out by the other server"
    for world in (one, other):
        world.clinic.store.close()


@pytest.mark.parametrize(
    ("base", "prefix", "port"), [(HOME, "", 8000), ("https://clinic.example", "__Host-", 443)]
)
def test_a_device_enrolled_under_the_name_before_stays_enrolled(
    world: World, base: str, prefix: str, port: int
) -> None:
    world.options = {"names": ("clinic.example",), "behind_https": True}
    world.restart()
    device = world.device(add_person(world.staff(base=base)), base)
    now, before = f"{prefix}mirra-device-{port}", f"{prefix}mirra-device"
    token = device.cookies[now]
    old = world.nobody(base)
    old.cookies.set(before, token, domain=httpx.URL(base).host, path="/")
    assert today(old), "an update signs every device out"
    assert old.get("/api/me").json()["role"] == "patient"
    assert dict(old.cookies) == {now: token}, "it was not given its present name"
    assert today(old)


def test_a_cookie_of_another_server_under_the_name_before_is_left_alone(tmp_path: Path) -> None:
    one, other = two(tmp_path)
    token = one.device(add_person(one.staff("thea"))).cookies["mirra-device-8000"]
    ticket = add_person(other.staff("otto"))
    browser = other.nobody(OTHER)
    browser.cookies.set("mirra-device", token, domain="127.0.0.1", path="/")
    assert browser.get("/api/me").json()["role"] is None
    assert browser.post("/api/enrol", json={"code": ticket.code}).status_code == 200
    browser.get("/api/me")
    assert browser.cookies["mirra-device"] == token, "another server's cookie was taken away"
    for world in (one, other):
        world.clinic.store.close()


def sent_back(answer: httpx.Response) -> list[str]:
    """The cookies that an answer sets or clears."""
    return answer.headers.get_list("set-cookie")


CLINIC = "https://clinic.example"


@pytest.fixture
def secure(world: World) -> World:
    """The clinic reached over https by its own name."""
    world.options = {"names": ("clinic.example",), "behind_https": True}
    world.restart()
    return world


def test_over_https_a_cookie_that_is_not_ours_is_cleared_and_locks_nobody_out(secure: World) -> None:
    device = secure.device(add_person(secure.staff(base=CLINIC)), CLINIC)
    held = f"__Host-mirra-device-443={device.cookies['__Host-mirra-device-443']}"
    answer = secure.nobody(CLINIC).get("/api/me", headers={"cookie": f"picture=abcdef; {held}; x=1"})
    assert (answer.status_code, answer.json()["role"]) == (200, "patient")
    cleared = [one.partition("=")[0] for one in sent_back(answer) if "Max-Age=0" in one]
    assert cleared == ["picture", "x"]
    assert all("abcdef" not in one for one in sent_back(answer)), "what it said was said again"


def test_another_server_of_mirra_on_the_same_host_keeps_its_cookies(secure: World) -> None:
    there = f"__Host-mirra-staff-8443={'a' * 43}"
    assert sent_back(secure.nobody(CLINIC).get("/api/me", headers={"cookie": there})) == []


def test_on_this_machine_other_programs_keep_their_cookies(world: World) -> None:
    answer = world.nobody().get("/api/me", headers={"cookie": "session=of-another-program"})
    assert answer.status_code == 200
    assert sent_back(answer) == []


@pytest.mark.parametrize("value", ["picture", "a" * 42, "a" * 44, "a" * 42 + "!", ""])
def test_a_cookie_of_our_name_without_the_shape_of_a_token_is_cleared(world: World, value: str) -> None:
    answer = world.nobody().get("/api/me", headers={"cookie": f"mirra-device-8000={value}"})
    assert (answer.status_code, answer.json()["role"]) == (200, None)
    assert [one.partition(";")[0] for one in sent_back(answer)] == ["mirra-device-8000="]


def test_no_route_sees_what_is_not_ours(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[dict[str, str]] = []

    def noting(request: Request, kind: cookies.Kind) -> str | None:
        seen.append(dict(request.cookies))
        return None

    monkeypatch.setattr(cookies, "shown", noting)
    token = "b" * 43
    world.nobody().get(
        "/api/me", headers={"cookie": f"picture=abc; mirra-staff-8000={token}; mirra-device-8000=abc"}
    )
    assert seen
    assert all(one == {"mirra-staff-8000": token} for one in seen), seen


def test_many_names_are_cleared_a_few_at_a_time(secure: World) -> None:
    many = "; ".join(f"x{number}=1" for number in range(200))
    answer = secure.nobody(CLINIC).get("/api/me", headers={"cookie": many})
    assert answer.status_code == 200
    assert len(sent_back(answer)) == cookies.MOST_CLEARED
