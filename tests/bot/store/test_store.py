"""The database: opened, refused, and written to by several at once."""

from __future__ import annotations

import asyncio
import sqlite3
from pathlib import Path

import pytest

from bot.store import Store, StoreError


async def test_a_store_opens_twice_and_again_after_a_killed_start(tmp_path: Path) -> None:
    url = f"sqlite+aiosqlite:///{tmp_path / 'deep' / 'er' / 'x.db'}"
    for _ in range(2):
        store = Store(url)
        await store.open()
        await store.settings.set_level(1, 2, "start")
        await store.close()
    with sqlite3.connect(str(tmp_path / "deep" / "er" / "x.db")) as connection:
        connection.execute("DELETE FROM alembic_version")  # tables made, the version not yet written
    await store.open()
    assert (await store.settings.of(1))[2].level == "start"
    await store.close()


async def test_a_newer_or_unusable_database_is_refused_with_the_mend(tmp_path: Path) -> None:
    store = Store(f"sqlite+aiosqlite:///{tmp_path / 'x.db'}")
    await store.open()
    await store.close()
    with sqlite3.connect(str(tmp_path / "x.db")) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(StoreError, match="update Norfolk"):
        await store.open()
    (tmp_path / "y.db").write_text("this is no database, it is a text of some length and nothing else at all")
    with pytest.raises(StoreError, match="cannot be opened"):
        await Store(f"sqlite+aiosqlite:///{tmp_path / 'y.db'}").open()
    with pytest.raises(StoreError, match="folder"):
        await Store(f"sqlite+aiosqlite:///{tmp_path / 'y.db' / 'z.db'}").open()


async def test_writes_at_once_all_count(tmp_path: Path) -> None:
    store = Store(f"sqlite+aiosqlite:///{tmp_path / 'x.db'}")
    await store.open()
    await asyncio.gather(*(store.settings.set_level(1, place % 3, "start") for place in range(30)))
    assert len(await store.settings.of(1)) == 3
    assert sorted(await asyncio.gather(*(store.greetings.note(7) for _ in range(5)))) == [False] * 4 + [True]
    await store.close()


async def test_setting_and_clearing_at_once_fail_nobody(tmp_path: Path) -> None:
    store = Store(f"sqlite+aiosqlite:///{tmp_path / 'x.db'}")
    await store.open()
    for _ in range(10):
        levels = [store.settings.set_level(1, 1, "start") for _ in range(5)]
        policies = [store.settings.set_policy(1, 1, "warn") for _ in range(5)]
        await asyncio.gather(*levels, *(store.settings.clear(1, 1) for _ in range(5)), *policies)
    await store.settings.set_level(1, 1, "start")
    assert (await store.settings.of(1))[1].level == "start"
    await store.close()
