"""The lessons as delivered, and what a mistake in one is answered with."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from mirra.catalogue.load import load
from mirra.catalogue.models.lessons import FEW_WORDS
from mirra.catalogue.wording import sentences, words
from mirra.errors import CatalogueError
from tests.catalogue.test_load import PACKAGE

FILE = "lessons/when_to_stop.toml"
BUILT_IN = (PACKAGE / FILE).read_text(encoding="utf-8")
STORY = BUILT_IN.replace('id = "when_to_stop"', 'id = "a_story"', 1).replace(
    'kind = "when_to_stop"', 'kind = "story"\ntold_by = "R., 54"\nagreed = "in writing, May 2026"'
)


def own(folder: Path, text: str, name: str = FILE) -> Path:
    (folder / "lessons").mkdir(exist_ok=True)
    (folder / name).write_text(text, encoding="utf-8")
    return folder


def test_no_story_is_delivered_and_every_other_kind_is() -> None:
    assert {one.kind for one in load().lessons.values()} == {"why", "set_up", "normal", "when_to_stop"}


def test_conditions_without_graded_evidence_say_so_on_the_first_page() -> None:
    catalogue = load()
    for condition in catalogue.conditions.values():
        why = [
            one for one in catalogue.lessons.values() if one.kind == "why" and condition.id in one.conditions
        ]
        assert len(why) == 1
        plainly = "Nobody has tested this well" in why[0].pages[0].text
        assert plainly == (condition.evidence == "no graded evidence"), condition.id


def test_the_variant_for_aphasia_is_never_longer() -> None:
    for lesson in load().lessons.values():
        for page in lesson.pages:
            assert max(map(words, sentences(page.aphasia))) <= min(
                FEW_WORDS, max(map(words, sentences(page.text)))
            )


def test_no_lesson_promises_an_effect() -> None:
    promises = re.compile(r"\b(cures?|heals?|will (help|improve)|guarantee\w*|proven)\b", re.IGNORECASE)
    for lesson in load().lessons.values():
        said = [page.text for page in lesson.pages] + [page.aphasia for page in lesson.pages]
        assert not [text for text in said if promises.search(text)]


def without_questions() -> str:
    return BUILT_IN[: BUILT_IN.index("[[questions]]")]


@pytest.mark.parametrize(
    ("text", "where", "what"),
    [
        (without_questions(), "questions", "missing"),
        (BUILT_IN.replace('claim = "P04"', 'claim = "P99"', 1), "pages.0.claim", "P99"),
        (
            BUILT_IN.replace('right = "stop"', 'right = "run"', 1),
            "questions.0",
            "right must be one of the options",
        ),
        (BUILT_IN.replace('claim = "P04"\n', "", 1), "pages.0", "must name its claim"),
        (BUILT_IN.replace("aphasia = ", "aphasic = ", 1), "pages.0.aphasic", "no such field"),
        (
            BUILT_IN.replace("Look until it settles.", "Look at it until all of it settles.", 1),
            "pages.1.aphasia",
            "8 words",
        ),
        (
            BUILT_IN.replace("Keep looking until it settles.", "Look. Wait. Go on.", 1),
            "pages.1.text",
            "2 sentences",
        ),
        (BUILT_IN.replace("Keep looking until", "Hold your breath until", 1), "pages.1.text", "breath"),
        (BUILT_IN.replace("place = 5", 'place = 5\nconditions = ["gout"]', 1), "conditions.0", "gout"),
        (BUILT_IN.replace('kind = "when_to_stop"', 'kind = "why"', 1), FILE, "must name its claim"),
        (BUILT_IN.replace('kind = "when_to_stop"', 'kind = "story"', 1), FILE, "told_by and agreed"),
        (BUILT_IN.replace("place = 5", 'place = 5\ntold_by = "R."', 1), FILE, "told_by and agreed"),
    ],
)
def test_a_mistake_is_named_by_file_and_field(tmp_path: Path, text: str, where: str, what: str) -> None:
    assert text != BUILT_IN, "the test changes nothing"
    with pytest.raises(CatalogueError) as caught:
        load(own(tmp_path, text))
    told = str(caught.value)
    assert FILE in told
    assert where in told
    assert what.lower() in told.lower()


def test_a_story_of_somebody_who_agreed_can_be_added(tmp_path: Path) -> None:
    story = load(own(tmp_path, STORY, "lessons/a_story.toml")).lessons["a_story"]
    assert (story.kind, story.told_by, story.agreed) == ("story", "R., 54", "in writing, May 2026")


def test_a_translation_of_the_variant_for_aphasia_is_as_short(tmp_path: Path) -> None:
    german = (PACKAGE / "languages" / "de.toml").read_text(encoding="utf-8")
    (tmp_path / "languages").mkdir()
    long = german.replace('"Look until it settles." = "', '"Look until it settles." = "Nun also ', 1)
    (tmp_path / "languages" / "de.toml").write_text(long, encoding="utf-8")
    with pytest.raises(CatalogueError, match="at most 6"):
        load(tmp_path)


def test_the_right_answer_does_not_always_stand_in_the_same_place() -> None:
    asked = [question for lesson in load().lessons.values() for question in lesson.questions]
    first = sum(question.options[0].id == question.right for question in asked)
    assert 1 / 3 <= first / len(asked) <= 2 / 3
