"""What a reviewer's changes make of a book."""

from __future__ import annotations

from dataclasses import replace

import pytest

from knowledge.book import Book
from knowledge.books import editing
from knowledge.books.reading import LIBRARY, read_book


def test_told_in_the_same_words_nothing_changes() -> None:
    book = read_book(LIBRARY / "never-let-me-go")
    for passage in book.passages:
        assert editing.retell(book, passage.id, passage.title, passage.text).by_id[passage.id] == passage
        retitled = editing.retell(book, passage.id, "Another title", passage.text).by_id[passage.id]
        assert retitled.characters == passage.characters


@pytest.mark.parametrize(
    ("text", "characters"),
    [
        ("Captain Orrel pays Ines.", ("orrel", "ines")),
        ("Ines is paid by Captain Orrel, and Bram sees it.", ("orrel", "ines", "bram")),
        ("Captain Orrel pays for it.", ("orrel",)),
        ("Bram is paid.", ("bram",)),
        ("Somebody is paid.", ()),
    ],
)
def test_whom_a_passage_is_about_follows_its_text(salt_clock: Book, text: str, characters: tuple[str, ...]) -> None:
    assert editing.retell(salt_clock, "bribe", "", text).by_id["bribe"].characters == characters


def test_who_was_listed_by_hand_stays_and_who_was_left_out_stays_out(salt_clock: Book) -> None:
    by_hand = listing(salt_clock, "bribe", "bram", "orrel")
    told = editing.retell(by_hand, "bribe", "", "Captain Orrel pays Ines, who takes it.")
    assert told.by_id["bribe"].characters == ("bram", "orrel")


def test_who_may_still_be_meant_stays(salt_clock: Book) -> None:
    told = editing.retell(salt_clock, "wreck", "", "Misled by the slow clock, the captain drowns.")
    assert told.by_id["wreck"].characters == ("orrel",)


def test_a_passage_that_lists_nobody_lists_whom_its_new_text_names(salt_clock: Book) -> None:
    told = editing.retell(listing(salt_clock, "storm"), "storm", "", "In the storm Bram rows Ines and Orrel ashore.")
    assert told.by_id["storm"].characters == ("ines", "bram", "orrel")


def listing(book: Book, id: str, *characters: str) -> Book:
    """The book in which that passage is about them."""
    return replace(
        book, passages=tuple(replace(one, characters=characters) if one.id == id else one for one in book.passages)
    )
