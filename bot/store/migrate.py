"""Bringing a database to the newest tables with Alembic, from inside the running bot."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.util import CommandError
from sqlalchemy import Connection
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.store.errors import StoreError
from bot.store.url import name_of

MIGRATIONS = Path(__file__).parent / "migrations"


async def migrate(engine: AsyncEngine, book: str) -> None:
    """Apply all migrations that the database lacks; what it holds so far is about `book`. Raises StoreError for a
    database of a newer Norfolk."""
    try:
        async with engine.begin() as connection:
            await connection.run_sync(_upgrade, book)
    except CommandError as error:
        mend = "a newer Norfolk has used it: update Norfolk, or set another database"
        raise StoreError(f"{name_of(engine.url)}: {error}; {mend}") from error


def _upgrade(connection: Connection, book: str) -> None:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.attributes |= {"connection": connection, "book": book}
    command.upgrade(config, "head")
