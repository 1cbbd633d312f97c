"""
Two brains: wavelet coherence of fNIRS
======================================

Oxygenated haemoglobin of two heads, region by region, against circular shifts.
"""

import matplotlib.pyplot as plt
import numpy as np

from mirra.pairs import brains
from mirra.signals.signal import Signal

RATE_HZ = 4.0
DURATION_S = 400.0
PERIOD_S = 14.0
CHANNELS = tuple(f"S{number}_D{number}" for number in range(1, 7))
REGIONS = {"central": CHANNELS[:2], "frontal": CHANNELS[2:]}

# %%
# Generate two heads
# ------------------
# Each channel is noise. The two central channels of each head also carry a slow wave
# whose period wanders around 14 s. The wave reaches the second head a quarter of a
# period later.

rng = np.random.default_rng(4)
samples = round(DURATION_S * RATE_HZ)
drift = 0.03 * rng.standard_normal(samples).cumsum()
wave = 0.7 * np.sin(2 * np.pi * np.arange(samples) / RATE_HZ / PERIOD_S + drift)


def head(delay_s: float) -> Signal:
    """A head with the shared wave in its central channels, in mol/L."""
    values = rng.standard_normal((samples, len(CHANNELS)))
    values[:, :2] += np.roll(wave, round(delay_s * RATE_HZ))[:, None]
    names = tuple(f"{channel} hbo" for channel in CHANNELS)
    return Signal(
        1e-7 * values, RATE_HZ, channels=names, units=("mol/L",) * len(CHANNELS)
    )


first, second = head(delay_s=0.0), head(delay_s=PERIOD_S / 4)

# %%
# All channel pairs, and regions
# ------------------------------
# Coherence is averaged over periods from 10 to 20 s. With 99 shifts no p value is
# below 0.01, which is too coarse for 36 channel pairs; regions need three tests only.
# The mean of all channels of a head is usually taken away first, because much of it
# comes from the skin. Here is the result without and with that step.

for global_mean in (False, True):
    result = brains.fnirs(
        first,
        second,
        band=(10.0, 20.0),
        regions=REGIONS,
        null=brains.FnirsNull(n=99, seed=4),
        preparation=brains.FnirsPreparation(global_mean=global_mean),
    )
    summary = result.summary()
    print("mean of all channels taken away" if global_mean else "channels as they are")
    for pair in (
        "central_with_central",
        "central_with_frontal",
        "frontal_with_frontal",
    ):
        print(
            f"  {pair.replace('_', ' '):21} coherence {summary[pair]:.2f}, p = {summary[f'{pair}_p']:.2f}"
        )
print(f"null hypothesis: {summary['null']}")

# %%
# Only the central channels have a wave in common. Taking the mean away writes a third
# of that wave into the frontal channels, upside down, and they become coherent too.
# With few channels, look at both.

# %%

figure, axes = plt.subplots(figsize=(6.5, 5.5), layout="constrained")
result.plot(axes)
figure.set_label(
    "Table of six by six channel pairs, shaded by coherence. The four pairs of "
    "central channels have by far the largest values."
)

# %%
# One pair over time
# ------------------
# Outside the cone of influence the ends of the recording distort the coherence. These
# values are masked and are part of no mean.

pair_map = brains.channel_pair(first, second, ("S1_D1", "S1_D1"), band=(10.0, 20.0))
figure, axes = plt.subplots(figsize=(9, 4.5), layout="constrained")
pair_map.plot(axes)
figure.set_label(
    "Map of coherence by time and period. A bright horizontal band near a period of "
    "14 seconds runs through the recording; shorter periods show short patches only."
)

# %%
# Two heads can share a wave because both people breathe, move or hear the same thing.
# Coherence alone cannot tell these apart.
