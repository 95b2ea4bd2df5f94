"""Steps in the database: done once, whoever looks, and however often."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.store import Step, Store

NOW = datetime(2026, 12, 1, 18, tzinfo=UTC)
STEP = Step(1, 2, None, "book", "part-one", NOW.replace(tzinfo=None), "UTC", NOW, made_by=5, made_in=2)


@pytest.fixture
async def stores(tmp_path: Path) -> AsyncIterator[list[Store]]:
    """Two processes' stores of one database."""
    both = [Store(tmp_path / "x.db", "book") for _ in range(2)]
    for store in both:
        await store.open()
    yield both
    for store in both:
        await store.close()


async def test_a_step_is_done_by_one_process(stores: list[Store]) -> None:
    for _ in range(5):
        steps = await stores[0].schedules.add([STEP, replace(STEP, level="part-two")])
        risen = await asyncio.gather(*(store.schedules.rise(steps, lambda _: "part-two") for store in stores * 3))
        assert sorted(filter(None, risen)) == ["part-two"]
        owed = await stores[1].schedules.owed(NOW)
        assert [step.level for step in owed] == ["part-two"]  # one for both, and none of before
        until = NOW + timedelta(minutes=2)
        held = await asyncio.gather(*(store.schedules.hold(owed[0], NOW, until) for store in stores * 3))
        assert sorted(held) == [False] * 5 + [True]
    assert await stores[0].schedules.waiting(1) == []
    assert (await stores[0].settings.of(1))[2].levels == {"book": "part-two"}


async def test_an_announcement_that_was_not_made_is_owed_again(stores: list[Store]) -> None:
    schedules = stores[0].schedules
    [step] = await schedules.add([STEP])
    await schedules.rise([step], lambda _: "part-one")
    assert await schedules.hold(step, NOW, NOW + timedelta(minutes=2))
    assert await schedules.owed(NOW + timedelta(minutes=1)) == []
    later = NOW + timedelta(minutes=3)
    assert len(await schedules.owed(later)) == 1
    await schedules.told(step)
    assert await schedules.owed(later) == []


async def test_a_step_that_goes_no_further_sets_and_owes_nothing(stores: list[Store]) -> None:
    schedules = stores[0].schedules
    await stores[0].settings.set_level(1, 1, "book", "part-three")
    seen: dict[int, str] = {}
    assert await schedules.rise(await schedules.add([STEP]), lambda levels: seen.update(levels)) is None
    assert seen == {1: "part-three"}
    assert await schedules.owed(NOW) == []
    assert await schedules.waiting(1) == []


async def test_one_click_postpones(stores: list[Store]) -> None:
    [step] = await stores[0].schedules.add([STEP])
    later = replace(step, wall=step.wall + timedelta(days=7), due=step.due + timedelta(days=7))
    clicks = await asyncio.gather(*(store.schedules.postpone([later], {step.id: step.wall}) for store in stores * 3))
    assert sorted(clicks) == [False] * 5 + [True]
    assert [each.wall for each in await stores[1].schedules.waiting(1)] == [later.wall]
    assert await stores[1].schedules.rise([step], lambda _: "part-one") is None  # what was read before it moved
    assert not await stores[1].schedules.remind(step)
    assert await stores[1].schedules.remind(later)
    assert not await stores[0].schedules.remind(later)


async def test_steps_of_another_server_are_not_removed(stores: list[Store]) -> None:
    [step] = await stores[0].schedules.add([STEP])
    assert await stores[0].schedules.remove(9, [step.id]) == 0
    assert await stores[0].schedules.remove(1, [step.id]) == 1
    await stores[0].schedules.add([STEP])
    await stores[0].forget(1)
    assert await stores[0].schedules.soon(NOW + timedelta(days=1)) == []
