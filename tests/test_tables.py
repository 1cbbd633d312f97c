"""Results as pandas frames, as xarray data sets and as the short tables of notebooks."""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from material.footage import ROOT
from mirra import coupling
from mirra.coupling.windowed.regression import regressed
from mirra.errors import MissingExtra
from mirra.pairs import brains
from mirra.pairs.people.pseudo import PseudoDyads
from mirra.result import ArrayResult, Arrays, Result, Table, html_table
from mirra.signals.epochs import Epochs
from mirra.signals.signal import Signal

pandas = pytest.importorskip("pandas", reason="the extra tables is not installed")
xarray = pytest.importorskip("xarray", reason="the extra tables is not installed")

MAPS = ("lagged", "regression", "wavelet", "wavelet pairs", "fnirs", "mean map", "eeg", "pseudo-dyads")
OTHERS = ("family", "effect", "susy")


@cache
def of(name: str) -> Result:
    """A result of noise."""
    rng = np.random.default_rng(0)
    x, y = rng.normal(size=(2, 1500)).cumsum(axis=1)
    windows = coupling.WindowSettings(window=10, step=5, max_lag=2)
    match name:
        case "lagged":
            return coupling.lagged(x, y, 25.0, windows)
        case "regression":
            return regressed(x, y, 25.0, windows)
        case "wavelet":
            return coupling.coherence(x, y, 25.0)
        case "fnirs":
            channels = ("S1 hbo", "S2 hbo", "S3 hbo")
            return brains.fnirs(
                *(Signal(rng.normal(size=(1600, 3)), 4.0, channels=channels) for _ in range(2)),
                null=brains.FnirsNull(19),
            )
        case "wavelet pairs":
            pairs: Result = a_map("fnirs").pairs
            return pairs
        case "mean map":
            return brains.MeanMap(a_map("fnirs").overview)
        case "eeg":
            epochs = [Epochs(rng.normal(size=(6, 2, 400)), 200.0, ("C3", "C4")) for _ in range(2)]
            bands = {"alpha": (8.0, 12.0), "beta": (13.0, 20.0)}
            return brains.eeg(*epochs, bands=bands, surrogates=19, matched=False)
        case "pseudo-dyads":
            means = {"grand_average": np.array([[0.5, 0.1], [np.nan, 0.4]])}
            return PseudoDyads(("a", "b"), means, "grand_average")
        case "family":
            return coupling.surrogate_family(x, y, 25.0, windows, null=coupling.NullSettings(n=19))
        case "susy":
            return coupling.susy_effect_size(x, y, 25.0, segment=10, max_lag=2)
    return coupling.sample_effect(rng.normal(size=(5, 5)), resamples=20, seed=123456)


def a_map(name: str) -> Any:
    """A result that is a map."""
    result = of(name)
    assert isinstance(result, ArrayResult)
    return result


@pytest.mark.parametrize("name", [*MAPS, *OTHERS])
def test_a_frame_is_the_table_that_is_written(name: str, tmp_path: Path) -> None:
    result = of(name)
    result.to_csv(tmp_path / "table.csv")
    assert list(tmp_path.iterdir()) == [tmp_path / "table.csv"], "something else was left in the folder"
    written = pandas.read_csv(tmp_path / "table.csv", float_precision="round_trip")
    pandas.testing.assert_frame_equal(result.to_pandas(), written, check_exact=True)


@pytest.mark.parametrize("name", MAPS)
def test_a_data_set_holds_the_arrays_and_can_be_kept_as_netcdf(name: str, tmp_path: Path) -> None:
    result = a_map(name)
    axes, values = result.arrays()
    data = result.to_xarray()
    assert set(data.data_vars) == set(values)
    for variable, (along, array) in values.items():
        assert data[variable].dims == tuple(along)
        np.testing.assert_array_equal(data[variable].values, array)
    for axis, (along, unit) in axes.items():
        assert list(data[axis].values) == list(along)
        assert data[axis].attrs.get("units", "") == unit
    data.to_netcdf(tmp_path / "kept.nc")
    with xarray.open_dataset(tmp_path / "kept.nc") as kept:
        xarray.testing.assert_equal(kept, data)
        assert set(kept.attrs) == set(data.attrs)


def test_a_map_is_looked_up_by_its_axes() -> None:
    lagged, fnirs = a_map("lagged"), a_map("fnirs")
    data = lagged.to_xarray()
    assert float(data.z.sel(start=5, lag=-2)) == lagged.z[1, 0]
    assert data.attrs["n_windows"] == len(lagged.starts)
    assert data.attrs["absolute"] == 0
    assert float(fnirs.to_xarray().p.sel(first="S2", second="S1")) == fnirs.p[1, 0]


class Summarised(ArrayResult):
    """A result whose summary holds all kinds of things."""

    def summary(self) -> Mapping[str, Any]:
        return {
            "none": None,
            "nan": float("nan"),
            "yes": True,
            "seed": 2**40,
            "words": ["ä", "b"],
            "n": np.int64(3),
        }

    def table(self) -> Table:
        return Table(["name"], [])

    def plot(self, ax: Any) -> None:
        ax.plot([0, 1])

    def arrays(self) -> Arrays:
        return Arrays({"name": ([1], "")}, {"value": (("name",), [2.0])})


def test_what_a_summary_holds_can_be_kept_as_netcdf(tmp_path: Path) -> None:
    data = Summarised().to_xarray()
    assert data.attrs == {"yes": 1, "seed": str(2**40), "words": '["ä", "b"]', "n": 3}
    data.to_netcdf(tmp_path / "kept.nc")
    with xarray.open_dataset(tmp_path / "kept.nc") as kept:
        assert kept.attrs == data.attrs


@pytest.mark.parametrize("module", ["pandas", "xarray"])
def test_without_the_extra_the_command_that_installs_it_is_named(
    module: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    result = a_map("lagged")

    def missing(name: str) -> None:
        raise ImportError(name)

    monkeypatch.setattr("mirra.errors.import_module", missing)
    method: Callable[[], object] = {"pandas": result.to_pandas, "xarray": result.to_xarray}[module]
    with pytest.raises(MissingExtra, match=rf"needs {module}\. Install it: pip install 'mirra\[tables\]'"):
        method()


def test_a_notebook_shows_the_summary_in_short() -> None:
    page = of("effect")._repr_html_()
    assert page.startswith("<table><caption>SampleEffect</caption>")
    assert '<tr><th scope="row">n_dyads</th><td>5</td></tr>' in page
    assert '<tr><th scope="row">seed</th><td>123456</td></tr>' in page


def test_text_in_a_notebook_is_never_taken_for_html() -> None:
    page = html_table("<b>", {"<script>": "a & <i>", "share": 0.123456, "none": None, "long": "x" * 500})
    assert "<caption>&lt;b&gt;</caption>" in page
    assert '<th scope="row">&lt;script&gt;</th><td>a &amp; &lt;i&gt;</td>' in page
    assert "<td>0.1235</td>" in page
    assert "<td></td>" in page
    assert "x" * 119 + "…</td>" in page
    many = html_table("many", {str(k): k for k in range(25)})
    assert many.count("<tr>") == 21
    assert "and 5 more in summary()" in many


def test_every_result_is_one_of_these() -> None:
    """A class that has a summary and a picture has all the rest from ``Result``, and none writes its own table."""
    for path in sorted((ROOT / "src" / "mirra").rglob("*.py")):
        nodes = ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        for node in (node for node in nodes if isinstance(node, ast.ClassDef)):
            names = {each.name for each in node.body if isinstance(each, ast.FunctionDef)}
            if {"summary", "plot"} <= names and path.name != "result.py":
                bases = {base.id for base in node.bases if isinstance(base, ast.Name)}
                assert bases & {"Result", "ArrayResult"}, f"{path.name}: {node.name}"
                assert not names & {"to_csv", "to_pandas", "to_xarray"}, f"{path.name}: {node.name}"


def test_every_map_is_tried_here() -> None:
    own = {each for each in ArrayResult.__subclasses__() if each.__module__.startswith("mirra.")}
    assert own == {type(a_map(name)) for name in MAPS}
