"""Misspelt words become the book's, known ones stay."""

from __future__ import annotations

import pytest

from knowledge.books.examples import read_examples
from knowledge.books.reading import read_book
from knowledge.search.spelling import Speller, Vocabulary, vocabulary
from tests.knowledge.conftest import SALT_CLOCK

DICTIONARY = frozenset("who is tower town boar boats sailing the name captain hides".split())  # noqa: SIM905


@pytest.fixture(scope="module")
def speller() -> Speller:
    book = read_book(SALT_CLOCK)
    return Speller(vocabulary(book, read_examples(SALT_CLOCK, book), DICTIONARY), DICTIONARY)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("who is orel", "who is orrel"),
        ("who is Orrle", "who is orrel"),
        ("the towre", "the tower"),
        ("the town", "the town"),  # a word of its own
        ("who is \u043err\u0435l", "who is orrel"),  # Cyrillic о and е
        ("who is 0rrel", "who is orrel"),
        ("who is o.r.r.e.l", "who is orrel"),
        ("1989", "1989"),
        ("xyzzy", "xyzzy"),
    ],
)
def test_words_are_put_right(speller: Speller, typed: str, meant: str) -> None:
    assert speller.correct(typed) == meant


@pytest.mark.parametrize("typed", ["whos that", "she cant", "they wont"])
def test_what_lacks_an_apostrophe_is_no_other_word(typed: str) -> None:
    near = Vocabulary((), ("want", "went", "whom"), ())
    assert Speller(near, DICTIONARY).correct(typed) == typed


def test_a_name_loses_its_accents_with_the_text() -> None:
    named = Speller(Vocabulary(("hayd\u00e9e",), (), ()), DICTIONARY)
    for typed in ("who is haydee", "who is Haydee", "who is haydes", "who is hay.dee"):
        assert named.correct(typed).lower() == "who is haydee"  # which the index has


def test_a_vocabulary_outlives_saving() -> None:
    book = read_book(SALT_CLOCK)
    found = vocabulary(book, read_examples(SALT_CLOCK, book), DICTIONARY)
    assert Vocabulary.load(found.dump()) == found
