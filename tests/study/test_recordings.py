"""The table that lists the recordings of a study."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mirra.errors import StudyError
from mirra.study.recordings import read


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text("1 2\n")
    return tmp_path


def table(folder: Path, text: str) -> Path:
    path = folder / "recordings.csv"
    path.write_text(text, encoding="utf-8")
    return path


def test_every_column_is_read_and_paths_are_relative_to_the_table(folder: Path) -> None:
    text = "id,path,first,second,rate,group,note\nx,a.txt,pat,th,29.97,ward,late\n\n,b.txt,,,,,\n"
    first, second = read(table(folder, text))
    assert (first.id, first.path, first.columns, first.rate) == ("x", folder / "a.txt", ("pat", "th"), 29.97)
    assert (first.group, first.note, first.line) == ("ward", "late", 2)
    assert (second.id, second.columns, second.rate, second.group, second.line) == ("b", None, None, "", 4)


@pytest.mark.parametrize(
    "text", ["id;path\nx;a.txt\n", "id\tpath\nx\ta.txt\n", "\ufeffid,path\r\nx,a.txt\r\n"]
)
def test_tables_as_office_programs_write_them_are_read(folder: Path, text: str) -> None:
    assert [one.id for one in read(table(folder, text))] == ["x"]


@pytest.mark.parametrize(
    ("text", "line", "what"),
    [
        ("id,path,colour\nx,a.txt,red\n", 1, "The column 'colour' is not known"),
        ("id,path,path\nx,a.txt,b.txt\n", 1, "twice"),
        ("id,first\nx,a\n", 1, "no column 'path'"),
        ("path\na.txt\nc.txt\n", 3, "no file 'c.txt'"),
        ("id,path\nx,a.txt\nx,b.txt\n", 3, "taken by line 2"),
        ("id,path\nx,\n", 2, "no path"),
        ("path,rate\na.txt,fast\n", 2, "not 'fast'"),
        ("path,rate\na.txt,0\n", 2, "not '0'"),
        ("path,rate\na.txt,nan\n", 2, "not 'nan'"),
        ("path,first,second\na.txt,pat,\n", 2, "Only one of"),
        ("path,first,second\na.txt,pat,pat\n", 2, "same column"),
        ("path\na.txt,b.txt\n", 2, "2 fields"),
        ('path\n"a.txt\n', 2, "not CSV"),
        ("path\na\0.txt\n", 2, "no file"),
    ],
)
def test_what_is_wrong_is_said_with_its_line(folder: Path, text: str, line: int, what: str) -> None:
    with pytest.raises(StudyError) as told:
        read(table(folder, text))
    assert f"line {line}" in told.value.where
    assert what in str(told.value)


def test_a_table_that_is_empty_absent_or_no_text_is_said(folder: Path) -> None:
    with pytest.raises(StudyError, match="lists no recordings"):
        read(table(folder, "id,path\n"))
    with pytest.raises(StudyError, match="cannot be read"):
        read(folder / "none.csv")
    (folder / "latin.csv").write_bytes("path\nM\xfcller.txt\n".encode("latin-1"))
    with pytest.raises(StudyError, match="UTF-8"):
        read(folder / "latin.csv")


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=80), st.booleans())
def test_any_bytes_give_recordings_or_a_study_error(folder: Path, noise: bytes, headed: bool) -> None:
    path = folder / "noise.csv"
    path.write_bytes(b"id,path,rate\nx,a.txt," * headed + noise)
    told = str(path)
    try:
        assert read(path)
    except StudyError as error:
        told = error.where
    assert told.startswith(str(path))
