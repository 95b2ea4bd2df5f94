"""What an SQLite file needs before its tables are looked at, and while several processes start on it at once."""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from pathlib import Path
from typing import Any

from filelock import AsyncFileLock, Timeout
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.store.errors import StoreError

PATIENCE = 60  # seconds for those before us to make or change the tables, which takes each less than one
_DAY = 24 * 3600


@asynccontextmanager
async def alone(file: Path) -> AsyncIterator[None]:
    """Keep other Norfolks from opening the same file for the first time until the block ends. Makes its folder.

    A new file that several switch to WAL and make tables in at once fails most of them: SQLite's own waiting doesn't
    cover that switch, and each finds the tables missing. Raises StoreError, or OSError for a folder one can't write to.
    """
    file.parent.mkdir(parents=True, exist_ok=True)
    lock = AsyncFileLock(f"{file}.lock", timeout=PATIENCE)
    try:
        await lock.acquire()
    except Timeout as error:
        mend = f"stop it, then start again (it holds {lock.lock_file})"
        raise StoreError(f"{file}: another Norfolk has been opening it for a minute; {mend}") from error
    try:
        yield
    finally:
        await lock.release()


async def make_ready(engine: AsyncEngine) -> None:
    """Switch the file to WAL, in which readers don't wait for a writer; it stays so. Fails where nobody may write."""
    async with engine.connect() as connection:
        bare = await connection.execution_options(isolation_level="AUTOCOMMIT")
        await bare.exec_driver_sql("PRAGMA journal_mode=WAL")
        # Reading a file that may not be written goes well until a moderator sets something: write what is there anyway.
        await bare.exec_driver_sql("PRAGMA user_version=0")


def be_patient(connection: Any, _: object) -> None:
    """Let a writer wait for another one rather than fail at once; for each new connection."""
    cursor = connection.cursor()
    cursor.execute("PRAGMA busy_timeout=2000")  # the reply to Discord is due within three seconds
    cursor.close()


def has_version(file: Path) -> bool:
    """Whether a file is an SQLite database that Norfolk has made its tables in; an empty or cut-off one is none."""
    with closing(sqlite3.connect(file)) as connection:
        try:
            found = connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'alembic_version'").fetchone()
        except sqlite3.Error:
            return False
    return found is not None


def copy(file: Path, target: Path) -> None:
    """Copy a database, even one in use, to a new file that is wholly there or not at all. Raises StoreError."""
    draft = target.with_name(f".{os.getpid()}-{target.name}")
    try:
        draft.unlink(missing_ok=True)
        with closing(sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True, timeout=PATIENCE)) as connection:
            connection.execute("VACUUM INTO ?", (str(draft),))
        with draft.open("rb+") as written:
            os.fsync(written.fileno())
        draft.replace(target)
    except (sqlite3.Error, OSError) as error:
        mend = "make room there, or choose another folder that may be written"
        raise StoreError(f"{file} cannot be copied to {target}: {error}; {mend}") from error
    finally:
        draft.unlink(missing_ok=True)


def keep_before(file: Path, revision: str) -> None:
    """Copy a database beside itself before its tables are brought to `revision`. Raises StoreError.

    A copy of the last day stays as it is: a migration that was killed is going on, and what is there now is half done.
    """
    target = file.with_name(f"{file.name}.before-{revision}")
    if not target.exists() or time.time() - target.stat().st_mtime > _DAY:
        copy(file, target)
