"""Tables of numbers, as people and programs write them."""

from __future__ import annotations

import gzip
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from mirra.errors import ReadError
from mirra.result import write_table
from mirra.signals.reading import read
from mirra.signals.signal import Signal
from tests.golden import recording


def table(folder: Path, text: str, name: str = "a.csv", **options: object) -> Signal:
    path = folder / name
    path.write_bytes(text.encode())
    return read(path, **options)  # type: ignore[arg-type]


FORMS = {
    "comma": "time,a,b\n0,1.5,-2\n0.5,2.5,-3\n1,3.5,-4\n",
    "comma and space": "time, a, b\n0, 1.5, -2\n0.5, 2.5, -3\n1, 3.5, -4\n",
    "semicolon, decimal comma": "time;a;b\n0;1,5;-2\n0,5;2,5;-3\n1;3,5;-4\n",
    "tab": "time\ta\tb\n0\t1.5\t-2\n0.5\t2.5\t-3\n1\t3.5\t-4\n",
    "tab, decimal comma": "time\ta\tb\n0\t1,5\t-2\n0,5\t2,5\t-3\n1\t3,5\t-4\n",
    "spaces in columns": "  time    a     b\n     0  1.5    -2\n   0.5  2.5    -3\n     1  3.5    -4  \n",
    "quoted, space": '"time" "a" "b"\n0 1.5 -2\n0.5 2.5 -3\n1 3.5 -4\n',
    "quoted decimal comma": 'time,a,b\n"0,0","1,5","-2,0"\n"0,5","2,5","-3,0"\n"1,0","3,5","-4,0"\n',
    "carriage returns": "time,a,b\r\n0,1.5,-2\r\n0.5,2.5,-3\r\n1,3.5,-4\r\n",
    "old carriage returns": "time,a,b\r0,1.5,-2\r0.5,2.5,-3\r1,3.5,-4",
    "byte order mark": "\ufefftime,a,b\n0,1.5,-2\n0.5,2.5,-3\n1,3.5,-4\n",
    "comma at the end": "time,a,b,\n0,1.5,-2,\n0.5,2.5,-3,\n1,3.5,-4,\n",
    "title above": "Recorded by hand\n\ntime,a,b\n0,1.5,-2\n0.5,2.5,-3\n1,3.5,-4\n",
    "header in a comment": "# time a b\n0 1.5 -2\n0.5 2.5 -3\n1 3.5 -4\n",
    "row names of R": '"time" "a" "b"\n"1" 0 1.5 -2\n"2" 0.5 2.5 -3\n"3" 1 3.5 -4\n',
    "row names of pandas": ",time,a,b\n0,0,1.5,-2\n1,0.5,2.5,-3\n2,1,3.5,-4\n",
    "exponents": "time,a,b\n0,15e-1,-2E0\n5e-1,2.5,-3\n1,3.5,-4\n",
    "ms": "Time (ms),a,b\n0,1.5,-2\n500,2.5,-3\n1000,3.5,-4\n",
    "wall time": "time,a,b\n1970-01-01T00:00:00,1.5,-2\n1970-01-01T00:00:00.5,2.5,-3\n1970-01-01 00:00:01,3.5,-4\n",
    "labels beside": "time,a,who,b\n0,1.5,ann,-2\n0.5,2.5,bob,-3\n1,3.5,ann,-4\n",
}


@pytest.mark.parametrize("form", FORMS)
def test_every_form_gives_the_same_signal(tmp_path: Path, form: str) -> None:
    signal = table(tmp_path, FORMS[form])
    kept = signal.select(["a", "b"])
    assert signal.rate == 2, form
    assert kept.values.tolist() == [[1.5, -2], [2.5, -3], [3.5, -4]], form
    assert signal.channels == ("a", "b"), form


def test_what_is_left_out_is_told(tmp_path: Path) -> None:
    assert table(tmp_path, FORMS["labels beside"]).about["left_out"] == {"who": "not numbers"}
    assert table(tmp_path, FORMS["row names of pandas"]).about["left_out"] == {"1": "numbers of rows"}
    assert table(tmp_path, FORMS["title above"]).about["before"] == ("Recorded by hand",)


def test_a_table_that_mirra_writes_is_read_back_as_it_was(tmp_path: Path) -> None:
    times, values = np.arange(200) / 29.97, np.random.default_rng(2).normal(size=(200, 2))
    values[7, 1] = np.nan
    write_table(
        tmp_path / "a.csv", ["time", "patient", "therapist"], np.column_stack([times, values]).tolist()
    )
    signal = read(tmp_path / "a.csv")
    assert signal.channels == ("patient", "therapist")
    assert signal.rate == pytest.approx(29.97)
    assert signal.times is None
    assert np.array_equal(signal.values, values, equal_nan=True)


@settings(max_examples=25, deadline=None)
@given(
    arrays(
        np.float64,
        st.tuples(st.integers(2, 12), st.integers(1, 4)),
        elements=st.floats(-1e200, 1e200) | st.just(np.nan),
    ),
    st.sampled_from([",", ";", "\t", " "]),
)
def test_any_numbers_come_back(values: np.ndarray, separator: str) -> None:
    from tempfile import TemporaryDirectory

    values[0] = np.arange(values.shape[1])
    names = separator.join(f"c{k}" for k in range(values.shape[1]))
    rows = [separator.join("NA" if np.isnan(v) else repr(float(v)) for v in row) for row in values]
    with TemporaryDirectory() as folder:
        signal = table(Path(folder), "\n".join([names, *rows]), rate=10)
    assert np.array_equal(signal.values, values, equal_nan=True)


@pytest.mark.parametrize("word", ["", "NA", "NaN", "nan", "null", "N/A"])
def test_missing_samples_are_missing(tmp_path: Path, word: str) -> None:
    signal = table(tmp_path, f"time,a,b\n0,1,2\n1,{word},4\n2,5,6\n3,7,8\n")
    assert np.isnan(signal.values[1, 0])
    assert np.isfinite(signal.values[:, 1]).all()


@pytest.mark.parametrize(
    ("text", "where", "said"),
    [
        ("time,a\n0,1\n1,two\n2,3\n", "line 3, column 'a'", "A number was expected, not 'two'"),
        ("time,a\n\n# note\n0,1\n1,1e400\n", "line 5, column 'a'", "too large"),
        ("time,a\n0,1\n1\n2,3\n3,4\n", "line 3", "too few fields: 1, where 2"),
        ("time,a\n0,1\n1,2,3\n2,3\n3,4\n", "line 3", "too many fields: 3, where 2"),
        ("time,a\n0,1\n2,2\n1,3\n", "line 4, column 'time'", "runs backwards"),
        ("time,a\n0,1\n,2\n1,3\n", "line 3, column 'time'", "no time"),
        ("time,a\n1,1\n1,2\n1,3\n", "column 'time'", "stands still"),
        (
            "time,a\n2024-01-01T00:00:00,1\nlater,2\n",
            "line 3, column 'time'",
            "A time was expected, not 'later'",
        ),
        ('time,a\n0,"1\n1,2\n', "line 2", "quoted field"),
        ("a,b\n1,2\n3,4\n", "", "no rate is known"),
        ("a,b\n", "", "no rows under it"),
        ("# only a note\n", "", "no rows"),
        ("who,what\nann,runs\nbob,sits\n", "", "no column of numbers"),
        ("time,a\n0,1\n1,\x00\x01\n", "line 3", "not text"),
    ],
)
def test_what_is_wrong_is_named_with_its_place(tmp_path: Path, text: str, where: str, said: str) -> None:
    with pytest.raises(ReadError, match=said) as caught:
        table(tmp_path, text)
    assert caught.value.where.endswith(f"a.csv, {where}" if where else "a.csv")


def test_a_given_rate_holds_over_a_clock_that_was_only_guessed(tmp_path: Path) -> None:
    signal = table(tmp_path, "Time,a\n1,5\n2,6\n3,7\n", rate=25)
    assert (signal.rate, signal.channels) == (25, ("a",))
    assert "Time" in signal.about["left_out"]


def test_an_initial_is_a_clock_only_where_it_runs_on(tmp_path: Path) -> None:
    text = "P,T\n5,3\n1,2\n3,7\n"
    assert table(tmp_path, text, rate=25).channels == ("P", "T")
    with pytest.raises(ReadError, match="no rate is known"):
        table(tmp_path, text)
    assert table(tmp_path, "P,T\n5,0\n1,2\n3,4\n").rate == 0.5


def test_a_time_column_may_be_named_with_its_unit(tmp_path: Path) -> None:
    signal = table(tmp_path, "tick,a\n0,1\n20,2\n40,3\n", time="tick", unit="ms")
    assert (signal.rate, signal.channels) == (50, ("a",))
    with pytest.raises(ReadError, match="no column 'tock'"):
        table(tmp_path, "tick,a\n0,1\n20,2\n", time="tock")
    with pytest.raises(ReadError, match="unit of time 'fortnight' is not known"):
        table(tmp_path, "tick,a\n0,1\n20,2\n", time="tick", unit="fortnight")


def test_a_rate_in_a_comment_holds(tmp_path: Path) -> None:
    signal = table(tmp_path, "# rate: 29.97 Hz\n# start: 3\na b\n1 2\n3 4\n")
    assert (signal.rate, signal.start, signal.channels) == (29.97, 3, ("a", "b"))


def test_names_are_made_to_differ_and_units_are_kept(tmp_path: Path) -> None:
    signal = table(tmp_path, "t,ECG [mV],x,x,\n0,1,2,3,4\n1,1,2,3,4\n")
    assert signal.channels == ("ECG [mV]", "x", "x.1", "5")
    assert signal.units == ("mV", "", "", "")


def test_a_packed_table_that_is_cut_is_named(tmp_path: Path) -> None:
    data = gzip.compress(FORMS["comma"].encode())
    (tmp_path / "a.csv.gz").write_bytes(data[:-10])
    with pytest.raises(ReadError, match="not whole gzip"):
        read(tmp_path / "a.csv.gz")


def test_real_motion_energy_needs_a_rate() -> None:
    path = recording("dyads/motion_energy/200_01.txt")
    signal = read(path, rate=25)
    assert (signal.values.shape, signal.channels) == ((15000, 2), ("pat", "th"))
    assert signal.values[:3].tolist() == [[1550, 6948], [1317, 5657], [1291, 4115]]
    with pytest.raises(ReadError, match="no rate is known"):
        read(path)


def test_real_irregular_milliseconds_are_kept() -> None:
    signal = read(recording("dyads/2Persons_Multivariate_Continous_data.csv"))
    assert signal.times is not None
    assert signal.times[:3].tolist() == pytest.approx([0.450, 0.574, 0.638])
    assert signal.values.shape == (2239, 6)


def test_real_film_frames_with_words_and_missing_samples() -> None:
    signal = read(recording("dyads/F1044N.VOB.slideddata.csv"), rate=25)
    assert signal.channels == ("slidedFather", "slidedMother", "slidedTherapist", "slidedPatient")
    assert len(signal) == 32548
    assert np.isnan(signal.values[0, 0])


def test_real_heart_sensors_read_on_unix_time() -> None:
    signal = read(recording("dyads/heart/234130000540_ECG.csv.gz"))
    assert signal.values.shape == (113856, 1)
    assert signal.rate == pytest.approx(198.9497, abs=1e-3)
    assert signal.about["wall_clock"] == 0
    assert signal.start == pytest.approx(1737823380.356908)
    assert signal.duration == pytest.approx(740.954, abs=1e-2)
