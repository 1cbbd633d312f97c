"""The commands that look after accounts."""

from __future__ import annotations

from pathlib import Path

from mirra.clinic import accounts, second
from mirra.clinic.store import Store, sqlite_url
from tests.cli.test_clinic import mirra
from tests.clinic.world import PASSWORD


def test_accounts_are_handed_over_removed_and_reset(tmp_path: Path) -> None:
    store = Store(sqlite_url(tmp_path / "mirra.sqlite"))
    for login, role in (("thea", "therapist"), ("otto", "therapist"), ("ada", "admin")):
        accounts.add(store, login, login.title(), role, PASSWORD)  # type: ignore[arg-type]
    handed = mirra("account", "hand-over", "thea", "otto", data=tmp_path)
    assert handed.stdout == "People handed from thea to otto: 0\n", handed.stderr
    assert mirra("account", "remove", "thea", data=tmp_path).returncode == 0
    assert [login for login, _, _ in accounts.everybody(store)] == ["ada", "otto"]
    refused = mirra("account", "remove", "ada", data=tmp_path)
    assert refused.returncode == 1
    assert "last administrator" in refused.stderr
    assert mirra("account", "require-second", data=tmp_path).returncode == 0
    with store.writing() as db:
        assert second.admins_need_it(db)
        accounts.named(db, "ada").second = "sealed under a lost key"
    assert mirra("account", "reset-second", "ada", data=tmp_path).returncode == 0
    assert mirra("account", "require-second", "--off", data=tmp_path).returncode == 0
    with store.reading() as db:
        assert accounts.named(db, "ada").second is None
        assert not second.admins_need_it(db)
    store.close()
