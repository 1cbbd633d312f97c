"""The server's log stays small, whatever goes wrong however often."""

from __future__ import annotations

import asyncio
import errno
import io
import logging
import socket

from mirra.clinic.server_log import MAX_FAULTS_KNOWN, REPEAT_AFTER_S, OnceAMinute


class Log:
    """A logger on a clock of the test's own."""

    def __init__(self) -> None:
        self.now, self.said = 0.0, io.StringIO()
        handler = logging.StreamHandler(self.said)
        handler.addFilter(OnceAMinute(lambda: self.now))
        self.logger = logging.Logger("asyncio")
        self.logger.addHandler(handler)

    @property
    def lines(self) -> list[str]:
        return self.said.getvalue().splitlines()


def test_the_same_fault_is_logged_once_a_minute_with_how_often_it_came() -> None:
    log = Log()
    for _ in range(1000):
        log.logger.error("the disk is %s", "full")
    assert log.lines == ["the disk is full"]
    log.now = REPEAT_AFTER_S
    log.logger.error("the disk is full")
    log.logger.error("the disk is full")
    assert log.lines[1:] == ["the disk is full (999 more since it was last logged)"]


def test_another_fault_is_not_held_back() -> None:
    log = Log()
    for fault in ("one", "another", "one"):
        log.logger.error("it was %s", fault)
    assert log.lines == ["it was one", "it was another"]


def test_what_is_kept_in_mind_is_bounded() -> None:
    log = Log()
    for number in range(3 * MAX_FAULTS_KNOWN):
        log.logger.error("fault %d", number)
    found = [one for one in log.logger.handlers[0].filters if isinstance(one, OnceAMinute)]
    assert len(found[0].seen) == MAX_FAULTS_KNOWN


def test_a_process_out_of_files_does_not_fill_its_log() -> None:
    """asyncio says so for every single connection that it cannot take in."""
    log, loop = Log(), asyncio.new_event_loop()
    handler = log.logger.handlers[0]
    logging.getLogger("asyncio").addHandler(handler)
    try:
        with socket.create_server(("127.0.0.1", 0)) as taken:
            for _ in range(2000):
                loop.call_exception_handler(
                    {
                        "message": "socket.accept() out of system resource",
                        "exception": OSError(errno.EMFILE, "Too many open files"),
                        "socket": taken,
                    }
                )
    finally:
        logging.getLogger("asyncio").removeHandler(handler)
        loop.close()
    assert 1 <= len(log.lines) < 10, log.lines[:20]
