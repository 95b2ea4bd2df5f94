"""Votes, discussion questions and what is kept of a member, on either database."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

from bot.features.discuss.due import WEEK
from bot.store import Store, Tally

NOW = datetime(2026, 11, 1, 18, tzinfo=UTC)
ME, OTHER = 1_100_000_000_000_000_001, 1_100_000_000_000_000_002
KEYS = ["11111111", "22222222", "33333333"]


async def test_a_vote_is_changed_and_counted(store: Store) -> None:
    votes = store.votes
    assert await votes.cast(1, 10, ME, "book", KEYS[:2], right=True)
    assert not await votes.cast(1, 10, ME, "book", KEYS[:2], right=True)
    assert await votes.cast(1, 10, ME, "book", KEYS[:2], right=False)
    await votes.cast(1, 11, OTHER, "book", KEYS[:2], right=True)
    await votes.cast(1, 12, OTHER, "book", KEYS[2:], right=True)
    await votes.cast(2, 13, OTHER, "book", KEYS[2:], right=False)
    assert await votes.of(1, "book") == [Tally(("11111111", "22222222"), 1, 1), Tally(("33333333",), 1, 0)]
    await votes.forget_book(1, "book")
    assert await votes.of(1, "book") == []
    assert len(await votes.of(2, "book")) == 1


async def test_all_questions_are_asked_before_one_comes_again(store: Store) -> None:
    take = store.discussions.take
    asked = [await take(1, 5, "book", KEYS, NOW + timedelta(hours=n)) for n in range(4)]
    assert asked == [*KEYS, KEYS[0]]
    assert await take(1, 6, "book", KEYS, NOW) == KEYS[0]  # another place
    assert await take(1, 5, "other", KEYS, NOW) == KEYS[0]
    assert await take(2, 5, "book", KEYS, NOW) == KEYS[0]
    assert await store.discussions.last(1, 5) == NOW + timedelta(hours=3)
    assert await store.discussions.last(1, 7) is None


async def test_questions_taken_at_once_are_different_ones(store: Store) -> None:
    asked = await asyncio.gather(*(store.discussions.take(1, 5, "book", KEYS, NOW) for _ in KEYS))
    assert sorted(asked) == KEYS


async def test_a_weekly_question_is_claimed_once(store: Store) -> None:
    weekly = store.discussions
    assert await weekly.repeat(1, 5, NOW)
    assert not await weekly.repeat(1, 5, NOW)
    assert await weekly.due(NOW - timedelta(seconds=1)) == []
    [due] = await weekly.due(NOW)
    assert sorted(await asyncio.gather(*(weekly.claim(due, NOW + WEEK) for _ in range(4)))) == [False] * 3 + [True]
    assert await weekly.next() == NOW + WEEK
    assert await weekly.stop(1, 5)
    assert not await weekly.stop(1, 5)
    assert await weekly.next() is None


async def test_a_member_is_handed_out_and_forgotten(store: Store) -> None:
    await store.progress.set(ME, "book", "part-one")
    await store.progress.set(OTHER, "book", "part-one")
    await store.votes.cast(1, 10, ME, "book", KEYS, right=True)
    await store.history.note(1, 5, ME, "level", "a", "b")
    found = await store.members.export(ME)
    assert set(found) == {"progress", "votes", "changes"}
    assert found["votes"][0]["member_id"] == str(ME)
    assert await store.members.forget(ME) == 3
    assert await store.members.export(ME) == {}
    assert await store.progress.of(ME, "book") is None
    assert await store.progress.of(OTHER, "book") == "part-one"
    assert [change.member for change in await store.history.of(1, 5)] == [0]
