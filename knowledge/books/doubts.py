"""doubts.toml: what an import was unsure of, for people to look at; nothing that answers reads it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from knowledge.book import Book
from knowledge.books.toml import read_toml

DOUBTS = "doubts.toml"
AUTHOR, PARTS = "author", "parts"


@dataclass(frozen=True)
class Doubt:
    """Why somebody should look at a passage; with "" for its id, at the book: then `about` says at what of it:
    AUTHOR, PARTS or an `about_topic`; "" where that isn't known."""

    passage: str
    why: str
    about: str = ""


def about_topic(id: str) -> str:
    return f"topic {id}"


def settled(doubt: Doubt, before: Book, after: Book) -> bool:
    """Whether a change of the book is an answer to the doubt: what it is about is another now, or gone."""
    return _told(before, doubt.about) != _told(after, doubt.about)


def _told(book: Book, about: str) -> object:
    if about == AUTHOR:
        return book.author
    if about == PARTS:
        return book.levels
    return next((topic.name for topic in book.topics if about == about_topic(topic.id)), None)


def read_doubts(folder: Path) -> list[Doubt]:
    """The doubts of a book's folder, none without the file; entries that say nothing are passed over.

    Raises BookError for a file that can't be read.
    """
    if not (folder / DOUBTS).is_file():
        return []
    entries = read_toml(folder / DOUBTS).get("doubt", [])
    tables = [entry for entry in entries if isinstance(entry, dict)] if isinstance(entries, list) else []
    return [
        Doubt(str(table.get("passage", "")), str(table["why"]), str(table.get("about", "")))
        for table in tables
        if table.get("why")
    ]
