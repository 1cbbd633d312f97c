"""The pages call each thing by the one word that the glossary gives it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[1]
CLIENT = ROOT / "web" / "src"
COMMENTS = re.compile(r"<style>.*?</style>|<!--.*?-->|/\*.*?\*/|(?<![:\"'])//[^\n]*", re.DOTALL)
QUOTED = re.compile(r'"([^"\n]+)"|`([^`]+)`')


def rows() -> list[tuple[str, list[str]]]:
    """Each word of the glossary with what must not be said for it."""
    text = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")
    cells = [line.strip("|").split("|") for line in text.splitlines() if line.startswith("|")][2:]
    return [(row[0].strip(), re.findall(r'"([^"]+)"', row[3])) for row in cells]


def told(source: str, markup: bool) -> Iterator[str]:
    """What a person may read of a file: its strings and the text between its tags, without code and comments."""
    source = COMMENTS.sub("", source)
    texts = [without_code(double or tick) for double, tick in QUOTED.findall(source)]
    if markup:
        shown = without_code(re.sub(r"<script.*?</script>", "", source, flags=re.DOTALL))
        texts += re.split(r"<[^>]*>", shown)
    for text in (" ".join(one.split()) for one in texts):
        if re.search(r"[A-Za-z]{2,} [A-Za-z(]", text) or re.match(r"[A-Z][a-z]+$", text):
            yield text


def without_code(text: str) -> str:
    """The text with everything in braces taken out, from the innermost outwards."""
    while text != (text := re.sub(r"\$?\{[^{}]*\}", "", text)):
        pass
    return text


def files() -> list[Path]:
    """The client's files with words in them; tests, the contract and the service worker have none."""
    found = [
        path for path in CLIENT.rglob("*") if path.suffix in (".svelte", ".ts") or path.name == "en.json"
    ]
    return [
        one
        for one in found
        if not re.search(r"\.(test|fixture)\.ts$|contract\.ts$|sw\.ts$|worker\.ts$", one.name)
    ]


def test_each_word_stands_for_one_thing() -> None:
    words = [word for word, _never in rows()]
    assert len(words) > 20
    assert len(words) == len(set(words)), "a word is explained twice"


def test_no_page_says_what_the_glossary_rules_out() -> None:
    never = {one: word for word, ruled_out in rows() for one in ruled_out}
    faults = []
    texts = 0
    for path in files():
        for text in told(path.read_text(encoding="utf-8"), path.suffix == ".svelte"):
            texts += 1
            faults += [
                f"{path.relative_to(ROOT)}: “{text}” says “{one}” for “{word}”"
                for one, word in never.items()
                if re.search(rf"\b{re.escape(one)}\b", text, re.IGNORECASE)
            ]
    assert texts > 400, "hardly any text was found"
    assert not faults, "\n".join(faults)


def test_what_is_ruled_out_is_found_in_markup_and_in_code() -> None:
    script = '<script lang=ts>const a = "All notes wait"; // a lag\n</script>'
    page = f'{script}<p class="lag">The QR picture{{x}} is</p><!-- lag time -->'
    assert list(told(page, True)) == ["All notes wait", "The QR picture is"]
