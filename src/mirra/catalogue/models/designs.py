"""Single-case designs: how the days of a locked schedule may follow one another, and which displays they compare."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from mirra.catalogue.models.evidence import ClaimId, Provenance
from mirra.catalogue.models.fields import Frozen, Slug, Text

MOST_DAYS = 100
DISPLAYS = 4  # at most so many are compared
MOST_COUNTED = 60  # days of an alternation, whose draws are counted one state after another
Days = Annotated[int, Field(ge=1, le=MOST_DAYS, description="days practised")]


class Phases(Frozen):
    """Phases in a fixed order, each ``shortest`` to ``longest`` days long by lot; ``order`` counts displays from 1."""

    kind: Literal["phases"]
    order: Annotated[tuple[Annotated[int, Field(ge=1, le=DISPLAYS)], ...], Field(min_length=2, max_length=12)]
    shortest: Days
    longest: Days

    @model_validator(mode="after")
    def _fits(self) -> Self:
        if self.shortest > self.longest:
            raise ValueError("shortest is longer than longest")
        if set(self.order) != set(range(1, max(self.order) + 1)):
            raise ValueError("order must name every display from 1 on")
        if any(earlier == other for earlier, other in zip(self.order, self.order[1:], strict=False)):
            raise ValueError("two phases in a row would be one")
        return self


class Blocks(Frozen):
    """Blocks of days: in each, every display comes once, ``run`` days in a row, in an order by lot."""

    kind: Literal["blocks"]
    run: Annotated[int, Field(ge=1, le=20, description="days practised in a row")] = 1


class Alternation(Frozen):
    """Every display on equally many days, in an order by lot, never on more than ``in_a_row`` days in a row."""

    kind: Literal["alternation"]
    in_a_row: Annotated[int, Field(ge=1, le=10, description="days practised in a row")]


Layout = Annotated[Phases | Blocks | Alternation, Field(discriminator="kind")]


class DesignRule(Frozen):
    """What a design does and why, for the therapist."""

    text: Text
    claim: ClaimId
    source: Text
    provenance: Provenance


class Design(Frozen):
    """One design; ``version`` rises with every change, since schedules say from which one they were drawn.

    It compares ``displays_low`` to ``displays_high`` displays on ``days_low`` to ``days_high`` days, usually ``days``.
    """

    id: Slug
    name: Annotated[str, Field(min_length=1, max_length=80)]
    version: Annotated[int, Field(ge=1, le=10_000)]
    note: Text
    displays_low: Annotated[int, Field(ge=2, le=DISPLAYS)]
    displays_high: Annotated[int, Field(ge=2, le=DISPLAYS)]
    days: Days
    days_low: Days
    days_high: Days
    layout: Layout
    rules: Annotated[tuple[DesignRule, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _fits(self) -> Self:
        if not self.days_low <= self.days <= self.days_high:
            raise ValueError("days must lie from days_low to days_high")
        if self.displays_low > self.displays_high:
            raise ValueError("displays_low is more than displays_high")
        layout = self.layout
        if isinstance(layout, Phases) and {self.displays_low, self.displays_high} != {max(layout.order)}:
            raise ValueError("order names another number of displays than displays_low and displays_high")
        if isinstance(layout, Alternation) and (self.displays_high > 3 or self.days_high > MOST_COUNTED):
            raise ValueError(f"an alternation compares 2 or 3 displays on at most {MOST_COUNTED} days")
        return self


class NamedDisplay(Frozen):
    """A display that a day of a schedule may have; ``size`` in percent, ``delay`` in ms.

    ``seen`` says what a person notices of it, and so how far it can be kept from them.
    """

    id: Slug
    name: Annotated[str, Field(min_length=1, max_length=40)]
    size: Annotated[int, Field(ge=50, le=200, description="percent")] = 100
    delay: Annotated[int, Field(ge=0, le=500, description="ms")] = 0
    covered: bool = False
    seen: Text
    claim: ClaimId
    source: Text
    provenance: Provenance


class DisplaysFile(Frozen):
    """The displays that schedules compare, in the order in which they are offered."""

    displays: Annotated[tuple[NamedDisplay, ...], Field(min_length=2)]

    @model_validator(mode="after")
    def _each_once(self) -> Self:
        ids = [display.id for display in self.displays]
        shown = [(display.size, display.delay, display.covered) for display in self.displays]
        if len(set(ids)) < len(ids) or len(set(shown)) < len(shown):
            raise ValueError("every display needs an id of its own, and no two may show the same")
        return self
