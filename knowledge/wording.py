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
        f"I'm Norfolk, and I answer questions about the plot of {book.title}; what could spoil it, I cover. "
        "Ask me who somebody is, what happened, or why; /help tells what else I can do."
    )


def warning(secrets: Iterable[Secret]) -> str:
    return f"Spoiler warning: this touches {in_words(secrets)}."


def withheld(secrets: Iterable[Secret], *, answered: bool) -> str:
    """Said of what is kept back; `answered` when something within the level was told before it."""
    what = "there is more to it, which" if answered else "the answer"
    return f"Spoiler warning: {what} touches {in_words(secrets)}, so I don't post it here."
