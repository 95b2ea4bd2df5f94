"""The thread for answers, and what is said when too much waits for it."""

from __future__ import annotations

import asyncio
import threading
from datetime import UTC, datetime

import pytest

from bot import replies
from bot.cooldown import Cooldown, TooSoon, Whose
from bot.pool import Crowded, Pool
from tests.bot.club import Club, refused, shown
from tests.bot.passages import open_question

NOON = datetime(2026, 11, 25, 12, tzinfo=UTC)


async def test_what_is_too_much_is_refused_and_the_rest_is_done() -> None:
    pool, go = Pool(most=2), threading.Event()
    first = [asyncio.create_task(pool.run(go.wait, 5)) for _ in range(2)]
    await asyncio.sleep(0)
    with pytest.raises(Crowded):
        await pool.run(int)
    go.set()
    assert await asyncio.gather(*first) == [True, True]
    assert await pool.run(sum, [1, 2]) == 3
    assert pool.waiting == 0
    pool.close()


async def test_an_error_is_raised_where_it_is_awaited() -> None:
    pool = Pool()
    with pytest.raises(ZeroDivisionError):
        await pool.run(lambda: 1 // 0)
    assert pool.waiting == 0
    pool.close()


def test_a_place_and_a_server_have_limits_of_their_own() -> None:
    cooldown = Cooldown(times=10, seconds=30, place=3, server=5)
    for member in range(3):
        cooldown.take(1, member, NOON, 9)
    with pytest.raises(TooSoon) as place:
        cooldown.take(1, 7, NOON, 9)
    assert place.value.whose is Whose.PLACE
    assert not place.value.told
    with pytest.raises(TooSoon) as again:
        cooldown.take(1, 8, NOON, 9)
    assert again.value.told  # the place has heard it
    for member in range(2):
        cooldown.take(2, member, NOON, 9)
    with pytest.raises(TooSoon) as server:
        cooldown.take(3, 1, NOON, 9)
    assert server.value.whose is Whose.SERVER
    cooldown.take(4, 1, NOON, 10)


async def test_a_busy_place_is_told_when_to_come_again(club: Club) -> None:
    club.bot.desk.cooldown = Cooldown(times=8, seconds=30, place=1)
    question = open_question(club.librarian, club.librarian.book.default_level)
    await club.member.slash(club.channel, "ask", question=question)
    busy = await club.reader.slash(club.channel, "ask", question=question)
    assert busy.ephemeral
    assert "Many of you" in shown(busy)
    assert "again in 30 seconds" in shown(busy)
    assert len(refused(club)) == 1


async def test_too_long_a_queue_is_said_in_a_sentence(club: Club, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(replies, "MOST", 0)
    question = open_question(club.librarian, club.librarian.book.default_level)
    again = await club.member.slash(club.channel, "ask", question=question)
    assert again.ephemeral
    assert "ask again in" in shown(again)
    assert len(refused(club)) == 1
    club.bot.pool._most = 0
    said = await club.say(club.channel, question)
    assert said is not None
    assert "ask again in" in shown(said)
