"""What is said around a recap."""

from __future__ import annotations

from bot.texts import level_name
from knowledge.book import Book
from knowledge.spoilers import Level

BACK, ON = "Page before", "Next page"
GONE = "That book isn't here any more, so I can't turn the page. Please use `/recap` again."


def head(book: Book, level: Level, since: Level | None) -> str:
    """Which story, from where to where."""
    up_to = f"up to {level_name(level, book)}"
    return f"**The story so far** · *{book.title}*, " + (f"after {since.name}, {up_to}" if since else up_to)


def foot(page: int, pages: int, short: bool) -> str:
    length = "in short; `length: full` tells more" if short else "in full"
    return f"-# Page {page + 1} of {pages} · {length}"


def nothing(book: Book, level: Level, since: Level | None) -> str:
    """When there is nothing to tell, which says no more than how far has been read."""
    if since is not None:
        return f"Nothing of *{book.title}* has been read here since {since.name}."
    where = "at the start" if level.rank == 0 else f"at {level.name}"
    return f"We are {where} of *{book.title}*: there is no story to tell yet. `/progress set` notes how far you are."
