"""The queries, on SQLAlchemy's async engine. Every method is one transaction."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import CursorResult, delete, event, select
from sqlalchemy.engine import make_url
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker, create_async_engine

from bot.store.migrate import StoreError, migrate
from bot.store.models import GreetedRow, PlaceRow, ProgressRow

__all__ = ["Setting", "Store", "StoreError"]


@dataclass(frozen=True)
class Setting:
    """What was set for one place, as stored; None inherits."""

    level: str | None = None
    policy: str | None = None


class Store:
    """The database behind the bot; `open` it before use and `close` it after."""

    def __init__(self, url: str) -> None:
        self._url = make_url(url)
        self._engine: AsyncEngine | None = None
        self._session: async_sessionmaker[AsyncSession] | None = None

    async def open(self) -> None:
        """Connect and bring the tables up to date. Raises StoreError with the mend."""
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
            await migrate(engine)
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

    def _begin(self) -> Any:
        if self._session is None:
            raise StoreError("The store is not open; await Store.open() first")
        return self._session.begin()

    async def settings(self, server: int, places: Iterable[int] | None = None) -> dict[int, Setting]:
        """What was set in a server by place id, for the places asked for or for all that have something set."""
        query = select(PlaceRow).where(PlaceRow.server_id == server)
        if places is not None:
            query = query.where(PlaceRow.place_id.in_(list(places)))
        async with self._begin() as session:
            rows = (await session.scalars(query)).all()
        return {row.place_id: Setting(row.level, row.policy) for row in rows}

    async def set_level(self, server: int, place: int, level: str) -> None:
        await self._put(PlaceRow, {"server_id": server, "place_id": place}, {"level": level})

    async def set_policy(self, server: int, place: int, policy: str) -> None:
        await self._put(PlaceRow, {"server_id": server, "place_id": place}, {"policy": policy})

    async def clear(self, server: int, place: int) -> bool:
        """Take away what was set for a place; whether there was anything."""
        return await self._delete(delete(PlaceRow).where(PlaceRow.server_id == server, PlaceRow.place_id == place))

    async def forget_server(self, server: int) -> None:
        """Delete all that is kept about a server."""
        async with self._begin() as session:
            await session.execute(delete(PlaceRow).where(PlaceRow.server_id == server))
            await session.execute(delete(GreetedRow).where(GreetedRow.server_id == server))

    async def greet(self, server: int) -> bool:
        """Note that a server is being greeted; False if it was before."""
        try:
            async with self._begin() as session:
                session.add(GreetedRow(server_id=server))
        except IntegrityError:
            return False
        return True

    async def progress(self, user: int, book: str) -> str | None:
        async with self._begin() as session:
            row = await session.get(ProgressRow, (user, book))
        return row.level if row else None

    async def set_progress(self, user: int, book: str, level: str) -> None:
        await self._put(ProgressRow, {"user_id": user, "book": book}, {"level": level})

    async def clear_progress(self, user: int, book: str) -> bool:
        """Delete a member's progress; whether there was any."""
        return await self._delete(delete(ProgressRow).where(ProgressRow.user_id == user, ProgressRow.book == book))

    async def _put(self, table: type[PlaceRow | ProgressRow], key: dict[str, Any], values: dict[str, Any]) -> None:
        """Insert or update. Two at once may both find nothing, so the one that comes second updates."""
        for last_try in (False, True):
            try:
                async with self._begin() as session:
                    row = await session.get(table, key)
                    if row is None:
                        session.add(table(**key, **values))
                    else:
                        for name, value in values.items():
                            setattr(row, name, value)
                return
            except IntegrityError:
                if last_try:
                    raise

    async def _delete(self, statement: Any) -> bool:
        async with self._begin() as session:
            result: CursorResult[Any] = await session.execute(statement)
        return bool(result.rowcount)


def _prepare_sqlite(connection: Any, _: object) -> None:
    """Readers don't wait for a writer, and a writer waits for another one rather than failing at once."""
    cursor = connection.cursor()
    cursor.execute("PRAGMA journal_mode=WAL")
    cursor.execute("PRAGMA busy_timeout=2000")  # the reply to Discord is due within three seconds
    cursor.close()
