"""
A small study: real dyads and pseudo-dyads
==========================================

Twelve dyads, each first person also paired with the second persons of the other dyads.
"""

import matplotlib.pyplot as plt
import numpy as np

from mirra.coupling import WindowSettings
from mirra.pairs import people

RATE_HZ = 10.0
DURATION_S = 300.0
DYADS = 12

# %%
# Generate the dyads
# ------------------
# In every session the same task alternates: 20 s with more movement, 20 s with less.
# This alone correlates the movement of people who never met. On top of it, the two
# people of a dyad share some movement, more in some dyads than in others.

rng = np.random.default_rng(2)
samples = round(DURATION_S * RATE_HZ)
task = 0.5 * np.sin(2 * np.pi * np.arange(samples) / RATE_HZ / 40)


def movement() -> np.ndarray:
    """Movement of its own, averaged over one second, with a standard deviation of 1."""
    smooth = np.convolve(rng.standard_normal(samples), np.ones(10) / 10, mode="same")
    return smooth / smooth.std()


dyads = {}
for number in range(1, DYADS + 1):
    shared, strength = movement(), rng.uniform(0.0, 0.9)
    first, second = (task + movement() + strength * shared for _ in range(2))
    dyads[f"dyad {number}"] = (first, second)

# %%
# Compare them with people who never met
# --------------------------------------
# Roles are kept: a first person is always paired with a second person. The p value
# comes from other assignments of second persons to first persons. The interval of the
# effect size draws whole dyads, because one person takes part in many pseudo-dyads.

result = people.pseudo_dyads(
    dyads,
    RATE_HZ,
    windows=WindowSettings(window=30, step=10, max_lag=5),
    statistic="lag_zero",
    resampling=people.ResamplingSettings(seed=2),
)
summary = result.summary()
low, high = result.interval
print(f"dyads: {summary['dyads']}, pseudo-dyads: {summary['pseudo_dyads']}")
print(f"mean Fisher z at lag zero, real dyads:    {summary['lag_zero_real_mean']:.3f}")
print(
    f"mean Fisher z at lag zero, pseudo-dyads:  {summary['lag_zero_pseudo_mean']:.3f}"
)
print(f"effect size d = {result.effect:.2f}, 95 % interval {low:.2f} to {high:.2f}")
print(f"p = {result.p:.4f}")

# %%

figure, axes = plt.subplots(figsize=(9, 4.5), layout="constrained")
result.plot(axes)
figure.set_label(
    "Histogram of the mean Fisher z of 132 pseudo-dyads, with a short stroke for each "
    "of the 12 real dyads. The real dyads spread from the middle of the histogram to "
    "far right of it, so their mean lies to the right of the mean of the "
    "pseudo-dyads."
)

# %%
# The mean of the pseudo-dyads is what the task alone does. Only the difference
# between the two means belongs to the dyads.
