"""What a shelf keeps beside the books themselves."""

from __future__ import annotations

import asyncio
import gc
import weakref
from pathlib import Path

from bot.annotations import Annotations
from bot.shelf import Shelf
from bot.store import Store
from knowledge.catalogue import Catalogue

BOOK = "never-let-me-go"


async def test_a_book_that_is_let_go_takes_its_questions_along(library: Path, tmp_path: Path) -> None:
    store, catalogue = Store(tmp_path / "norfolk.db", BOOK), Catalogue(library)
    shelf = Shelf(catalogue, store.books, BOOK, tmp_path / "books", Annotations(store.notes))
    found = await shelf.own_questions(BOOK, None)
    assert found
    assert await shelf.own_questions(BOOK, None) is found
    kept = weakref.ref(catalogue.open(BOOK).book)
    catalogue.close(BOOK)
    await asyncio.sleep(0)  # the task that opened it ends
    gc.collect()
    assert kept() is None
