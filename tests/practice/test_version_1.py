"""Plans and logs of version 1 as they were stored before each kind of step had a file of its own."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from mirra.practice.fold import fold
from mirra.practice.log import read_event, write_event
from mirra.practice.plan import read_plan

STORED = [
    json.loads(line)
    for line in (Path(__file__).parent / "version_1.jsonl").read_text(encoding="utf-8").splitlines()
]


@pytest.mark.parametrize("kept", STORED, ids=lambda kept: str(kept["name"]))
def test_a_stored_session_folds_to_the_result_it_had(kept: dict[str, Any]) -> None:
    now = json.loads(fold(map(read_event, kept["log"]), read_plan(kept["plan"])).model_dump_json())
    assert {name: now[name] for name in kept["result"]} == kept["result"]


@pytest.mark.parametrize("kept", STORED, ids=lambda kept: str(kept["name"]))
def test_a_stored_event_is_written_as_it_was(kept: dict[str, Any]) -> None:
    """A device compares the hash of what it sent with that of what was stored."""
    assert [write_event(read_event(line)) for line in kept["log"]] == kept["log"]
