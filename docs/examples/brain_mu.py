"""
One brain: mu suppression in EEG
================================

Power of the mu rhythm while a person watches a movement, with alpha at the back of the head as its control.
"""

import matplotlib.pyplot as plt
import numpy as np

from mirra.pairs import brains
from mirra.signals.signal import Signal

RATE_HZ = 128.0
REST_S = (0.0, 60.0)
WATCH_S = (60.0, 120.0)
RHYTHM_HZ = 10.0
CENTRAL, OCCIPITAL = ("C3", "Cz", "C4"), ("O1", "Oz", "O2")

# %%
# Generate a recording
# --------------------
# A minute of rest, then a minute of watching. While watching, the amplitude of the
# central rhythm falls to 70 % of what it was at rest. The occipital rhythm stays as
# it was.

rng = np.random.default_rng(5)
time = np.arange(round(WATCH_S[1] * RATE_HZ)) / RATE_HZ
watching = time >= WATCH_S[0]


def channel(amplitude_while_watching: float) -> np.ndarray:
    """One channel in µV: a rhythm whose amplitude wanders, and noise."""
    second = round(RATE_HZ)
    average = np.ones(second) / np.sqrt(second)
    wandering = np.convolve(rng.standard_normal(len(time)), average, mode="same")
    amplitude = np.where(watching, amplitude_while_watching, 1.0) * (
        1 + 0.3 * wandering
    )
    return 10 * amplitude * np.sin(2 * np.pi * RHYTHM_HZ * time) + rng.standard_normal(
        len(time)
    )


values = np.column_stack(
    [channel(0.7) for _ in CENTRAL] + [channel(1.0) for _ in OCCIPITAL]
)
recording = Signal(values, RATE_HZ, channels=CENTRAL + OCCIPITAL, units=("µV",) * 6)

# %%
# Measure
# -------
# The measure is ln(power while watching / power at rest). Zero means no change. Half
# the power is -0.69; an amplitude of 70 % is 49 % of the power, about -0.71.

result = brains.mu(
    recording, condition=WATCH_S, baseline=REST_S, band=(8.0, 13.0), seed=5
)
for region, (ratio, low, high) in result.regions.items():
    print(f"{region:9}  {ratio:6.2f}, 95 % interval {low:.2f} to {high:.2f}")
print(f"power is less: {result.where}")

# %%

figure, axes = plt.subplots(figsize=(9, 4.5), layout="constrained")
result.plot(axes)
figure.set_label(
    "Log ratio of power for six channels and two regions. C3, Cz, C4 and the central "
    "region lie near minus 0.7; O1, Oz, O2 and the occipital region lie near the line "
    "of no change."
)

# %%
# Attention also lowers alpha over the whole head. A change that the occipital
# channels share is therefore reported as alpha and not as mu. A change of mu is not a
# measure of how well a therapy works.
