"""
Two people: who leads, and is it more than chance?
==================================================

Windowed cross-lagged correlation of two movement series, tested against circular shifts.
"""

import matplotlib.pyplot as plt
import numpy as np

from mirra import coupling

RATE_HZ = 10.0
DURATION_S = 600.0
LAG_S = 2.0

# %%
# Generate a dyad
# ---------------
# Each person's movement is white noise averaged over one second. The second person
# repeats part of what the first person did two seconds earlier, and adds movement of
# their own.

rng = np.random.default_rng(1)


def movement() -> np.ndarray:
    """Ten minutes of movement, with the lag to spare, scaled to a standard deviation of 1."""
    samples = round((DURATION_S + LAG_S) * RATE_HZ)
    smooth = np.convolve(rng.standard_normal(samples), np.ones(10) / 10, mode="same")
    return smooth / smooth.std()


lag_samples = round(LAG_S * RATE_HZ)
leader, own = movement(), movement()
follower = 0.5 * leader[:-lag_samples] + own[lag_samples:]
leader = leader[lag_samples:]

# %%
# Measure the coupling
# --------------------
# Windows of 30 s, one every 10 s, at lags of up to 5 s. A positive lag means that the
# first person leads.

windows = coupling.WindowSettings(window=30, step=10, max_lag=5)
result = coupling.lagged(leader, follower, RATE_HZ, windows)
summary = result.summary()
print(f"windows:                        {summary['n_windows']}")
print(f"mean Fisher z, first leads:     {summary['first_leads']:.3f}")
print(f"mean Fisher z, second leads:    {summary['second_leads']:.3f}")
print(f"median lag of the highest z:    {summary['lead_median']:.1f} s")

# %%
# The band at a lag of two seconds is the built-in delay. The other cells vary around
# zero. Both ends of the colour scale have the same weight: neither sign is better.

figure, axes = plt.subplots(figsize=(9, 4.5), layout="constrained")
result.plot(axes)
figure.set_label(
    "Map of Fisher z over ten minutes, for lags from minus 5 to plus 5 seconds. One "
    "continuous band of positive values lies at a lag of plus 2 seconds; the rest is "
    "a mixture of weak positive and negative values."
)

# %%
# Test it
# -------
# Slow series correlate by chance. A circular shift keeps each series as it is and
# breaks only the common time line. The p value is the share of shifts with a mean at
# least as far from their average as the observed one, the observed one included.

test = coupling.surrogate_test(
    leader,
    follower,
    RATE_HZ,
    windows,
    coupling.NullSettings(n=999, seed=1),
    statistic="first_leads",
)
print(test.null_name)
print(f"p = {test.p:.3f}, observed value {test.z:.1f} SD from the mean of the null")

# %%

figure, axes = plt.subplots(figsize=(9, 4), layout="constrained")
test.plot(axes)
figure.set_label(
    "Histogram of the mean Fisher z of 999 circular shifts, centred near zero. The "
    "observed value is marked to the right of all of them."
)

# %%
# The test says that the two series share a time line. It does not say why, and it
# does not say that coupling is good or bad.
