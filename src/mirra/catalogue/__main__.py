"""``python -m mirra.catalogue FOLDER`` checks a clinic's own catalogue files and says what is in them."""

from __future__ import annotations

import sys
from pathlib import Path

from mirra.catalogue.catalogue import Catalogue
from mirra.catalogue.document import document
from mirra.catalogue.load import load
from mirra.catalogue.texts import missing, texts
from mirra.errors import CatalogueError

USAGE = "Usage: python -m mirra.catalogue [FOLDER] [--language CODE | --document]"
OPTION = "--language"
DOCUMENT = "--document"


def main(arguments: list[str]) -> int:
    """Check the catalogue, with a folder of own files over it when one is named; 1 on a mistake, 2 on misuse.

    With a language, list the texts that it lacks; "all" lists those of every language. As a document, print all of it
    in Markdown.
    """
    wanted = ""
    if whole := arguments[-1:] == [DOCUMENT]:
        arguments = arguments[:-1]
    elif len(arguments) > 1 and arguments[-2] == OPTION:
        *arguments, _, wanted = arguments
    if len(arguments) > 1 or any(argument.startswith("-") for argument in arguments):
        print(USAGE, file=sys.stderr)
        return 2
    try:
        catalogue = load(Path(arguments[0]) if arguments else None)
        lines = _lacking(catalogue, wanted) if wanted else [_told(catalogue)]
        if whole:
            lines = [document(catalogue).rstrip()]
    except CatalogueError as error:
        print(error, file=sys.stderr)
        return 1
    print("\n".join(lines))
    return 0


def _told(catalogue: Catalogue) -> str:
    return (
        f"All is well: {len(catalogue.conditions)} conditions, {len(catalogue.exercises)} exercises, "
        f"{len(catalogue.lessons)} lessons, {len(catalogue.claims)} claims."
    )


def _lacking(catalogue: Catalogue, wanted: str) -> list[str]:
    """For each wanted language how many texts it has, who reviewed it, and every text that it lacks."""
    if wanted != "all" and wanted not in catalogue.languages:
        known = ", ".join(catalogue.languages)
        raise CatalogueError(f"There is no language “{wanted}”.", todo=f"Choose from: all, {known}.")
    lines: list[str] = []
    every = len(texts(catalogue))
    for code, language in catalogue.languages.items():
        if wanted not in ("all", code):
            continue
        lacking = missing(catalogue, language)
        by = f"reviewed by {language.reviewed_by}" if language.reviewed_by else "not reviewed by a clinician"
        lines.append(f"{code} ({language.name}): {every - len(lacking)} of {every} texts, {by}.")
        lines += [f"  {where}: {text}" for text, where in lacking.items()]
    return lines


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
