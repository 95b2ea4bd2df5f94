"""Both databases: every test that takes `database` or `store` runs on SQLite and on a real PostgreSQL."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from bot.store import Store
from tests.postgres import Server, programs

MISSING = "PostgreSQL is not installed (Debian: apt-get install postgresql)"


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


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """How many tests of the store ran on each database."""
    ran: Counter[str] = Counter()
    for report in terminalreporter.stats.get("passed", []):
        for name in (
            re.findall(r"tests/bot/store/.*\[.*?(sqlite|postgresql)", report.nodeid) if report.when == "call" else ()
        ):
            ran[name] += 1
    if ran:
        other = f"{ran['postgresql']} on PostgreSQL" if programs() is not None else f"none on PostgreSQL: {MISSING}"
        terminalreporter.write_line(f"tests of the store that passed: {ran['sqlite']} on SQLite, {other}")
