"""What a study found in each recording, as one table: numbers, p values held against their number, means of groups."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from mirra.pairs.people import DyadSettings
from mirra.result import Result, Table
from mirra.study.recordings import Recording
from mirra.study.tasks import Outcome

if TYPE_CHECKING:
    from matplotlib.axes import Axes

STATISTIC = "grand_average"
SAID = ("id", "group", "path", "note", "sha256", "error")


@dataclass(frozen=True, eq=False)
class Sample(Result):
    """Each recording of a study with what was found in it; ``outcomes`` in the order of ``recordings``.

    ``adjusted`` holds a family of p values by its name, one for each recording (NaN where it has none), after the
    false discovery rate of Benjamini & Hochberg; ``settings`` as every dyad was measured.
    """

    recordings: Sequence[Recording]
    outcomes: Sequence[Outcome]
    adjusted: Mapping[str, Sequence[float]] = field(default_factory=dict)
    settings: DyadSettings = DyadSettings()

    @property
    def failures(self) -> dict[str, str]:
        """The error of each recording that failed, by its id."""
        return {outcome.id: outcome.error for outcome in self.outcomes if outcome.found is None}

    @property
    def names(self) -> list[str]:
        """Names of what was found: single numbers, words and truths, in the order they came."""
        rows = (outcome.found or {} for outcome in self.outcomes)
        return list(dict.fromkeys(name for row in rows for name, value in row.items() if _single(value)))

    def values(self, name: str) -> list[float]:
        """One number of every recording, NaN where it has none."""
        measured = ((outcome.found or {}).get(name) for outcome in self.outcomes)
        return [float(value) if isinstance(value, int | float) else math.nan for value in measured]

    def groups(self, name: str = STATISTIC) -> dict[str, dict[str, float]]:
        """For each group the number of recordings that have ``name``, its mean and its SD (n - 1) over them."""
        members: dict[str, list[float]] = {}
        for recording, value in zip(self.recordings, self.values(name), strict=True):
            finite = members.setdefault(recording.group, [])
            if math.isfinite(value):
                finite.append(value)
        return {
            group: {
                "n": len(values),
                "mean": float(np.mean(values)) if values else math.nan,
                "sd": float(np.std(values, ddof=1)) if len(values) > 1 else math.nan,
            }
            for group, values in members.items()
        }

    def summary(self) -> Mapping[str, Any]:
        """Counts of what was measured and what failed; mean and SD of the grand average over all and by group."""
        overall = [value for value in self.values(STATISTIC) if math.isfinite(value)]
        content: dict[str, Any] = {
            "recordings": len(self.recordings),
            "measured": len(self.recordings) - len(self.failures),
            "failed": len(self.failures),
            f"{STATISTIC}_mean": float(np.mean(overall)) if overall else math.nan,
            f"{STATISTIC}_sd": float(np.std(overall, ddof=1)) if len(overall) > 1 else math.nan,
        }
        for group, row in self.groups().items():
            content |= {f"{group or 'no group'}: {STATISTIC} {name}": value for name, value in row.items()}
        for name, values in self.adjusted.items():
            content[f"{name} at 0.05"] = sum(value <= 0.05 for value in values)
        return content | self.settings.parameters()

    def table(self) -> Table:
        """One row per recording, in the table's order: who it is, everything found, adjusted p values, its error."""
        names = [name for name in self.names if name not in SAID]
        header = [*SAID[:-1], *names, *self.adjusted, SAID[-1]]
        return Table(header, (self._row(k, names) for k in range(len(self.recordings))))

    def _row(self, k: int, names: Sequence[str]) -> list[Any]:
        recording, outcome = self.recordings[k], self.outcomes[k]
        measures = outcome.found or {}
        numbers = [_field(measures.get(name)) for name in names]
        adjusted = [values[k] for values in self.adjusted.values()]
        said = [recording.id, recording.group, recording.path.name, recording.note, outcome.sha256]
        return [*said, *numbers, *adjusted, outcome.error]

    def plot(self, ax: Axes) -> None:
        """The grand average of every recording, side by side for the groups, with each group's mean."""
        from mirra.figures import FIRST, QUIET

        groups = self.groups()
        places = {group: k for k, group in enumerate(groups)}
        spread = np.random.default_rng(0).uniform(-0.15, 0.15, len(self.recordings))
        across = [places[recording.group] for recording in self.recordings] + spread
        ax.plot(across, self.values(STATISTIC), "o", color=QUIET, markersize=4, alpha=0.7)
        for group, row in groups.items():
            at = places[group]
            ax.plot([at - 0.25, at + 0.25], [row["mean"]] * 2, color=FIRST, linewidth=2)
            if row["n"]:
                ax.annotate(f"{row['mean']:.3f}", (at + 0.27, row["mean"]), color=FIRST, va="center")
        ax.set_xticks(
            range(len(groups)), [f"{group or 'no group'} (n = {row['n']})" for group, row in groups.items()]
        )
        ax.set_xlim(-0.6, len(groups) - 0.4)
        ax.set_xlabel("group (recordings)")
        z = "|Fisher z|" if self.settings.absolute else "Fisher z"
        ax.set_ylabel(f"grand average (mean {z})")
        ax.set_title("Each recording (dot) and the mean of its group (line)")


def _single(value: Any) -> bool:  # noqa: ANN401 (whatever JSON holds)
    return value is None or isinstance(value, str | int | float)


def _field(value: Any) -> Any:  # noqa: ANN401
    return "" if value is None else value
