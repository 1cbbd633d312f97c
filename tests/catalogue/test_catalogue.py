"""The whole catalogue: which exercises fit whom."""

from __future__ import annotations

from mirra.catalogue.load import load


def test_an_exercise_left_out_never_fits() -> None:
    catalogue = load()
    stroke = catalogue.conditions["stroke"]
    without = stroke.model_copy(update={"without": ("fist",)})
    assert "fist" in {e.id for e in catalogue.fitting(stroke, "hand")}
    assert "fist" not in {e.id for e in catalogue.fitting(without, "hand")}


def test_only_exercises_of_the_limb_and_the_stage_fit() -> None:
    catalogue = load()
    crps = catalogue.conditions["crps"]
    large = next(stage for stage in crps.stages if stage.id == "large")
    found = catalogue.fitting(crps, "foot", large)
    assert found
    assert all("foot" in e.limbs and e.size == "large" and e.kind == "basic" for e in found)
