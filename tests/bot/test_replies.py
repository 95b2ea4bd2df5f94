"""Replies in time: at once where all is quick, acknowledged first where something is slow or many come at once."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from typing import Any

import pytest
from simcord import interactions
from simcord.results import InteractionResult

from bot import replies
from knowledge.librarian import Librarian
from tests.bot.club import Club, hidden, shown, still
from tests.bot.passages import open_question, own_questions, spoiling_question, unknown_question

CROWD = 300
SLOWEST = 120.0  # seconds that a slow machine may take for all of them


@pytest.fixture
def slow(club: Club, monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """Makes the settings slow to read, slower than anybody waits."""
    monkeypatch.setattr(replies, "PATIENCE", 0.05)

    def begin() -> None:
        read = club.bot.places.at

        async def at(*of: Any) -> Any:
            await asyncio.sleep(0.2)
            return await read(*of)

        monkeypatch.setattr(club.bot.places, "at", at)

    return begin


def callbacks(club: Club) -> list[int]:
    """The kinds of first replies so far: 4 is a message, 5 a promise of one."""
    return [request.json["type"] for request in club.env.http_requests if request.path.endswith("/callback")]


async def test_what_is_quick_is_the_first_reply(club: Club) -> None:
    question = open_question(club.librarian, club.librarian.book.default_level)
    answer = await club.member.slash(club.channel, "ask", question=question)
    await club.reader.click(answer.response, label="Another passage")
    await club.member.slash(club.channel, "progress set", level="start")
    await club.member.slash(club.channel, "progress show")
    assert callbacks(club) == [4, 4, 4, 4]


async def test_what_is_slow_is_acknowledged_and_told_where_it_belongs(club: Club, slow: Callable[[], None]) -> None:
    book = club.librarian.book
    slow()
    for question in (open_question(club.librarian, book.default_level), unknown_question(club.librarian)):
        before = len(club.channel.history())
        result = await club.member.slash(club.channel, "ask", question=question)
        assert result.ephemeral
        after = club.channel.history()
        if question == unknown_question(club.librarian):
            assert "doesn't tell" in shown(result)
            assert len(after) == before
        else:
            assert shown(result) == replies.BELOW
            assert len(after) == before + 1
            assert book.title in shown(club.channel.last_message)
    assert callbacks(club) == [5, 5]


async def test_what_is_slow_keeps_its_cover(club: Club, slow: Callable[[], None]) -> None:
    slow()
    await club.member.slash(
        club.channel, "ask", question=spoiling_question(club.librarian, club.librarian.book.default_level)
    )
    assert hidden(club.channel.last_message)


@pytest.mark.simcord(settle_timeout=SLOWEST)
async def test_a_crowd_is_acknowledged_before_anything_is_searched(club: Club, librarian: Librarian) -> None:
    await still(club.bot)
    questions = [question for passage in librarian.book.passages for question in own_questions(passage)[:4]]
    members = [club.guild.add_member(club.env.create_user(f"reader-{number}")) for number in range(CROWD)]
    await club.env.settle()
    command = club.env.backend.find_command("ask", club.guild.id, type=1)
    assert command is not None
    records = []
    gate = threading.Event()
    held = asyncio.create_task(club.bot.pool.run(gate.wait))  # whatever is searched waits behind it
    with club.env.time_context():
        for member, question in zip(members, questions, strict=False):
            option = {"name": "question", "type": 3, "value": question}
            record, payload = interactions.base_payload(
                club.env.backend,
                type=2,
                channel_id=club.channel.id,
                guild_id=club.guild.id,
                user_id=member.id,
                data={"id": command["id"], "name": "ask", "type": 1, "options": [option]},
            )
            club.env.backend.emit("INTERACTION_CREATE", payload)
            records.append(record)
    try:
        async with asyncio.timeout(SLOWEST):
            while sum(record.responded for record in records) < CROWD - replies.AT_ONCE:  # noqa: ASYNC110
                await asyncio.sleep(0.01)
    finally:
        gate.set()
    await held
    await club.env.settle()
    assert len(records) == CROWD
    assert all(shown(InteractionResult(club.env, record)) for record in records)
