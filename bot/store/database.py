"""The database behind the bot, on SQLAlchemy's async engine. Each session is one transaction."""

from __future__ import annotations

from contextlib import nullcontext
from pathlib import Path
from typing import Any

from sqlalchemy import CursorResult, Delete, event
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker, create_async_engine

from bot.store.errors import StoreError
from bot.store.migrate import migrate
from bot.store.models import Base
from bot.store.sqlite import alone, be_patient, make_ready
from bot.store.url import file_of, name_of, url_of

_INSERT: dict[str, Any] = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}


class Database:
    """`open` it before use and `close` it after."""

    def __init__(self, database: str | Path, book: str) -> None:
        """Takes a URL, or the file of an SQLite database; `book` is the one that settings of a database with a single
        book are about. Raises StoreError for a URL of no database."""
        self._url, self._book = url_of(database), book
        self._engine: AsyncEngine | None = None
        self._session: async_sessionmaker[AsyncSession] | None = None

    async def open(self) -> None:
        """Connect and bring the tables up to date, unless that is done. Raises StoreError with the mend."""
        if self._engine is not None:
            return
        file = file_of(self._url)
        try:
            # Parameters stay out of errors, so that no log carries who has read how far.
            engine = create_async_engine(self._url, hide_parameters=True)
        except (SQLAlchemyError, ImportError) as error:
            mend = "install its driver, or set another NORFOLK_DATABASE_URL"
            raise StoreError(f"{name_of(self._url)}: cannot be opened: {error}; {mend}") from error
        if file is not None:
            event.listen(engine.sync_engine, "connect", be_patient)
        try:
            async with nullcontext() if file is None else alone(file):
                if file is not None:
                    await make_ready(engine)
                await migrate(engine, self._book)
        except BaseException as error:
            await engine.dispose()
            if isinstance(error, (SQLAlchemyError, OSError)):
                raise StoreError(f"{name_of(self._url)}: cannot be opened: {_in_words(error)}") from error
            raise
        self._engine = engine
        self._session = async_sessionmaker(engine, expire_on_commit=False)

    async def close(self) -> None:
        """Let go of the database; may be called more than once."""
        if self._engine is not None:
            await self._engine.dispose()
        self._engine = self._session = None

    def session(self) -> Any:
        """A session in a transaction of its own, for `async with`. Raises StoreError when the database isn't open."""
        if self._session is None:
            raise StoreError("The store is not open; await Store.open() first")
        return self._session.begin()

    async def put(self, table: type[Base], key: dict[str, Any], values: dict[str, Any]) -> None:
        """Insert or update a row, in one statement: nothing that others write or delete meanwhile makes it fail."""
        async with self.session() as session:
            await self.put_in(session, table, key, values)

    async def put_in(self, session: Any, table: type[Base], key: dict[str, Any], values: dict[str, Any]) -> None:
        """Insert or update a row as part of a session's transaction."""
        row = _INSERT[self._url.get_backend_name()](table).values(**key, **values)
        await session.execute(row.on_conflict_do_update(index_elements=list(key), set_=values))

    async def delete(self, statement: Delete) -> bool:
        """Run a deletion; whether there was anything to delete."""
        async with self.session() as session:
            result: CursorResult[Any] = await session.execute(statement)
        return bool(result.rowcount)


def _in_words(error: Exception) -> str:
    """Why a database can't be opened, and what to do."""
    why = str(error.orig if isinstance(error, DBAPIError) else getattr(error, "strerror", None) or error)
    if any(sign in why for sign in ("full", "No space", "too large", "disk I/O")):
        return f"{why}; make room on its disk, or set NORFOLK_DATA_DIR to a folder on another one"
    mend = "or set NORFOLK_DATA_DIR to another folder, or NORFOLK_DATABASE_URL"
    return f"{why}; let the user that runs Norfolk write to it and to its folder, {mend}"
