"""Who is tied to whom, as far as one has read."""

from __future__ import annotations

from itertools import combinations

from knowledge.book import Book, Tie
from knowledge.retelling.known import cast, present, within
from knowledge.spoilers import Level


def ties(book: Book, level: Level) -> tuple[Tie, ...]:
    """The ties known at the level, those of earlier parts first.

    They come from the book's data; where it has none, they are without a label and between those whom one passage of
    the story is about, from the first such passage on.
    """
    ranks = {one.id: one.rank for one in book.levels}
    names = {character.id for character in cast(book, level)}
    found = book.ties or _from_passages(book, level)
    known = (tie for tie in found if ranks[tie.part] <= level.rank and {tie.one, tie.other} <= names)
    return tuple(sorted(known, key=lambda tie: ranks[tie.part]))


def _from_passages(book: Book, level: Level) -> list[Tie]:
    order = {character.id: place for place, character in enumerate(cast(book, level))}
    found: dict[tuple[str, str], Tie] = {}
    for passage in within(book, level):
        together = sorted(present(book, passage) & set(order), key=order.__getitem__)
        if passage.secrets:  # those of the start are about the book
            for pair in combinations(together, 2):
                found.setdefault(pair, Tie(*pair, "", passage.part))
    return list(found.values())
