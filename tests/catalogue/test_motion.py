"""The shape of a motion file, and what a motion may not be."""

from __future__ import annotations

from pathlib import Path

import pytest

from mirra.catalogue.load import load
from tests.catalogue.test_load import PACKAGE, mistake, write

FIST = (PACKAGE / "motions" / "fist.toml").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("before", "after", "where", "what"),
    [
        ("at = 0.05", "at = 0.7", "motions/fist.toml: keys", "begin with at = 0 and rise"),
        ("scale = 138", "scale = 1380", "motions/fist.toml: sight.scale", "pixels per decimetre"),
        (
            "wrist = [12, 0]",
            "wrist = [120, 0]",
            "motions/fist.toml: keys.2.wrist.0",
            "less than or equal to 75 (it is 120)",
        ),
        ('anchor = "forearm"', 'anchor = "shin"', "motions/fist.toml", "no part of the arm"),
        ("spread = 8", "sprad = 8", "motions/fist.toml: keys.0.sprad", "no such field"),
        ('id = "fist"', 'id = "juggle"', "motions/fist.toml: id", "differ"),
    ],
)
def test_a_mistake_in_a_motion_is_named(
    tmp_path: Path, before: str, after: str, where: str, what: str
) -> None:
    assert before in FIST
    write(tmp_path, "motions/fist.toml", FIST.replace(before, after, 1))
    error = mistake(tmp_path)
    assert error.where == where
    assert what in str(error)


def test_a_motion_of_no_exercise_is_refused(tmp_path: Path) -> None:
    write(tmp_path, "motions/juggle.toml", FIST.replace('"fist"', '"juggle"', 1))
    error = mistake(tmp_path)
    assert (error.where, "juggle" in error.what) == ("motions/juggle.toml", True)


def test_a_clinics_own_motion_takes_the_place_of_the_built_in_one_and_its_loop_is_not_shown(
    tmp_path: Path,
) -> None:
    write(tmp_path, "motions/fist.toml", FIST.replace("scale = 138", "scale = 120", 1))
    changed = load(tmp_path)
    assert changed.motions["fist"].sight.scale == 120
    assert changed.loop("fist") is None
    assert changed.loop("pinch") is not None


def test_a_digest_tells_what_is_named_from_what_is_left_out() -> None:
    fist = load().motions["fist"]
    data = fist.model_dump(exclude_unset=True)
    data["keys"][0]["roll"] = 0  # as it is anyhow, until ``start`` names another
    assert type(fist).model_validate(data).digest != fist.digest
