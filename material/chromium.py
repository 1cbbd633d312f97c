"""Finds the Chromium that the browser tests drive, or installs one, or says in plain words how to get one."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
MAC = Path("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome")
HOW = (
    "The browser tests need a Chromium and none was found. Do one of these, then try again:\n"
    "  - Debian or Ubuntu: sudo apt-get install chromium\n"
    "  - anywhere: python -m playwright install chromium\n"
    "  - name one you have: MIRRA_CHROMIUM=/path/to/chrome"
)


def _playwrights_own() -> Path | None:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        path = Path(playwright.chromium.executable_path)
    return path if path.exists() else None


def find() -> Path | None:
    """The Chromium of this machine: named by ``MIRRA_CHROMIUM``, the system's, or Playwright's own; else None."""
    named = os.environ.get("MIRRA_CHROMIUM")
    if named:
        return Path(named)
    for name in NAMES:
        found = shutil.which(name)
        if found:
            return Path(found)
    return MAC if MAC.exists() else _playwrights_own()


def find_or_install(say: Callable[[str], None]) -> Path:
    """Find a Chromium, else install one; exits saying how to get one when that cannot be done."""
    found = find()
    if found:
        return found
    attempts = [[sys.executable, "-m", "playwright", "install", "chromium"]]
    if shutil.which("apt-get") and hasattr(os, "geteuid") and os.geteuid() == 0:
        attempts.insert(
            0,
            [
                "sh",
                "-c",
                "apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium",
            ],
        )
    for attempt in attempts:
        say(f"no Chromium found; trying: {' '.join(attempt)}")
        subprocess.run(attempt, check=False, stdout=subprocess.DEVNULL, timeout=600)
        found = find()
        if found:
            return found
    sys.exit(HOW)
