"""Writes into ``pyproject.toml`` the version of every package that the tests ran with, so that others get the same.

uv obeys the two lists in ``[tool.uv]`` wherever it installs mirra. They hold names and versions, never the address of
an index, and no markers: they are written with the oldest Python that mirra supports, whose versions the newer ones
take as well. Packages that only another system needs are not in them.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Iterable
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from typing import Any

from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name

PYPROJECT = Path(__file__).resolve().parent.parent / "pyproject.toml"
WRITE = "uv run --all-extras --all-groups python tools/constraints.py --write"
# What hatchling asks for when uv installs mirra so that changes of the source take effect at once.
EDITABLE = "editables"


def read_settings() -> dict[str, Any]:
    """``pyproject.toml`` as it stands."""
    return tomllib.loads(PYPROJECT.read_text(encoding="utf-8"))


def group_of(settings: dict[str, Any], group: str) -> list[str]:
    """The requirements of a dependency group, with those of the groups that it includes."""
    texts: list[str] = []
    for entry in settings["dependency-groups"][group]:
        texts += [entry] if isinstance(entry, str) else group_of(settings, entry["include-group"])
    return texts


def requirements_of(settings: dict[str, Any], groups: Iterable[str]) -> list[Requirement]:
    """What mirra needs with all its extras and these dependency groups."""
    project = settings["project"]
    lists = [project["dependencies"], *project["optional-dependencies"].values()]
    lists += [group_of(settings, group) for group in groups]
    return [Requirement(text) for texts in lists for text in texts]


def installed(requirements: list[Requirement]) -> dict[str, str]:
    """Name and version of each installed package among the requirements and in all that they need in turn.

    A requirement of another system or Python is passed over; one that holds here and is not installed raises
    ``PackageNotFoundError``.
    """
    versions: dict[str, str] = {}
    seen: set[tuple[str, str]] = set()
    queue = [(requirement, "") for requirement in requirements]
    while queue:
        requirement, for_extra = queue.pop()
        name = canonicalize_name(requirement.name)
        if name == "mirra" or (requirement.marker and not requirement.marker.evaluate({"extra": for_extra})):
            continue
        package = distribution(name)
        versions[name] = package.version
        needs = [Requirement(text) for text in package.requires or ()]
        for extra in {"", *requirement.extras} - {extra for known, extra in seen if known == name}:
            seen.add((name, extra))
            queue += [(need, extra) for need in needs]
    return dict(sorted(versions.items()))


def for_the_build(requirements: list[str], versions: dict[str, str]) -> dict[str, str]:
    """Name and version of all that building needs: as installed where it is, else the newest that fits; asks the index.

    Raises ``CalledProcessError`` when uv knows no way to fit them.
    """
    with tempfile.TemporaryDirectory() as folder:  # away from pyproject.toml, or uv would obey its old lists
        pins = Path(folder, "pins.txt")
        pins.write_text("".join(f"{line}\n" for line in lines(versions)), encoding="utf-8")
        command = ["uv", "pip", "compile", "--quiet", "--no-header", "--no-annotate", "--no-emit-index-url"]
        command += ["--python", sys.executable, "--constraint", str(pins), "-"]
        needed = "\n".join([*requirements, EDITABLE])
        done = subprocess.run(
            command, cwd=folder, input=needed, stdout=subprocess.PIPE, text=True, check=True
        )
    return dict(sorted(line.split("==", 1) for line in done.stdout.split()))


def lines(versions: dict[str, str]) -> list[str]:
    """Each package as a list in ``pyproject.toml`` has it."""
    return [f"{name}=={version}" for name, version in versions.items()]


def put(text: str, key: str, versions: dict[str, str]) -> str:
    """The text of ``pyproject.toml`` with another list under this key; raises ``ValueError`` without such a list."""
    rows = "".join(f'    "{line}",\n' for line in lines(versions))
    text, count = re.subn(rf"^{key} = \[.*?^\]$", f"{key} = [\n{rows}]", text, flags=re.DOTALL | re.MULTILINE)
    if count != 1:
        raise ValueError(
            f"pyproject.toml has {count} lists named {key}; it must have 1, each of its brackets ending a line."
        )
    return text


def oldest_python(settings: dict[str, Any]) -> str:
    """The oldest Python that mirra supports, such as ``3.11``."""
    return min(
        part.version for part in SpecifierSet(settings["project"]["requires-python"]) if part.operator == ">="
    )


def write() -> None:
    """Write both lists from this environment; raises ``SystemExit`` under another Python or without a package."""
    settings = read_settings()
    here = f"{sys.version_info.major}.{sys.version_info.minor}"
    if here != oldest_python(settings):
        raise SystemExit(
            f"This is Python {here}. Use Python {oldest_python(settings)}, the oldest that mirra supports."
        )
    try:
        versions = installed(requirements_of(settings, settings["dependency-groups"]))
    except PackageNotFoundError as error:
        raise SystemExit(f"{error.name} is not installed. Run: {WRITE}") from None
    building = for_the_build(settings["build-system"]["requires"], versions)
    text = PYPROJECT.read_text(encoding="utf-8")
    text = put(put(text, "constraint-dependencies", versions), "build-constraint-dependencies", building)
    PYPROJECT.write_text(text, encoding="utf-8")


def newest() -> None:
    """Install the newest versions that the requirements allow into this environment, whatever the lists say."""
    groups = [
        word for group in read_settings()["dependency-groups"] for word in ("--group", f"{PYPROJECT}:{group}")
    ]
    command = [
        "uv",
        "pip",
        "install",
        "--python",
        sys.executable,
        "--upgrade",
        "-r",
        str(PYPROJECT),
        "--all-extras",
    ]
    with tempfile.TemporaryDirectory() as folder:  # away from pyproject.toml, or uv would obey its lists
        subprocess.run([*command, *groups], cwd=folder, check=True)


if __name__ == "__main__":
    if sys.argv[1:] == ["--newest"]:
        newest()
    elif sys.argv[1:] == ["--write"]:
        write()
    else:
        raise SystemExit(
            "Use --newest to install the newest packages, or --write to write down those installed."
        )
