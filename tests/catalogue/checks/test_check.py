"""Files that contradict one another are refused by name."""

from __future__ import annotations

from pathlib import Path

import pytest

from mirra.catalogue.load import load
from tests.catalogue.test_load import PACKAGE, changed, mistake, write


def test_a_condition_naming_an_unknown_exercise_or_claim_is_refused(tmp_path: Path) -> None:
    text = (PACKAGE / "conditions" / "stroke.toml").read_text(encoding="utf-8")
    write(tmp_path, "conditions/stroke.toml", text.replace("[dose]", 'without = ["juggle"]\n\n[dose]', 1))
    assert (mistake(tmp_path).where, "juggle" in mistake(tmp_path).what) == (
        "conditions/stroke.toml: without.0",
        True,
    )
    write(tmp_path, "conditions/stroke.toml", text.replace('claim = "C07"', 'claim = "C77"', 1))
    assert (mistake(tmp_path).where, "C77" in mistake(tmp_path).what) == (
        "conditions/stroke.toml: rules.2.claim",
        True,
    )


def test_a_rule_without_plain_words_is_refused(tmp_path: Path) -> None:
    text = (PACKAGE / "profiles" / "no_sound.toml").read_text(encoding="utf-8")
    without = "\n".join(line for line in text.splitlines() if not line.startswith("plain ="))
    write(tmp_path, "profiles/no_sound.toml", without)
    error = mistake(tmp_path)
    assert (error.where, "plain words" in error.what) == ("profiles/no_sound.toml: rules.0.plain", True)


def test_a_stage_without_exercises_is_refused(tmp_path: Path) -> None:
    text = (PACKAGE / "conditions" / "crps.toml").read_text(encoding="utf-8")
    write(tmp_path, "conditions/crps.toml", text.replace('sizes = ["large"]', 'sizes = ["complex"]', 1))
    error = mistake(tmp_path)
    assert error.where == "conditions/crps.toml: stages"
    assert "no exercise for the hand" in error.what


def test_a_claim_given_twice_is_refused(tmp_path: Path) -> None:
    text = (PACKAGE / "evidence" / "practice.toml").read_text(encoding="utf-8")
    write(tmp_path, "evidence/again.toml", text)
    assert "already there" in mistake(tmp_path).what


def test_a_stop_rule_on_a_question_not_asked_is_refused(tmp_path: Path) -> None:
    text = (PACKAGE / "session" / "limits.toml").read_text(encoding="utf-8")
    write(tmp_path, "session/limits.toml", text.replace('question = "pain"', 'question = "hunger"'))
    assert mistake(tmp_path).where == "session/limits.toml: stop.question"


def test_a_profile_that_excludes_an_unknown_one_is_refused(tmp_path: Path) -> None:
    text = (PACKAGE / "profiles" / "no_sound.toml").read_text(encoding="utf-8")
    write(tmp_path, "profiles/no_sound.toml", text.replace('"aphasia"', '"nobody"'))
    error = mistake(tmp_path)
    assert (error.where, "nobody" in error.what) == ("profiles/no_sound.toml: not_with.0", True)


def test_an_energy_rule_on_a_choice_that_is_not_offered_is_refused(tmp_path: Path) -> None:
    text = (PACKAGE / "questions" / "energy.toml").read_text(encoding="utf-8")
    write(tmp_path, "questions/energy.toml", text.replace('offer = "none"', 'offer = "never"'))
    error = mistake(tmp_path)
    assert (error.where, "never" in error.what) == ("questions/energy.toml: offer", True)


PROGRAMME = "programmes/graded_imagery.toml"


@pytest.mark.parametrize(
    ("name", "old", "new", "where", "said"),
    [
        (
            PROGRAMME,
            '["judgement"]',
            '["judgement", "judgement"]',
            f"{PROGRAMME}: stages.0",
            "something twice",
        ),
        (
            PROGRAMME,
            "at_least = 0.8",
            "at_least = 80",
            f"{PROGRAMME}: stages.0.gate.needs.0",
            "so it is never 80",
        ),
        (
            "questions/check_in.toml",
            'id = "distress"',
            'id = "pain"',
            "questions/check_in.toml: questions.1.id",
            "A question before it",
        ),
        (
            "comparisons/treatments.toml",
            'id = "tdcs"',
            'id = "tens"',
            "comparisons/treatments.toml: treatments",
            "the same id",
        ),
    ],
)
def test_what_would_fail_later_in_a_plan_or_on_a_page_is_refused(
    tmp_path: Path, name: str, old: str, new: str, where: str, said: str
) -> None:
    error = changed(tmp_path, name, old, new)
    assert (error.where, said in error.what) == (where, True), error


def test_an_exercise_that_a_condition_makes_too_fast_is_refused(tmp_path: Path) -> None:
    fist = (PACKAGE / "exercises" / "fist.toml").read_text(encoding="utf-8")
    tempo = next(line for line in fist.splitlines() if line.startswith("tempo"))
    write(tmp_path, "exercises/fist.toml", fist.replace(tempo, "tempo = 1"))
    error = changed(tmp_path, "conditions/crps.toml", "tempo_factor = 1.5", "tempo_factor = 0.5")
    assert error.where == "exercises/fist.toml: tempo"
    assert "it may last more than 0.5 s and at most 30 s" in error.what


def test_a_condition_without_an_exercise_for_one_of_its_limbs_is_refused(tmp_path: Path) -> None:
    foot = [one.id for one in load().exercises.values() if "foot" in one.limbs]
    listed = ", ".join(f'"{id}"' for id in foot)
    text = (PACKAGE / "conditions" / "crps.toml").read_text(encoding="utf-8")
    stages = text[text.index('[[stages]]\nid = "large"') : text.index("[[reviews]]")]
    write(
        tmp_path,
        "conditions/crps.toml",
        text.replace(stages, "").replace("[dose]", f"without = [{listed}]\n\n[dose]", 1),
    )
    error = mistake(tmp_path)
    assert (error.where, error.what) == ("conditions/crps.toml: limbs", "No exercise is left for the foot.")


def test_pain_that_is_not_asked_leaves_no_gate_on_it(tmp_path: Path) -> None:
    for name in ("questions/check_in.toml", "questions/check_out.toml", "session/limits.toml"):
        text = (PACKAGE / name).read_text(encoding="utf-8")
        write(tmp_path, name, text.replace('"pain"', '"hurt"'))
    assert mistake(tmp_path).where == "questions/check_in.toml: questions"


def test_two_different_rules_of_one_id_that_may_meet_in_a_plan_are_refused(tmp_path: Path) -> None:
    error = changed(tmp_path, PROGRAMME, '"graded_gate"', '"judgement_imagined"')
    assert "Another rule is called “judgement_imagined”, too" in error.what
    assert error.where.partition(":")[0] in (PROGRAMME, "steps/judgement.toml")


def test_a_posture_of_the_own_limb_of_which_no_picture_was_drawn_is_refused(tmp_path: Path) -> None:
    text = (PACKAGE / "steps" / "judgement.toml").read_text(encoding="utf-8")
    write(tmp_path, "steps/judgement.toml", text.replace('posture = "pinch"', 'posture = "wave"'))
    error = mistake(tmp_path)
    assert (error.where, "wave" in error.what) == ("steps/judgement.toml: own.hand.5", True)


def test_a_dose_above_the_maximum_of_its_source_needs_a_reason(tmp_path: Path) -> None:
    error = changed(tmp_path, "conditions/crps.toml", "minutes_high = 10", "minutes_high = 15")
    assert error.where == "conditions/crps.toml: dose"
    assert "above the 10 minutes of the source" in error.what
