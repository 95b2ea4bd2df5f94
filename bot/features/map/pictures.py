"""Maps that were drawn, kept in memory for as long as the book is the same."""

from __future__ import annotations

import asyncio
from collections import OrderedDict

from knowledge.book import Book
from knowledge.retelling.map import draw
from knowledge.spoilers import Level

_KEPT = 64  # pictures, of some 60 kB each


class Pictures:
    """Draws each map once, off the event loop, however many ask for it at the same time."""

    def __init__(self) -> None:
        self._kept: OrderedDict[tuple[str, str], tuple[Book, asyncio.Task[bytes]]] = OrderedDict()

    async def of(self, book: Book, level: Level) -> bytes:
        """The PNG of a book's map at a level."""
        key = (book.slug, level.id)
        kept = self._kept.get(key)
        if kept is None or kept[0] is not book or _failed(kept[1]):
            kept = self._kept[key] = (book, asyncio.create_task(asyncio.to_thread(draw, book, level)))
            while len(self._kept) > _KEPT:
                self._kept.popitem(last=False)
        self._kept.move_to_end(key)
        return await asyncio.shield(kept[1])


def _failed(task: asyncio.Task[bytes]) -> bool:
    return task.done() and (task.cancelled() or task.exception() is not None)
