"""Build the documentation site: ``uv run --group docs --all-extras python -m tools.documentation [FOLDER]``.

Without FOLDER the site is written to ``build/documentation``. The exit status is not 0 where a link leads nowhere, or
where a public name has no docstring or no entry in the site.
"""

from __future__ import annotations

import sys
from pathlib import Path

from tools.documentation.build import ROOT, build


def main() -> int:
    """Build the site and print where its first page is, or everything that is wrong with it."""
    folder = Path(sys.argv[1] if sys.argv[1:] else ROOT / "build" / "documentation").resolve()
    faults = build(folder)
    print("\n".join(faults) or folder / "index.html")
    return int(bool(faults))


if __name__ == "__main__":
    sys.exit(main())
