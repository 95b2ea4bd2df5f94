"""Bringing a database to the newest tables with Alembic, from inside the running bot."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.store import postgres, sqlite
from bot.store.errors import StoreError
from bot.store.url import file_of, name_of

MIGRATIONS = Path(__file__).parent / "migrations"


async def migrate(engine: AsyncEngine, book: str, *, as_it_is: bool = False) -> None:
    """Apply all migrations that the database lacks; what it holds so far is about `book`. An SQLite file with tables in
    it is copied before. Raises StoreError for a database of a newer Norfolk, and for a copy that can't be made; with
    `as_it_is`, which changes nothing, for one of an older Norfolk."""
    async with engine.begin() as connection:
        await connection.run_sync(_upgrade, book, as_it_is)


def _upgrade(connection: Connection, book: str, as_it_is: bool) -> None:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.attributes |= {"connection": connection, "book": book}
    if connection.dialect.name == "postgresql":
        postgres.alone(connection)
    ours = ScriptDirectory.from_config(config)
    newest = ours.get_current_head()
    present = MigrationContext.configure(connection).get_current_revision()
    if present == newest:
        return
    if present is not None and present not in {script.revision for script in ours.walk_revisions()}:
        why = f"its tables are of revision {present}, and this Norfolk knows them up to {newest}"
        mend = "a newer Norfolk has used it: update Norfolk, or set another database"
        raise StoreError(f"{name_of(connection.engine.url)}: {why}; {mend}")
    if as_it_is:
        mend = "use the Norfolk that runs on it, or start this one first"
        raise StoreError(f"{name_of(connection.engine.url)}: its tables are an older Norfolk's, or none; {mend}")
    file = file_of(connection.engine.url)
    if file is not None and present is not None:
        sqlite.keep_before(file, str(newest))
    command.upgrade(config, "head")
