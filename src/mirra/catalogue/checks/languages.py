"""Whether a language says what the catalogue says, in sentences as short."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from mirra.catalogue.catalogue import Catalogue
from mirra.catalogue.language import Language
from mirra.catalogue.models.lessons import FEW_WORDS
from mirra.catalogue.texts import texts
from mirra.catalogue.wording import SENTENCE_WORDS, sentences, words
from mirra.errors import CatalogueError


def check_languages(catalogue: Catalogue, may_be_unused: frozenset[str]) -> None:
    """Raises ``CatalogueError`` for a text that no file has, or a sentence that is too long."""
    english, few = texts(catalogue), set(_few(catalogue))
    for language in catalogue.languages.values():
        _check_language(language, english, few, strict=language.language not in may_be_unused)


def _check_language(
    language: Language, english: Mapping[str, str], few: Collection[str], strict: bool
) -> None:
    """Every text translates one of the catalogue, with its placeholders, in sentences as short as the English ones."""
    file = f"languages/{language.language}.toml"
    for text, reason in language.mistakes():
        raise CatalogueError(f"This cannot be said: {reason}.", where=f"{file}: texts.“{text}”")
    for text, said in language.texts.items():
        most = FEW_WORDS if text in few else SENTENCE_WORDS
        where = f"{file}: texts.“{text}”"
        if strict and text not in english:
            todo = "Copy the English text exactly, or leave this one out."
            raise CatalogueError("The catalogue has no such English text.", where=where, todo=todo)
        for sentence in (spoken for filled in language.fillings(said) for spoken in sentences(filled)):
            if words(sentence) > most:
                what = f"“{sentence}” has {words(sentence)} words; at most {most} a sentence."
                raise CatalogueError(what, where=where)


def _few(catalogue: Catalogue) -> Iterator[str]:
    """The English texts that are said to people with aphasia alone, and are shorter in every language."""
    for lesson in catalogue.lessons.values():
        yield from (page.aphasia for page in lesson.pages)
    yield catalogue.diary.few
    yield from (question.few for question in catalogue.diary.questions)
