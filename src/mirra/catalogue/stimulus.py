"""The pictures of left/right judgement: the postures they are drawn from, as data, and the list of those drawn.

Every picture shows a right hand or a right foot; whoever shows it makes the left one by an exact flip. Upright means
that the fingers or the toes point up.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import Annotated, Self

from pydantic import Field, model_validator

from mirra.anatomy import Side
from mirra.catalogue.models.fields import Frozen, Judged, Slug
from mirra.catalogue.motion import Pose

JUDGED: tuple[Judged, ...] = ("hand", "foot")
Shown = tuple[Judged, str, str, str]  # limb, posture, view, tone
SIDE: Side = "right"  # of the limb in every picture, until it is flipped
Digest = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
Light = Annotated[float, Field(ge=0, le=1, description="linear light, 0 to 1")]
Colour = tuple[Light, Light, Light]
Turn = Annotated[float, Field(ge=-180, le=180, description="degrees")]


class Tone(Frozen):
    """A skin tone: of most of the skin, of palm and sole, of what is redder (finger tips, knuckles), of the nails."""

    skin: Colour
    palm: Colour
    flush: Colour
    nail: Colour


class Facing(Frozen):
    """How the limb is turned before it is seen from straight above, back of hand or foot up, fingers or toes up.

    First ``lean`` about its length (a right thumb or big toe towards the eye), then ``tip`` (its far end towards the
    eye).
    """

    lean: Turn = 0
    tip: Turn = 0


class Drawn(Frozen):
    """What is drawn of one limb: each posture from each view."""

    postures: Annotated[dict[Slug, Pose], Field(min_length=1)]
    views: Annotated[dict[Slug, Facing], Field(min_length=1)]


class Stimulus(Frozen):
    """One picture: what it shows, the SHA-256 of its file, and the digest of all it was drawn from."""

    limb: Judged
    posture: Slug
    view: Slug
    tone: Slug
    sha256: Digest
    drawn_from: Digest

    @property
    def shows(self) -> Shown:
        """Its limb, posture, view and tone: no two pictures have the same."""
        return self.limb, self.posture, self.view, self.tone

    @property
    def file(self) -> str:
        """The name of its file in ``assets/stimuli/``: what it shows, but not the side."""
        return f"{'_'.join(self.shows)}.webp"


class PosturesFile(Frozen):
    """All that the pictures are drawn from: each posture of each limb, from each view, in each tone."""

    tones: Annotated[dict[Slug, Tone], Field(min_length=1)]
    hand: Drawn
    foot: Drawn

    def of(self, limb: Judged) -> Drawn:
        """What is drawn of a limb."""
        return self.hand if limb == "hand" else self.foot

    def combinations(self) -> Iterator[Shown]:
        """The limb, posture, view and tone of every picture there should be."""
        for limb in JUDGED:
            drawn = self.of(limb)
            for posture in drawn.postures:
                for view in drawn.views:
                    for tone in self.tones:
                        yield limb, posture, view, tone

    def digest(self, limb: Judged, posture: str, view: str, tone: str) -> str:
        """A SHA-256, in hex, over everything a picture is drawn from; raises ``KeyError`` for an unknown name."""
        drawn = self.of(limb)
        parts = (drawn.postures[posture], drawn.views[view], self.tones[tone])
        return hashlib.sha256(
            "\n".join([limb, *(part.model_dump_json() for part in parts)]).encode()
        ).hexdigest()

    def current(self, pictures: tuple[Stimulus, ...]) -> tuple[Stimulus, ...]:
        """Those of the pictures that were drawn from what stands here now; no other may be shown."""
        wanted = {shown: self.digest(*shown) for shown in self.combinations()}
        return tuple(picture for picture in pictures if wanted.get(picture.shows) == picture.drawn_from)


class StimuliFile(Frozen):
    """Every picture that was drawn."""

    pictures: tuple[Stimulus, ...]

    @model_validator(mode="after")
    def _each_once(self) -> Self:
        seen: set[Shown] = set()
        for picture in self.pictures:
            if picture.shows in seen:
                raise ValueError(f"{picture.file} is listed twice")
            seen.add(picture.shows)
        return self
