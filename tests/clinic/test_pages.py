"""The pages, their files, and the rules a browser holds them to."""

from __future__ import annotations

from pathlib import Path

import pytest

from material.in_process import HOME
from mirra.clinic.app import create_app
from mirra.clinic.pages import NAMED_BY_CONTENT
from mirra.clinic.settings import Settings
from mirra.errors import ServeError
from tests.clinic.world import PAGES, World, problem


def policy(text: str) -> dict[str, list[str]]:
    """A content security policy by directive."""
    parts = [part.split() for part in text.split(";")]
    found = {part[0]: part[1:] for part in parts}
    assert len(found) == len(parts), "a directive is given twice; only the first counts"
    return found


def policy_at(world: World, path: str, base: str = HOME) -> dict[str, list[str]]:
    return policy(world.nobody(base).get(path).headers["content-security-policy"])


@pytest.mark.parametrize(
    ("path", "file"), [("/", "index.html"), *((f"/{name}", name) for name in PAGES if name != "index.html")]
)
def test_each_file_is_served_as_it_is(world: World, path: str, file: str) -> None:
    answer = world.nobody().get(path)
    assert answer.text == PAGES[file]
    assert world.nobody().head(path).headers["content-length"] == str(len(PAGES[file]))


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/", "text/html; charset=utf-8"),
        ("/session.html", "text/html; charset=utf-8"),
        ("/sw.js", "text/javascript; charset=utf-8"),
        ("/assets/no-network.js", "text/javascript; charset=utf-8"),
        ("/assets/icon.svg", "image/svg+xml"),
        ("/assets/vision/vision_wasm_internal.wasm", "application/wasm"),
        ("/assets/hand_landmarker.task", "application/octet-stream"),
        ("/assets/hand.webm", "video/webm"),
    ],
)
def test_each_file_says_what_it_is(world: World, path: str, kind: str) -> None:
    assert world.nobody().get(path).headers["content-type"] == kind


def test_a_video_can_be_had_in_parts(world: World) -> None:
    answer = world.nobody().get("/assets/hand.webm", headers={"range": "bytes=2-4"})
    assert (answer.status_code, answer.text, answer.headers["content-range"]) == (206, "234", "bytes 2-4/10")


def test_files_named_by_their_content_stay_and_all_others_are_asked_for_again(world: World) -> None:
    browser = world.nobody()
    assert "immutable" in browser.get("/assets/main-AbCd1234.js").headers["cache-control"]
    for name in ("no-camera.js", "no-frames.js", "no-network.js"):
        assert NAMED_BY_CONTENT.fullmatch(f"/assets/{name}") is None, name
    for path in ("/", "/session.html", "/sw.js", "/assets/no-network.js", "/assets/hand_landmarker.task"):
        assert browser.get(path).headers["cache-control"] == "no-cache", path


def test_the_page_that_talks_cannot_see(world: World) -> None:
    found = policy_at(world, "/")
    assert found["default-src"] == ["'none'"]
    assert (
        found["connect-src"] == found["script-src"] == found["style-src"] == found["worker-src"] == ["'self'"]
    )
    for shut in ("form-action", "base-uri", "object-src", "frame-ancestors"):
        assert found[shut] == ["'none'"]
    assert "camera=()" in world.nobody().get("/").headers["permissions-policy"]


@pytest.mark.parametrize("path", ["/session.html", "/assets/no-network.js", "/assets/main-AbCd1234.js"])
def test_the_page_that_sees_cannot_talk_and_neither_can_its_workers(world: World, path: str) -> None:
    found = policy_at(world, path)
    own = f"{HOME}/assets/"
    assert found["default-src"] == ["'none'"]
    assert found["connect-src"] == found["img-src"] == found["worker-src"] == [own]
    assert set(found["script-src"]) == {own, "'wasm-unsafe-eval'"}
    assert set(found["media-src"]) == {own, "blob:"}
    assert set(found["sandbox"]) == {"allow-scripts", "allow-same-origin"}
    assert (found["require-trusted-types-for"], found["trusted-types"]) == (["'script'"], ["default"])
    for shut in ("form-action", "base-uri", "object-src", "frame-ancestors"):
        assert found[shut] == ["'none'"]
    for loose in ("'self'", "*", "data:", "'unsafe-inline'", "'unsafe-eval'"):
        assert not any(loose in sources for sources in found.values()), f"{loose} is allowed"


def test_the_page_that_sees_may_use_the_camera_and_little_else(world: World) -> None:
    allowed = world.nobody().get("/session.html").headers["permissions-policy"].split(", ")
    lent = {one.partition("=")[0] for one in allowed if not one.endswith("=()")}
    assert lent == {"camera", "screen-wake-lock", "autoplay", "fullscreen"}
    assert "microphone=()" in allowed
    assert "bluetooth=()" in allowed
    assert "display-capture=()" in allowed


def test_the_page_that_talks_may_use_a_heart_strap_keep_the_screen_lit_and_little_else(world: World) -> None:
    allowed = world.nobody().get("/").headers["permissions-policy"].split(", ")
    lent = {one.partition("=")[0] for one in allowed if not one.endswith("=()")}
    assert lent == {"bluetooth", "fullscreen", "screen-wake-lock"}


def test_the_rules_name_the_address_by_which_the_server_was_reached(world: World) -> None:
    assert policy_at(world, "/session.html", "http://localhost:9000")["connect-src"] == [
        "http://localhost:9000/assets/"
    ]


def test_the_service_worker_may_ask_its_own_server(world: World) -> None:
    assert policy_at(world, "/sw.js")["connect-src"] == ["'self'"]


@pytest.mark.parametrize(
    "name",
    ["../index.html", "..%2fsession.html", "/etc/passwd", "no-network.js/", "", "vision", "NO-NETWORK.JS"],
)
def test_only_listed_files_are_served(world: World, name: str) -> None:
    assert problem(world.nobody().get(f"/assets/{name}")) == "not_found"


def test_a_client_that_was_not_built_is_said_so_at_the_start(tmp_path: Path) -> None:
    with pytest.raises(ServeError, match="has not been built"):
        create_app(Settings(database=f"sqlite:///{tmp_path}/mirra.sqlite", static=tmp_path))
    assert not (tmp_path / "mirra.sqlite").exists(), "a database was made for a server that cannot start"
