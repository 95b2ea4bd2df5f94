"""The store on either database: opened, refused, and written to by several at once."""

from __future__ import annotations

import asyncio
import sqlite3
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import DateTime

from bot.store import BookDraft, Setting, Store, StoreError
from bot.store.models import Base
from tests.bot.store.rows import execute


async def test_a_store_opens_twice_and_again_after_a_killed_start(database: str) -> None:
    for _ in range(2):
        store = Store(database, "book")
        await store.open()
        await store.settings.set_level(1, 2, "book", "start")
        await store.close()
    await execute(database, "DELETE FROM alembic_version")  # tables made, the version not yet written
    await store.open()
    assert (await store.settings.of(1))[2].levels == {"book": "start"}
    await store.close()


async def test_a_database_that_is_none_is_refused_with_the_mend(tmp_path: Path) -> None:
    (tmp_path / "y.db").write_text("this is no database, it is a text of some length and nothing else at all")
    with pytest.raises(StoreError, match="cannot be opened"):
        await Store(f"sqlite+aiosqlite:///{tmp_path / 'y.db'}", "book").open()
    with pytest.raises(StoreError, match="folder"):
        await Store(f"sqlite+aiosqlite:///{tmp_path / 'y.db' / 'z.db'}", "book").open()
    with pytest.raises(StoreError, match="see that it runs and lets this user"):
        await Store(f"postgresql://norfolk:secret@/norfolk?host={tmp_path}", "book").open()
    with pytest.raises(StoreError, match="see that it runs") as error:
        await Store("postgres://norfolk:secret@127.0.0.1:9/norfolk?sslmode=disable", "book").open()
    assert "secret" not in str(error.value)


async def test_what_is_kept_is_read_again(store: Store) -> None:
    now = datetime(2026, 1, 25, 23, 5, 4, 321, tzinfo=UTC)
    await store.progress.set(2**62, "book", "part-one")
    assert await store.progress.of(2**62, "book") == "part-one"
    assert await store.progress.clear(2**62, "book")
    assert not await store.progress.clear(2**62, "book")
    await store.servers.choose(7, moderator_role=8, left_at=now)
    assert (await store.servers.of(7)).left_at == now
    assert await store.servers.left_before(datetime.now(UTC)) == [7]
    for word in ("one", "two"):
        await store.history.note(7, 7, 1, "level", "start", word * 500)
    assert [change.after[:3] for change in await store.history.of(7, 5)] == ["two", "one"]
    assert (await store.history.of(7, 1))[0].at.tzinfo is not None
    for _ in range(2):
        published = await store.books.publish(7, "club-x", "Title", "Author", b"\x00zip", 1)
    assert (published.edition.version, await store.books.current(7, "club-x")) == (2, published.edition)
    assert [book.slug for book in await store.books.listed(7)] == ["club-x"]
    assert await store.books.source(7, "club-x", 2) == b"\x00zip"
    assert await store.books.current(8, "club-x") is None
    await store.settings.replace(7, 1, Setting(), Setting("club-x", "silent"))
    await store.settings.forget_book(7, "club-x")
    assert await store.settings.of(7) == {1: Setting(policy="silent")}
    await store.forget(7)
    assert (await store.settings.of(7), await store.books.listed(7), await store.history.of(7, 5)) == ({}, [], [])


async def test_a_draft_that_was_changed_meanwhile_is_not_published(store: Store) -> None:
    draft = BookDraft("d" * 16, 7, 1, None, "Title", b"as it was seen")
    changed = replace(draft, source=b"as it is now")
    await store.books.keep(changed)
    assert await store.books.publish(7, "club-x", "Title", "Author", draft.source, 1, draft) is None
    assert await store.books.listed(7) == []
    assert await store.books.draft(7, draft.id) == changed
    assert await store.books.publish(7, "club-x", "Title", "Author", changed.source, 1, changed) is not None
    assert await store.books.draft(7, draft.id) is None


@pytest.mark.parametrize("read", [Setting(), Setting("club-x")], ids=["nothing", "a book"])
@pytest.mark.parametrize("saved", [Setting(), Setting(levels={"book": "part-one"})], ids=["nothing", "a level"])
async def test_what_another_sets_between_reading_and_saving_stays(store: Store, read: Setting, saved: Setting) -> None:
    await store.settings.replace(1, 2, Setting(), read)
    await store.settings.set_policy(1, 2, "silent")  # by somebody else
    await store.settings.replace(1, 2, read, saved)
    assert await store.settings.of(1) == {2: Setting(policy="silent", levels=saved.levels)}
    await store.settings.replace(1, 2, Setting(policy="silent", levels=saved.levels), Setting())
    assert await store.settings.of(1) == {}


def test_every_moment_is_kept_and_read_in_utc() -> None:
    columns = [column for table in Base.metadata.tables.values() for column in table.columns]
    assert [str(column) for column in columns if isinstance(column.type, DateTime)] == []


async def test_writes_at_once_all_count(store: Store) -> None:
    await asyncio.gather(*(store.settings.set_level(1, place % 3, "book", "start") for place in range(30)))
    assert len(await store.settings.of(1)) == 3
    assert sorted(await asyncio.gather(*(store.greetings.note(7) for _ in range(5)))) == [False] * 4 + [True]


async def test_setting_and_clearing_at_once_fail_nobody(store: Store) -> None:
    for _ in range(10):
        levels = [store.settings.set_level(1, 1, "book", "start") for _ in range(5)]
        policies = [store.settings.set_policy(1, 1, "warn") for _ in range(5)]
        await asyncio.gather(*levels, *(store.settings.clear(1, 1) for _ in range(5)), *policies)
    await store.settings.set_level(1, 1, "book", "start")
    assert (await store.settings.of(1))[1].levels == {"book": "start"}


async def test_an_sqlite_file_lies_where_it_was_told(tmp_path: Path) -> None:
    file = tmp_path / "deep" / "er" / "x.db"
    store = Store(file, "book")
    await store.open()
    await store.close()
    with sqlite3.connect(file) as connection:
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
