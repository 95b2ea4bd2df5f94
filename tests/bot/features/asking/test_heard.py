"""What is said to Norfolk in a message: replies, edits, its role, and words that Discord keeps back."""

from __future__ import annotations

from typing import Any

import discord
import pytest

from knowledge.spoilers import Policy
from tests.bot.club import Club, hidden, shown
from tests.bot.passages import open_question, told


def reply(club: Club, message: Any, text: str, author: Any = None) -> Any:
    """A reply that pings whom it replies to, as Discord's does unless one switches that off."""
    reference = {"channel_id": str(message.channel.id), "message_id": str(message.id)}
    return club.env.backend.create_message(message.channel.id, (author or club.member).id, text, reference=reference)


async def answered(club: Club, message: Any, text: str, author: Any = None) -> discord.Message | None:
    """A reply, and what Norfolk says to it."""
    sent = reply(club, message, text, author)
    await club.env.settle()
    last = club.channel.last_message
    return None if last is None or last.id == sent.id else last


async def test_a_reply_goes_on_from_the_message_it_replies_to_whoever_asked(club: Club) -> None:
    ruth = await club.say(club.channel, "who is Ruth")
    await club.say(club.channel, "where do they live after school")
    level = club.librarian.book.default_level
    expected = club.librarian.ask("who is Tommy", level, Policy.WARN)
    assert expected.told
    for author in (club.member, club.reader):
        said = await answered(club, ruth, "and Tommy?", author)
        assert said is not None
        assert told(expected) in shown(said)


async def test_a_reply_to_a_commands_answer_is_told_what_to_do(club: Club) -> None:
    question = open_question(club.librarian, club.librarian.book.default_level)
    result = await club.member.slash(club.channel, "ask", question=question)
    said = await answered(club, result.response.message, question)
    assert said is not None
    assert "doesn't show me the words" in shown(said)
    assert club.mention in shown(said)
    assert "/ask" in shown(said)
    again = await answered(club, result.response.message, f"{club.mention} {question}")
    assert again is not None
    assert "doesn't show me" not in shown(again)


async def test_a_reply_to_a_commands_answer_that_names_the_bot_goes_on_from_it(club: Club) -> None:
    result = await club.member.slash(club.channel, "ask", question="who is Ruth")
    expected = club.librarian.ask("who is Tommy", club.librarian.book.default_level, Policy.WARN)
    said = await answered(club, result.response.message, f"{club.mention} and Tommy?", club.reader)
    assert said is not None
    assert told(expected) in shown(said)


async def test_a_reply_to_a_shown_passage_goes_on_from_it(club: Club) -> None:
    question = open_question(club.librarian, club.librarian.book.default_level)
    first = await club.say(club.channel, question)
    assert first is not None
    await club.member.click(first, label="Another passage")
    shown_one = club.channel.last_message
    assert shown_one is not None
    assert shown_one.id in club.bot.desk.chats


async def test_a_reply_to_another_member_is_the_repliers_own_talk(club: Club) -> None:
    theirs = await club.reader.send(club.channel, "I like this book")
    await club.say(club.channel, "who is Ruth")
    said = await answered(club, theirs, f"{club.mention} and Tommy?")
    expected = club.librarian.ask("who is Tommy", club.librarian.book.default_level, Policy.WARN)
    assert said is not None
    assert told(expected) in shown(said)


async def test_the_bots_role_is_answered(club: Club) -> None:
    guild = club.bot.get_guild(club.guild.id)
    assert guild is not None
    own = next(role for role in guild.me.roles if role.managed)
    for text, said in (("who is Ruth", "by name"), (f"{club.mention} who is Ruth", "Ruth")):
        await club.member.send(club.channel, f"{own.mention} {text}")
        last = club.channel.last_message
        assert last is not None
        assert last.author == club.bot.user
        assert said in shown(last)
    other = club.guild.create_role("Helpers")
    before = len(club.channel.history())
    await club.member.send(club.channel, f"{other.mention} who is Ruth")
    assert len(club.channel.history()) == before + 1


@pytest.mark.parametrize(("seconds", "heard"), [(20, True), (90, False)])
async def test_an_edit_that_adds_the_mention_is_answered_within_a_minute(
    club: Club, seconds: float, heard: bool
) -> None:
    question = open_question(club.librarian, club.librarian.book.default_level)
    message = await club.member.send(club.channel, question)
    await club.env.advance_time(seconds)
    await club.member.edit(message, f"{club.mention} {question}")
    last = club.channel.last_message
    assert last is not None
    assert (last.author == club.bot.user) is heard
    await club.member.edit(message, f"{club.mention} {question}?")
    assert len([one for one in club.channel.history() if one.author == club.bot.user]) == int(heard)


async def test_an_edit_of_what_was_answered_changes_nothing(club: Club) -> None:
    question = open_question(club.librarian, club.librarian.book.default_level)
    message = await club.member.send(club.channel, f"{club.mention} {question}")
    before = len(club.channel.history())
    await club.member.edit(message, f"{club.mention} why was madame crying")
    assert len(club.channel.history()) == before


async def test_a_talk_goes_on_neither_in_public_nor_with_anybody_else(club: Club) -> None:
    """Whom a member has asked about in private, nobody learns from what is said later."""
    book = club.librarian.book
    following = "what happens to her?"
    fresh = told(club.librarian.ask(following, book.default_level, Policy.WARN))

    async def ask(who: Any, question: str, private: bool) -> str:
        result = await who.slash(club.channel, "ask", question=question, private=private)
        return shown(result) + hidden(result)

    await club.member.slash(club.channel, "progress set", level=book.levels[-1].id)
    await ask(club.member, "who is Ruth", True)
    assert fresh in await ask(club.member, following, False)
    for private in (False, True):
        assert fresh in await ask(club.reader, following, private)
    assert fresh not in await ask(club.member, following, True)  # her own talk does go on
