"""What people who practise read can be read by somebody with eight years of school."""

from __future__ import annotations

import pytest

from tests.reading import HARDEST, grade, grades


@pytest.mark.parametrize("language", ["en", "de"])
def test_no_text_for_people_is_harder_than_the_eighth_grade(language: str) -> None:
    found = grades(language)
    assert len(found) > 30, "too few texts were found to speak of all"
    assert {name: hard for name, hard in found.items() if hard > HARDEST} == {}


def test_the_measure_tells_a_hard_text_from_a_plain_one() -> None:
    plain = "Look at the picture. Move your hand slowly. Stop when it hurts."
    hard = (
        "Visualisation of contralateral extremities facilitates reorganisation of representational cortical"
        " territories notwithstanding considerable methodological heterogeneity."
    )
    assert grade(plain, "en") < 3 < HARDEST < 12 < grade(hard, "en")
    hart = (
        "Die Wahrnehmung gespiegelter Gliedmaßenbewegungen begünstigt Umgestaltungsvorgänge der körperlichen"
        " Darstellungsbereiche ungeachtet beträchtlicher Verschiedenartigkeiten der Untersuchungsanordnungen."
    )
    assert (
        grade("Schauen Sie auf das Bild. Bewegen Sie die Hand.", "de") < 4 < HARDEST < 12 < grade(hart, "de")
    )
