"""How hard the words are that people who practise read, as the school grade in which such texts are read.

    uv run --all-extras --group test python -m tests.reading

English by the Flesch-Kincaid grade (Kincaid 1975), German by the second Vienna formula (Bamberger and Vanecek 1984).
Both were made for whole texts, so a file is measured as one text; a single short sentence says little.
"""

from __future__ import annotations

import json
import re
import warnings
from collections.abc import Iterable, Iterator

from material.footage import ROOT
from mirra.catalogue.load import load
from mirra.catalogue.texts import texts

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # its table of Dutch words holds an escape that Python warns of
    import readability

HARDEST = 8.0
LEAST = 30  # words: less is no text to measure
WORD = re.compile(r"[\w'’-]+")
HOLDER = re.compile(r"\{[^}]*\}")


def grades(language: str) -> dict[str, float]:
    """The grade of each file of the catalogue and each part of the pages' texts that has enough words."""
    found = {name: _sentences(said) for name, said in _files(language).items()}
    return {
        name: _grade(sentences, language)
        for name, sentences in found.items()
        if sum(len(sentence.split()) for sentence in sentences) >= LEAST
    }


def grade(text: str, language: str) -> float:
    """The grade of one text."""
    return _grade(_sentences([text]), language)


def _files(language: str) -> dict[str, list[str]]:
    catalogue = load()
    translated = {} if language == "en" else catalogue.languages[language].texts
    files: dict[str, list[str]] = {}
    for text, where in texts(catalogue).items():
        files.setdefault(where.split(":")[0], []).append(translated.get(text, text))
    pages = json.loads((ROOT / f"web/src/words/{language}.json").read_text(encoding="utf-8"))
    return files | {f"words: {part}": list(_strings(said)) for part, said in pages.items()}


def _strings(said: object) -> Iterator[str]:
    if isinstance(said, str):
        yield said
    elif isinstance(said, dict | list):
        for one in said.values() if isinstance(said, dict) else said:
            yield from _strings(one)


def _sentences(said: Iterable[str]) -> list[str]:
    """The sentences as words with spaces between; what is put in for a placeholder counts as one short word."""
    parts = (part for text in said for part in re.split(r"(?<=[.!?:])\s+", HOLDER.sub("hand", text)))
    return [" ".join(words) for part in parts if (words := WORD.findall(part))]


def _grade(sentences: list[str], language: str) -> float:
    measured = readability.getmeasures("\n".join(f"{one} ." for one in sentences), lang=language)
    if language == "en":
        return float(measured["readability grades"]["Kincaid"])
    info = measured["sentence info"]
    three_syllables, seven_letters = (
        100 * info[which] / info["words"] for which in ("complex_words", "long_words")
    )
    return float(
        0.2007 * three_syllables + 0.1682 * info["words_per_sentence"] + 0.1373 * seven_letters - 2.779
    )


def main() -> None:
    """Print each file's grade, the hardest first."""
    for language in ("en", "de"):
        for name, grade in sorted(grades(language).items(), key=lambda one: -one[1]):
            print(f"{language}  {grade:5.1f}  {name}")


if __name__ == "__main__":
    main()
