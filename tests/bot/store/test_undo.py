"""Undoing a change, changing only what is meant, and forgetting a server wholly."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.store import Setting, Store

NOW = datetime(2026, 11, 25, 18, tzinfo=UTC)
OLD, NEW = Setting("a-book", None, {"a-book": "start"}), Setting(None, "silent", {"a-book": "part-one", "b": "start"})


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    store = Store(tmp_path / "norfolk.db", "a-book")
    await store.open()
    yield store
    await store.close()


async def test_a_change_is_taken_back_once_by_its_own_server_within_five_minutes(store: Store) -> None:
    id = await store.undos.keep(1, 2, OLD, NEW, NOW)
    assert await store.undos.take(9, id, NOW) is None
    assert await store.undos.take(1, id, NOW + timedelta(minutes=5, seconds=1)) is None
    taken = await asyncio.gather(*(store.undos.take(1, id, NOW + timedelta(minutes=4)) for _ in range(4)))
    found = [each for each in taken if each is not None]
    assert [(each.place, each.before, each.after) for each in found] == [(2, OLD, NEW)]


async def test_replacing_writes_only_what_differs(store: Store) -> None:
    await store.settings.replace(1, 2, Setting(), OLD)
    assert (await store.settings.of(1))[2] == OLD
    await store.settings.set_level(1, 2, "another", "part-two")  # by somebody else meanwhile
    await store.settings.replace(1, 2, OLD, NEW)
    assert (await store.settings.of(1))[2].levels == {**NEW.levels, "another": "part-two"}
    await store.settings.clear(1, 2)
    await store.settings.replace(1, 2, NEW, Setting())
    assert await store.settings.of(1) == {}


async def test_nothing_is_known_of_a_forgotten_server(store: Store) -> None:
    await store.settings.replace(1, 2, Setting(), NEW)
    await store.undos.keep(1, 2, OLD, NEW, NOW)
    await store.servers.choose(1, moderator_role=3)
    await store.greetings.note(1)
    await store.history.note(1, 2, 3, "level", "a", "b")
    await store.settings.set_policy(5, 5, "warn")
    assert await store.servers.known() == {1, 5}
    await store.forget(1)
    assert await store.servers.known() == {5}


async def test_what_is_over_is_let_go(store: Store) -> None:
    await store.history.note(1, 2, 3, "level", "a", "b")
    await store.history.tidy(datetime.now(UTC) + timedelta(days=91))
    assert await store.history.of(1, 5) == []
