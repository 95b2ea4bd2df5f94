"""Migrations go forward on a database with data in it, leave a copy of an SQLite file, and never touch a newer one."""

from __future__ import annotations

import os
import sqlite3
import time
from pathlib import Path

import pytest
from alembic.config import Config
from alembic.script import ScriptDirectory

from bot.store import Setting, Store, StoreError, file_of, url_of
from bot.store.migrate import MIGRATIONS
from tests.bot.store.rows import execute
from tests.postgres import Server

FIRST = (
    (
        "CREATE TABLE place_settings (server_id BIGINT NOT NULL, place_id BIGINT NOT NULL, level VARCHAR(100),"
        " policy VARCHAR(20), PRIMARY KEY (server_id, place_id))"
    ),
    (
        "CREATE TABLE progress (user_id BIGINT NOT NULL, book VARCHAR(100) NOT NULL, level VARCHAR(100) NOT NULL,"
        " PRIMARY KEY (user_id, book))"
    ),
    "CREATE TABLE greeted_servers (server_id BIGINT NOT NULL, PRIMARY KEY (server_id))",
    "CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL)",
    "INSERT INTO alembic_version VALUES ('0001')",
    "INSERT INTO place_settings VALUES (1, 1, 'part-one', NULL), (1, 2, NULL, 'silent')",
    "INSERT INTO place_settings VALUES (1, 3, 'start', 'warn')",
    "INSERT INTO progress VALUES (5, 'book', 'part-two')",
)
KEPT = {
    1: Setting(levels={"book": "part-one"}),
    2: Setting(policy="silent"),
    3: Setting(policy="warn", levels={"book": "start"}),
}


def newest() -> str:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    return str(ScriptDirectory.from_config(config).get_current_head())


async def opened_and_closed(database: str) -> dict[int, Setting]:
    store = Store(database, "book")
    await store.open()
    try:
        assert await store.progress.of(5, "book") == "part-two"
        return await store.settings.of(1)
    finally:
        await store.close()


async def test_a_database_of_the_first_version_keeps_its_settings(database: str) -> None:
    await execute(database, *FIRST)
    assert await opened_and_closed(database) == KEPT
    assert await execute(database, "SELECT version_num FROM alembic_version") == [(newest(),)]


async def test_a_newer_database_is_refused_and_left_as_it_is(database: str) -> None:
    store = Store(database, "book")
    await store.open()
    await store.close()
    await execute(database, "UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(StoreError, match=f"revision 9999, and this Norfolk knows them up to {newest()}; .*update"):
        await store.open()
    assert await execute(database, "SELECT version_num FROM alembic_version") == [("9999",)]


async def test_a_migration_that_fails_changes_nothing_on_postgresql(postgres: Server) -> None:
    """On SQLite, which commits each step, its copy and steps that can be repeated stand for this."""
    database = postgres.new()
    await execute(database, *FIRST, "CREATE VIEW changes AS SELECT 1 AS one")
    with pytest.raises(StoreError):
        await Store(database, "book").open()
    assert await execute(database, "SELECT version_num FROM alembic_version") == [("0001",)]
    assert await execute(database, "SELECT to_regclass('place_levels')") == [(None,)]
    await execute(database, "DROP VIEW changes")
    assert await opened_and_closed(database) == KEPT


@pytest.fixture
async def old(tmp_path: Path) -> Path:
    """An SQLite file of the first version."""
    file = tmp_path / "norfolk.db"
    await execute(f"sqlite+aiosqlite:///{file}", *FIRST)
    return file


async def test_an_sqlite_file_is_copied_before(old: Path) -> None:
    assert await opened_and_closed(str(url_of(old))) == KEPT
    copy = old.with_name(f"norfolk.db.before-{newest()}")
    with sqlite3.connect(copy) as connection:
        assert connection.execute("SELECT version_num FROM alembic_version").fetchall() == [("0001",)]
        assert len(connection.execute("SELECT * FROM place_settings").fetchall()) == 3
    there = set(old.parent.iterdir())
    assert await opened_and_closed(str(url_of(old))) == KEPT  # once more has nothing to do
    assert set(old.parent.iterdir()) == there
    copy.replace(old)  # the copy is a database: back to it, and forward again
    for rest in ("-wal", "-shm"):
        old.with_name(f"norfolk.db{rest}").unlink(missing_ok=True)
    assert await opened_and_closed(str(url_of(old))) == KEPT


async def test_a_copy_of_today_stays_and_an_older_one_is_replaced(old: Path) -> None:
    """A start that was killed halfway left it: what is in the database now is half migrated."""
    copy = old.with_name(f"norfolk.db.before-{newest()}")
    copy.write_bytes(b"of today")
    await opened_and_closed(str(url_of(old)))
    assert copy.read_bytes() == b"of today"
    await execute(str(url_of(old)), "UPDATE alembic_version SET version_num = '0002'")
    os.utime(copy, (0, time.time() - 2 * 24 * 3600))
    await opened_and_closed(str(url_of(old)))
    assert copy.read_bytes().startswith(b"SQLite format 3")


async def test_without_room_for_a_copy_nothing_is_migrated(old: Path) -> None:
    old.with_name(f"norfolk.db.before-{newest()}").mkdir()  # no file can take its place
    os.utime(old.with_name(f"norfolk.db.before-{newest()}"), (0, 0))
    with pytest.raises(StoreError, match="cannot be copied"):
        await Store(old, "book").open()
    assert file_of(url_of(old)) == old
    assert await execute(str(url_of(old)), "SELECT version_num FROM alembic_version") == [("0001",)]
