"""A book of nothing but passages, such as other people's summaries are."""

from __future__ import annotations

from collections.abc import Sequence

from knowledge.book import Book, Passage
from knowledge.spoilers import START, Level, Secret

WHOLE = Level(1, "whole", "the whole book")


def bare_book(slug: str, title: str, passages: Sequence[str]) -> Book:
    """Passages without parts, topics or characters; each reveals the whole book, since nobody said where it belongs."""
    secret = Secret(WHOLE.rank, False, WHOLE.id, WHOLE.name)
    return Book(
        slug=slug,
        title=title,
        author="",
        default_level=WHOLE,
        levels=(Level(0, START, "the start"), WHOLE),
        topics=(),
        characters=(),
        passages=tuple(
            Passage(str(number), "", text, WHOLE.id, (secret,), (), f"{number:08x}")
            for number, text in enumerate(passages)
        ),
    )
