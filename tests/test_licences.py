"""Whoever gets mirra gets the licences of what comes with it: texts in the client, and which extras bring the GPL."""

from __future__ import annotations

import json
import re
import sys
from importlib.metadata import distribution
from pathlib import Path

import pytest
from packaging.requirements import Requirement

from mirra.clinic.pages import KINDS, files_of
from mirra.clinic.settings import static_folder
from tools import constraints

ROOT = Path(__file__).resolve().parent.parent
WEB = ROOT / "web"
TEXTS = (static_folder() / "assets" / "licences.txt").read_text(encoding="utf-8")
# Svelte brings clsx along; Ajv makes the code that checks entries.
BROUGHT_ALONG = {"svelte", "clsx", "ajv"}
IMPORTED = re.compile(r"""\b(?:from|import)\s*\(?\s*["'](@[\w-]+/[\w.-]+|\w[\w.-]*)[\w./-]*["']""")
# Libraries under the GPL that wheels carry, by how their files are named.
GPL_FILES = re.compile(r"lib(x264|x265|xvidcore|postproc|rubberband|vidstab)\b")
EXTRAS = list(constraints.read_settings()["project"]["optional-dependencies"])


def imported() -> set[str]:
    """The npm packages that the client's own code names."""
    code = [
        path
        for path in (WEB / "src").rglob("*")
        if path.suffix in (".ts", ".svelte") and ".test." not in path.name
    ]
    names = {name for path in code for name in IMPORTED.findall(path.read_text(encoding="utf-8"))}
    return {name for name in names if (WEB / "node_modules" / name / "package.json").is_file()}


def test_every_package_in_the_client_has_the_text_of_its_licence() -> None:
    names = imported() | BROUGHT_ALONG
    assert {"@mediapipe/tasks-vision", "@noble/ciphers", "idb", "uplot"} <= names
    for name in names:
        package = WEB / "node_modules" / name
        about = json.loads((package / "package.json").read_text(encoding="utf-8"))
        heading = f"{name} {about['version']} ({about['license']})\n"
        assert heading in TEXTS, f"{name} is missing in assets/licences.txt"
        files = [path for path in package.iterdir() if re.match(r"licen[cs]e", path.name, re.IGNORECASE)]
        text = (files[0] if files else ROOT / "LICENSE").read_text(encoding="utf-8").strip()
        assert text in TEXTS.split(heading)[1], f"assets/licences.txt holds another text than {name} brings"


@pytest.mark.parametrize("path", sorted((WEB / "licences").iterdir()), ids=lambda path: path.stem)
def test_every_library_inside_the_tracker_has_its_text(path: Path) -> None:
    assert f"{path.stem}\n" in TEXTS
    assert path.read_text(encoding="utf-8").strip() in TEXTS


def test_the_texts_can_be_read_in_a_browser() -> None:
    assert "/assets/licences.txt" in files_of(static_folder())
    assert KINDS[".txt"].startswith("text/plain")
    assert "/assets/licences.txt" in (ROOT / "NOTICE").read_text(encoding="utf-8")


def brings_gpl(name: str) -> bool:
    """Whether an installed package says it is under the GPL, or carries a library that is."""
    package = distribution(name)
    about = package.metadata
    said = [text for key in ("License-Expression", "License") for text in about.get_all(key) or []]
    said += [text for text in about.get_all("Classifier") or [] if text.startswith("License")]
    says = any(re.search(r"\bGPL|GNU General Public", text[:200]) for text in said)
    return says or any(GPL_FILES.match(Path(str(file)).name) for file in package.files or [])


def with_gpl(extra: str) -> set[str]:
    """The packages under the GPL that an extra brings."""
    requirements = [Requirement(f"mirra[{extra}]")]
    listed = constraints.read_settings()["project"]["optional-dependencies"]
    while own := [requirement for requirement in requirements if requirement.name == "mirra"]:
        requirements = [requirement for requirement in requirements if requirement.name != "mirra"]
        requirements += [
            Requirement(text) for requirement in own for name in requirement.extras for text in listed[name]
        ]
    return {name for name in constraints.installed(requirements) if brings_gpl(name)}


@pytest.mark.skipif(sys.platform != "linux", reason="the wheels of other systems carry other libraries")
def test_the_notice_names_every_extra_that_brings_code_under_the_gpl() -> None:
    rows = re.findall(r"^- `(\w+)` \(([\w-]+)", (ROOT / "NOTICE").read_text(encoding="utf-8"), re.MULTILINE)
    assert {extra: {package} for extra, package in rows} == {
        extra: packages for extra in EXTRAS if (packages := with_gpl(extra))
    }


def test_mirra_without_extras_brings_no_code_under_the_gpl() -> None:
    needed = constraints.installed(
        [Requirement(text) for text in constraints.read_settings()["project"]["dependencies"]]
    )
    assert not [name for name in needed if brings_gpl(name)]
