"""The database behind the bot, on SQLAlchemy's async engine. Each session is one transaction."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, nullcontext
from pathlib import Path
from typing import Any

from sqlalchemy import URL, CursorResult, Delete, event
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker, create_async_engine

from bot.store import postgres
from bot.store.errors import StoreError
from bot.store.migrate import migrate
from bot.store.models import Base
from bot.store.news import News
from bot.store.sqlite import alone, be_patient, make_ready
from bot.store.url import file_of, name_of, url_of

_INSERT: dict[str, Any] = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}
PATIENCE = 10.0  # seconds for a transaction


def engine_of(url: URL) -> AsyncEngine:
    """What connects to a database, with the patience that Norfolk has. Parameters stay out of errors, so that no log
    carries who has read how far."""
    return create_async_engine(url, hide_parameters=True, **({} if _is_sqlite(url) else postgres.POOL))


class Database:
    """`open` it before use and `close` it after."""

    def __init__(self, database: str | Path, book: str) -> None:
        """Takes a URL, or the file of an SQLite database; `book` is the one that settings of a database with a single
        book are about. Raises StoreError for a URL of no database."""
        self._url, self._book = url_of(database), book
        self.news = News()
        self._engine: AsyncEngine | None = None
        self._listening: asyncio.Task[None] | None = None
        self._session: async_sessionmaker[AsyncSession] | None = None

    async def open(self, *, as_it_is: bool = False) -> None:
        """Connect and bring the tables up to date, unless that is done. Raises StoreError with the mend; with
        `as_it_is` for tables that aren't up to date, too, and leaves them alone."""
        if self._engine is not None:
            return
        file = file_of(self._url)
        try:
            engine = engine_of(self._url)
        except (SQLAlchemyError, ImportError) as error:
            mend = "install its driver, or set another NORFOLK_DATABASE_URL"
            raise StoreError(f"{name_of(self._url)}: cannot be opened: {error}; {mend}") from error
        if file is not None:
            event.listen(engine.sync_engine, "connect", be_patient)
        try:
            async with nullcontext() if file is None else alone(file):
                if file is not None:
                    await make_ready(engine)
                await migrate(engine, self._book, as_it_is=as_it_is)
        except BaseException as error:
            await engine.dispose()
            if isinstance(error, (SQLAlchemyError, OSError, *postgres.UNWRAPPED)):
                why = _in_words(error) if self._on_sqlite else _of_a_server(error)
                raise StoreError(f"{name_of(self._url)}: cannot be opened: {why}") from error
            raise
        self._engine = engine
        self._session = async_sessionmaker(engine, expire_on_commit=False)
        if not self._on_sqlite:
            self._listening = asyncio.create_task(postgres.listen(engine, self.news))

    async def close(self) -> None:
        """Let go of the database; may be called more than once."""
        if self._listening is not None:
            self._listening.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._listening
            self._listening = None
        if self._engine is not None:
            await self._engine.dispose()
        self._engine = self._session = None

    @property
    def engine(self) -> AsyncEngine:
        """SQLAlchemy's engine. Raises StoreError when the database isn't open."""
        if self._engine is None:
            raise StoreError("The store is not open; await Store.open() first")
        return self._engine

    @asynccontextmanager
    async def session(self, changing: int | None = None) -> AsyncIterator[Any]:
        """A session in a transaction of its own. `changing` names the server or member about whom it changes something
        that is kept in memory. Raises StoreError when the database isn't open, can't be reached or takes too long."""
        if self._session is None:
            raise StoreError("The store is not open; await Store.open() first")
        try:
            async with asyncio.timeout(PATIENCE), self._session.begin() as session:
                yield session
                if changing is not None and not self._on_sqlite:
                    await postgres.announce(session, changing)
        except TimeoutError as error:
            raise StoreError(f"{name_of(self._url)}: it has not answered for {PATIENCE:.0f} seconds") from error
        except (OSError, *postgres.UNWRAPPED) as error:
            raise StoreError(f"{name_of(self._url)}: it cannot be reached: {error}") from error
        finally:
            if changing is not None:  # even if it failed: whether it holds isn't known then
                self.news.tell(changing)

    async def put(self, table: type[Base], key: dict[str, Any], values: dict[str, Any]) -> None:
        """Insert or update a row, in one statement: nothing that others write or delete meanwhile makes it fail."""
        async with self.session(key.get("server_id", key.get("user_id"))) as session:
            await self.put_in(session, table, key, values)

    async def put_in(self, session: Any, table: type[Base], key: dict[str, Any], values: dict[str, Any]) -> None:
        """Insert or update a row as part of a session's transaction."""
        row = _INSERT[self._url.get_backend_name()](table).values(**key, **values)
        await session.execute(row.on_conflict_do_update(index_elements=list(key), set_=values))

    async def delete(self, statement: Delete, changing: int | None = None) -> bool:
        """Run a deletion; whether there was anything to delete. `changing` as for `session`."""
        async with self.session(changing) as session:
            result: CursorResult[Any] = await session.execute(statement)
        return bool(result.rowcount)

    @property
    def _on_sqlite(self) -> bool:
        return _is_sqlite(self._url)


def _is_sqlite(url: URL) -> bool:
    return url.get_backend_name() == "sqlite"


def _in_words(error: Exception) -> str:
    """Why a database can't be opened, and what to do."""
    why = str(error.orig if isinstance(error, DBAPIError) else getattr(error, "strerror", None) or error)
    if any(sign in why for sign in ("full", "No space", "too large", "disk I/O")):
        return f"{why}; make room on its disk, or set NORFOLK_DATA_DIR to a folder on another one"
    mend = "or set NORFOLK_DATA_DIR to another folder, or NORFOLK_DATABASE_URL"
    return f"{why}; let the user that runs Norfolk write to it and to its folder, {mend}"


def _of_a_server(error: Exception) -> str:
    """Why PostgreSQL can't be used, and what to do."""
    why = str(error.orig if isinstance(error, DBAPIError) else error).splitlines() or [type(error).__name__]
    return f"{why[0]}; see that it runs and lets this user make tables there, or set another NORFOLK_DATABASE_URL"
