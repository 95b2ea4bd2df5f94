"""Talks in a channel: edits that bring words Discord kept back, replies to what is forgotten, how both are judged."""

from __future__ import annotations

from typing import Any

import discord
import pytest

from bot.features.asking import words
from knowledge.judging.followups import Chat
from knowledge.librarian import Librarian
from knowledge.spoilers import Policy
from tests.bot.club import Club, payload, shown
from tests.bot.passages import open_question, spoiling_question, told


def reply_to(club: Club, member: Any, message_id: int, text: str) -> Any:
    """A reply with the ping that Discord sends along by default, which simcord's send() leaves out."""
    return club.env.backend.create_message(
        club.channel.id,
        member.id,
        text,
        reference={"channel_id": str(club.channel.id), "message_id": str(message_id)},
    )


def ours(club: Club) -> list[discord.Message]:
    return [message for message in club.channel.history() if message.author.id == club.env.backend.bot_user.id]


class Spy:
    """A librarian that notes which question a chat was opened behind."""

    def __init__(self, librarian: Librarian, monkeypatch: pytest.MonkeyPatch) -> None:
        self.before: list[str | None] = []
        ask = librarian.ask

        def spied(question: str, level: Any, policy: Policy, chat: Chat | None = None) -> Any:
            self.before.append(chat.last.question if chat and chat.last else None)
            return ask(question, level, policy, chat)

        monkeypatch.setattr(librarian, "ask", spied)


async def test_a_reply_to_a_message_that_is_forgotten_starts_anew(club: Club, monkeypatch: pytest.MonkeyPatch) -> None:
    first = await club.say(club.channel, "who is Ruth?")
    assert first is not None
    await club.restart()
    spy = Spy(club.librarian, monkeypatch)
    reply_to(club, club.member, first.id, f"{club.mention} and Tommy?")
    await club.env.settle()
    assert set(spy.before) == {None}  # the questions to ask next are tried, too


async def test_a_reply_to_a_commands_answer_without_a_mention_is_told_what_to_do(club: Club) -> None:
    question = open_question(club.librarian, club.librarian.book.default_level)
    result = await club.member.slash(club.channel, "ask", question=question)
    message = reply_to(club, club.reader, result.response.id, "and who is Tommy?")
    await club.env.settle()
    assert shown(ours(club)[-1]) == words.reply_to_command(club.mention)
    before = len(ours(club))
    club.env.backend.edit_message(club.channel.id, message.id, {"content": "but who is Tommy?"})
    await club.env.settle()
    assert len(ours(club)) == before  # said once
    club.env.backend.edit_message(club.channel.id, message.id, {"content": f"{club.mention} who is Tommy?"})
    await club.env.settle()
    assert "Tommy" in shown(ours(club)[-1])  # what it was told to do works


@pytest.mark.parametrize("policy", list(Policy))
async def test_an_edit_and_a_reply_are_judged_like_any_question(club: Club, policy: Policy) -> None:
    question = spoiling_question(club.librarian, club.librarian.book.default_level)
    await club.set("policy", policy=policy.value)
    first = await club.say(club.channel, "who is Ruth?")
    assert first is not None
    reply_to(club, club.reader, first.id, question)
    message = await club.member.send(club.other, question)
    await club.member.edit(message, f"{club.mention} {question}")
    answer = club.librarian.ask(question, club.librarian.book.default_level, Policy.WARN)
    for said in (ours(club)[-1], club.other.last_message):
        assert told(answer) not in shown(said)
        assert question not in str(payload(said))
