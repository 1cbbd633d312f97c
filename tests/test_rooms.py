"""The names a researcher starts from, in a process that has imported nothing else yet."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
NAMES = (
    "mirra.signals.read",
    "mirra.signals.Signal",
    "mirra.coupling.lagged",
    "mirra.coupling.coherence",
    "mirra.coupling.surrogate_test",
    "mirra.pairs.people.pseudo_dyads",
    "mirra.pairs.hands.mirror_movements",
    "mirra.pairs.brains.fnirs",
    "mirra.pairs.brains.eeg",
)


def run(code: str) -> str:
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return done.stdout


def test_importing_mirra_brings_nothing_else_along() -> None:
    assert run("import sys, mirra; print('numpy' in sys.modules)").strip() == "False"


def test_every_documented_name_is_there_after_importing_mirra_alone() -> None:
    asked = "; ".join(f"print({name!r}, callable({name}))" for name in NAMES)
    assert run(f"import mirra; {asked}").splitlines() == [f"{name} True" for name in NAMES]


def test_a_name_that_is_not_there_is_an_ordinary_error() -> None:
    import mirra
    import mirra.pairs

    for module in (mirra, mirra.pairs):
        with pytest.raises(AttributeError, match="has no 'nothing'"):
            module.nothing  # noqa: B018


@pytest.mark.parametrize(
    ("imported", "absent"),
    [
        ("mirra.clinic.app", ("numpy", "scipy", "av", "matplotlib", "mirra.signals", "mirra.coupling")),
        ("mirra.study", ("fastapi", "sqlalchemy", "pydantic", "mirra.catalogue", "mirra.practice")),
    ],
)
def test_neither_house_loads_what_only_the_other_needs(imported: str, absent: tuple[str, ...]) -> None:
    loaded = run(f"import sys, {imported}; print([name for name in {absent} if name in sys.modules])")
    assert loaded.strip() == "[]"


@pytest.mark.parametrize("folder", ["benchmarks", "material"])
def test_what_stands_beside_the_tests_imports_nothing_from_them(folder: str) -> None:
    files = sorted((ROOT / folder).rglob("*.py"))
    assert files
    for path in files:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            assert not [name for name in names if name.split(".")[0] == "tests"], f"{path} imports from tests"
