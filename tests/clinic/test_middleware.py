"""What every request meets first and every answer last."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import httpx
import pytest

from material.in_process import HOME, client
from mirra.clinic.middleware import BODY_BYTES
from tests.clinic.test_matrix import MATRIX
from tests.clinic.world import World, add_person, lines_of, problem, send, today

ORIGIN = {"origin": HOME}


@pytest.mark.parametrize("host", ["127.0.0.1:8000", "localhost:8000", "LOCALHOST", "[::1]:8000", "127.0.0.1"])
def test_the_server_answers_to_its_own_names(world: World, host: str) -> None:
    assert world.nobody().get("/api/me", headers={"host": host}).status_code == 200


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "127.0.0.1.evil.example",
        "evil.example:8000",
        "",
        "localhost:",
        "localhost:80;x",
        "192.0.2.7",
        "a b",
    ],
)
@pytest.mark.parametrize("path", ["/api/me", "/", "/session.html", "/assets/no-network.js"])
def test_and_to_no_other_so_that_no_site_can_wear_its_address(world: World, host: str, path: str) -> None:
    answer = world.nobody().get(path, headers={"host": host})
    assert (answer.status_code, problem(answer)) == (400, "wrong_host")
    assert host not in answer.headers["content-security-policy"] or not host


def test_two_host_names_are_refused(world: World) -> None:
    answer = world.nobody().get("/api/me", headers=[("host", "localhost"), ("host", "evil.example")])
    assert problem(answer) == "wrong_host"


def test_a_configured_name_and_on_a_network_any_plain_address(world: World) -> None:
    world.options = {"host": "0.0.0.0", "names": ("clinic.example",)}
    world.restart()
    for host, expected in {
        "clinic.example": 200,
        "192.0.2.7:8000": 200,
        "[2001:db8::7]": 200,
        "evil.example": 400,
    }.items():
        assert world.nobody().get("/api/me", headers={"host": host}).status_code == expected, host


UNSAFE = sorted(path for method, path in MATRIX if method == "POST")


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "http://evil.example"},
        {"origin": "null"},
        {"origin": "http://127.0.0.1:8001"},
        {"origin": "https://127.0.0.1:8000"},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"sec-fetch-site": "none"},
        {"sec-fetch-site": "cross-site", **ORIGIN},
        {"sec-fetch-site": "same-origin", "origin": "http://evil.example"},
    ],
)
@pytest.mark.parametrize("path", UNSAFE)
def test_nothing_is_changed_for_another_site(world: World, path: str, headers: dict[str, str]) -> None:
    address = path.format(
        entry="0" * 32,
        person="a" * 32,
        session="a" * 32,
        device="a" * 32,
        account="a" * 32,
        schedule="a" * 32,
    )
    answer = world.nobody().post(address, json={}, headers=headers)
    assert (answer.status_code, problem(answer)) == (403, "foreign_origin")


def test_its_own_pages_may(world: World) -> None:
    for headers in (
        {},
        ORIGIN,
        {"sec-fetch-site": "same-origin"},
        {"sec-fetch-site": "same-origin", **ORIGIN},
    ):
        assert world.nobody().post("/api/sign-out", headers=headers).status_code == 200


@pytest.mark.parametrize("to", ["document", "iframe", "image", "script", "object", "video", "style"])
def test_the_api_cannot_be_gone_to_or_embedded(world: World, to: str) -> None:
    assert world.nobody().get("/api/me", headers={"sec-fetch-dest": to}).status_code == 400
    assert world.nobody().get("/api/me", headers={"sec-fetch-dest": "empty"}).status_code == 200


@pytest.mark.parametrize("path", ["/api/me?x", "/api/today?picture=abc", "/assets/no-network.js?abc"])
def test_nothing_can_be_written_into_an_address(world: World, path: str) -> None:
    assert problem(world.nobody().get(path)) in ("bad_request", "query")


@pytest.mark.parametrize(
    "kind",
    [
        "image/jpeg",
        "image/png",
        "video/webm",
        "video/mp4",
        "multipart/form-data; boundary=x",
        "application/octet-stream",
        "application/x-www-form-urlencoded",
        "text/plain",
        "text/plain; application/json",
        "application/jsonp",
        "",
    ],
)
@pytest.mark.parametrize("path", UNSAFE)
def test_no_address_takes_a_picture_or_anything_but_json(world: World, path: str, kind: str) -> None:
    address = path.format(
        entry="0" * 32,
        person="a" * 32,
        session="a" * 32,
        device="a" * 32,
        account="a" * 32,
        schedule="a" * 32,
    )
    answer = world.nobody().post(
        address, content=b"\xff\xd8\xff\xe0", headers={"content-type": kind} if kind else {}
    )
    assert (answer.status_code, problem(answer)) == (415, "only_json")


def test_nothing_compressed_is_taken(world: World) -> None:
    headers = {"content-type": "application/json", "content-encoding": "gzip"}
    assert world.nobody().post("/api/sign-in", content=b"{}", headers=headers).status_code == 415


def test_a_body_over_the_limit_is_refused_and_one_under_is_read(world: World) -> None:
    headers = {"content-type": "application/json"}
    for path in ("/api/sign-in", f"/api/sessions/{'a' * 32}/events"):
        over = world.nobody().post(path, content=b" " * (BODY_BYTES + 1), headers=headers)
        assert (over.status_code, problem(over)) == (413, "too_large")
        under = world.nobody().post(path, content=b" " * BODY_BYTES, headers=headers)
        assert under.status_code == 422


def ask(world: World, chunks: list[bytes], headers: dict[str, str]) -> tuple[int, int]:
    """A request in pieces: the status, and how many pieces the server took before it answered."""
    sent: list[dict[str, Any]] = []
    taken = 0

    async def receive() -> dict[str, Any]:
        nonlocal taken
        taken += 1
        if not chunks:
            return {"type": "http.disconnect"}
        return {"type": "http.request", "body": chunks.pop(0), "more_body": True}

    async def send_on(message: Any) -> None:
        sent.append(message)

    raw = {"host": "localhost", "content-type": "application/json"} | headers
    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": "POST",
        "scheme": "http",
        "path": "/api/sign-in",
        "raw_path": b"/api/sign-in",
        "query_string": b"",
        "root_path": "",
        "headers": [(name.encode(), value.encode()) for name, value in raw.items()],
        "client": ("127.0.0.1", 1),
        "server": ("127.0.0.1", 8000),
    }
    asyncio.run(world.app(scope, receive, send_on))
    return (sent[0]["status"] if sent else 0), taken


def test_a_body_without_a_length_is_cut_off_at_the_limit(world: World) -> None:
    part = b" " * (BODY_BYTES // 4)
    status, taken = ask(world, [part] * 100, {"transfer-encoding": "chunked"})
    assert (status, taken) == (413, 5), "more was read than is allowed"


def test_a_length_that_is_a_lie_or_none_is_refused(world: World) -> None:
    for length in ("9" * 30, "-1", "1e3", "x"):
        assert ask(world, [b"{}"], {"content-length": length})[0] == 413, length


def test_a_sender_who_goes_away_is_not_answered(world: World) -> None:
    assert ask(world, [b"{"], {})[0] == 0


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/nowhere", 404),
        ("GET", "/api/nowhere", 404),
        ("GET", "/api/people/", 404),
        ("GET", "/docs", 404),
        ("GET", "/openapi.json", 404),
        ("GET", "/assets/../../mirra.sqlite", 404),
        ("GET", "/assets/%2e%2e/%2e%2e/mirra.sqlite", 404),
        ("GET", "/assets/", 404),
        ("GET", "/mirra.sqlite", 404),
        ("PUT", "/api/people", 405),
        ("DELETE", "/api/me", 405),
        ("PATCH", "/", 405),
        ("OPTIONS", "/api/people", 405),
        ("TRACE", "/api/me", 405),
        ("POST", "/assets/no-network.js", 405),
        ("POST", "/session.html", 405),
        ("POST", "/api/sign-in", 422),
        ("GET", "/api/people/xyz", 422),
        ("GET", "/api/sessions/" + "A" * 32, 422),
    ],
)
def test_every_refusal_has_the_one_shape(world: World, method: str, path: str, status: int) -> None:
    answer = world.nobody().request(method, path)
    assert answer.status_code == status, answer.text[:200]
    problem(answer)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"null",
        b"[]",
        b'"x"',
        b"\xff\xfe",
        b"[" * 100_000,
        b"1" * 10_000,
        b'{"login":"a","password":"b"',
        b"NaN",
    ],
)
def test_a_body_that_is_no_json_is_refused_in_the_one_shape(world: World, body: bytes) -> None:
    answer = world.nobody().post("/api/sign-in", content=body, headers={"content-type": "application/json"})
    assert answer.status_code in (400, 422), answer.text[:200]
    problem(answer)


def test_what_nobody_foresaw_has_the_one_shape_and_the_log_keeps_quiet_about_it(
    world: World, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    device = world.device(add_person(world.staff()))
    lines = lines_of(today(device).plan, "a" * 32)

    def stumble(*_: object) -> None:
        raise RuntimeError(f"stumbled over {lines[0]}")

    monkeypatch.setattr("mirra.clinic.upload.keep", stumble)
    answer = send(device, "a" * 32, lines[:3])
    assert (answer.status_code, problem(answer)) == (500, "unforeseen")
    assert "stumble" not in answer.text
    assert "RuntimeError" in caplog.text
    assert json.loads(lines[0])["plan"] not in caplog.text, "the log quotes what somebody sent"


@pytest.mark.parametrize(
    "path", ["/", "/session.html", "/sw.js", "/assets/no-network.js", "/api/me", "/nowhere", "/api/today"]
)
def test_every_answer_is_guarded(world: World, path: str) -> None:
    headers = world.nobody().get(path).headers
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["cross-origin-opener-policy"] == "same-origin"
    assert headers["cross-origin-resource-policy"] == "same-origin"
    assert headers["x-frame-options"] == "DENY"
    assert headers["x-dns-prefetch-control"] == "off", (
        "the names of links are looked up before anybody follows them"
    )
    assert headers["content-security-policy"].startswith("default-src 'none'; ")
    assert "frame-ancestors 'none'" in headers["content-security-policy"]
    assert "microphone=()" in headers["permissions-policy"]
    assert "cache-control" in headers
    assert "strict-transport-security" not in headers, "plain http was told to be https"


def test_over_https_browsers_are_told_to_stay_there(world: World) -> None:
    world.options = {"names": ("clinic.example",), "behind_https": True}
    world.restart()
    secure = world.nobody("https://clinic.example")
    assert "max-age=" in secure.get("/").headers["strict-transport-security"]


def test_what_the_api_tells_is_not_kept_by_browsers(world: World) -> None:
    assert world.nobody().get("/api/me").headers["cache-control"] == "no-store"


def test_nothing_speaks_over_a_websocket(world: World) -> None:
    said: list[Any] = []

    async def open_one() -> None:
        async def receive() -> dict[str, Any]:
            return {"type": "websocket.connect"}

        async def send_on(message: Any) -> None:
            said.append(message)

        await world.app({"type": "websocket", "path": "/", "headers": []}, receive, send_on)

    asyncio.run(open_one())
    assert said == [] or said[0]["type"] == "websocket.close"


def test_the_world_is_really_the_app(world: World) -> None:
    assert isinstance(client(world.app).get("/api/health"), httpx.Response)
