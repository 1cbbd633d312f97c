"""Mirror movements of simulated hands, where what is to be found is known."""

from __future__ import annotations

import json
from dataclasses import replace
from itertools import product
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mirra.errors import CouplingError
from mirra.figures import save
from mirra.pairs.hands import HandTask, mirror_movements
from mirra.pairs.hands.outcome import MirrorMovements
from mirra.pairs.hands.simulated import MirrorMovement, Rhythm, SimulatedHands, simulate
from mirra.result import plain


def measured(hands: SimulatedHands, rested: bool = True, surrogates: int = 0) -> MirrorMovements:
    """The measures, the left hand being the one that rests; without a rest, the rest is cut off."""
    cut = 0 if rested else round(hands.rest * hands.rate)
    rest = (0.0, hands.rest) if rested else None
    return mirror_movements(
        hands.mirror[cut:], hands.voluntary[cut:], hands.rate, surrogates=surrogates, task=HandTask(rest=rest)
    )


# The mirror movements of the grid are at least three times the threshold that noise sets for single cycles; the
# tolerances are then: of ratios 5 % (amplitudes of 30 cycles above noise of up to a tenth of them); of the lag 1.5 % of
# a period, because it is found as a phase; of the proportion three of 30 cycles, because the first and the last have no
# trough before or behind them and one may lie at the threshold.
GRID = list(product((0.6, 1.0, 2.0), (0.04, 0.2, 0.8), (0.0, 0.05, 0.12), (1.0, 0.5, 0.2)))


@pytest.mark.parametrize("rested", [True, False])
def test_ratio_lag_and_proportion_are_found_over_the_grid(rested: bool) -> None:
    for number, (frequency, ratio, lag, proportion) in enumerate(GRID):
        hands = simulate(
            MirrorMovement(ratio=ratio, lag=lag, proportion=proportion),
            noise=0.002,
            seed=number,
            rhythm=Rhythm(frequency=frequency),
        )
        found = measured(hands, rested)
        what = f"{frequency} Hz, ratio {ratio}, lag {lag}, proportion {proportion}: {found.summary()}"
        assert found.voluntary == "right", what
        assert found.frequency == pytest.approx(frequency, rel=0.05), what
        assert found.cycles.ratio == pytest.approx(ratio, rel=0.05), what
        assert found.lag == pytest.approx(lag, abs=0.015 / frequency), what
        assert found.proportion == pytest.approx(hands.mirrored.mean(), abs=0.1), what
        if proportion == 1:
            assert found.amplitude_ratio == pytest.approx(ratio, rel=0.05), what


def test_the_hand_that_moves_on_purpose_is_found_on_either_side() -> None:
    hands = simulate(MirrorMovement(ratio=0.2))
    found = mirror_movements(hands.voluntary, hands.mirror, hands.rate, surrogates=0)
    assert (found.voluntary, found.mirror_hand) == ("left", "right")
    other = mirror_movements(
        hands.voluntary, hands.mirror, hands.rate, surrogates=0, task=HandTask(voluntary="right")
    )
    assert other.voluntary_by == "given"
    assert other.amplitude_ratio == pytest.approx(1 / found.amplitude_ratio, rel=0.1)


def test_a_hand_that_rests_has_no_mirror_movements_and_says_from_where_it_could_tell() -> None:
    found = measured(simulate(MirrorMovement(ratio=0.0), noise=0.01))
    assert found.amplitude_ratio < found.noise_ratio
    assert found.proportion < 0.1
    assert found.cycles.floor < 0.1
    assert found.grades.woods_teuber == 0
    assert found.grades.espay == 0


def test_more_noise_does_not_make_more_mirror_movement() -> None:
    for noise in (0.002, 0.01, 0.03):
        found = measured(simulate(MirrorMovement(ratio=0.1), noise=noise, seed=3))
        assert found.amplitude_ratio == pytest.approx(0.1, rel=0.15), noise


def test_movement_in_opposite_phase_is_negative_coupling() -> None:
    hands = simulate(MirrorMovement(ratio=0.3), rhythm=Rhythm(frequency=0.8))
    found = measured(replace(hands, mirror=-hands.mirror))
    assert found.coupling < -0.9
    assert found.lag == pytest.approx(0, abs=0.012)


@settings(max_examples=15, deadline=None)
@given(st.floats(0.01, 1000), st.floats(-50, 50))
def test_units_and_offsets_change_nothing(unit: float, offset: float) -> None:
    hands = simulate(MirrorMovement(ratio=0.2, lag=0.05))
    other = replace(hands, voluntary=unit * hands.voluntary + offset, mirror=unit * hands.mirror - offset)
    first, second = (measured(one).summary() for one in (hands, other))
    for name in ("amplitude_ratio", "proportion", "lag", "coupling", "frequency", "coherence"):
        assert second[name] == pytest.approx(first[name], rel=1e-6, abs=1e-6), name


def test_coupling_beyond_the_rhythm_is_told_from_two_rhythms_that_know_nothing_of_each_other() -> None:
    coupled = measured(
        simulate(MirrorMovement(ratio=0.1, lag=0.05), rhythm=Rhythm(jitter=0.06, cycles=40)), surrogates=199
    )
    assert coupled.coupling_p <= 0.02
    assert coupled.coherence_p <= 0.02
    assert coupled.coherence > coupled.coherence_threshold
    assert "only the moment at which the second begins" in coupled.null


def test_independent_rhythms_come_out_coupled_as_often_as_chance_allows() -> None:
    chance = np.random.default_rng(11)
    count, values = 120, []
    for number in range(count):
        first, second = (
            simulate(MirrorMovement(ratio=0), seed=2 * number + k, rhythm=Rhythm(jitter=0.05, cycles=40))
            for k in range(2)
        )
        start = 150 + int(chance.integers(0, 300))
        found = mirror_movements(
            second.voluntary[start : start + 750],
            first.voluntary[150:900],
            30.0,
            surrogates=39,
            task=HandTask(voluntary="right"),
        )
        values.append((found.coupling_p, found.coherence_p))
    # 12 of 120 is the 99 % point of a binomial with 5 %; joining the ends in phase is near, not exact.
    assert np.all((np.array(values) <= 0.05).sum(axis=0) <= 12), np.array(values).T


def test_several_parts_tell_how_far_it_spreads() -> None:
    hands = simulate(MirrorMovement(ratio=0.2), noise=0.002)
    chance = np.random.default_rng(0)
    noise = 0.002 * chance.standard_normal((2, len(hands.mirror), 3))
    right = noise[0] + hands.voluntary[:, None] * [1.0, 0.8, 0.0]
    for moving, spread, grade in (([1, 0, 0], 0.5, 1), ([1, 1, 0], 1.0, 2), ([1, 1, 1], 1.5, 3)):
        left = noise[1] + hands.mirror[:, None] * moving
        found = mirror_movements(
            left, right, 30.0, channels=("index", "middle", "ring"), surrogates=0, task=HandTask(rest=(0, 5))
        )
        assert found.channel == "index"
        assert found.spread == pytest.approx(spread)
        assert found.grades.espay_distribution == grade
        assert found.grades.espay is not None


def test_short_gaps_are_bridged_and_long_ones_refused() -> None:
    hands = simulate(MirrorMovement(ratio=0.2))
    holed = hands.mirror.copy()
    holed[400:406] = holed[:3] = np.nan
    found = mirror_movements(holed, hands.voluntary, 30.0, surrogates=0)
    assert found.amplitude_ratio == pytest.approx(0.2, rel=0.05)
    assert found.times[0] == pytest.approx(0.1)
    holed[400:430] = np.nan
    with pytest.raises(CouplingError, match=r"1\.0 s are missing from 13\.3 s on"):
        mirror_movements(holed, hands.voluntary, 30.0)


def test_a_rest_at_the_end_serves_as_well() -> None:
    hands = simulate(MirrorMovement(ratio=0.2))
    end = len(hands.mirror) / 30
    found = mirror_movements(
        hands.mirror[::-1], hands.voluntary[::-1], 30.0, surrogates=0, task=HandTask(rest=(end - 5, end))
    )
    assert found.amplitude_ratio == pytest.approx(0.2, rel=0.05)
    assert found.times[0] == 0


CLOCK = np.arange(900) / 30
WAVE = np.sin(2 * np.pi * CLOCK)


@pytest.mark.parametrize(
    ("left", "right", "given_", "words"),
    [
        (WAVE, WAVE[:-1], {}, "do not fit"),
        (np.full(900, np.nan), WAVE, {}, "no time at which both"),
        (np.zeros(900), np.ones(900), {}, "stand still"),
        (np.zeros(900), WAVE, {"task": HandTask(voluntary="left")}, "said to move on purpose, stands still"),
        (WAVE, WAVE, {"task": HandTask(voluntary="both")}, "left or right"),  # type: ignore[arg-type]
        (WAVE[:60], WAVE[:60], {"task": HandTask(frequency=1.0)}, "fewer than 3 cycles"),
        (WAVE[:20], WAVE[:20], {}, "fewer than 3 cycles"),
        (WAVE, WAVE, {"task": HandTask(frequency=10.0)}, "needs at least 80"),
        (WAVE, WAVE, {"task": HandTask(frequency=-1.0)}, "positive"),
        (WAVE, WAVE, {"task": HandTask(rest=(50.0, 60.0))}, "outside of the recording"),
        (WAVE, WAVE, {"task": HandTask(rest=(0.0, 30.0))}, "leaves nothing of the task"),
        (WAVE, WAVE, {"task": HandTask(rest=(0.0, 0.5))}, "shorter than two cycles"),
        (WAVE, WAVE, {"channels": ("a", "b")}, "1 channels of each hand need as many names"),
        (WAVE, WAVE, {"rate": 0.0}, "positive number of Hz"),
        (1e300 * WAVE, 1e300 * WAVE, {}, "no measurement of a hand"),
    ],
)
def test_what_cannot_be_measured_is_refused_and_named(
    left: np.ndarray, right: np.ndarray, given_: dict[str, object], words: str
) -> None:
    asked = {"rate": 30.0, "surrogates": 0, **given_}
    with pytest.raises(CouplingError, match=words):
        mirror_movements(left, right, **asked)  # type: ignore[arg-type]


@pytest.mark.parametrize("height", [0.0, 7.3])
def test_a_hand_that_stands_perfectly_still_is_doubted(height: float) -> None:
    moving = np.where(np.arange(900) < 150, 0.0, WAVE)
    steady = np.full(900, height)
    stopped = np.where(np.arange(900) < 150, 0.01 * WAVE + height, height)
    for hand, rest in ((steady, None), (steady, (0, 5)), (stopped, (0, 5))):
        found = mirror_movements(hand, moving, 30.0, task=HandTask(rest=rest))
        assert (found.amplitude_ratio, found.proportion) == (0, 0)
        assert np.isnan([found.coupling, found.lag, found.coherence, found.coupling_p]).all()
        assert "is it measured at all?" in " ".join(found.notes)


STRANGE = st.sampled_from([np.nan, np.inf, -np.inf, 0.0, 1e-300, 1e300, -1.0, 3.0])


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 299), st.booleans(), STRANGE), max_size=30),
    st.floats(0.1, 200),
    st.integers(0, 2**16),
)
def test_whatever_comes_in_is_measured_or_refused(
    put: list[tuple[int, bool, float]], rate: float, seed: int
) -> None:
    hands = np.random.default_rng(seed).standard_normal((2, 300)).cumsum(axis=1)
    for place, which, value in put:
        hands[int(which), place] = value
    try:
        found = mirror_movements(hands[0], hands[1], rate, surrogates=9)
    except CouplingError:
        return
    assert found.amplitude_ratio >= 0
    assert 0 <= found.proportion <= 1 or not len(found.cycles.amplitudes)
    assert abs(found.coupling) <= 1 + 1e-9
    assert abs(found.lag) <= 0.25 + 1 / rate


def test_hands_that_both_move_are_said_to_and_short_recordings_have_no_null() -> None:
    chance = np.random.default_rng(1)
    short = slice(0, 150)
    noise = 0.01 * chance.standard_normal((2, 900))
    found = mirror_movements(WAVE[short] + noise[0][short], 0.9 * WAVE[short] + noise[1][short], 30.0)
    assert np.isnan(found.coupling_p)
    assert found.null == "none"
    told = " ".join(found.notes)
    for words in ("Both hands move alike", "too short for a null", "Only", "No rest was given"):
        assert words in told


def test_the_result_says_its_rules_and_can_be_kept(tmp_path: Path) -> None:
    found = measured(simulate(MirrorMovement(ratio=0.2, proportion=0.5)), surrogates=19)
    told = found.summary()
    assert "not validated" in told["grades_rule"]
    assert "not a validated instrument" in told["instrument"]
    assert "27-41 %" in told["instrument"]
    json.dumps(plain(told), allow_nan=False)
    found.to_csv(tmp_path / "cycles.csv")
    rows = (tmp_path / "cycles.csv").read_text().splitlines()
    assert rows[0] == "start,end,voluntary_amplitude,mirror_amplitude,threshold,mirrored"
    assert len(rows) == 1 + told["cycles"]
    assert sum(row.endswith(",1") for row in rows) == told["cycles_mirrored"]
    save(found.plot, tmp_path / "mirror")
    assert (tmp_path / "mirror.png").stat().st_size > 5000


def test_the_same_seed_gives_the_same_numbers() -> None:
    hands = simulate(MirrorMovement(ratio=0.1))
    first, second = (plain(measured(hands, surrogates=29).summary()) for _ in range(2))
    assert first == second
