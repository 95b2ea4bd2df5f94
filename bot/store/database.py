"""The database behind the bot, on SQLAlchemy's async engine. Each session is one transaction."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sqlalchemy import CursorResult, Delete, event
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import make_url
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker, create_async_engine

from bot.store.migrate import StoreError, migrate
from bot.store.models import Base

_INSERT: dict[str, Any] = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}


class Database:
    """`open` it before use and `close` it after."""

    def __init__(self, url: str, book: str) -> None:
        """`book` is the one that settings of a database with a single book are about."""
        self._url, self._book = make_url(url), book
        self._engine: AsyncEngine | None = None
        self._session: async_sessionmaker[AsyncSession] | None = None

    async def open(self) -> None:
        """Connect and bring the tables up to date. Raises StoreError with the mend."""
        if self._url.get_backend_name() not in _INSERT:
            raise StoreError(f"{self._url.get_backend_name()}: Norfolk keeps its data in SQLite or PostgreSQL")
        if self._url.get_backend_name() == "sqlite" and self._url.database not in (None, "", ":memory:"):
            try:
                Path(str(self._url.database)).parent.mkdir(parents=True, exist_ok=True)
            except OSError as error:
                mend = "set another database, or another data folder"
                raise StoreError(f"{self._url.database}: its folder cannot be made: {error}; {mend}") from error
        # Parameters stay out of errors, so that no log carries who has read how far.
        engine = create_async_engine(self._url, hide_parameters=True)
        if self._url.get_backend_name() == "sqlite":
            event.listen(engine.sync_engine, "connect", _prepare_sqlite)
        try:
            await migrate(engine, self._book)
        except BaseException:
            await engine.dispose()
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
        row = _INSERT[self._url.get_backend_name()](table).values(**key, **values)
        async with self.session() as session:
            await session.execute(row.on_conflict_do_update(index_elements=list(key), set_=values))

    async def delete(self, statement: Delete) -> bool:
        """Run a deletion; whether there was anything to delete."""
        async with self.session() as session:
            result: CursorResult[Any] = await session.execute(statement)
        return bool(result.rowcount)


def _prepare_sqlite(connection: Any, _: object) -> None:
    """Readers don't wait for a writer, and a writer waits for another one rather than failing at once."""
    cursor = connection.cursor()
    cursor.execute("PRAGMA journal_mode=WAL")
    cursor.execute("PRAGMA busy_timeout=2000")  # the reply to Discord is due within three seconds
    cursor.close()
