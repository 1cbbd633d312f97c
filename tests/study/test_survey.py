"""A sample of dyads, measured and held against pairs who never met."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from mirra import result
from mirra.coupling import NullSettings, WindowSettings
from mirra.errors import StudyError
from mirra.pairs.people import SMOOTHED, DyadSettings, measure
from mirra.study.recordings import Recording, read
from mirra.study.sample import Sample
from mirra.study.survey import Survey, crossed, measured
from mirra.study.tasks import Outcome
from tests.golden import recording

QUICK = DyadSettings(WindowSettings(5.0, 2.0, 1.0), null=NullSettings(n=99))


def make(folder: Path, count: int, coupled: float = 1.0) -> list[Recording]:
    """Dyads of 40 s at 10 Hz whose second person follows the first after half a second."""
    folder.mkdir(parents=True, exist_ok=True)
    rng = np.random.default_rng(5)
    lines = ["path,first,second,rate,group"]
    for k in range(count):
        first, own = rng.normal(size=(2, 400))
        second = coupled * np.roll(first, 5) + own
        np.savetxt(
            folder / f"d{k}.csv",
            np.column_stack([first, second]),
            delimiter=",",
            header="th,pat",
            comments="",
        )
        lines.append(f"d{k}.csv,th,pat,10,{'ab'[k % 2]}")
    (folder / "recordings.csv").write_text("\n".join(lines) + "\n")
    return read(folder / "recordings.csv")


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> Survey:
    folder = tmp_path_factory.mktemp("survey")
    recordings = make(folder, 8)
    (folder / "d3.csv").write_text("th\n1\n2\n")
    return crossed(measured(recordings, folder / "study", QUICK))


def test_every_recording_has_the_numbers_that_it_has_alone(found: Survey) -> None:
    for one, outcome in zip(found.sample.recordings, found.sample.outcomes, strict=True):
        if one.id == "d3":
            assert "no channel 'pat'" in outcome.error
            continue
        alone = measure(one.path, one.columns, one.rate, QUICK).summary()
        assert outcome.found == json.loads(json.dumps(result.plain(alone)))


def test_coupled_dyads_stand_out_among_pseudo_dyads_and_over_their_number(found: Survey) -> None:
    assert found.pseudo is not None
    assert found.pseudo.names == ("d0", "d1", "d2", "d4", "d5", "d6", "d7")
    assert found.pseudo.p < 0.01
    assert found.pseudo.interval[0] > 0.5
    real = [value for value in found.sample.values("grand_average") if np.isfinite(value)]
    np.testing.assert_allclose(found.pseudo.real, real, atol=1e-12)
    raw, adjusted = (
        np.array(found.sample.values("p_first_leads")),
        np.array(found.sample.adjusted["p_first_leads_fdr"]),
    )
    assert np.isnan(adjusted[3])
    known = np.isfinite(raw)
    assert (adjusted[known] >= raw[known]).all()
    assert (adjusted[known] <= 0.05).all()
    assert not any(name.endswith("_signed_fdr") for name in found.sample.adjusted)


def test_a_study_is_written_whole(tmp_path: Path, found: Survey) -> None:
    told = result.write(
        tmp_path, found.parts(), command="mirra study", parameters={}, inputs=[], summary=found.summary()
    )
    assert told == []
    kept = json.loads((tmp_path / "result.json").read_text())
    assert list(kept["failed"]) == ["d3"]
    assert list(found.parts()) == ["recordings", "pseudo_dyads", "sample_effect", "partners"]
    assert kept["groups"]["a"]["n"] == 4
    assert kept["sample_effect"]["dyads"] == 7
    assert kept["sample_effect"]["alternative"] == "two-sided"
    assert kept["sample_effect"]["pseudo_dyads"] == 42
    assert {path.name for path in tmp_path.iterdir()} == {
        "result.json", *(f"{name}.{end}" for name in found.parts() for end in ("csv", "svg", "png"))
    }  # fmt: skip


def test_what_is_not_crossed_is_said(found: Survey) -> None:
    sample = found.sample
    other = dict(sample.outcomes[0].found or {}) | {"rate": 29.97}
    odd = replace(sample, outcomes=[Outcome("d0", other), *sample.outcomes[1:]])
    survey = crossed(odd)
    assert survey.left_out == {"d0": "It has 29.97 Hz, most have 10 Hz."}
    assert survey.pseudo is not None
    assert len(survey.pseudo.names) == 6

    few = crossed(odd, most=4)
    assert few.pseudo is not None
    assert len(few.pseudo.names) == 4
    assert len(few.left_out) == 3
    assert crossed(odd, most=4).pseudo.names == few.pseudo.names  # type: ignore[union-attr]

    alone = crossed(Sample(sample.recordings[:1], sample.outcomes[:1], {}, sample.settings))
    assert alone.pseudo is None
    assert "two dyads or more" in alone.summary()["no_pseudo_dyads"]
    with pytest.raises(StudyError, match="two dyads or more"):
        crossed(sample, most=1)


def test_real_dyads_in_the_reference_s_way(tmp_path: Path) -> None:
    paths = [recording(f"dyads/motion_energy/{name}_01.txt") for name in (200, 201)]
    settings = DyadSettings(correlation=replace(SMOOTHED, like="rmea"))
    recordings = [Recording(path.stem, path, rate=25.0) for path in paths]
    survey = crossed(measured(recordings, tmp_path, settings))
    assert not survey.sample.failures
    assert survey.pseudo is not None
    real = np.diagonal(survey.pseudo.means["grand_average"])
    np.testing.assert_allclose(real, survey.sample.values("grand_average"), atol=1e-12)
