"""Devices: how long they stay connected, how their tokens renew, and how they are signed out."""

from __future__ import annotations

from http.cookies import SimpleCookie

import httpx
import pytest
from sqlalchemy import select

from mirra.clinic import devices
from mirra.clinic.tables import Device
from tests.clinic.world import World, add_person, problem

IPAD = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 Version/18.1 Safari/605.1.15"
PIXEL = "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 Chrome/130.0.0.0 Mobile Safari/537.36"
IPHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 CriOS/130.0 Mobile Safari"
)
WINDOWS = (
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/130.0.0.0 Safari/537.36 Edg/130.0"
)
LINUX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
COOKIE = "mirra-device-8000"


@pytest.fixture
def device(world: World) -> httpx.Client:
    """A device of a person."""
    return world.device(add_person(world.staff()))


def token(browser: httpx.Client) -> str:
    return browser.cookies[COOKIE]


def copied(world: World, held: str) -> httpx.Client:
    """A browser that shows a token taken from elsewhere."""
    browser = world.nobody()
    browser.cookies.set(COOKIE, held)
    return browser


def role(browser: httpx.Client) -> str | None:
    found: str | None = browser.get("/api/me").json()["role"]
    return found


def kept(world: World) -> Device:
    with world.clinic.store.reading() as db:
        return db.scalars(select(Device)).one()


@pytest.mark.parametrize(
    ("user_agent", "label"),
    [
        (IPAD, "Computer or iPad, Safari"),
        (PIXEL, "Tablet or phone, Chrome"),
        (IPHONE, "Tablet or phone, Chrome"),
        (WINDOWS, "Computer, Edge"),
        (LINUX, "Computer, Firefox"),
        ("curl/8.5", "Device"),
        ("", "Device"),
        ("\x00" * 500 + "Android", "Tablet or phone, another browser"),
    ],
)
def test_a_device_is_named_in_plain_words_and_no_more(user_agent: str, label: str) -> None:
    assert devices.label_of(user_agent) == label


def test_the_name_is_made_at_connecting(world: World) -> None:
    browser = world.nobody()
    browser.headers["user-agent"] = PIXEL
    browser.post("/api/enrol", json={"code": add_person(world.staff()).code})
    assert kept(world).label == "Tablet or phone, Chrome"


def test_a_device_in_use_stays_connected_for_years(world: World, device: httpx.Client) -> None:
    for _ in range(20):
        world.later(days=80)
        assert role(device) == "patient", "a device in use was shut out"


def test_a_device_without_contact_for_ninety_days_is_shut_out(world: World, device: httpx.Client) -> None:
    world.later(days=89, hours=23)
    assert role(device) == "patient"
    world.later(days=90, seconds=1)
    assert role(device) is None
    assert problem(device.get("/api/today")) == "signed_out"


def test_the_cookie_is_renewed_with_the_token(world: World, device: httpx.Client) -> None:
    assert "set-cookie" not in device.get("/api/me").headers, "a contact was written twice in a day"
    world.later(days=1)
    answer = device.get("/api/today")
    found = SimpleCookie(answer.headers["set-cookie"])[COOKIE]
    assert int(found["max-age"]) == 90 * 86_400
    assert found["httponly"]
    assert found["samesite"].lower() == "strict"
    assert "set-cookie" not in device.get("/api/today").headers


def test_contact_is_written_at_most_once_a_day(world: World, device: httpx.Client) -> None:
    first = kept(world).seen
    world.later(hours=23)
    device.get("/api/today")
    assert kept(world).seen == first
    world.later(hours=1)
    device.get("/api/today")
    assert kept(world).seen == world.time


def test_a_clock_set_back_does_not_stop_the_contacts(world: World, device: httpx.Client) -> None:
    world.later(days=80)
    role(device)
    world.later(days=-80)
    role(device)
    assert kept(world).seen == world.time


def test_a_token_is_renewed_after_thirty_days_and_an_old_copy_ends(
    world: World, device: httpx.Client
) -> None:
    stolen = token(device)
    world.later(days=30)
    role(device)
    assert token(device) != stolen, "the token is as old as the device"
    world.later(minutes=6)
    assert role(device) == "patient"
    assert role(copied(world, stolen)) is None, "a token stolen before it was renewed still holds"
    assert role(device) == "patient"


@pytest.mark.parametrize("lost", [1, 2, 5])
def test_lost_answers_shut_no_device_out(world: World, device: httpx.Client, lost: int) -> None:
    first = token(device)
    world.later(days=30)
    for _ in range(lost):
        assert (
            role(copied(world, first)) == "patient"
        )  # the answer with the new token never reaches the device
        world.later(days=1)
    assert role(device) == "patient"
    assert token(device) != first, "after a lost answer no new token was given"
    world.later(minutes=6)
    assert role(device) == "patient"
    assert role(copied(world, first)) is None


def test_a_browser_that_loses_its_newest_cookie_in_a_crash_is_not_shut_out(
    world: World, device: httpx.Client
) -> None:
    """Chromium writes a cookie to its disk only after half a minute."""
    first = token(device)
    world.later(days=30)
    role(device)
    world.later(seconds=20)
    role(device)
    device.cookies.set(COOKIE, first)
    assert role(device) == "patient"


def test_a_busy_database_delays_no_answer(world: World, device: httpx.Client) -> None:
    world.later(days=31)
    with world.clinic.store.writing():
        answer = device.get("/api/me")
    assert answer.json()["role"] == "patient"
    assert "set-cookie" not in answer.headers, "a token was given out that is not on the disk"
    assert role(device) == "patient"
    assert kept(world).seen == world.time, "the next contact did not make up for it"


def test_a_person_signs_their_other_device_out(world: World) -> None:
    therapist = world.staff()
    ticket = add_person(therapist)
    tablet = world.device(ticket)
    code = therapist.post(f"/api/people/{ticket.person}/enrolment").json()["code"]
    phone = world.nobody()
    phone.post("/api/enrol", json={"code": code})
    cards = phone.get("/api/devices").json()
    assert [card["here"] for card in cards].count(True) == 1
    other = next(card["id"] for card in cards if not card["here"])
    left = phone.post(f"/api/devices/{other}/sign-out").json()
    assert {card["state"] for card in left if not card["here"]} == {"signed_out"}
    assert role(tablet) is None
    assert role(phone) == "patient"


def test_signing_out_the_device_that_asks_takes_its_cookie_away(device: httpx.Client) -> None:
    this = device.get("/api/devices").json()[0]["id"]
    assert device.post(f"/api/devices/{this}/sign-out").status_code == 200
    assert COOKIE not in device.cookies
    assert role(device) is None


def test_a_therapist_signs_a_lost_device_out(world: World) -> None:
    therapist = world.staff()
    ticket = add_person(therapist)
    device = world.device(ticket)
    world.later(days=31)
    old = token(device)
    role(device)
    card = therapist_view(world, ticket.person)[0]
    assert card["seen"].startswith("2026-04-02")
    therapist = world.staff()
    ended = therapist.post(f"/api/people/{ticket.person}/devices/{card['id']}/sign-out").json()
    assert ended[0]["state"] == "signed_out"
    assert role(device) is None
    assert role(copied(world, old)) is None, "the token it had before still holds"
    again = therapist.post(f"/api/people/{ticket.person}/devices/{card['id']}/sign-out").json()
    assert again == ended, "a device that had ended was ended a second time"


def therapist_view(world: World, person: str) -> list[dict[str, str]]:
    found: list[dict[str, str]] = world.staff().get(f"/api/people/{person}/devices").json()
    return found


def test_nobody_signs_out_a_device_that_is_not_theirs(world: World, device: httpx.Client) -> None:
    this = device.get("/api/devices").json()[0]["id"]
    therapist = world.staff("otto")
    quin = add_person(therapist, name="Quin")
    other = world.device(quin)
    assert problem(other.post(f"/api/devices/{this}/sign-out")) == "not_found"
    assert problem(therapist.post(f"/api/people/{quin.person}/devices/{this}/sign-out")) == "not_found"
    assert role(device) == "patient"


def test_an_expired_device_is_listed_as_such(world: World) -> None:
    ticket = add_person(world.staff())
    world.device(ticket)
    world.later(days=91)
    card = therapist_view(world, ticket.person)[0]
    assert card["state"] == "expired"
    assert card["ended"].startswith("2026-05-31")
