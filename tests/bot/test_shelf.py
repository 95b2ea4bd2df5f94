"""What a shelf keeps beside the books themselves."""

from __future__ import annotations

import asyncio
import gc
import io
import weakref
import zipfile
from pathlib import Path

from bot.annotations import Annotations
from bot.shelf import Shelf, pack_own, unpack_own
from bot.store import Store
from knowledge.catalogue import Catalogue
from tests.knowledge.conftest import SALT_CLOCK

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


def test_a_clubs_book_is_kept_compressed_and_one_kept_otherwise_is_read_too(tmp_path: Path) -> None:
    files = {path.relative_to(SALT_CLOCK): path.read_bytes() for path in SALT_CLOCK.rglob("*") if path.is_file()}
    packed = pack_own(SALT_CLOCK)
    assert len(packed) < sum(map(len, files.values()))
    stored = io.BytesIO()  # as they were kept once
    with zipfile.ZipFile(stored, "w") as file:
        for path, content in files.items():
            file.writestr(zipfile.ZipInfo(path.as_posix()), content)
    for name, source in (("now", packed), ("once", stored.getvalue())):
        unpack_own(source, tmp_path / name)
        assert pack_own(tmp_path / name) == packed
