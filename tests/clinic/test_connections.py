"""Each part of a request has its time: on real sockets, with short times."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import pytest
import uvicorn
from fastapi import FastAPI, Request
from fastapi.responses import Response

from mirra.clinic import connections
from mirra.clinic.crowd import Limits

WIDE = Limits(total=100, per_address=100, backlog=100)
BIG = 32 * 1024 * 1024
GET = b"GET /%s HTTP/1.1\r\nhost: x\r\n\r\n"
seen: list[int] = []


async def whole(request: Request) -> Response:
    return Response(str(len(await request.body())))


def ways(release: threading.Event) -> FastAPI:
    """An app with a short answer, a long one, a slow one, one for somebody signed in, and one that reads a body."""
    app = FastAPI()
    app.get("/short")(lambda: "short")
    app.get("/long")(lambda: Response(b"x" * BIG))
    app.get("/slow")(lambda: release.wait(30))
    app.post("/body")(whole)

    @app.get("/known")
    def known(request: Request) -> str:
        connections.recognise(request)
        return "known"

    @app.get("/delay")
    async def delay(request: Request) -> int:
        of_tcp = request.state.connection.transport.get_extra_info("socket")
        return int(of_tcp.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY))

    return app


@contextmanager
def serving(limits: Limits) -> Iterator[Callable[[], socket.socket]]:
    """A server in a thread; gives what connects to it."""
    release = threading.Event()
    taken = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    taken.bind(("127.0.0.1", 0))
    taken.listen(100)
    server = uvicorn.Server(
        uvicorn.Config(
            ways(release),
            http=connections.protocol(limits),
            log_config=None,
            ws="none",
            lifespan="off",
            timeout_keep_alive=limits.keep_alive,
            timeout_graceful_shutdown=1,
        )
    )
    opened: list[socket.socket] = []

    def connect() -> socket.socket:
        opened.append(socket.create_connection(taken.getsockname(), timeout=20))
        return opened[-1]

    thread = threading.Thread(target=server.run, kwargs={"sockets": [taken]})
    thread.start()
    try:
        yield connect
    finally:
        release.set()
        for one in opened:
            one.close()
        server.should_exit = True
        thread.join()
        taken.close()


def ends(one: socket.socket) -> bool:
    """Whether the server closes a connection (within the 20 s that a socket here waits)."""
    try:
        while one.recv(1 << 20):
            pass
    except TimeoutError:
        return False
    except ConnectionError:
        pass
    return True


def is_open(one: socket.socket) -> bool:
    """Whether the server has not closed a connection by now."""
    one.setblocking(False)
    try:
        return one.recv(1) != b""
    except BlockingIOError:
        return True
    except ConnectionError:
        return False
    finally:
        one.settimeout(20)


def answer(one: socket.socket, path: bytes = b"short") -> bytes:
    """What is said to a request."""
    one.sendall(GET % path)
    return one.recv(65536)


def heard(one: socket.socket, ending: bytes) -> bool:
    """Whether an answer comes that ends so."""
    said = b""
    while not said.endswith(ending):
        more = one.recv(65536)
        if not more:
            return False
        said += more
    return True


def trickle(one: socket.socket, stop: Callable[[], bool]) -> None:
    """Send a byte ever again."""
    while not stop():
        try:
            one.sendall(b"x")
        except OSError:
            return
        time.sleep(0.02)


@pytest.mark.parametrize(
    ("begun", "limits"),
    [
        (b"", {"headers": 0.3}),
        (b"GET / HTTP/1.1\r\nhost: x\r\nx-more: ", {"headers": 0.3}),
        (b"POST /body HTTP/1.1\r\nhost: x\r\ncontent-length: 9999\r\n\r\n", {"body": 0.3}),
        (b"POST /body HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n\r\n2000\r\n", {"body": 0.3}),
        (GET % b"short", {"keep_alive": 1, "answer": 0.3}),
        (GET % b"short" + b"G", {"headers": 0.3}),
    ],
    ids=[
        "nothing",
        "half a header",
        "half a body",
        "half a chunk",
        "one request, then nothing",
        "half a second",
    ],
)
@pytest.mark.parametrize("trickling", [False, True], ids=["silent", "byte by byte"])
def test_what_is_never_finished_is_ended(begun: bytes, limits: dict[str, Any], trickling: bool) -> None:
    with serving(replace(WIDE, **limits)) as connect:
        one = connect()
        one.sendall(begun)
        ended = threading.Event()
        thread = threading.Thread(target=trickle, args=(one, ended.is_set))
        if trickling and begun not in (b"", GET % b"short"):
            thread.start()
        try:
            assert ends(one), "a request that never ends is waited for"
        finally:
            ended.set()
            if thread.ident:
                thread.join()


def test_an_answer_that_nobody_takes_is_ended() -> None:
    with serving(replace(WIDE, answer=0.3, keep_alive=1)) as connect:
        one = connect()
        one.sendall(GET % b"long")
        time.sleep(5)
        got = 0
        while more := _taken(one):
            got += more
        assert got < BIG, "an answer was kept for somebody who did not take it"


def _taken(one: socket.socket) -> int:
    try:
        return len(one.recv(1 << 20))
    except ConnectionError:
        return 0


def test_an_answer_taken_slowly_arrives_whole() -> None:
    with serving(replace(WIDE, answer=2, keep_alive=1)) as connect:
        one = connect()
        one.sendall(GET % b"long")
        got = 0
        while got < BIG:
            more = len(one.recv(1 << 20))
            assert more, f"cut off after {got} bytes"
            got += more
            time.sleep(0.15)


def test_an_answer_under_way_has_all_its_time() -> None:
    with serving(replace(WIDE, headers=0.3, body=0.3, answer=0.3, keep_alive=1)) as connect:
        one = connect()
        one.sendall(GET % b"slow")
        time.sleep(2.5)
        assert is_open(one), "the time to send a request was counted for its answer"


def test_a_new_connection_takes_the_place_of_the_idlest_stranger() -> None:
    with serving(replace(WIDE, total=10)) as connect:
        known, working, *strangers = [connect() for _ in range(10)]
        assert b"200 OK" in answer(known, b"known")
        working.sendall(GET % b"slow")
        time.sleep(0.3)
        for _ in range(5):
            assert b"200 OK" in answer(connect()), "nobody could come in"
        assert [is_open(one) for one in strangers[:5]] == [False] * 5
        assert all(is_open(one) for one in strangers[5:]), "one that came later had to go"
        assert is_open(known), "somebody signed in was closed before strangers"
        assert is_open(working), "an answer being made was thrown away"


def test_where_only_needed_ones_are_a_new_one_is_refused() -> None:
    with serving(replace(WIDE, total=3)) as connect:
        for _ in range(3):
            one = connect()
            assert b"200 OK" in answer(one, b"known")
            one.sendall(GET % b"slow")
        time.sleep(0.3)
        assert ends(connect())


def test_one_address_crowds_out_only_itself_unless_it_is_the_proxy() -> None:
    with serving(replace(WIDE, per_address=5)) as connect:
        some = [connect() for _ in range(8)]
        assert b"200 OK" in answer(some[-1])
        assert sum(is_open(one) for one in some) == 5
    with serving(replace(WIDE, per_address=5, proxies=("127.0.0.1",))) as connect:
        some = [connect() for _ in range(8)]
        assert b"200 OK" in answer(some[-1])
        assert all(is_open(one) for one in some), "the proxy's connections are those of many people"


def test_bodies_together_have_a_limit() -> None:
    begin = b"POST /body HTTP/1.1\r\nhost: x\r\ncontent-length: 40000\r\n\r\n"
    with serving(replace(WIDE, bytes_held=110_000)) as connect:
        some = [connect() for _ in range(5)]
        for one in some:
            one.sendall(begin + b"x" * 30_000)
            time.sleep(0.1)
        assert ends(some[0]), "the memory for bodies has no limit"
        some[-1].sendall(b"x" * 10_000)
        assert heard(some[-1], b"40000")


def test_a_small_answer_is_sent_without_delay() -> None:
    with serving(WIDE) as connect:
        one = connect()
        one.sendall(GET % b"delay")
        assert heard(one, b"\r\n\r\n1"), "TCP_NODELAY is not set: each answer takes 40 ms more"
