"""One profile: what a person can use or needs, and what that changes on the session page."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from mirra.catalogue.models.evidence import Rule
from mirra.catalogue.models.fields import Frozen, SideOrBoth, Slug, Text


class Support(Frozen):
    """How the session page serves a person: what they can use, and what is shown and heard.

    ``hand`` can reach the buttons; ``seeing`` is the side attended to, the other one gets a cue; ``few_words`` shows at
    most eight words beside a picture; ``scanning`` lights the buttons in turn, ``scan_seconds`` each.
    """

    hand: SideOrBoth = "both"
    seeing: SideOrBoth = "both"
    few_words: bool = False
    spoken: bool = False
    scanning: bool = False
    scan_seconds: Annotated[float, Field(ge=0.5, le=10, description="seconds")] = 2.0
    large_text: bool = False
    less_motion: bool = False
    sound: bool = True


class Profile(Frozen):
    """One profile file: what a person can use or needs, what it changes, and why.

    ``note`` is what a therapist reads; ``short_blocks`` takes the condition's shortest blocks, ``asks_energy`` asks at
    each rest how much energy is left.
    """

    id: Slug
    name: Annotated[str, Field(min_length=1, max_length=40)]
    note: Text
    not_with: tuple[Slug, ...] = ()
    short_blocks: bool = False
    asks_energy: bool = False
    support: Support = Support()
    rules: Annotated[tuple[Rule, ...], Field(min_length=1)]
