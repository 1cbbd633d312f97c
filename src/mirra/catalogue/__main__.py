"""``python -m mirra.catalogue FOLDER`` checks a clinic's own catalogue files and says what is in them."""

from __future__ import annotations

import sys
from pathlib import Path

from mirra.catalogue.load import load
from mirra.errors import CatalogueError


def main(arguments: list[str]) -> int:
    """Check the catalogue, with a folder of own files over it when one is named; 1 on a mistake, 2 on misuse."""
    if len(arguments) > 1 or any(one.startswith("-") for one in arguments):
        print("Usage: python -m mirra.catalogue [FOLDER]", file=sys.stderr)
        return 2
    try:
        catalogue = load(Path(arguments[0]) if arguments else None)
    except CatalogueError as error:
        print(error, file=sys.stderr)
        return 1
    print(
        f"All is well: {len(catalogue.conditions)} conditions, {len(catalogue.exercises)} exercises, "
        f"{len(catalogue.claims)} claims."
    )
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
