"""
Two hands: mirror movements
===========================

What one hand does while the other opens and closes on purpose.
"""

import matplotlib.pyplot as plt

from mirra.pairs import hands
from mirra.pairs.hands.simulated import MirrorMovement, Rhythm, simulate

# %%
# Simulate two hands
# ------------------
# The right hand opens and closes 30 times at about 1 Hz. The left hand should rest,
# but follows in 60 % of the cycles, with 15 % of the movement and 50 ms later. Both
# hands rest for the first five seconds, which gives the noise of the measurement.

simulated = simulate(
    MirrorMovement(ratio=0.15, lag=0.05, proportion=0.6),
    rate=60.0,
    seed=3,
    rhythm=Rhythm(cycles=30),
)

# %%
# Measure
# -------
# Names of sides are always those of the person, never of the picture.

result = hands.mirror_movements(
    left=simulated.mirror,
    right=simulated.voluntary,
    rate=simulated.rate,
    surrogates=199,
    seed=3,
    task=hands.HandTask(rest=(0.0, simulated.rest)),
)
print(f"voluntary hand:          {result.voluntary} ({result.voluntary_by})")
print(f"movement frequency:      {result.frequency:.2f} Hz")
print(
    f"mirrored cycles:         {result.proportion:.0%} (simulated: {simulated.mirrored.mean():.0%})"
)
print(
    f"size of those cycles:    {result.cycles.ratio:.0%} of the voluntary movement (simulated: 15%)"
)
print(f"lag of the left hand:    {1000 * result.lag:.0f} ms (simulated: 50 ms)")
for note in result.notes:
    print(f"note: {note}")

# %%

figure, axes = plt.subplots(figsize=(9, 5), layout="constrained")
result.plot(axes)
figure.set_label(
    "Two traces over time. Above, the right hand moves regularly. Below, magnified, "
    "the left hand moves in some of the cycles, which are shaded, and is almost still "
    "in the others."
)

# %%
# The simulation has known values, so the measured ones can be held against them. The
# measures are a proposal of this project and have not been validated with patients; a
# camera is not a validated instrument for them.
