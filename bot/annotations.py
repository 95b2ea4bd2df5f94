"""Books together with the notes of the servers that read them; a server's notes are never found in another."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Sequence
from weakref import WeakValueDictionary, ref

from sqlalchemy.exc import SQLAlchemyError

from bot.store import ClubNote, LastKnown, Notes, StoreError
from knowledge.book import Book
from knowledge.book import Note as Found
from knowledge.librarian import Librarian
from knowledge.notes.annotated import Annotated
from knowledge.notes.note import note_of

MEMORY = 64_000_000  # bytes that all notes may take together in memory; those unused for longest go

_Key = tuple[int, str]


class Annotations:
    """Embeds notes when they are first needed and when they have changed, in a thread, and keeps them in memory."""

    def __init__(self, notes: Notes, memory: int = MEMORY) -> None:
        self._notes, self._memory = notes, memory
        self._stamps: LastKnown[tuple[int, str]] = LastKnown(notes.news)
        self._kept: OrderedDict[_Key, tuple[str, ref[Librarian], Annotated]] = OrderedDict()
        self._turns: WeakValueDictionary[_Key, asyncio.Lock] = WeakValueDictionary()

    async def of(self, librarian: Librarian, server: int) -> Librarian:
        """The librarian of a book with a server's notes at hand; the same one when the server has none, and while they
        can't be read: the book's own passages are told all the same."""
        try:
            return await self._with_notes(librarian, server)
        except (SQLAlchemyError, StoreError):
            return librarian

    async def _with_notes(self, librarian: Librarian, server: int) -> Librarian:
        key = (server, librarian.book.slug)
        count, stamp = await self._stamps.read(key, lambda: self._notes.stamp(*key))
        if not count:
            self._kept.pop(key, None)
            return librarian
        if found := self._known(key, stamp, librarian):
            return found
        async with self._turns.setdefault(key, asyncio.Lock()):
            if found := self._known(key, stamp, librarian):  # by whoever came before
                return found
            notes = await self._notes.of(*key)
            if not notes:
                return librarian
            found = await asyncio.to_thread(Annotated, librarian, notes_of(librarian.book, notes))
            self._keep(key, stamp, librarian, found)
            return found

    def _known(self, key: _Key, stamp: str, librarian: Librarian) -> Annotated | None:
        """What was made of the same notes and the same edition of the book."""
        kept = self._kept.get(key)
        if kept is None or kept[0] != stamp or kept[1]() is not librarian:
            return None
        self._kept.move_to_end(key)
        return kept[2]

    def _keep(self, key: _Key, stamp: str, librarian: Librarian, found: Annotated) -> None:
        for other in [other for other, kept in self._kept.items() if kept[1]() is None]:
            del self._kept[other]  # it would keep a book in memory that the catalogue has let go
        self._kept[key] = (stamp, ref(librarian), found)
        self._kept.move_to_end(key)
        while len(self._kept) > 1 and sum(kept[2].size for kept in self._kept.values()) > self._memory:
            self._kept.popitem(last=False)


def notes_of(book: Book, notes: Sequence[ClubNote]) -> list[Found]:
    """Notes as they are found, with what they reveal in the book as it is now."""
    return [note_of(book, note.id, note.text, note.part, note.topics, note.by) for note in notes]
