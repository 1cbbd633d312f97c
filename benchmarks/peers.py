"""Where a peer program written in Python is: in this environment, or in the one ``MIRRA_PEERS`` names."""

from __future__ import annotations

import os
import subprocess
import sys


def python_with(package: str) -> str | None:
    """The Python that has ``package``: that of ``MIRRA_PEERS``, else this one; None where neither does."""
    for python in (os.environ.get("MIRRA_PEERS"), sys.executable):
        if python and not subprocess.run([python, "-c", f"import {package}"], capture_output=True).returncode:
            return python
    return None
