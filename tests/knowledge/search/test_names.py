"""Who is named, and who only shares a name."""

from __future__ import annotations

from dataclasses import replace

import pytest

from knowledge.book import Book, Character
from knowledge.search.lexicon import lexicon
from knowledge.search.names import name_words, named, renamed, strangers

ORDINARY = frozenset("die doing like after say get".split())  # noqa: SIM905


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("who is Ines", ["ines"]),
        ("does captain orrel drown", ["orrel"]),
        ("Bram and ines", ["bram", "ines"]),
        ("Bram's boat", ["bram"]),
        ("the brambles", []),
        ("inesculpable", []),
    ],
)
def test_characters_are_found_by_all_their_names(salt_clock: Book, text: str, ids: list[str]) -> None:
    assert [character.id for character in named(text, salt_clock)] == ids


def test_a_name_in_a_longer_one_is_that_ones(salt_clock: Book) -> None:
    wife = Character("wife", "Mrs. Bram", ("Ines Bram",), "part-two")
    book = replace(salt_clock, characters=(*salt_clock.characters, wife))
    for text, ids in (
        ("who is mrs. bram", ["wife"]),
        ("Mrs. Bram and Bram", ["wife", "bram"]),
        ("Ines Bram, once Ines", ["wife", "ines"]),
        ("Bram", ["bram"]),
    ):
        assert [character.id for character in named(text, book)] == ids


@pytest.mark.parametrize(
    ("name", "text", "language", "found"),
    [
        ("Zo\u00eb", "who is zoe", "en", True),
        ("Zo\u00eb", "She meets Zo\u00eb.", "en", True),
        ("O\u2019Hara", "who is o'hara", "en", True),
        ("B\u00e4r", "wer ist B\u00e4r", "de", True),
        ("B\u00e4r", "wer steht in der Bar", "de", False),  # accents tell words apart in German
        ("\u30ac\u30e9", "\u304b\u3089\u30ab\u30e9\u306f", "ja", False),
    ],
)
def test_a_name_is_found_as_questions_are_folded(
    salt_clock: Book, name: str, text: str, language: str, found: bool
) -> None:
    book = replace(salt_clock, characters=(Character("one", name, (), "start"),), language=language)
    assert bool(named(lexicon(language).fold(text), book)) is found


def test_a_name_is_replaced(salt_clock: Book) -> None:
    bram = next(character for character in salt_clock.characters if character.id == "bram")
    assert renamed("what is Bram's boat, bram?", bram, "Ines") == "what is Ines's boat, Ines?"


def test_the_words_of_names(salt_clock: Book) -> None:
    assert {"ines", "bram", "orrel"} <= name_words(salt_clock)
    assert "the" not in name_words(salt_clock)
    zoe = replace(salt_clock, characters=(Character("zoe", "Zo\u00eb", (), "start"),))
    assert "zoe" in name_words(zoe)


@pytest.mark.parametrize(
    ("text", "longer"),
    [
        ("who is Bram Stoker", True),
        ("what did ines sastre wear", True),
        ("who is Bram", False),
        ("does Bram die", False),
        ("what is Bram like after the storm", False),
        ("who is captain orrel", False),
    ],
)
def test_a_longer_name_is_a_strangers(salt_clock: Book, text: str, longer: bool) -> None:
    assert strangers(text, name_words(salt_clock), ORDINARY) is longer
