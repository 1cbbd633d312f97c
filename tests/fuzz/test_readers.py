"""Whatever bytes a recording's file holds: a signal that is one, or an error that names the file."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from material.footage import recordings
from mirra.errors import ReadError
from mirra.signals.reading import READERS, read
from tests.signals.written import WRITERS

NEEDS = {"edf": "edfio", "snirf": "h5py", "xdf": "pyxdf", "fif": "mne"}
# FIF is read through the slowest of the libraries; each SNIRF file is tried in a process of its own.
EXAMPLES = {"a_raw.fif": 60, "a.csv": 120, "a.snirf": 8}
Change = tuple[float, int, int]
CHANGES = st.lists(
    st.tuples(st.floats(0, 1, exclude_max=True), st.integers(0, 255), st.sampled_from([1, 1, 2, 4, 8])),
    max_size=6,
)
QUIET = {"deadline": None, "suppress_health_check": list(HealthCheck)}


def check(name: str, data: bytes, **options: float) -> None:
    """Read these bytes under this name; the answer must be a whole signal or an error that names the file."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_bytes(data)
        refused: ReadError | None = None
        try:
            signal = read(path, **options)  # type: ignore[arg-type]
        except ReadError as told:
            refused = told
        if refused is not None:
            assert name in refused.where, f"the error does not name the file: {refused}"
            assert refused.what.strip(), "the error says nothing"
            return
        assert signal.values.dtype == np.float64
        assert signal.values.ndim == 2
        assert np.isfinite(signal.clock).all()
        assert (np.diff(signal.clock) >= 0).all()
        assert len(signal.clock) == len(signal.values)


def changed(data: bytes, changes: list[Change], cut: float) -> bytes:
    """The bytes with some runs overwritten, and cut off after a share of them."""
    out = bytearray(data)
    for place, value, length in changes:
        at = int(place * len(out))
        out[at : at + length] = bytes([value]) * len(out[at : at + length])
    return bytes(out[: max(1, round(cut * len(out)))])


@cache
def whole(name: str) -> bytes:
    """A valid file of this kind."""
    with TemporaryDirectory() as folder:
        return WRITERS[name](Path(folder) / name).read_bytes()


@pytest.mark.parametrize("name", WRITERS)
def test_a_damaged_file_is_read_or_named(name: str) -> None:
    """Overwritten and cut files of every kind."""
    pytest.importorskip(NEEDS.get(name.rpartition(".")[2], "numpy"))

    @settings(max_examples=EXAMPLES.get(name, 100), **QUIET)  # type: ignore[arg-type]
    @given(CHANGES, st.one_of(st.just(1.0), st.floats(0, 1)))
    @example([], 1.0)
    def damaged(changes: list[Change], cut: float) -> None:
        check(name, changed(whole(name), changes, cut))

    damaged()


@pytest.mark.parametrize("name", WRITERS)
def test_damage_in_the_header_is_read_or_named(name: str) -> None:
    """Headers say how much is there, so most harm begins in the first bytes."""
    pytest.importorskip(NEEDS.get(name.rpartition(".")[2], "numpy"))

    @settings(max_examples=EXAMPLES.get(name, 100), **QUIET)  # type: ignore[arg-type]
    @given(CHANGES)
    def damaged(changes: list[Change]) -> None:
        data = whole(name)
        check(name, changed(data[:1024], changes, 1.0) + data[1024:])

    damaged()


@pytest.mark.parametrize("suffix", READERS)
def test_any_bytes_are_read_or_named(suffix: str) -> None:
    """Bytes that are no recording at all, bare or behind the mark that the kind begins with."""
    pytest.importorskip(NEEDS.get(READERS[suffix], "numpy"))
    marks = [
        b"",
        b"RIFF",
        b"XDF:",
        b"\x89HDF\r\n\x1a\n",
        b"\x1f\x8b\x08\x00",
        b"0       ",
        b"\xffBIOSEMI",
        b"\0\0\0d\0\0\0\x1f",
    ]

    @settings(max_examples=6 if suffix == ".snirf" else 25, **QUIET)  # type: ignore[arg-type]
    @given(st.sampled_from(marks), st.binary(min_size=1, max_size=400))
    def anything(mark: bytes, data: bytes) -> None:
        check("a" + suffix, mark + data)

    anything()


@settings(max_examples=250, **QUIET)  # type: ignore[arg-type]
@given(st.text(alphabet="0123456789.,;- \t\n\"'eaNt#:%é", min_size=1, max_size=120), st.booleans())
@example('time,a\n0,1\n1,2\n"', False)
@example("1e999,2\n3,4\n", True)
@example("t,a\n0,1\n0,2\n", False)
@example("# rate: .\n1 2\n", False)
def test_any_text_is_read_or_named(text: str, rated: bool) -> None:
    """Tables are read from text that people write."""
    check("a.csv", text.encode(), **({"rate": 25.0} if rated else {}))


REAL = (
    "formats/minimal.xdf",
    "formats/empty_streams.xdf",
    "formats/minimum_example.snirf",
    "formats/Simple_Probe.snirf",
    "dyads/heart/Annotations.csv",
    "dyads/heart/234130000540_HR.csv.gz",
)


@pytest.mark.parametrize("name", REAL)
def test_a_damaged_real_file_is_read_or_named(name: str) -> None:
    """The same with files that devices wrote."""
    path = recordings(name)
    if path is None:
        pytest.skip(f"the recording {name} is not on this machine (MIRRA_RECORDINGS)")
    data = path.read_bytes()

    @settings(max_examples=6 if name.endswith("snirf") else 40, **QUIET)  # type: ignore[arg-type]
    @given(CHANGES, st.one_of(st.just(1.0), st.floats(0, 1)))
    def damaged(changes: list[Change], cut: float) -> None:
        check(path.name, changed(data, changes, cut))

    damaged()
