"""Who of a book is named in a text: names, aliases, and near misses of their spelling."""

from __future__ import annotations

import re

from knowledge.book import Book, Character


def named(text: str, book: Book) -> tuple[Character, ...]:
    """The characters named in the text, in the order of their first mention."""
    found = {}
    for character in book.characters:
        for name in character.names:
            if match := re.search(rf"\b{re.escape(name)}\b", text, re.IGNORECASE):
                found[character] = min(found.get(character, len(text)), match.start())
    return tuple(sorted(found, key=found.__getitem__))
