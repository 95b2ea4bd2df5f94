"""Books for the tests of the retelling: the shipped ones, and each as if it ended where a level does."""

from __future__ import annotations

from dataclasses import replace

from knowledge.book import Book
from knowledge.books.reading import LIBRARY, read_book
from knowledge.spoilers import Level, touches

SHIPPED = [read_book(file.parent) for file in sorted(LIBRARY.glob("*/book.toml"))]
EVERYWHERE = [(book, level) for book in SHIPPED for level in book.levels]
NAMES = [f"{book.slug}-{level.id}" for book, level in EVERYWHERE]


def unread(book: Book, level: Level) -> Book:
    """The book without anything that is past the level, but for the names of its parts and topics."""

    def known(part: str) -> bool:
        return book.level(part).rank <= level.rank

    return replace(
        book,
        characters=tuple(character for character in book.characters if known(character.part)),
        passages=tuple(passage for passage in book.passages if not touches([passage], level)),
        ties=tuple(tie for tie in book.ties if known(tie.part)),
        prompts=tuple(prompt for prompt in book.prompts if known(prompt.part)),
    )
