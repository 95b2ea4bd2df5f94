"""What a reader who finished a level knows of a book: its passages, its characters, and who is in a passage."""

from __future__ import annotations

from knowledge.book import Book, Character, Passage
from knowledge.books.names import find_name
from knowledge.search.names import named
from knowledge.spoilers import Level, touches


def within(book: Book, level: Level) -> tuple[Passage, ...]:
    """The passages that reveal nothing past the level, in book order."""
    return tuple(passage for passage in book.passages if not touches([passage], level))


def cast(book: Book, level: Level) -> tuple[Character, ...]:
    """The characters whose names are known at the level, in the book's order; its author isn't one of them."""
    known = (character for character in book.characters if book.level(character.part).rank <= level.rank)
    return tuple(character for character in known if character.name != book.author)


def present(book: Book, passage: Passage) -> frozenset[str]:
    """The ids of those whom a passage is about; where the book doesn't say, of those whom it names."""
    return frozenset(passage.characters or (character.id for character in named(passage.text, book)))


def names_later(book: Book, text: str, level: Level) -> bool:
    """Whether a text has a name in it that only a part past the level reveals, be it a common word."""
    later = (character for character in book.characters if book.level(character.part).rank > level.rank)
    return any(find_name(text, character.names) for character in later)
