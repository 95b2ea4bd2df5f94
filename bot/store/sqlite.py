"""What an SQLite file needs before its tables are looked at, and while several processes start on it at once."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from filelock import AsyncFileLock, Timeout
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.store.errors import StoreError

PATIENCE = 60  # seconds for those before us to make or change the tables, which takes each less than one


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
