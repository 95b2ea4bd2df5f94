"""What is wrong with a question or a note is told in English by the core, and by the bot in every language."""

from __future__ import annotations

import pytest

from bot.failures import Failures, bad_question
from bot.features.review.words import refused
from bot.metrics import Metrics
from bot.shelf import BROKEN, GONE, NoSuchBook
from bot.translation import ENGLISH, LANGUAGES, speaking
from knowledge.notes.note import Bad as BadText
from knowledge.notes.note import BadNote
from knowledge.search.question import Bad, BadQuestion

OTHERS = sorted(LANGUAGES.keys() - {ENGLISH})


@pytest.mark.parametrize("kind", list(Bad))
def test_a_bad_question(kind: Bad) -> None:
    error = BadQuestion(kind, 501)
    assert bad_question(error) == str(error)
    for language in OTHERS:
        with speaking(language):
            assert bad_question(error) != str(error)
            assert ("501" in bad_question(error)) is ("501" in str(error))


@pytest.mark.parametrize("kind", list(BadText))
def test_a_bad_note(kind: BadText) -> None:
    error = BadNote(kind, 1_001, "U+200B", "notes.json is no file of notes")
    assert refused(error) == str(error)
    for language in OTHERS:
        with speaking(language):
            assert (refused(error) == str(error)) is (kind is BadText.FILE)


@pytest.mark.parametrize("text", [GONE, BROKEN])
@pytest.mark.parametrize("language", OTHERS)
def test_a_book_that_is_not_there(text: str, language: str) -> None:
    """It is raised in a thread that several members may wait for, so that it is put in words where it is shown."""
    with speaking(language):
        said = Failures(Metrics()).sentence(NoSuchBook(text), "a test")
    assert said not in (GONE, BROKEN)
    assert "`/book use`" in said
