"""The site, built once for all tests and all processes that run them."""

from __future__ import annotations

import fcntl
from pathlib import Path

import pytest

from tools.documentation.build import build


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """The folder of the built site; fails with everything that Sphinx complains of."""
    own = tmp_path_factory.getbasetemp()
    shared = own if worker_id == "master" else own.parent
    folder, faults = shared / "documentation", shared / "documentation-faults.txt"
    with (shared / "documentation-lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not faults.exists():
            faults.write_text("\n".join(build(folder)), encoding="utf-8")
    assert not faults.read_text(encoding="utf-8"), faults.read_text(encoding="utf-8")
    return folder
