"""Both databases: every test that takes `database` or `store` runs on SQLite and on a real PostgreSQL."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from bot.store import Store
from tests.postgres import MISSING, Server, programs


@pytest.fixture(scope="session")
def postgres() -> Iterator[Server]:
    """A server for the whole session; a test that stops it starts it again."""
    if (found := programs()) is None:
        pytest.skip(MISSING)
    server = Server(found, "fsync=off", "max_connections=60", "log_min_messages=fatal")
    try:
        server.start()
        yield server
    finally:
        server.remove()


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of a database with nothing in it."""
    if request.param == "sqlite":
        return f"sqlite+aiosqlite:///{tmp_path / 'norfolk.db'}"
    server: Server = request.getfixturevalue("postgres")
    return server.new()


@pytest.fixture
async def store(database: str) -> AsyncIterator[Store]:
    """An open store."""
    store = Store(database, "book")
    await store.open()
    yield store
    await store.close()
