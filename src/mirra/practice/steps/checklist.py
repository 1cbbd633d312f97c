"""A checklist: an add-on's things to do, one at a time, each with a time that the person may end at any moment."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, Literal, Self

from pydantic import Field, model_validator

from mirra.catalogue.catalogue import Catalogue
from mirra.catalogue.models.evidence import Rule
from mirra.catalogue.models.fields import Frozen, Slug
from mirra.practice.case import Case
from mirra.practice.events import Event, Milliseconds
from mirra.practice.person import Person
from mirra.practice.steps.step import Step, StepResult, part_of

Outcome = Literal["done", "not_today"]


class ItemChecked(Event):
    """The person left an item: done, after ``lasted`` ms of its time, or not today."""

    kind: Literal["item_checked"] = "item_checked"
    step: Slug
    item: Slug
    outcome: Outcome
    lasted: Milliseconds


class ChecklistItem(Frozen):
    """One thing to do, and the time for it in s."""

    id: Slug
    text: str
    seconds: int = Field(ge=1, le=1800)


class ItemResult(Frozen):
    """How an item was left; ``seconds`` is how long its time ran, ``outcome`` null where it did not come up."""

    item: Slug
    outcome: Outcome | None
    seconds: float


class ChecklistResult(StepResult):
    """What came of a checklist. Whatever was left out, the session counts as practised: an add-on is optional."""

    kind: Literal["checklist"] = "checklist"
    addon: Slug
    items: tuple[ItemResult, ...]


class Checklist(Step):
    """The ``items`` of an add-on. Their time begins when the person says so and ends nothing by itself."""

    events: ClassVar[tuple[type[Event], ...]] = (ItemChecked,)
    result: ClassVar[type[StepResult] | None] = ChecklistResult
    practice: ClassVar[bool] = True

    kind: Literal["checklist"] = "checklist"
    addon: Slug
    before: tuple[str, ...]
    items: tuple[ChecklistItem, ...] = Field(min_length=1, max_length=12)

    @model_validator(mode="after")
    def _each_once(self) -> Self:
        ids = [item.id for item in self.items]
        if len(ids) != len(set(ids)):
            raise ValueError("every item of a checklist needs an id of its own")
        return self

    def planned(self) -> float:
        """How long its items take together, in s."""
        return float(sum(item.seconds for item in self.items))

    def rules(self, catalogue: Catalogue) -> tuple[Rule, ...]:
        """Those of the add-on."""
        addon = catalogue.addons.get(self.addon)
        return addon.rules if addon else ()

    def shorter(self, share: float) -> Self:
        """A part of the items, each with its time."""
        return self.model_copy(update={"items": self.items[: part_of(len(self.items), share)]})

    def fold(self, events: Sequence[Event]) -> ChecklistResult:
        """How each item was left; of two events of an item the first counts."""
        left: dict[str, ItemChecked] = {}
        for event in events:
            if isinstance(event, ItemChecked):
                left.setdefault(event.item, event)
        return ChecklistResult(
            step=self.id,
            addon=self.addon,
            items=tuple(_item(item.id, left.get(item.id)) for item in self.items),
        )

    def simulate(self, person: Person) -> None:
        """Do each item for about its time; now and then one is left out."""
        self._do(person, self.items)

    def simulate_half(self, person: Person) -> None:
        """Do the first half of the items."""
        self._do(person, self.items[: len(self.items) // 2])

    def _do(self, person: Person, items: Sequence[ChecklistItem]) -> None:
        person.wait(2, 6)
        for item in items:
            outcome: Outcome = "not_today" if person.random.random() < 0.1 else "done"
            lasted = item.seconds * person.random.uniform(0.8, 1.0) if outcome == "done" else 0.0
            person.wait(lasted, lasted + 2)
            lasted = round(1000 * lasted, 1)
            person.say(ItemChecked, step=self.id, item=item.id, outcome=outcome, lasted=lasted)


def _item(id: str, left: ItemChecked | None) -> ItemResult:
    if left is None:
        return ItemResult(item=id, outcome=None, seconds=0.0)
    return ItemResult(item=id, outcome=left.outcome, seconds=round(left.lasted / 1000, 3))


def dose(case: Case, day: int) -> tuple[Checklist, ...]:
    """The checklists that are due on a day, counted from a fixed one, in the order of their add-ons."""
    every = {addon.id: addon.every_days for addon in case.prescription.addons}
    return tuple(
        Checklist(
            id=addon.id,
            title=addon.title,
            addon=addon.id,
            before=addon.before,
            items=tuple(
                ChecklistItem(id=item.id, text=item.text, seconds=60 * item.minutes) for item in addon.items
            ),
        )
        for addon in case.catalogue.addons.values()
        if addon.id in every and day % every[addon.id] == 0
    )
