"""Runs every check and every test: ``uv run --all-extras --group test python -m tests``.

First what reads the code (format, lint, types, order of the rooms, the web client's own checks), then pytest, whose
summary is the last thing said. Words given are handed to pytest; ``--only-pytest`` leaves the rest out, ``--no-pytest``
leaves pytest out. ``--fast`` runs in under a minute what needs no browser, no server and no whole recording.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from material.chromium import find_or_install  # noqa: E402
from tools.web import WEB, WEB_LINT, install, npm  # noqa: E402

READ = [
    ("format", ["ruff", "format", "--check", "."]),
    ("lint", ["ruff", "check", "."]),
    ("types", ["mypy"]),
    ("order of the rooms", ["lint-imports", "--no-cache"]),
    ("contract with the browser", [sys.executable, "tools/contract.py", "--check"]),
]


def say(words: str) -> None:
    """One line of progress."""
    print(f"mirra tests: {words}", flush=True)


def timed(name: str, run: list[str]) -> bool:
    """Run one check; True when it passed, else its output is printed."""
    began = time.monotonic()
    done = subprocess.run(run, cwd=ROOT, capture_output=True, text=True, check=False)
    say(f"{name}: {'ok' if done.returncode == 0 else 'FAILED'} ({time.monotonic() - began:.0f} s)")
    if done.returncode:
        print(done.stdout + done.stderr, flush=True)
    return done.returncode == 0


def web(name: str, script: str, folder: Path = WEB) -> bool:
    """Run one of the web client's own checks, a script of the packages in ``folder``; True when it passed."""
    began = time.monotonic()
    try:
        npm("run", "-s", script, folder=folder)
    except RuntimeError as error:
        say(f"{name}: FAILED\n{error}")
        return False
    say(f"{name}: ok ({time.monotonic() - began:.0f} s)")
    return True


def read(*, of_web: bool) -> list[bool]:
    """Run what reads the code, two at once, for each keeps one core busy; which of them passed."""
    checks = [partial(timed, name, run) for name, run in READ]
    if of_web:
        install()
        install(WEB_LINT)
        checks += [
            partial(web, "lint of the web client", "lint", WEB_LINT),
            partial(web, "types of the web client", "check"),
            partial(web, "tests of the web client", "test"),
        ]
    with ThreadPoolExecutor(2) as pool:
        return list(pool.map(lambda check: check(), checks))


def main() -> int:
    """Run all; the exit status is 0 only when everything passed."""
    words = sys.argv[1:]
    # Else every command and server that a test starts would compile all that it imports anew: two seconds each.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    passed = [True]
    if "--fast" not in words and "--no-pytest" not in words:
        say(f"browser: {find_or_install(say)}")
    if "--only-pytest" not in words:
        passed += read(of_web="--fast" not in words)
    if "--no-pytest" in words:
        return 0 if all(passed) else 1
    # Two workers: a session in the browser is mostly waiting for its own pace.
    rest = [
        "-n",
        "2",
        "--dist",
        "worksteal",
        *(word for word in words if word not in ("--only-pytest", "--fast")),
    ]
    if "--fast" in words:
        rest += ["-m", "not slow"]
    status = subprocess.run([sys.executable, "-m", "pytest", *rest], cwd=ROOT, check=False).returncode
    return status if all(passed) else max(status, 1)


if __name__ == "__main__":
    sys.exit(main())
