"""Every level, policy and surface in turn: what is seen is what the librarian lets out for them, to the letter."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import discord
import pytest

from bot.chats import Chats
from bot.features.asking import words
from bot.features.spoilers.report import report
from knowledge.answer import Answer, Status
from knowledge.spoilers import Level, Policy
from tests.bot.club import Club, buttons, hidden, shown, still
from tests.bot.passages import open_question, spoiling_question, told, unknown_question


@pytest.mark.parametrize("policy", list(Policy))
async def test_what_is_seen_is_what_the_librarian_lets_out(club: Club, policy: Policy) -> None:
    book, server = club.librarian.book, club.guild.id
    questions = [
        spoiling_question(club.librarian, book.default_level),
        open_question(club.librarian, book.default_level),
        unknown_question(club.librarian),
    ]
    await still(club.bot)
    await club.bot.store.settings.set_policy(server, server, policy.value)
    for level in book.levels:
        await club.bot.store.settings.set_level(server, server, book.slug, level.id)
        for question in questions:
            for place in (club.channel, club.thread, club.post):
                await seen(club, question, level, policy, await club.member.slash(place, "ask", question=question))
                await seen(club, question, level, policy, await club.say(place, question))
            for own in book.levels:
                await club.bot.store.progress.set(club.reader.id, book.slug, own.id)
                private = await club.reader.slash(club.thread, "ask", question=question, private=True)
                assert private.ephemeral
                await seen(club, question, own, Policy.WARN if policy is Policy.WITHHOLD else policy, private)
                in_dm = await club.reader.user.slash("ask", question=question)
                await seen(club, question, own, Policy.WARN, in_dm)


async def seen(club: Club, question: str, level: Level, policy: Policy, message: Any) -> None:
    club.bot.desk.chats = Chats()  # each question is a first one
    answer: Answer = club.librarian.ask(question, level, policy)
    if answer.status is Status.UNKNOWN:
        assert words.refusal(answer, club.librarian.book) in shown(message)
    else:
        assert told(answer) in (hidden(message) if answer.covered else shown(message))
        assert hidden(message) == "" or answer.covered
        assert (words.warning(answer) or "") in shown(message)
    assert ("Another passage" in buttons(message)) is bool(answer.further)
    assert ("Show it to me only" in buttons(message)) is bool(answer.kept)
    assert " and ".join(answer.where) in shown(message) + hidden(message)
    assert not club.bot._connection._view_store._views  # buttons need nothing kept


async def test_a_spoiler_channel_is_hinted_at(club: Club) -> None:
    flags = discord.flags.ChannelFlags._from_value(1 << 21)
    channel: Any = SimpleNamespace(id=2, flags=flags)
    holds = await club.bot.places.at((2, 1))
    assert "Spoiler Channel" in report(holds, channel, (2, 1))


async def test_the_guide_names_every_command_and_option(club: Club, pytestconfig: pytest.Config) -> None:
    guide = (pytestconfig.rootpath / "docs" / "commands.md").read_text()
    for command in club.bot.tree.walk_commands():
        if isinstance(command, discord.app_commands.Command):
            rows = [line for line in guide.splitlines() if line.startswith(f"| `/{command.qualified_name}")]
            assert rows, command.qualified_name
            for parameter in command.parameters:
                assert any(f"{parameter.name}:" in row for row in rows), (command.qualified_name, parameter.name)
