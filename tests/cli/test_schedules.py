"""The command that draws locked schedules again, on a clinic's database and on a saved file."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import text

from tests.cli.test_clinic import mirra
from tests.clinic.test_schedules import opened, scheduled
from tests.clinic.world import World


@pytest.fixture
def world(tmp_path: Path) -> World:
    """A clinic with one locked schedule."""
    return World(tmp_path)


def test_schedules_of_a_clinic_are_drawn_again_and_a_changed_one_is_named(world: World) -> None:
    person, _ = scheduled(world)
    card = opened(world, person).card
    told = mirra("schedule", "verify", "--database", world.url, data=world.folder)
    assert told.returncode == 0, told.stderr
    assert f"good  {card.id} {card.sha256}" in told.stdout
    with world.clinic.store.writing() as db:
        db.execute(text("UPDATE schedules SET body = replace(body, 'covered', 'small')"))
    told = mirra("schedule", "verify", "--database", world.url, data=world.folder)
    assert told.returncode == 1
    assert f"WRONG {card.id}" in told.stdout
    assert "its hash differs" in told.stdout


def test_a_saved_schedule_is_drawn_again_without_a_clinic(world: World, tmp_path: Path) -> None:
    person, _ = scheduled(world)
    whole, file = opened(world, person), tmp_path / "schedule.json"
    file.write_text(whole.text)
    told = mirra("schedule", "verify", str(file), "--sha256", whole.card.sha256, data=tmp_path)
    assert told.returncode == 0, told.stderr
    assert "The days follow from the seed, and the hash is the one given." in told.stdout
    assert told.stdout.count("covered\n") == 5
    wrong = mirra("schedule", "verify", str(file), "--sha256", "0" * 64, data=tmp_path)
    assert wrong.returncode == 1
    assert "its hash differs" in wrong.stderr
    missing = mirra("schedule", "verify", str(tmp_path / "nothing.json"), data=tmp_path)
    assert missing.returncode == 1
    assert "cannot be read" in missing.stderr
