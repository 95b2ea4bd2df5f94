from __future__ import annotations

import pytest

from knowledge.book import Book
from knowledge.librarian import Librarian
from knowledge.names import Speller, named
from knowledge.spoilers import Policy

DICTIONARY = ["what", "does", "made", "storm", "stormy", "tower", "keeps", "card", "bran", "clock", "reeds"]


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("who is Ines", ["ines"]),
        ("INEZ or bram?", ["ines", "bram"]),
        ("bram's boat, then ines's clock", ["bram", "ines"]),
        ("does the captain drown", ["orrel"]),
        ("is Maud\u2019s office there", ["maud"]),
        ("what is brambling", []),
        ("", []),
    ],
)
def test_who_is_named_in_order(salt_clock: Book, text: str, ids: list[str]) -> None:
    assert [character.id for character in named(text, salt_clock)] == ids


@pytest.mark.parametrize(
    ("text", "corrected"),
    [
        ("who is Orel", "who is orrel"),  # a name, a letter short
        ("why does inse lie", "why does ines lie"),  # two swapped
        ("the mainlnad", "the mainland"),  # a word of the passages
        ("the ferrymaan's som", "the ferryman's som"),  # too short to be mended
        ("the stromy sea", "the stromy sea"),  # the book has no such word, the dictionary isn't offered
        ("a bran tower", "a bran tower"),  # a word of its own, near a name as it is
        ("Ines, Bram & MAUD", "Ines, Bram & MAUD"),
        ("the ferries", "the ferries"),  # a form of a known word
        ("wyh?! x2", "wyh?! x2"),
        ("", ""),
    ],
)
def test_misspelt_words_become_the_books(salt_clock: Book, text: str, corrected: str) -> None:
    assert Speller(salt_clock, DICTIONARY).correct(text) == corrected


def test_correcting_is_done_once(salt_clock: Book) -> None:
    speller = Speller(salt_clock, DICTIONARY)
    once = speller.correct("wher does Inex keap the clok and the torwer")
    assert speller.correct(once) == once


@pytest.mark.parametrize(("misspelt", "right"), [("cathy", "kathy"), ("tomy", "tommy"), ("hailshem", "hailsham")])
def test_members_spell_as_they_like(librarian: Librarian, misspelt: str, right: str) -> None:
    level = librarian.book.level("part-three")
    asked = [librarian.ask(f"who or what is {name}", level, Policy.WARN) for name in (misspelt, right)]
    assert asked[0].passages[0].passage == asked[1].passages[0].passage
