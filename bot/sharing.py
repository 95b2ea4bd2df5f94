"""A server's notes on a book, as they go along with it to another server or to the same one again."""

from __future__ import annotations

from collections.abc import Iterable

from bot.store import ClubNote, Store
from knowledge.book import Book
from knowledge.notes import sharing
from knowledge.notes.note import MOST


async def export_notes(store: Store, server: int, book: str) -> str:
    """A server's notes on a book as the file that goes along with the book, "" for none: no member is named in it."""
    notes = await store.notes.of(server, book)
    return sharing.dump((note.text, note.part, note.topics) for note in notes) if notes else ""


async def import_notes(store: Store, server: int, member: int, book: Book, shared: Iterable[sharing.Shared]) -> int:
    """Add such notes, as the member's, but for those that are there; how many. Raises TooManyNotes, and adds none."""
    there = {note.text for note in await store.notes.of(server, book.slug)}
    found = [ClubNote(0, *one, by=member) for one in shared if one[0] not in there]
    await store.notes.add(server, book.slug, found, MOST)
    if found:
        await store.history.note(server, server, member, "club notes", "", f"{len(found)} imported on {book.title}")
    return len(found)
