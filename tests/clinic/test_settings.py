"""Where a server listens, and where its things lie."""

from __future__ import annotations

from pathlib import Path

import pytest

from mirra.clinic import settings
from mirra.clinic.settings import Settings


def test_the_data_folder_is_the_one_named_else_the_users_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MIRRA_DATA", str(tmp_path / "named"))
    assert settings.data_folder() == tmp_path / "named"
    monkeypatch.delenv("MIRRA_DATA")
    monkeypatch.delenv("APPDATA", raising=False)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "own"))
    assert settings.data_folder() == tmp_path / "own" / "mirra"
    monkeypatch.delenv("XDG_DATA_HOME")
    monkeypatch.setenv("HOME", str(tmp_path))
    assert settings.data_folder() == tmp_path / ".local" / "share" / "mirra"


def test_the_usual_database_lies_there_in_a_folder_for_its_owner_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MIRRA_DATA", str(tmp_path / "data"))
    assert settings.default_database() == f"sqlite:///{tmp_path}/data/mirra.sqlite"
    assert (tmp_path / "data").stat().st_mode & 0o077 == 0, "others on this machine may look in"


def test_another_build_of_the_client_can_be_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MIRRA_STATIC", str(tmp_path))
    assert Settings(database="").static == tmp_path
    monkeypatch.delenv("MIRRA_STATIC")
    assert Settings(database="").static.name == "static"


@pytest.mark.parametrize(
    ("host", "loopback"),
    [
        ("127.0.0.1", True),
        ("localhost", True),
        ("::1", True),
        ("0.0.0.0", False),
        ("192.0.2.7", False),
        ("::", False),
    ],
)
def test_what_only_this_machine_can_reach(host: str, loopback: bool) -> None:
    assert Settings(database="", host=host).loopback is loopback


def test_the_names_it_answers_to() -> None:
    found = Settings(database="", names=("clinic.example",))
    assert found.answers_to("clinic.example")
    assert found.answers_to("localhost")
    assert not found.answers_to("evil.example")
    assert not found.answers_to("")
