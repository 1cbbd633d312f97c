"""The build hook: checks the contract, makes the hand-tracking model and builds the web client."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


def say(words: str) -> None:
    """Say what the build is at: to standard error, and to the terminal where an installer swallows that."""
    line = f"mirra: building, {words}"
    print(line, file=sys.stderr, flush=True)
    if not sys.stderr.isatty():
        try:
            with Path("/dev/tty").open("w", encoding="utf-8") as terminal:
                terminal.write(f"\r\033[K{line}\n")
        except OSError:
            pass  # no terminal: the line above is in the installer's log


class ClientHook(BuildHookInterface):  # type: ignore[type-arg]
    """Runs before hatchling packs the files, for wheels, source archives and editable installs alike."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002
        """Build what is missing; raises when the contract or the client cannot be built."""
        root = Path(self.root)
        if not (root / "web" / "package.json").exists():
            return  # a source archive without web/ carries the built client
        sys.path.insert(0, str(root))
        checked = subprocess.run(
            [sys.executable, str(root / "tools/contract.py"), "--check"],
            check=False,
            capture_output=True,
            text=True,
        )
        if checked.returncode:
            raise RuntimeError(checked.stderr)
        from tools.web import build

        build(say)
