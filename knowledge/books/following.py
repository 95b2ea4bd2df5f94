"""Ties and prompts after a change of the book: each is known no earlier than what it speaks of."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from knowledge.book import Book, Character
from knowledge.books.names import find_name


def follow(book: Book) -> Book:
    """The book with its ties and prompts in the earliest part from their own on in which they give nothing away.

    A prompt about a passage that is gone is about none.
    """
    ranks = {level.id: level.rank for level in book.levels}
    known = {one.id: one.part for one in book.characters}

    def latest(text: str, parts: Iterable[str]) -> str:
        named = (one.part for one in book.characters if surely_names(text, one))
        return max([*parts, *named], key=ranks.__getitem__)

    ties = [replace(tie, part=latest(tie.label, [tie.part, known[tie.one], known[tie.other]])) for tie in book.ties]
    prompts = []
    for prompt in book.prompts:
        about = book.by_id.get(prompt.passage)
        part = latest(prompt.text, [prompt.part, *([about.part] if about else [])])
        prompts.append(replace(prompt, part=part, passage=about.id if about else ""))
    prompts.sort(key=lambda prompt: ranks[prompt.part])  # as they are read
    return replace(book, ties=tuple(ties), prompts=tuple(prompts))


def surely_names(text: str, character: Character) -> bool:
    """Whether a text names somebody, and not by what may be an ordinary word there."""
    found = find_name(text, character.names)
    return found is not None and not found.common
