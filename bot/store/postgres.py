"""What PostgreSQL needs beside SQLAlchemy: one Norfolk at a time changes tables, and all hear of changes."""

from __future__ import annotations

import asyncio
import contextlib
from typing import Any

import asyncpg
from sqlalchemy import Connection, text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession

from bot.store.errors import StoreError
from bot.store.news import News

CHANGED = "norfolk_changed"  # the channel; its payload is the id of a server or member, or nothing for all
PATIENCE = 60  # seconds for those before us to make or change the tables, which takes each less than one
_LOCK = 0x4E6F72666F6C6B  # "Norfolk"
_PULSE = 5.0  # seconds after which a connection that has gone without a word is noticed
_AGAIN = 0.5

# Raised while connecting, where SQLAlchemy doesn't wrap them.
UNWRAPPED = (asyncpg.PostgresError, asyncpg.InterfaceError)

POOL: dict[str, Any] = {
    "pool_pre_ping": True,  # after a restart of the database each old connection is replaced when it is next needed
    "pool_size": 5,
    "max_overflow": 5,
    "pool_timeout": 5,
    "pool_recycle": 1800,  # longer than that some firewalls don't let a connection live
    "connect_args": {"timeout": 5, "server_settings": {"application_name": "norfolk"}},
}


def alone(connection: Connection) -> None:
    """Keep other Norfolks from changing the tables until the transaction ends. Raises StoreError."""
    connection.execute(text(f"SET LOCAL lock_timeout = '{PATIENCE}s'"))
    try:
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})
    except SQLAlchemyError as error:
        mend = "stop it, then start again"
        raise StoreError(f"another Norfolk has been changing the tables for a minute; {mend}") from error


async def announce(session: AsyncSession, id: int | None) -> None:
    """Tell all Norfolks, once the transaction holds, that something was changed about a server or member."""
    await session.execute(
        text("SELECT pg_notify(:channel, :id)"), {"channel": CHANGED, "id": "" if id is None else str(id)}
    )


async def listen(engine: AsyncEngine, news: News) -> None:
    """Tell what others announce, until cancelled. What may have been missed between two connections counts as
    changed."""
    while True:
        with contextlib.suppress(SQLAlchemyError, OSError, *UNWRAPPED):
            await _listen(engine, news)
        await asyncio.sleep(_AGAIN)


async def _listen(engine: AsyncEngine, news: News) -> None:
    async with engine.connect() as connection:
        raw: Any = (await connection.get_raw_connection()).driver_connection

        def heard(_: object, __: int, ___: str, id: str) -> None:
            news.tell(int(id) if id else None)

        await raw.add_listener(CHANGED, heard)
        try:
            news.tell(None)
            while True:
                await asyncio.sleep(_PULSE)
                await raw.execute("SELECT 1", timeout=_PULSE)
        finally:
            connection.sync_connection.invalidate()  # type: ignore[union-attr]  # it goes to nobody else
