"""A backup of either database goes back into either, and overwrites nothing unless told."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from bot.store import Setting, Store, StoreError
from bot.store.backup import backup, restore
from tests.bot.store.rows import execute
from tests.bot.store.test_migrations import FIRST
from tests.postgres import Server


async def filled(store: Store) -> None:
    await store.settings.set_level(1, 2, "book", "part-one")
    await store.progress.set(5, "book", "part-two")
    for number in range(120):
        await store.history.note(1, 1, 5, "level", "start", str(number))
    await store.books.publish(1, "club-x", "Title", "Author", bytes(range(256)) * 100, 5)


async def check(database: str) -> None:
    store = Store(database, "book")
    await store.open()
    assert await store.settings.of(1) == {2: Setting(levels={"book": "part-one"})}
    assert await store.progress.of(5, "book") == "part-two"
    assert await store.books.source(1, "club-x", 1) == bytes(range(256)) * 100
    assert [change.after for change in await store.history.of(1, 2)] == ["119", "118"]
    await store.history.note(1, 1, 5, "level", "start", "next")  # it counts on past what was restored
    assert (await store.history.of(1, 1))[0].after == "next"
    await store.close()


async def test_there_and_back(store: Store, database: str, postgres: Server, tmp_path: Path) -> None:
    await filled(store)
    copy = tmp_path / "copy.db"
    assert await backup(database, "book", copy, force=False) == 123
    with pytest.raises(StoreError, match="--force"):
        await backup(database, "book", copy, force=False)
    assert await backup(database, "book", copy, force=True) == 123
    await store.settings.set_level(1, 9, "book", "start")
    with pytest.raises(StoreError, match="--force"):
        await restore(copy, database, "book", force=False)
    assert await restore(copy, database, "book", force=True) == 123
    await check(database)
    for other in (postgres.new(), f"sqlite+aiosqlite:///{tmp_path / 'other.db'}"):
        assert await restore(copy, other, "book", force=False) == 123
        await check(other)
    assert not await asyncio.to_thread(lambda: list(tmp_path.glob(".*")))


async def test_a_backup_changes_nothing_of_an_older_norfolks_database(postgres: Server, tmp_path: Path) -> None:
    database = postgres.new()
    await execute(database, *FIRST)
    with pytest.raises(StoreError, match="start this one first"):
        await backup(database, "book", tmp_path / "copy.db", force=False)
    assert await execute(database, "SELECT version_num FROM alembic_version") == [("0001",)]
    assert not (tmp_path / "copy.db").exists()


async def test_what_is_no_backup_is_refused(tmp_path: Path) -> None:
    (tmp_path / "text").write_text("no database at all, whatever its name may say of it, and long enough")
    (tmp_path / "cut-off").touch()
    kept = f"sqlite+aiosqlite:///{tmp_path / 'x.db'}"
    for file in (tmp_path / "text", tmp_path / "cut-off", tmp_path / "none"):
        with pytest.raises(StoreError, match=rf"{file.name} is.*name the file that `norfolk backup` made"):
            await restore(file, kept, "book", force=True)
    assert not (tmp_path / "x.db").exists()  # and so nothing in it is replaced
    with pytest.raises(StoreError, match="nothing to copy"):
        await backup(f"sqlite+aiosqlite:///{tmp_path / 'none.db'}", "book", tmp_path / "copy.db", force=False)
