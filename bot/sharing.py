"""A server's notes on a book, as they go along with it to another server or to the same one again."""

from __future__ import annotations

from bot.store import Store
from knowledge.notes import sharing


async def export_notes(store: Store, server: int, book: str) -> str:
    """A server's notes on a book as the file that goes along with the book, "" for none: no member is named in it."""
    notes = await store.notes.of(server, book)
    return sharing.dump((note.text, note.part, note.topics) for note in notes) if notes else ""
