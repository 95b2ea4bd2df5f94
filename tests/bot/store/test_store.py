"""The database: opened, refused, and written to by several at once."""

from __future__ import annotations

import asyncio
import sqlite3
from pathlib import Path

import pytest

from bot.store import Setting, Store, StoreError


async def test_a_store_opens_twice_and_again_after_a_killed_start(tmp_path: Path) -> None:
    url = f"sqlite+aiosqlite:///{tmp_path / 'deep' / 'er' / 'x.db'}"
    for _ in range(2):
        store = Store(url, "book")
        await store.open()
        await store.settings.set_level(1, 2, "book", "start")
        await store.close()
    with sqlite3.connect(str(tmp_path / "deep" / "er" / "x.db")) as connection:
        connection.execute("DELETE FROM alembic_version")  # tables made, the version not yet written
    await store.open()
    assert (await store.settings.of(1))[2].levels == {"book": "start"}
    await store.close()


async def test_a_database_of_the_first_version_keeps_its_settings(tmp_path: Path) -> None:
    with sqlite3.connect(str(tmp_path / "x.db")) as connection:
        connection.executescript(
            "CREATE TABLE place_settings (server_id BIGINT NOT NULL, place_id BIGINT NOT NULL, level VARCHAR(100),"
            " policy VARCHAR(20), PRIMARY KEY (server_id, place_id));"
            "CREATE TABLE progress (user_id BIGINT NOT NULL, book VARCHAR(100) NOT NULL, level VARCHAR(100) NOT NULL,"
            " PRIMARY KEY (user_id, book));"
            "CREATE TABLE greeted_servers (server_id BIGINT NOT NULL, PRIMARY KEY (server_id));"
            "CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL);"
            "INSERT INTO alembic_version VALUES ('0001');"
            "INSERT INTO place_settings VALUES (1, 1, 'part-one', NULL), (1, 2, NULL, 'silent');"
            "INSERT INTO place_settings VALUES (1, 3, 'start', 'warn');"
            "INSERT INTO progress VALUES (5, 'book', 'part-two');"
        )
    store = Store(f"sqlite+aiosqlite:///{tmp_path / 'x.db'}", "book")
    await store.open()
    assert await store.settings.of(1) == {
        1: Setting(levels={"book": "part-one"}),
        2: Setting(policy="silent"),
        3: Setting(policy="warn", levels={"book": "start"}),
    }
    assert await store.progress.of(5, "book") == "part-two"
    await store.close()


async def test_a_newer_or_unusable_database_is_refused_with_the_mend(tmp_path: Path) -> None:
    store = Store(f"sqlite+aiosqlite:///{tmp_path / 'x.db'}", "book")
    await store.open()
    await store.close()
    with sqlite3.connect(str(tmp_path / "x.db")) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(StoreError, match="update Norfolk"):
        await store.open()
    (tmp_path / "y.db").write_text("this is no database, it is a text of some length and nothing else at all")
    with pytest.raises(StoreError, match="cannot be opened"):
        await Store(f"sqlite+aiosqlite:///{tmp_path / 'y.db'}", "book").open()
    with pytest.raises(StoreError, match="folder"):
        await Store(f"sqlite+aiosqlite:///{tmp_path / 'y.db' / 'z.db'}", "book").open()


async def test_writes_at_once_all_count(tmp_path: Path) -> None:
    store = Store(f"sqlite+aiosqlite:///{tmp_path / 'x.db'}", "book")
    await store.open()
    await asyncio.gather(*(store.settings.set_level(1, place % 3, "book", "start") for place in range(30)))
    assert len(await store.settings.of(1)) == 3
    assert sorted(await asyncio.gather(*(store.greetings.note(7) for _ in range(5)))) == [False] * 4 + [True]
    await store.close()


async def test_setting_and_clearing_at_once_fail_nobody(tmp_path: Path) -> None:
    store = Store(f"sqlite+aiosqlite:///{tmp_path / 'x.db'}", "book")
    await store.open()
    for _ in range(10):
        levels = [store.settings.set_level(1, 1, "book", "start") for _ in range(5)]
        policies = [store.settings.set_policy(1, 1, "warn") for _ in range(5)]
        await asyncio.gather(*levels, *(store.settings.clear(1, 1) for _ in range(5)), *policies)
    await store.settings.set_level(1, 1, "book", "start")
    assert (await store.settings.of(1))[1].levels == {"book": "start"}
    await store.close()
