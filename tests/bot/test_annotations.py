"""What is kept of servers' notes in memory."""

from __future__ import annotations

import asyncio
import gc
import weakref
from pathlib import Path

from bot.annotations import Annotations
from bot.store import ClubNote, Store
from knowledge.catalogue import Catalogue
from knowledge.notes.annotated import Annotated
from tests.bot.store.rows import execute

BOOK, NOTE = "never-let-me-go", ClubNote(0, "We meet on Thursdays in the reading room of the library.", "start", (), 7)


async def test_notes_are_embedded_once_and_go_with_the_book(library: Path, tmp_path: Path) -> None:
    store, catalogue = Store(tmp_path / "norfolk.db", BOOK), Catalogue(library)
    annotations = Annotations(store.notes)
    await store.open()
    try:
        for server in (1, 2):
            await store.notes.add(server, BOOK, [NOTE], 200)
        first, second = await asyncio.gather(*(annotations.of(catalogue.open(BOOK), 1) for _ in range(2)))
        assert isinstance(first, Annotated)
        assert first is second
        kept = weakref.ref(first)
        del first, second
        catalogue.close(BOOK)
        gc.collect()
        assert isinstance(await annotations.of(catalogue.open(BOOK), 2), Annotated)
        gc.collect()
        assert kept() is None
    finally:
        await store.close()


async def test_notes_that_cannot_be_read_leave_the_book_open(library: Path, tmp_path: Path) -> None:
    """Neither when nothing is known of them, nor when no more is known than that there are some."""
    database = f"sqlite+aiosqlite:///{tmp_path / 'norfolk.db'}"
    store, catalogue = Store(database, BOOK), Catalogue(library)
    annotations = Annotations(store.notes)
    await store.open()
    try:
        await store.notes.add(1, BOOK, [NOTE], 200)
        assert isinstance(await annotations.of(catalogue.open(BOOK), 1), Annotated)
        catalogue.close(BOOK)
        book = catalogue.open(BOOK)  # anew, so that its notes have to be read again
        await execute(database, "DROP TABLE club_notes")
        for server in (1, 2):
            assert await annotations.of(book, server) is book
    finally:
        await store.close()
