"""
A week of sessions: from the plan to a trend
============================================

A plan, a simulated person who plays it, and the log folded into results.
"""

from collections import Counter
from datetime import UTC, datetime, timedelta
from random import Random

import matplotlib.pyplot as plt

from mirra.catalogue.load import load
from mirra.figures import FIRST, INK, QUIET, SECOND
from mirra.practice.fold import fold
from mirra.practice.made_up import MADE_UP
from mirra.practice.prescription import Prescription
from mirra.practice.programme import Today, plan_for

DAYS = 7
FIRST_DAY = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)

# %%
# Plan a session
# --------------
# The catalogue holds the exercises, doses and questions. The prescription says what a
# therapist decided. Together they give the plan of one session.

catalogue = load()
prescription = Prescription("example", condition="stroke", affected="left", limb="hand")
plan = plan_for(catalogue, prescription, Today(plan_id=f"{1:032x}", made_at=FIRST_DAY))
for kind, count in Counter(step.kind for step in plan.steps).items():
    print(f"{count:2} x {kind}")

# %%
# Play the week
# -------------
# A simulated person plays a plan and writes the same log that a browser writes.
# Folding the log gives the result of the session. The time spent looking at the limb
# and the time spent moving are computed from the log alone.

person = MADE_UP["improver"]
chance = Random(8)
results = {}
for day in range(DAYS):
    if not person.comes(day, chance):
        continue
    morning = FIRST_DAY + timedelta(days=day)
    plan = plan_for(
        catalogue,
        prescription,
        Today(plan_id=f"{day + 1:032x}", made_at=morning, done=len(results)),
    )
    log = person.play(
        plan, session=f"{day + 1:032x}", started=morning, day=day, seed=day
    )
    results[day + 1] = fold(log, plan)

print("day  state      viewing / planned   moving   pain before, after")
for day, result in results.items():
    looked, planned = result.looked / 60, result.planned / 60
    moved = (result.moved or 0.0) / 60
    print(
        f"{day:3}  {result.state:9}  {looked:4.1f} / {planned:4.1f} min"
        f"     {moved:4.1f} min   {result.pain_before}, {result.pain_after}"
    )

# %%
# The trend
# ---------
# Days without a session stay empty. Nothing is interpolated, and no colour judges a
# value.

days = list(results)
figure, (above, below) = plt.subplots(
    2, 1, figsize=(9, 5.5), sharex=True, layout="constrained"
)
above.bar(
    days, [result.looked / 60 for result in results.values()], width=0.5, color=QUIET
)
above.plot(
    days,
    [result.planned / 60 for result in results.values()],
    "_",
    color=INK,
    markersize=28,
    label="planned",
)
above.set_ylabel("viewing time (min)")
above.legend(frameon=False)
below.plot(
    days,
    [result.pain_before for result in results.values()],
    "o",
    color=FIRST,
    label="before",
)
below.plot(
    days,
    [result.pain_after for result in results.values()],
    "s",
    color=SECOND,
    label="after",
)
below.set(
    ylabel="pain (0 to 10)", xlabel="day", ylim=(-0.5, 10.5), xlim=(0.5, DAYS + 0.5)
)
below.legend(frameon=False)
figure.set_label(
    "Two charts over seven days. Above, the viewing time of each session as a bar, "
    "close to the planned time. Below, pain before and after each session on a scale "
    "from 0 to 10. Days without a session are empty."
)

# %%
# The person is made up. How their pain changes was written into the simulation and is
# no evidence for the therapy.
