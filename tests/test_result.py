"""The folder a result is written to."""

from __future__ import annotations

import builtins
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from mirra import result


@dataclass(frozen=True)
class Line(result.Result):
    value: float

    def summary(self) -> Mapping[str, Any]:
        return {"value": self.value, "count": np.int64(3), "list": np.array([1.0, np.nan])}

    def table(self) -> result.Table:
        return result.Table(["t", "v"], [(0, self.value), (1, np.float64("nan"))])

    def plot(self, ax: Any) -> None:
        ax.plot([0, 1], [0, self.value])


def test_a_folder_holds_numbers_tables_figures_and_where_they_come_from(tmp_path: Path) -> None:
    source = tmp_path / "in.csv"
    source.write_text("1\n2\n")
    told = result.write(
        tmp_path / "out",
        {"line": Line(0.1)},
        command="mirra test",
        parameters={"window": 30.0, "file": source},
        inputs=[source],
        summary={"p": float("nan")},
    )
    assert told == []
    kept = json.loads((tmp_path / "out" / result.RESULT).read_text())
    assert kept["results"]["line"] == {"value": 0.1, "count": 3, "list": [1.0, None]}
    assert kept["inputs"] == [{"name": "in.csv", "bytes": 4, "sha256": hashlib.sha256(b"1\n2\n").hexdigest()}]
    assert kept["parameters"] == {"window": 30.0, "file": "in.csv"}
    assert kept["p"] is None
    assert {"mirra", "numpy", "python"} <= set(kept["versions"])
    assert (tmp_path / "out" / "line.csv").read_text() == "t,v\n0,0.1\n1,\n"
    assert (tmp_path / "out" / "line.png").read_bytes().startswith(b"\x89PNG")
    assert "<svg" in (tmp_path / "out" / "line.svg").read_text()
    assert not list((tmp_path / "out").glob("*.part"))


def test_without_matplotlib_the_numbers_are_written_and_it_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = builtins.__import__

    def without(name: str, *rest: Any, **more: Any) -> Any:
        if name.startswith("matplotlib"):
            raise ImportError(name)
        return real(name, *rest, **more)

    monkeypatch.setattr("mirra.errors.import_module", without)
    told = result.write(tmp_path, {"line": Line(1)}, command="", parameters={}, inputs=[])
    assert told == ["no figures: A figure needs matplotlib. Install it: pip install 'mirra[figures]'"]
    assert (tmp_path / result.RESULT).is_file()
    assert not list(tmp_path.glob("*.png"))


def test_the_same_picture_is_the_same_bytes(tmp_path: Path) -> None:
    for name in ("a", "b"):
        result.write(tmp_path / name, {"line": Line(1)}, command="", parameters={}, inputs=[])
    assert (tmp_path / "a/line.svg").read_bytes() == (tmp_path / "b/line.svg").read_bytes()
