"""doubts.toml: what an import was unsure of, for people to look at; nothing that answers reads it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from knowledge.books.toml import read_toml

DOUBTS = "doubts.toml"


@dataclass(frozen=True)
class Doubt:
    """Why somebody should look at a passage; with "" for its id, at the book."""

    passage: str
    why: str


def read_doubts(folder: Path) -> list[Doubt]:
    """The doubts of a book's folder, none without the file; entries that say nothing are passed over.

    Raises BookError for a file that can't be read.
    """
    if not (folder / DOUBTS).is_file():
        return []
    entries = read_toml(folder / DOUBTS).get("doubt", [])
    tables = [entry for entry in entries if isinstance(entry, dict)] if isinstance(entries, list) else []
    return [Doubt(str(table.get("passage", "")), str(table["why"])) for table in tables if table.get("why")]
