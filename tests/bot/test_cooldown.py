"""How often a member may ask in a place."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bot.cooldown import Cooldown, TooSoon
from tests.bot.club import Club, refused, shown
from tests.bot.passages import open_question

NOON = datetime(2026, 11, 25, 12, tzinfo=UTC)


def test_a_bucket_for_each_member_and_place_fills_again() -> None:
    cooldown = Cooldown(times=2, seconds=10)
    for place, member in ((1, 1), (1, 1), (2, 1), (1, 2)):
        cooldown.take(place, member, NOON)
    with pytest.raises(TooSoon) as first:
        cooldown.take(1, 1, NOON + timedelta(seconds=4))
    assert (first.value.seconds, first.value.told) == (6, False)
    with pytest.raises(TooSoon) as second:
        cooldown.take(1, 1, NOON + timedelta(seconds=5))
    assert second.value.told
    cooldown.take(1, 1, NOON + timedelta(seconds=11))


async def test_who_asks_too_fast_is_told_once_and_in_private_where_that_goes(club: Club) -> None:
    club.bot.desk.cooldown = Cooldown(times=2, seconds=30)
    question = open_question(club.librarian, club.librarian.book.default_level)
    answer = await club.say(club.channel, question)
    assert answer is not None
    await club.member.slash(club.channel, "ask", question=question)
    again = await club.member.slash(club.channel, "ask", question=question)
    assert again.ephemeral
    assert "again in" in shown(again)
    clicked = await club.member.click(answer, label="Another passage")
    assert clicked.ephemeral
    assert "again in" in shown(clicked)
    assert await club.say(club.channel, question) is None  # told already
    assert await club.say(club.other, question) is not None
    await club.env.advance_time(31)
    assert not (await club.member.slash(club.channel, "ask", question=question)).ephemeral
    assert len(refused(club)) == 1  # the others were no commands


async def test_a_mention_too_many_is_answered_once(club: Club) -> None:
    club.bot.desk.cooldown = Cooldown(times=1, seconds=30)
    question = open_question(club.librarian, club.librarian.book.default_level)
    await club.say(club.channel, question)
    told = await club.say(club.channel, question)
    assert told is not None
    assert "again in" in shown(told)
    assert await club.say(club.channel, question) is None
