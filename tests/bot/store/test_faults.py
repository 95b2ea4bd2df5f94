"""The database locked, read-only, slow, gone and back: the last known level holds, or nothing is said; never more."""

from __future__ import annotations

import asyncio
import contextlib
import sqlite3
from collections.abc import AsyncIterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import create_async_engine

from bot.settings import Settings
from bot.store import Store, StoreError, file_of, url_of
from bot.store.last_known import LastKnown
from bot.store.news import News
from tests.bot.club import Club, buttons, hidden, shown
from tests.bot.passages import spoiling_question
from tests.bot.store.rows import execute
from tests.postgres import Server

TABLES = ("place_settings", "place_levels", "progress")


@pytest.fixture
def deaf(monkeypatch: pytest.MonkeyPatch) -> None:
    """Stores hear of no change in another process, which would have them forget what was read."""

    async def nobody(*_: object) -> None: ...

    monkeypatch.setattr("bot.store.postgres.listen", nobody)


@pytest.fixture
def settings(tmp_path: Path, database: str, deaf: None) -> Settings:
    """Deaf, since beside a connection that listens simulated Discord never rests."""
    return Settings(_env_file=None, data_dir=tmp_path, database_url=database)


@contextlib.asynccontextmanager
async def locked(database: str) -> AsyncIterator[None]:
    """Nobody else may read or write."""
    if (file := file_of(url_of(database))) is not None:
        holder = sqlite3.connect(file, check_same_thread=False, isolation_level=None)
        holder.execute("PRAGMA journal_mode=DELETE")
        holder.execute("BEGIN EXCLUSIVE")
        yield
        holder.execute("ROLLBACK")
        holder.execute("PRAGMA journal_mode=WAL")
        holder.close()
        return
    engine = create_async_engine(url_of(database))
    async with engine.begin() as connection:
        for table in TABLES:
            await connection.execute(text(f"LOCK TABLE {table} IN ACCESS EXCLUSIVE MODE"))
        yield
    await engine.dispose()


@contextlib.asynccontextmanager
async def gone(database: str) -> AsyncIterator[None]:
    """The tables can't be read."""
    await execute(database, *(f"ALTER TABLE {table} RENAME TO {table}_away" for table in TABLES))
    yield
    await execute(database, *(f"ALTER TABLE {table}_away RENAME TO {table}" for table in TABLES))


async def test_answers_go_on_at_the_last_known_level_or_not_at_all(club: Club, database: str) -> None:
    book = club.librarian.book
    question = spoiling_question(club.librarian, book.default_level)
    store, server = club.bot.store, club.guild.id
    await store.settings.set_level(server, server, book.slug, book.default_level.id)
    await store.settings.set_policy(server, server, "withhold")
    before = await club.say(club.channel, question)
    assert "Show it to me only" in buttons(before)
    async with gone(database):
        again = await club.say(club.channel, question)
        assert (shown(again), hidden(again)) == (shown(before), "")  # as it was last
        assert buttons(again) == buttons(before)
        for place in (club.other.id, club.thread.id):  # never asked in: nothing is known
            with pytest.raises(SQLAlchemyError):
                await club.bot.places.at((place, server))
        with pytest.raises(SQLAlchemyError):
            await store.settings.set_level(server, server, book.slug, book.levels[-1].id)
        with pytest.raises((SQLAlchemyError, StoreError)):  # how far the member is isn't known
            await club.bot.places.for_member((club.channel.id, server), club.member.id)
    holds = await club.bot.places.at((club.other.id, server))  # and back
    assert (holds.level, holds.policy) == (book.default_level, "withhold")


async def test_a_change_is_never_forgotten_for_what_held_before(club: Club, database: str) -> None:
    """The last known level of a channel is none any more once the server's was set back."""
    book = club.librarian.book
    question = spoiling_question(club.librarian, book.levels[0])
    store = club.bot.store
    await store.settings.set_level(club.guild.id, club.guild.id, book.slug, book.levels[-1].id)
    assert not hidden(await club.say(club.channel, question))
    await store.settings.set_level(club.guild.id, club.guild.id, book.slug, "start")
    async with gone(database):
        assert "can't get at my settings" in shown(await club.say(club.channel, question))


@pytest.mark.usefixtures("deaf")
async def test_a_lock_holds_nobody_up_for_long(postgres: Server) -> None:
    """On PostgreSQL; in WAL, readers of SQLite don't wait."""
    store = Store(url := postgres.new(), "book")
    await store.open()
    last: LastKnown[Any] = LastKnown(store.settings.news, patience=60, fresh=0)
    await store.settings.set_level(1, 1, "book", "start")
    known = await last.read((1,), lambda: store.settings.of(1))
    async with locked(url):
        last._patience = 2
        assert await last.read((1,), lambda: store.settings.of(1)) == known
        with pytest.raises(StoreError, match="has not answered"):
            await last.read((2,), lambda: store.settings.of(2))
    last._patience = 60  # a busy machine may take its time
    assert await last.read((2,), lambda: store.settings.of(2)) == {}
    await store.close()


async def test_reading_goes_on_where_nobody_may_write(store: Store, database: str) -> None:
    await store.settings.set_level(1, 1, "book", "start")
    if (file := file_of(url_of(database))) is not None:
        writer = sqlite3.connect(file, isolation_level=None)
        writer.execute("BEGIN IMMEDIATE")
        with pytest.raises(Exception, match="locked"):
            await store.settings.set_level(1, 1, "book", "part-one")
        assert (await store.settings.of(1))[1].levels == {"book": "start"}
        writer.execute("ROLLBACK")
        writer.close()
    else:
        name = url_of(database).database
        await execute(database, f"ALTER DATABASE {name} SET default_transaction_read_only = on")
        await store._database.engine.dispose()
        with pytest.raises(Exception, match="read-only"):
            await store.settings.set_level(1, 1, "book", "part-one")
        assert (await store.settings.of(1))[1].levels == {"book": "start"}


class Heard:
    """What was told of changes."""

    def __init__(self, news: News) -> None:
        self._told: asyncio.Queue[int | None] = asyncio.Queue()
        news.follow(self._told.put_nowait)

    async def until(self, id: int | None) -> None:
        """Wait for a change of it. Raises TimeoutError when there is none in a minute."""
        async with asyncio.timeout(60):
            while await self._told.get() != id:
                pass


async def test_the_server_stops_and_comes_back(postgres: Server) -> None:
    store = Store(postgres.new(), "book")
    heard = Heard(store.settings.news)
    await store.open()
    await heard.until(None)  # it listens, which counts as a change of everything
    await store.settings.set_level(1, 1, "book", "start")
    await heard.until(1)
    last: LastKnown[Any] = LastKnown(store.settings.news, fresh=0)
    known = await last.read((1,), lambda: store.settings.of(1))
    await asyncio.to_thread(postgres.stop)
    try:
        assert await last.read((1,), lambda: store.settings.of(1)) == known
        with pytest.raises(Exception, match=r"cannot be reached|closed"):
            await store.settings.of(2)
    finally:
        await asyncio.to_thread(postgres.start)
    for _ in range(5):
        assert await store.settings.of(1) == known
    await store.settings.set_level(1, 1, "book", "part-one")
    await store.close()


async def test_a_change_in_one_process_holds_in_the_others(postgres: Server) -> None:
    url = postgres.new()
    one, other = Store(url, "book"), Store(url, "book")
    heard = Heard(other.settings.news)
    await one.open()
    await other.open()
    await heard.until(None)  # it listens
    await one.settings.set_level(77, 1, "book", "start")
    assert (await other.settings.of(77))[1].levels == {"book": "start"}
    await heard.until(77)
    await one.close()
    await other.close()


async def test_what_is_kept_is_bounded() -> None:
    async def reading(value: int) -> int:
        return value

    async def failing() -> int:
        raise StoreError("gone")

    news = News()
    last: LastKnown[int] = LastKnown(news, kept=3, fresh=0)
    for number in range(10):
        await last.read((number,), partial(reading, number))
    assert await last.read((9,), failing) == 9
    with pytest.raises(StoreError):
        await last.read((1,), failing)
    news.tell(9)
    with pytest.raises(StoreError):
        await last.read((9,), failing)


async def test_what_was_read_a_moment_ago_is_not_read_again_unless_it_changed() -> None:
    read: list[int] = []

    async def reading() -> int:
        read.append(len(read))
        return len(read)

    news = News()
    last: LastKnown[int] = LastKnown(news, fresh=60)
    assert [await last.read((1, 2), reading) for _ in range(3)] == [1, 1, 1]
    assert await last.read((3,), reading) == 2
    news.tell(1)
    assert [await last.read((1, 2), reading), await last.read((3,), reading)] == [3, 2]
    news.tell(None)
    assert await last.read((3,), reading) == 4


async def test_what_is_read_while_it_changes_is_read_again() -> None:
    news = News()
    last: LastKnown[int] = LastKnown(news, fresh=60)
    values = iter((1, 2))

    async def reading() -> int:
        found = next(values)
        if found == 1:
            news.tell(7)
        return found

    assert await last.read((7,), reading) == 1
    assert await last.read((7,), reading) == 2
