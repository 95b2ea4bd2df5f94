"""Open questions for a discussion: the book's own, or, where it has none, such as fit every book."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from knowledge.book import Book, Prompt
from knowledge.books.prompts import prompt_key
from knowledge.books.text_files import rows
from knowledge.spoilers import START, Level

GENERAL = Path(__file__).with_name("general-prompts.txt")


def prompts(book: Book, level: Level) -> tuple[Prompt, ...]:
    """The prompts for who has finished `level`, those of earlier parts first; the last are of the level's own part.

    Where the book has none up to the level they are general: about no passage, and of the level itself.
    """
    own = tuple(prompt for prompt in book.prompts if book.level(prompt.part).rank <= level.rank)
    heading = "part" if level.rank else START
    return own or tuple(Prompt(text, level.id, "", prompt_key("", text)) for text in _general()[heading])


@lru_cache(maxsize=1)
def _general() -> dict[str, list[str]]:
    """The general prompts by heading: `start`, before anything is read, and `part`."""
    found: dict[str, list[str]] = {}
    for _, row in rows(GENERAL):
        if row.startswith("["):
            texts = found.setdefault(row.strip("[]"), [])
        else:
            texts.append(row)
    return found
