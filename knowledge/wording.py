"""What Norfolk says besides the passages. Every sentence here is the same whatever a book hides."""

from __future__ import annotations

from collections.abc import Iterable

from knowledge.book import Book
from knowledge.spoilers import Secret, in_words


def unknown(book: Book) -> str:
    """Said when nothing is known, and under `silent` also when something is: the two must not differ."""
    return f"I don't know that one: my summary of {book.title} doesn't tell."


def small_talk(book: Book) -> str:
    return (
        f"I'm Norfolk, and I answer plot questions about {book.title} without spoiling it. "
        "Ask me who somebody is, what happened, or why."
    )


def warning(secrets: Iterable[Secret]) -> str:
    return f"Spoiler warning: this touches {in_words(secrets)}."


def withheld(secrets: Iterable[Secret]) -> str:
    return f"Spoiler warning: the answer touches {in_words(secrets)}, so I don't post it here."
