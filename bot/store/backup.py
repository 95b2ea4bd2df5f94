"""A backup is an SQLite file, of whichever database: it goes back into either, and so moves a club's data, too."""

from __future__ import annotations

import asyncio
import shutil
import tempfile
from pathlib import Path

from sqlalchemy import Connection, Table, func, insert, select, text
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store import sqlite
from bot.store.database import Database
from bot.store.errors import StoreError
from bot.store.models import Base
from bot.store.postgres import CHANGED
from bot.store.url import file_of, name_of, url_of

_ROWS = 50  # at once in memory: a book may have ten megabytes


async def backup(database: str | Path, book: str, target: Path, *, force: bool) -> int:
    """Copy a database to a new file; how many rows it holds. Raises StoreError, also for a file that is there unless
    `force`."""
    if _is_there(target) and not force:
        raise StoreError(f"{target} is there already; name another file, or overwrite it with --force")
    file = file_of(url_of(database))
    if file is not None and not _is_there(file):
        raise StoreError(f"{file} isn't there, so there is nothing to copy; see NORFOLK_DATA_DIR")
    if file is not None and _is_there(target) and _same(file, target):
        raise StoreError(f"{target} is the database itself; name another file")
    with tempfile.TemporaryDirectory(prefix=".norfolk-", dir=_home(target)) as folder:
        draft = Path(folder) / target.name
        if file is None:
            await _copy(database, draft, book, as_it_is=True)  # another Norfolk may run on it
        whole = Path(folder) / "whole"
        await asyncio.to_thread(sqlite.copy, file or draft, whole)
        count = await _count(whole, book)
        await asyncio.to_thread(whole.replace, target)
    return count


async def restore(source: Path, database: str | Path, book: str, *, force: bool) -> int:
    """Make a database hold what a backup of this Norfolk or an older one holds, and nothing else, in one transaction;
    how many rows. Raises StoreError, also for a database with anything in it unless `force`."""
    if not _is_there(source):
        raise StoreError(f"{source} isn't there; name the file that `norfolk backup` made")
    with tempfile.TemporaryDirectory(prefix="norfolk-") as folder:
        copy = Path(folder) / "copy.db"  # the backup itself stays as it is
        await asyncio.to_thread(shutil.copyfile, source, copy)
        if not await asyncio.to_thread(sqlite.has_version, copy):
            raise StoreError(f"{source} is no whole backup of Norfolk's; name the file that `norfolk backup` made")
        return await _copy(copy, database, book, force=force)


async def _copy(
    source: str | Path, target: str | Path, book: str, *, force: bool = False, as_it_is: bool = False
) -> int:
    there, here = Database(source, book), Database(target, book)
    await there.open(as_it_is=as_it_is)
    try:
        await here.open()
        async with there.engine.connect() as reading, here.engine.begin() as writing:
            if here.engine.dialect.name != "sqlite":
                await writing.execute(text("SELECT pg_notify(:channel, '')"), {"channel": CHANGED})
            if there.engine.dialect.name != "sqlite":
                await reading.execute(text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ"))
            if not force and await writing.run_sync(_rows) > 0:
                kept = name_of(url_of(target))
                raise StoreError(f"{kept} holds something already; replace all of it with --force")
            for table in reversed(Base.metadata.sorted_tables):
                await writing.execute(table.delete())
            return sum([await _table(table, reading, writing) for table in Base.metadata.sorted_tables])
    finally:
        await here.close()
        await there.close()


async def _table(table: Table, reading: AsyncConnection, writing: AsyncConnection) -> int:
    count = 0
    rows = await reading.stream(select(table))
    async for some in rows.mappings().partitions(_ROWS):
        await writing.execute(insert(table), [dict(row) for row in some])
        count += len(some)
    counted = table.autoincrement_column
    if counted is not None and writing.dialect.name == "postgresql":
        # It counts by itself from one on, past what came with its number.
        last = await writing.scalar(select(func.max(counted)))
        place = func.pg_get_serial_sequence(table.name, counted.name)
        await writing.execute(select(func.setval(place, last or 1, last is not None)))
    return count


async def _count(file: Path, book: str) -> int:
    database = Database(file, book)
    await database.open()
    try:
        async with database.engine.connect() as connection:
            return await connection.run_sync(_rows)
    finally:
        await database.close()


def _rows(connection: Connection) -> int:
    tables = Base.metadata.sorted_tables
    return sum(connection.scalar(select(func.count()).select_from(table)) or 0 for table in tables)


def _home(target: Path) -> Path:
    """The folder of a file. Raises StoreError when it isn't there."""
    if not target.absolute().parent.is_dir():
        raise StoreError(f"{target.absolute().parent} isn't there; make the folder first")
    return target.absolute().parent


def _is_there(file: Path) -> bool:
    return file.exists()


def _same(file: Path, other: Path) -> bool:
    return file.samefile(other)
