"""How the limb is shown: at its own size and at once as in a mirror, or in one of the other ways that trials use."""

from __future__ import annotations

import re
from typing import Annotated

from pydantic import AfterValidator, Field

from mirra.catalogue.models.fields import Frozen

_ID = re.compile(r"s([0-9]{2,3})_d([0-9]{1,3})(_c)?")


class Display(Frozen):
    """How the picture of the limb is shown.

    ``size`` is the limb's size beside its usual one, in steps of 0.01; ``delay`` is added to the delay of the device,
    in ms. ``covered`` is a covered mirror (sham): the unaffected limb is seen on its own side and nothing is reflected.
    """

    size: Annotated[float, Field(ge=0.5, le=2), AfterValidator(lambda size: round(size, 2))] = 1
    delay: int = Field(default=0, ge=0, le=500)
    covered: bool = False

    @property
    def id(self) -> str:
        """The short id that every event carries, such as "s100_d0": size in percent, delay in ms, "_c" if covered."""
        return f"s{round(100 * self.size)}_d{self.delay}{'_c' if self.covered else ''}"


MIRROR = Display()


def display_of(id: str) -> Display:
    """The display with this id; raises ``ValueError`` where it is the id of none."""
    match = _ID.fullmatch(id)
    if not match:
        raise ValueError("this is not the id of a display")
    size, delay, covered = match.groups()
    display = Display(size=int(size) / 100, delay=int(delay), covered=covered is not None)
    if display.id != id:
        raise ValueError("this is not the id of a display")
    return display


def _checked(id: str) -> str:
    display_of(id)
    return id


DisplayId = Annotated[str, Field(pattern=r"^s[0-9]{2,3}_d[0-9]{1,3}(_c)?$"), AfterValidator(_checked)]
