"""Uncoupled pairs fall below 0.05 in one case of twenty, with every scheme that is offered; coupled ones more often.

Real uncoupled pairs are people of different dyads; they share people, so their p values are not independent and the
binomial band, which takes them to be, is if anything too narrow. Nothing here is timed.
"""

from __future__ import annotations

import numpy as np
import pytest
from scipy import signal

from mirra.arrays import Floats
from mirra.coupling.group import binomial_band
from mirra.coupling.schemes import OF_ONE_DYAD, SCHEMES
from mirra.coupling.settings import NullSettings
from mirra.coupling.slow.concordance_index import concordance_test
from mirra.coupling.slow.events import co_activation_test
from mirra.coupling.surrogates import testing
from mirra.coupling.windowed import crosslagged
from tests.coupling.series import moved

RATE, N = 5.0, 99
OFFERED = [name for name in OF_ONE_DYAD if SCHEMES[name].default]
PAIRS = 300
# The grand average, signed and absolute, is held to the band of 95 %. The other ten statistics of each of six runs are
# looked at too: sixty looks at 95 % would have three outside by chance, so theirs is the band of 99.9 %.
FIRST, REST = 0.95, 0.999


def noise(rng: np.random.Generator, memory: float, length: int = 3000) -> Floats:
    """An autoregressive series of order one (length,); 0.9 at 5 Hz forgets in two seconds."""
    return np.asarray(signal.lfilter([1.0], [1.0, -memory], rng.normal(size=length + 300))[300:])


def shares(pairs: list[tuple[Floats, Floats]], scheme: str) -> dict[str, float]:
    """Share of p <= 0.05 for each statistic."""
    families = [
        testing.surrogate_family(x, y, RATE, null=NullSettings(scheme, N, seed))
        for seed, (x, y) in enumerate(pairs)
    ]
    return {name: float(np.mean([each[name].p <= 0.05 for each in families])) for name in families[0]}


def assert_in_band(found: dict[str, float], pairs: int) -> None:
    for name, share in found.items():
        low, high = binomial_band(pairs, 0.05, FIRST if name.startswith("grand_average") else REST)
        assert low <= share <= high, f"{name}: {share:.3f} false alarms, outside {low:.3f} to {high:.3f}"


@pytest.mark.parametrize("scheme", OFFERED)
@pytest.mark.parametrize("memory", [0.9, 0.97])
def test_simulated_uncoupled_pairs(scheme: str, memory: float) -> None:
    rng = np.random.default_rng(11)
    pairs = [(noise(rng, memory), noise(rng, memory)) for _ in range(PAIRS)]
    assert_in_band(shares(pairs, scheme), PAIRS)


@pytest.mark.parametrize("scheme", OFFERED)
def test_real_uncoupled_movement(scheme: str) -> None:
    people = moved()
    if len(people) < 20:
        pytest.skip("the real motion energy of ten dyads is not on this machine (MIRRA_RECORDINGS)")
    across = [(x, y) for a, x in enumerate(people[:10]) for b, y in enumerate(people[10:]) if a != b]
    within = [
        (x, y) for half in (people[:10], people[10:]) for a, x in enumerate(half) for y in half[a + 1 :]
    ]
    pairs = across + within
    assert_in_band(shares(pairs, scheme), len(pairs))


def test_event_measures_of_uncoupled_pairs() -> None:
    rng = np.random.default_rng(3)
    pairs = [(noise(rng, 0.97, 1500), noise(rng, 0.97, 1500)) for _ in range(120)]
    low, high = binomial_band(len(pairs))
    slopes = np.mean(
        [
            concordance_test(x, y, RATE, null=NullSettings(n=19, seed=k)).p <= 0.05
            for k, (x, y) in enumerate(pairs)
        ]
    )
    assert low <= slopes <= high, (
        f"concordance index: {slopes:.3f} false alarms, outside {low:.3f} to {high:.3f}"
    )
    moments = np.mean(
        [
            co_activation_test(x, y, RATE, null=NullSettings(n=19, seed=k)).p <= 0.05
            for k, (x, y) in enumerate(pairs)
        ]
    )
    assert moments <= high, (
        f"co-activation: {moments:.3f} false alarms"
    )  # ties of whole numbers make it careful


def test_the_schemes_offered_by_default_are_those_held_here() -> None:
    assert OFFERED == ["circular-shift", "every-shift", "segments"]


def test_iaaft_raises_false_alarms_for_absolute_statistics_of_real_movement(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Why it is refused there: were this not so, the refusal would have lost its ground."""
    people = moved()
    if len(people) < 20:
        pytest.skip("the real motion energy of ten dyads is not on this machine (MIRRA_RECORDINGS)")
    monkeypatch.setattr(
        "mirra.coupling.surrogates.sampling.CHECKED", 19
    )  # insisted on anyway, so the check may be coarse
    pairs = [(people[a], people[10 + (a + shift) % 10]) for a in range(10) for shift in (1, 3, 5, 7)]
    wrong = [
        testing.surrogate_test(x, y, RATE, null=NullSettings("iaaft", 19, seed, insist=True), absolute=True).p
        <= 0.05
        for seed, (x, y) in enumerate(pairs)
    ]
    assert np.mean(wrong) > binomial_band(len(pairs), 0.05, 0.95)[1]


@pytest.mark.parametrize("scheme", OFFERED)
def test_power_rises_with_strength(scheme: str) -> None:
    rng = np.random.default_rng(5)
    power = []
    for strength in (0.0, 0.15, 0.3, 0.6):
        wins = []
        for seed in range(25):
            x, own = noise(rng, 0.9), noise(rng, 0.9)
            y = strength * np.roll(x, 5) + np.sqrt(1 - strength**2) * own
            wins.append(
                testing.surrogate_test(
                    x, y, RATE, null=NullSettings(scheme, N, seed), statistic="first_leads"
                ).p
                <= 0.05
            )
        power.append(float(np.mean(wins)))
    assert power == sorted(power), f"power falls somewhere on the way: {power}"
    assert power[0] <= 0.2
    assert power[-1] == 1.0


@pytest.mark.parametrize("lag", [-10, -3, 0, 4, 12])
def test_the_known_lag_is_found(lag: int) -> None:
    rng = np.random.default_rng(lag + 100)
    x, own = noise(rng, 0.8), noise(rng, 0.8)
    y = 0.7 * np.roll(x, lag) + 0.7 * own
    z = crosslagged.lagged(x, y, RATE).z
    assert np.nanmean(z, axis=0).argmax() - 25 == lag
    found = testing.surrogate_family(x, y, RATE, null=NullSettings(n=N))
    assert found["grand_average_absolute"].p == 0.01
    if lag:
        leader = "first_leads" if lag > 0 else "second_leads"
        assert found[leader].observed == max(found["first_leads"].observed, found["second_leads"].observed)
