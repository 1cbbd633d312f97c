"""Taking a port and serving on it; whole runs are in tests/cli/test_clinic.py."""

from __future__ import annotations

import socket
from pathlib import Path

import httpx
import pytest

from mirra.clinic import serve
from mirra.clinic.settings import Settings
from mirra.errors import ServeError
from tests.clinic.running import Running
from tests.clinic.world import static


def test_a_free_port_is_found_and_named() -> None:
    settings = Settings(database="", port=0)
    with serve.listen(settings) as taken:
        at = serve.address(settings, taken)
        assert at == f"http://127.0.0.1:{taken.getsockname()[1]}"
        with socket.create_connection(taken.getsockname(), timeout=2):
            pass


def test_the_socket_says_that_it_is_tcp_so_that_small_answers_are_not_delayed() -> None:
    with serve.listen(Settings(database="", port=0)) as taken:
        assert taken.proto == socket.IPPROTO_TCP, "asyncio sets TCP_NODELAY only where it sees this"


def test_limits_come_from_how_many_files_the_process_may_have() -> None:
    here = serve.limits(Settings(database=""))
    assert 8 <= here.per_address < here.total <= serve.MOST_CONNECTIONS
    assert not here.proxies
    behind = serve.limits(Settings(database="", behind_https=True))
    assert behind.proxies == ("127.0.0.1", "::1")
    assert behind.keep_alive > 120, "a proxy keeps idle connections that long"


def test_a_port_can_be_taken_only_once() -> None:
    with (
        serve.listen(Settings(database="", port=0)) as taken,
        pytest.raises(ServeError, match="taken") as told,
    ):
        serve.listen(Settings(database="", port=taken.getsockname()[1]))
    assert "--port 0" in told.value.todo


@pytest.mark.parametrize("host", ["203.0.113.7", "no.such.host.invalid", "not a host"])
def test_a_host_that_is_not_this_machines_is_said_so(host: str) -> None:
    with pytest.raises(ServeError, match="cannot listen"):
        serve.listen(Settings(database="", host=host, port=0))


def test_the_address_is_one_that_a_browser_understands() -> None:
    for host, expected in {"0.0.0.0": "127.0.0.1", "localhost": "localhost"}.items():
        settings = Settings(database="", host=host, port=0)
        with serve.listen(settings) as taken:
            assert serve.address(settings, taken) == f"http://{expected}:{taken.getsockname()[1]}"


def test_a_proxys_word_counts_only_where_one_was_announced(tmp_path: Path) -> None:
    url, client = f"sqlite:///{tmp_path}/mirra.sqlite", static(tmp_path / "static")
    lie = {"x-forwarded-proto": "https", "x-forwarded-for": "198.51.100.9"}
    with Running(url, client) as server:
        headers = httpx.get(f"{server.address}/", headers=lie).headers
        assert "strict-transport-security" not in headers, "anybody can say that it is https"
        server.stop()
    with Running(url, client, "--behind-https") as server:
        headers = httpx.get(f"{server.address}/session.html", headers=lie).headers
        assert "strict-transport-security" in headers
        secure = server.address.replace("http://", "https://")
        assert f"connect-src {secure}/assets/;" in headers["content-security-policy"]
        server.stop()


def test_the_server_says_nothing_of_itself_and_logs_no_address(tmp_path: Path) -> None:
    with Running(f"sqlite:///{tmp_path}/mirra.sqlite", static(tmp_path / "static")) as server:
        answer = httpx.get(f"{server.address}/nowhere/secret-in-the-address")
        assert "server" not in answer.headers
        server.stop()
        assert "secret-in-the-address" not in server.complaints
