"""Surrogate tests say what they tested, count rightly, and refuse what does not hold."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mirra.coupling.schemes import OF_ONE_DYAD, SCHEMES
from mirra.coupling.settings import NullSettings, WindowSettings
from mirra.coupling.surrogates import copies, testing
from mirra.coupling.windowed import kernel
from mirra.errors import CouplingError, MirraError, SurrogateError
from tests.coupling.series import alone, awkward, coupled

RATE = 5.0
NAMES = [name + end for end in ("", "_absolute") for name in testing.STATISTICS]


@pytest.fixture(scope="module")
def pair() -> tuple[np.ndarray, np.ndarray]:
    return coupled(np.random.default_rng(0), 3000, 0.6, 5)


@pytest.mark.parametrize("scheme", ["circular-shift", "segments"])
def test_coupling_is_found_with_who_leads(pair: tuple[np.ndarray, np.ndarray], scheme: str) -> None:
    found = testing.surrogate_family(*pair, RATE, null=NullSettings(scheme, 199))
    assert list(found) == NAMES
    assert found["grand_average"].p == found["first_leads_absolute"].p == 1 / 200
    assert found["lead"].observed > 0, "the first leads by a second, and this is not seen"
    assert found["lead"].p <= 0.05
    assert found["grand_average"].null_name == SCHEMES[scheme].said


def test_the_observed_value_of_shifts_is_the_mean_over_all_windows_and_lags(
    pair: tuple[np.ndarray, np.ndarray],
) -> None:
    found = testing.surrogate_family(*pair, RATE, null=NullSettings(n=19))
    z = kernel.fisher(kernel.correlate(*pair, kernel.Windows(150, 50, 25)))[0]
    assert found["grand_average"].observed == pytest.approx(z.mean(), abs=1e-12)
    assert found["grand_average_absolute"].observed == pytest.approx(np.abs(z).mean(), abs=1e-12)
    assert found["first_leads"].observed == pytest.approx(z[:, 26:].mean(), abs=1e-12)
    assert found["second_leads_absolute"].observed == pytest.approx(np.abs(z[:, :25]).mean(), abs=1e-12)
    assert found["lag_zero"].observed == pytest.approx(z[:, 25].mean(), abs=1e-12)


def test_segments_count_windows_inside_a_segment_only(pair: tuple[np.ndarray, np.ndarray]) -> None:
    x, y = pair
    found = testing.surrogate_test(x, y, RATE, null=NullSettings("segments", segment=60))
    windows = kernel.Windows(150, 50, 25)
    inside = [
        kernel.fisher(kernel.correlate(x[at : at + 300], y[at : at + 300], windows))
        for at in range(0, 3000, 300)
    ]
    assert found.observed == pytest.approx(np.mean(inside), abs=1e-12)
    assert found.parameters["segment"] == 60
    assert found.parameters["windows_tested"] == 30, "how many windows were counted is not said"


def test_one_statistic_is_the_same_alone_and_in_the_family(pair: tuple[np.ndarray, np.ndarray]) -> None:
    one = testing.surrogate_test(
        *pair, RATE, null=NullSettings(n=49, seed=3), statistic="lag_zero", absolute=True
    )
    all_ = testing.surrogate_family(*pair, RATE, null=NullSettings(n=49, seed=3))["lag_zero_absolute"]
    assert (one.observed, one.p) == (all_.observed, all_.p)
    assert np.array_equal(one.null, all_.null)
    assert not np.array_equal(
        one.null, testing.surrogate_test(*pair, RATE, null=NullSettings(n=49, seed=4)).null
    ), "the seed does nothing"


def test_missing_samples_are_taken_pairwise_and_agree_with_shifted_copies(
    pair: tuple[np.ndarray, np.ndarray],
) -> None:
    x, y = pair[0].copy(), pair[1].copy()
    x[400:440] = y[900:1000] = np.nan
    whole, gappy = (
        testing.surrogate_test(*pair, RATE, null=NullSettings(n=19)),
        testing.surrogate_test(x, y, RATE, null=NullSettings(n=19)),
    )
    assert np.isfinite(gappy.null).all()
    assert gappy.observed == pytest.approx(whole.observed, abs=0.03)
    assert np.abs(gappy.null - whole.null).max() < 0.05
    assert np.isfinite(testing.surrogate_test(x, y, RATE, null=NullSettings("segments", 19)).null).all()


@pytest.mark.parametrize(
    ("scheme", "options", "reason"),
    [
        ("circular-shift", {"seconds": 120}, r"shifts stay window plus lag"),
        ("segments", {"seconds": 180}, r"orders, too few for 999"),
        ("segments", {"segment": 20, "window": 10, "max_lag": 2}, r"Segments of 20 s cut slow waves"),
        ("iaaft", {"absolute": True, "n": 99}, r"Absolute statistics find coupling"),
        ("phase", {"growing": True}, r"not stationary: its variance differs"),
        ("iaaft", {"growing": True, "n": 99}, r"not stationary: its variance differs"),
    ],
)
def test_what_does_not_hold_is_refused_with_the_reason_or_insisted_on(
    scheme: str, options: dict[str, float], reason: str
) -> None:
    rng = np.random.default_rng(1)
    length = round(options.pop("seconds", 600) * RATE)
    x, y = alone(rng, length), alone(rng, length)
    if options.pop("growing", False):
        y = y * np.linspace(0.2, 3, length)
    absolute = bool(options.pop("absolute", False))
    windows = WindowSettings(options.pop("window", 30.0), max_lag=options.pop("max_lag", 5.0))
    null = NullSettings(scheme, round(options.pop("n", 999)), **options)  # type: ignore[arg-type]
    with pytest.raises(SurrogateError, match=reason):
        testing.surrogate_test(x, y, RATE, windows, null, absolute=absolute)
    insisted = testing.surrogate_test(x, y, RATE, windows, replace(null, insist=True), absolute=absolute)
    assert len(insisted.cautions) == 1, "what was insisted on is not kept beside the result"
    assert insisted.summary()["cautions"] == list(insisted.cautions)
    assert 0 < insisted.p <= 1


def test_with_too_few_shifts_insisting_takes_each_once() -> None:
    rng = np.random.default_rng(2)
    found = testing.surrogate_test(alone(rng, 600), alone(rng, 600), RATE, null=NullSettings(insist=True))
    assert found.n == 600 - 2 * 175 + 1


def test_what_can_never_be_drawn_is_refused_even_if_insisted_on() -> None:
    x = alone(np.random.default_rng(0), 3000)
    gappy = x.copy()
    gappy[7] = np.nan
    with pytest.raises(SurrogateError, match="missing values"):
        testing.surrogate_test(x, gappy, RATE, null=NullSettings("phase", insist=True))
    with pytest.raises(SurrogateError, match="from a sample of dyads"):
        testing.surrogate_test(x, x, RATE, null=NullSettings("between-dyad", insist=True))
    with pytest.raises(SurrogateError, match="no shift of at least"):
        testing.surrogate_test(x[:300], x[:300], RATE, null=NullSettings(insist=True))
    with pytest.raises(SurrogateError, match="holds no window"):
        testing.surrogate_test(x, x, RATE, null=NullSettings("segments", insist=True, segment=31))
    with pytest.raises(SurrogateError, match="no surrogate scheme"):
        NullSettings("dice")
    with pytest.raises(SurrogateError, match="no statistic 'mean'"):
        testing.surrogate_test(x, x, RATE, statistic="mean")
    with pytest.raises(SurrogateError, match="at least 1 surrogate, not 0"):
        NullSettings(n=0)


@pytest.mark.parametrize("spoilt", ["constant", "empty", "infinite", "length", "rate", "short", "flat"])
def test_series_that_cannot_be_coupled_are_named(spoilt: str) -> None:
    x = alone(np.random.default_rng(0), 1500)
    y, rate = x[::-1].copy(), RATE
    if spoilt == "constant":
        y[:] = 2
    elif spoilt == "empty":
        y[:] = np.nan
    elif spoilt == "infinite":
        y[3] = np.inf
    elif spoilt == "length":
        y = y[:-1]
    elif spoilt == "rate":
        rate = 0
    elif spoilt == "short":
        x, y = x[:100], y[:100]
    else:  # each moves only while the other is still
        x[750:], y[:750] = 0, 0
        x[:750], y[750:] = np.arange(750), np.arange(750)
        x[575:750], y[750:925] = 0, 0
    with pytest.raises(CouplingError):
        testing.surrogate_test(x, y, rate, null=NullSettings(n=99))


def test_stationary_signals_may_have_their_phases_randomised() -> None:
    first, second = coupled(np.random.default_rng(5), 3000, 0.5, 0)
    for scheme in ("phase", "iaaft"):
        found = testing.surrogate_family(first, second, RATE, null=NullSettings(scheme, 99))
        assert list(found) == list(testing.STATISTICS), (
            "absolute statistics are offered where they do not hold"
        )
        assert found["lag_zero"].p == 0.01


def test_any_measure_gets_its_null() -> None:
    first, second = coupled(np.random.default_rng(6), 2000, 0.5, 0)

    def correlation(x: np.ndarray, y: np.ndarray) -> float:
        return float(np.corrcoef(x, y)[0, 1])

    found = testing.statistic_test(first, second, correlation, RATE, NullSettings(n=99))
    assert (found.statistic, found.alternative, found.p) == ("correlation", "two-sided", 0.01)
    assert found.null[0] == pytest.approx(
        correlation(
            first, np.roll(second, -copies.circular_shifts(2000, 175, 99, np.random.default_rng(0))[0])
        )
    )
    with pytest.raises(SurrogateError, match="seams"):
        testing.statistic_test(first, second, correlation, RATE, NullSettings("segments"), absolute=True)
    shuffled = testing.statistic_test(first, second, correlation, RATE, NullSettings("segments", 99))
    assert shuffled.p == 0.01


@settings(max_examples=80, deadline=None)
@given(
    seed=st.integers(0, 10**6),
    length=st.integers(0, 400),
    rate=st.sampled_from([0.5, 1, 4.995, 25]),
    lengths=st.tuples(st.floats(-1, 60), st.floats(0, 20), st.floats(0, 20)),
    scheme=st.sampled_from(OF_ONE_DYAD),
    gaps=st.integers(0, 5),
    insist=st.booleans(),
)
def test_whatever_comes_in_a_p_value_or_a_named_error_comes_out(
    seed: int,
    length: int,
    rate: float,
    lengths: tuple[float, float, float],
    scheme: str,
    gaps: int,
    insist: bool,
) -> None:
    rng = np.random.default_rng(seed)
    x, y = (awkward(int(rng.integers(10**6)), length) if length > 3 else np.ones(length) for _ in range(2))
    for at in rng.integers(0, max(length, 1), gaps):
        y[at : at + length // 10] = np.nan
    try:
        found = testing.surrogate_family(
            x, y, rate, WindowSettings(*lengths), NullSettings(scheme, 19, seed, insist, 30 / rate)
        )
    except MirraError:
        return
    for test in found.tests.values():
        assert np.isnan(test.p) if np.isnan(test.observed) else 0 < test.p <= 1
    assert np.isfinite(found["grand_average"].observed)
    assert found["grand_average"].n >= 1


@pytest.mark.parametrize(
    ("duration", "span", "wanted"), [(600, 35, 60), (200, 35, 35), (7200, 35, 140), (100, 10, 30)]
)
def test_segments_are_a_tenth_of_the_recording_within_bounds(
    duration: float, span: float, wanted: float
) -> None:
    assert testing.segment_length(duration, span) == wanted


@pytest.mark.parametrize("scheme", OF_ONE_DYAD)
def test_how_far_the_surrogates_have_come_is_told_while_they_are_made(scheme: str) -> None:
    rng = np.random.default_rng(4)
    x, y = rng.standard_normal((2, 1500))
    shares: list[float] = []
    testing.surrogate_family(x, y, RATE, null=NullSettings(scheme, 19), progress=shares.append)
    # All segments meet all others at once, so that only the windows within one of them are counted.
    assert len(shares) > (0 if scheme == "segments" else 10), "it is silent for long"
    assert np.all(np.diff(shares) >= 0), "it goes back"
    assert shares[-1] == pytest.approx(1)
