"""Which passages members found to be the wrong answer."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from bot.store import Tally
from knowledge.book import Book, Passage


@dataclass(frozen=True)
class Doubted:
    """A passage, and how many votes found an answer that told it wrong and right."""

    passage: Passage
    wrong: int
    right: int


def doubted(tallies: Iterable[Tally], book: Book) -> list[Doubted]:
    """The passages that were found wrong, most often first. Those that the book no longer has are left out."""
    wrong, right = Counter[str](), Counter[str]()
    for tally in tallies:
        for key in tally.passages:
            wrong[key] += tally.wrong
            right[key] += tally.right
    found = [Doubted(book.by_key[key], wrong[key], right[key]) for key in wrong if wrong[key] and key in book.by_key]
    return sorted(found, key=lambda one: (-one.wrong, one.right, one.passage.key))
