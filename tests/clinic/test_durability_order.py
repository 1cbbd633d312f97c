"""Nothing acknowledged is lost, in whatever order, however often, and with whatever conflicts batches come."""

from __future__ import annotations

import json
import tempfile
from functools import cache
from pathlib import Path
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from sqlalchemy import select

from mirra.clinic.shapes.practising import Receipt
from mirra.clinic.tables import EventRow
from mirra.clinic.upload import sha256
from tests.clinic.world import World, add_person, lines_of, problem, send, today

SESSIONS = ("a" * 32, "b" * 32)
EVENTS = 30


@cache
def begun() -> tuple[bytes, bytes, dict[str, str], dict[str, list[str]]]:
    """A database in which a device is enrolled, its key file, the device's cookie, and what it will send."""
    with tempfile.TemporaryDirectory() as folder:
        world = World(Path(folder))
        device = world.device(add_person(world.staff()))
        plan = today(device).plan
        world.clinic.store.close()
        lines = {session: lines_of(plan, session)[:EVENTS] for session in SESSIONS}
        file = Path(folder) / "mirra.sqlite"
        return file.read_bytes(), Path(f"{file}.key").read_bytes(), dict(device.cookies), lines


class Upload(RuleBasedStateMachine):
    """A device that sends what it holds anyhow, and a server that may be restarted at any moment.

    ``acknowledged`` is what the device may forget: the server has answered for it.
    """

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        database, key, self.cookies, self.lines = begun()
        (Path(self.folder.name) / "mirra.sqlite").write_bytes(database)
        (Path(self.folder.name) / "mirra.sqlite.key").write_bytes(key)
        self.world = World(Path(self.folder.name))
        self.acknowledged: dict[tuple[str, int], str] = {}

    def post(self, session: str, lines: list[str]) -> Any:
        """A batch, by a browser with this device's cookie, at the server as it runs now."""
        browser = self.world.nobody()
        browser.cookies.update(self.cookies)
        return send(browser, session, lines)

    def believe(self, session: str, answer: Any) -> Receipt:
        """Take a receipt as the outbox does: what is proved by hash may go."""
        receipt = Receipt.model_validate_json(answer.content)
        for stored in receipt.stored:
            line = self.lines[session][stored.seq]
            assert stored.sha256 == sha256(line), "the receipt proves other bytes than were sent"
            self.acknowledged[session, stored.seq] = line
        return receipt

    @initialize()
    def begin(self) -> None:
        """One session has begun, so that there is something to lose."""
        self.believe(SESSIONS[0], self.post(SESSIONS[0], self.lines[SESSIONS[0]][:2]))

    @rule(
        session=st.sampled_from(SESSIONS), seqs=st.lists(st.integers(0, EVENTS - 1), min_size=1, max_size=12)
    )
    def send_some(self, session: str, seqs: list[int]) -> None:
        """Any events, in any order, with repeats and gaps; none of a session that was not opened."""
        before = self.kept()
        answer = self.post(session, [self.lines[session][seq] for seq in seqs])
        if (session, 0) not in before and 0 not in seqs:
            assert (answer.status_code, problem(answer)) == (404, "not_opened")
            assert self.kept() == before, "a refused batch left something behind"
            return
        assert answer.status_code == 200, answer.text
        receipt = self.believe(session, answer)
        assert {stored.seq for stored in receipt.stored} == set(seqs), (
            "not all of an accepted batch was acknowledged"
        )
        have = {seq for known, seq in self.kept() if known == session}
        missing = {seq for low, high in receipt.missing for seq in range(low, high + 1)}
        assert missing == set(range(max(have))) - have, "the gaps told are not the gaps there are"

    @rule(
        session=st.sampled_from(SESSIONS), seqs=st.lists(st.integers(0, EVENTS - 1), min_size=1, max_size=12)
    )
    def lose_the_answer(self, session: str, seqs: list[int]) -> None:
        """The batch arrives, its answer does not: the device knows nothing and sends again later."""
        opened = 0 in seqs or (session, 0) in self.kept()
        status = self.post(session, [self.lines[session][seq] for seq in seqs]).status_code
        assert status == (200 if opened else 404)

    @rule(data=st.data(), fresh=st.lists(st.integers(0, EVENTS - 1), max_size=5))
    def contradict(self, data: st.DataObject, fresh: list[int]) -> None:
        """Something acknowledged comes again in other bytes, among new events: refused, and none of it is kept."""
        session, seq = data.draw(st.sampled_from(sorted(self.acknowledged)))
        before = self.kept()
        other = json.dumps(json.loads(self.lines[session][seq]), indent=None)
        answer = self.post(session, [*(self.lines[session][one] for one in fresh if one != seq), other])
        assert answer.status_code == 409, answer.text
        assert self.kept() == before, "a refused batch left something behind"

    @rule(fresh=st.lists(st.integers(0, EVENTS - 1), max_size=5))
    def send_rubbish(self, fresh: list[int]) -> None:
        """A batch with a line outside the log: refused, and none of it is kept."""
        before = self.kept()
        good = [self.lines[SESSIONS[1]][one] for one in fresh]
        assert self.post(SESSIONS[1], [*good, '{"kind":"picture"}']).status_code == 422
        assert self.kept() == before, "a refused batch left something behind"

    @rule()
    def restart(self) -> None:
        """The server stops and starts on the same file."""
        self.world.restart()

    @rule(days=st.integers(-3, 3))
    def turn_the_clock(self, days: int) -> None:
        """Wall time jumps, at the server."""
        self.world.later(days=days)

    def kept(self) -> dict[tuple[str, int], tuple[str, str]]:
        """What the database holds."""
        with self.world.clinic.store.reading() as db:
            rows = db.execute(select(EventRow.session, EventRow.seq, EventRow.line, EventRow.sha256))
            return {(row.session, row.seq): (row.line, row.sha256) for row in rows}

    @invariant()
    def nothing_acknowledged_is_lost(self) -> None:
        """Every acknowledged line is there, byte for byte."""
        kept = self.kept()
        for place, line in self.acknowledged.items():
            assert kept.get(place) == (line, sha256(line)), f"event {place} was acknowledged and is not there"

    def teardown(self) -> None:
        """Stop the server and clean up."""
        self.world.clinic.store.close()
        self.folder.cleanup()


TestUpload = Upload.TestCase
TestUpload.settings = settings(max_examples=20, stateful_step_count=20, deadline=None)
