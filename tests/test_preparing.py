"""``.ci/prepare`` goes on where it can install nothing, and says in one line what is not there."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
BASH = shutil.which("bash")
SCRIPT = f"set -euo pipefail; cd {ROOT}; source .ci/prepare; prepare; echo went on"
pytestmark = pytest.mark.skipif(BASH is None, reason="needs bash")


def prepared(folder: Path, *programs: str) -> list[str]:
    """What is said where these programs are all that a machine has, line by line."""
    for name in (*programs, "id", "tr", "ls"):
        (folder / name).symlink_to(shutil.which(name) or pytest.fail(f"there is no {name}"))
    done = subprocess.run(
        [str(BASH), "-c", SCRIPT], env={"PATH": str(folder)}, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


def test_a_machine_without_apt_is_told_what_it_lacks_in_one_line(tmp_path: Path) -> None:
    said, went_on = prepared(tmp_path)
    assert said.startswith(
        "mirra: not installed, so that tests which need it are skipped: chromium firefox-esr "
    )
    assert said.endswith("python3-venv")
    assert went_on == "went on"


def test_what_is_there_is_not_named(tmp_path: Path) -> None:
    for name in ("firefox", "Xvfb", "caddy"):
        (tmp_path / name).symlink_to("/bin/true")
    said, _ = prepared(tmp_path, "curl")
    lacking = said.partition("skipped: ")[2].split()
    assert not {"firefox-esr", "xvfb", "caddy", "curl"} & set(lacking)
    assert {"chromium", "python3-venv"} <= set(lacking)
