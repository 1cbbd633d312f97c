"""Two heads under light: a coupled pair of channels stands out, each null is named, real recordings run."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from mirra.errors import CouplingError, SurrogateError
from mirra.pairs.brains.fnirs_pair import FnirsNull, FnirsPair, MeanMap, fnirs, prepared
from mirra.result import Result, write
from mirra.signals.signal import Signal

RATE = 4.0


def head(seed: int, shared: np.ndarray | None = None, count: int = 1600, channels: int = 4) -> Signal:
    """Haemoglobin of noise, with a shared wave in its second channel."""
    values = np.random.default_rng(seed).standard_normal((count, channels)) * 1e-7
    if shared is not None:
        values[:, 1] += shared[:count] * 1e-7
    names = tuple(f"S{k + 1}_D{k + 1} hbo" for k in range(channels))
    return Signal(values, RATE, channels=names, units=("mol/L",) * channels)


def slow(seed: int = 9, count: int = 1600) -> np.ndarray:
    """A wave of about 14 s whose phase wanders."""
    drift = np.random.default_rng(seed).standard_normal(count).cumsum() * 0.03
    return np.asarray(2 * np.sin(2 * np.pi * np.arange(count) / RATE / 14 + drift))


@pytest.fixture(scope="module")
def coupled() -> FnirsPair:
    shared = slow()
    return fnirs(
        head(1, shared),
        head(2, np.roll(shared, 14)),
        regions={"front": ["S1_D1", "S2_D2"], "back": ["S3_D3", "S4_D4"]},
        null=FnirsNull(n=39),
    )


def test_the_coupled_pair_of_channels_stands_out_and_the_first_leads(coupled: FnirsPair) -> None:
    summary = coupled.summary()
    assert (summary["largest_first"], summary["largest_second"]) == ("S2_D2", "S2_D2")
    assert coupled.p is not None
    assert coupled.p[1, 1] == pytest.approx(1 / 40)
    assert coupled.pairs.shares[1, 1].argmax() == 1  # a quarter of 14 s later in the second
    assert summary["front_with_front"] > summary["back_with_back"]
    assert summary["front_with_front_p"] <= 0.05
    assert summary["scheme"] == "circular-shift"
    assert "only the moment at which the second begins" in summary["null"]


def test_uncoupled_heads_get_no_small_p_at_the_false_discovery_rate() -> None:
    found = fnirs(head(3), head(4), null=FnirsNull(n=39))
    assert found.p_fdr is not None
    assert found.p_fdr.min() > 0.05
    assert 0 < found.p_dyad <= 1


def test_slow_heads_that_never_met_are_called_coupled_no_more_often_than_asked() -> None:
    """40 pairs at 10 %: 9 or more false alarms would come in fewer than 2 of 100 fair tests."""
    draw = np.random.default_rng(5)
    alarms = 0
    for _ in range(40):
        walks = draw.standard_normal((2, 1200, 3)).cumsum(axis=1)
        a, b = (Signal(walk, 4.0, channels=head(0, channels=3).channels) for walk in walks)
        alarms += fnirs(a, b, null=FnirsNull(n=19, seed=int(draw.integers(10**6)))).p_dyad <= 0.1
    assert alarms < 9


def test_partners_of_other_dyads_are_a_null() -> None:
    shared = slow()
    found = fnirs(
        head(1, shared), head(2, shared), null=FnirsNull(partners=[head(k, slow(k)) for k in range(10, 20)])
    )
    assert found.scheme == "partner"
    assert found.null is not None
    assert found.null.shape == (10, 4, 4)
    assert found.p is not None
    assert found.p[1, 1] == pytest.approx(1 / 11)
    with pytest.raises(SurrogateError, match="Partner 1 has other channels"):
        fnirs(head(1), head(2), null=FnirsNull(partners=[head(3, channels=5)]))


def test_trials_put_together_in_other_orders_are_a_null() -> None:
    shared = slow()
    trials = [(k * 66.0, k * 66.0 + 64) for k in range(6)]
    found = fnirs(head(1, shared), head(2, shared), null=FnirsNull(trials=trials, n=50))
    assert found.scheme == "trials"
    assert found.p is not None
    assert found.p[1, 1] < 0.05
    with pytest.raises(SurrogateError, match="3 trials have 6 orders"):
        fnirs(head(1), head(2), null=FnirsNull(trials=trials[:3], n=50))
    with pytest.raises(CouplingError, match="outside"):
        fnirs(head(1), head(2), null=FnirsNull(trials=[*trials, (500, 564)], n=50))


def test_the_longer_recording_is_cut_and_it_is_said() -> None:
    found = fnirs(head(1), head(2, count=1500))
    assert found.summary()["cut_s"] == 25
    assert found.summary()["p"] != found.summary()["p"]  # no null, no p


def test_what_cannot_be_coupled_is_refused() -> None:
    with pytest.raises(CouplingError, match="4 and 8 Hz"):
        fnirs(head(1), Signal(head(2).values, 8.0, channels=head(2).channels))
    with pytest.raises(CouplingError, match="No channel of the region 'front'"):
        fnirs(head(1), head(2), regions={"front": ["S9_D9"]})
    with pytest.raises(CouplingError, match="too short"):
        fnirs(head(1, count=600), head(2, count=600), band=(10, 60))
    with pytest.raises(SurrogateError):
        fnirs(head(1, count=440), head(2, count=440), null=FnirsNull(n=10))
    with pytest.raises(SurrogateError, match="21 shifts are 3 longest periods away"):
        fnirs(head(1, count=500), head(2, count=500), null=FnirsNull(n=22))


def test_preparing_keeps_one_kind_and_takes_the_mean_of_all_away() -> None:
    found = prepared(head(1))
    assert np.abs(found.values.mean(axis=1)).max() < 1e-20
    assert found.about["band_pass_hz"] == (0.01, 0.5)


def test_results_can_be_written_and_drawn(coupled: FnirsPair, tmp_path: Path) -> None:
    overview = MeanMap(coupled.overview)
    assert isinstance(coupled, Result)
    assert 2 <= overview.summary()["peak_period_s"] <= 20
    write(tmp_path, {"pairs": coupled, "map": overview}, command="", parameters={}, inputs=[])
    lines = (tmp_path / "pairs.csv").read_text().splitlines()
    assert len(lines) == 17
    assert lines[0].endswith("p,p_fdr")
