"""The pictures for left/right judgement: each is listed once, and only while it shows what is to be drawn."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from mirra.catalogue.load import load
from mirra.catalogue.stimulus import Facing, PosturesFile, StimuliFile

CATALOGUE = load()
POSTURES, STIMULI = CATALOGUE.postures, CATALOGUE.stimuli


def with_view(postures: PosturesFile, view: str, facing: Facing) -> PosturesFile:
    hand = postures.hand.model_copy(update={"views": {**postures.hand.views, view: facing}})
    return postures.model_copy(update={"hand": hand})


def test_every_picture_that_was_drawn_is_current() -> None:
    assert len(STIMULI) == len(list(POSTURES.combinations()))


def test_a_picture_is_named_by_what_it_shows() -> None:
    assert STIMULI[0].shows == ("hand", "open", "dorsal", "light")
    assert STIMULI[0].file == "hand_open_dorsal_light.webp"


def test_a_picture_is_not_current_once_its_view_has_changed() -> None:
    changed = with_view(POSTURES, "palmar", Facing(lean=170))
    gone = set(STIMULI) - set(changed.current(STIMULI))
    assert {one.view for one in gone} == {"palmar"}
    assert len(gone) == len(POSTURES.hand.postures) * len(POSTURES.tones)


def test_a_picture_is_not_current_once_its_posture_is_gone() -> None:
    fewer = {name: pose for name, pose in POSTURES.foot.postures.items() if name != "pointed"}
    foot = POSTURES.foot.model_copy(update={"postures": fewer})
    left = POSTURES.model_copy(update={"foot": foot}).current(STIMULI)
    assert {one.posture for one in set(STIMULI) - set(left)} == {"pointed"}


def test_a_new_view_does_not_make_the_others_out_of_date() -> None:
    assert with_view(POSTURES, "new", Facing(lean=45)).current(STIMULI) == STIMULI


def test_the_digest_changes_with_the_posture_the_view_and_the_tone() -> None:
    digests = {POSTURES.digest(*shown) for shown in POSTURES.combinations()}
    assert len(digests) == len(STIMULI)
    with pytest.raises(KeyError):
        POSTURES.digest("hand", "open", "from_behind", "light")


def test_a_picture_may_not_be_listed_twice() -> None:
    with pytest.raises(ValidationError, match=r"hand_open_dorsal_light\.webp is listed twice"):
        StimuliFile(pictures=(STIMULI[0], STIMULI[0]))


def test_a_colour_is_three_shares_of_light() -> None:
    tone = POSTURES.tones["light"].model_dump()
    with pytest.raises(ValidationError):
        type(POSTURES.tones["light"]).model_validate({**tone, "skin": (1.2, 0.4, 0.3)})
