"""Files that contradict one another are refused by name."""

from __future__ import annotations

from pathlib import Path

from tests.catalogue.test_load import PACKAGE, mistake, write


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
