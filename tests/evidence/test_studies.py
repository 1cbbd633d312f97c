"""Tables of studies, as people write them."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from mirra.errors import EvidenceError, MirraError, ReadError
from mirra.evidence import log_risk_ratio, mean_difference, read_studies, standardised_mean_difference
from tests.evidence.trials import counts


def written(folder: Path, text: str) -> Path:
    path = folder / "studies.csv"
    path.write_text(text, encoding="utf-8")
    return path


def test_the_columns_say_which_effect_is_meant(tmp_path: Path) -> None:
    groups = "n1,m1,sd1,n2,m2,sd2\n10,5,2,12,4,1\n"
    studies = read_studies(written(tmp_path, groups))
    numbers = (10, 5, 2, 12, 4, 1)
    assert np.ravel(studies.effects()) == pytest.approx(np.ravel(standardised_mean_difference(*numbers)))
    assert np.ravel(studies.effects("md")) == pytest.approx(np.ravel(mean_difference(*numbers)))
    other = standardised_mean_difference(*numbers, variance="metafor")
    assert np.ravel(studies.effects(smd="metafor")) == pytest.approx(np.ravel(other))


def test_a_standard_error_serves_as_a_variance(tmp_path: Path) -> None:
    studies = read_studies(written(tmp_path, "study;effect;se\nA;0.5;0.1\nB;-0.2;0.3\n"))
    assert studies.labels == ("A", "B")
    assert studies.effects().variances == pytest.approx([0.01, 0.09])


def test_columns_may_have_other_names(tmp_path: Path) -> None:
    rows = "\n".join(",".join(map(str, map(int, row))) for row in np.transpose(counts()))
    path = written(tmp_path, f"sick,treated,sick_too,controls\n{rows}\n")
    names = {"events1": "sick", "n1": "treated", "events2": "sick_too", "n2": "controls"}
    assert read_studies(path, names=names).effects()[0] == pytest.approx(log_risk_ratio(*counts())[0])


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "no studies"),
        ("effect,variance\n", "no studies"),
        ("effect,variance\n1\n", "row has 1 cells"),
        ("effect,effect\n1,2\n", "there twice"),
        ("study,effect,variance\nA,x,1\n", "must be a number, got “x”"),
        ("study,effect,variance\nA,,1\n", "must be a number, got “”"),
        ("study,effect,variance\nA,nan,1\n", "must be a number"),
        ("study,effect\nA,1\n", "no column “se”"),
        ("study,year\nA,1999\n", "give no effect"),
        ("study,effect,se\nA,1,1\nA,2,1\n", "is there twice"),
    ],
)
def test_a_table_that_gives_no_effects_is_refused_in_words(tmp_path: Path, text: str, words: str) -> None:
    with pytest.raises(MirraError, match=words):
        read_studies(written(tmp_path, text)).effects()


def test_a_file_that_is_not_there_or_not_text_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ReadError, match="cannot be read"):
        read_studies(tmp_path / "nothing.csv")
    path = tmp_path / "latin.csv"
    path.write_bytes("study,effect,se\nM\xfcller,1,1\n".encode("latin-1"))
    with pytest.raises(ReadError, match="UTF-8"):
        read_studies(path)


def test_a_measure_or_column_that_is_not_there_is_named(tmp_path: Path) -> None:
    path = written(tmp_path, "effect,variance\n1,1\n")
    with pytest.raises(EvidenceError, match="no measure “hr”"):
        read_studies(path).effects("hr")
    with pytest.raises(ReadError, match="no column “g”"):
        read_studies(path, names={"effect": "g"})
