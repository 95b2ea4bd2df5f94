"""Asking by command, mention, reply and direct message."""

from __future__ import annotations

import pytest

from knowledge.spoilers import Policy
from tests.bot.club import Club, buttons, hidden, payload, refused, shown, strings
from tests.bot.passages import open_question, past, spoiling_question, told, unknown_question


async def test_an_answer_past_the_level_is_warned_of_and_covered(club: Club) -> None:
    question = spoiling_question(club.librarian, club.librarian.book.default_level)
    result = await club.member.slash(club.channel, "ask", question=question)
    first = next(request for request in club.env.http_requests if "/interactions/" in request.path)
    assert first.json["type"] == 4  # the answer itself: no "thinking" before it, no "(edited)" behind it
    assert not result.ephemeral
    assert "Part Three" in shown(result)
    assert "Part Three" in hidden(result)  # the citation
    assert question not in shown(result) + hidden(result)
    assert hidden(result).splitlines()[0] not in shown(result)


async def test_the_same_answer_is_open_where_the_book_is_finished(club: Club) -> None:
    question = spoiling_question(club.librarian, club.librarian.book.default_level)
    await club.set("level", level=club.librarian.book.levels[-1].id, where=club.other)
    answer = club.librarian.ask(question, club.librarian.book.levels[-1], Policy.WARN)
    result = await club.member.slash(club.other, "ask", question=question)
    assert hidden(result) == ""
    assert told(answer) in shown(result)
    assert f"-# {' and '.join(answer.where)}" in shown(result)
    assert hidden(await club.member.slash(club.channel, "ask", question=question))  # elsewhere nothing changed


async def test_a_mention_a_reply_and_a_thread_are_answered(club: Club) -> None:
    question = open_question(club.librarian, club.librarian.book.default_level)
    for place in (club.channel, club.thread, club.post):
        reply = await club.say(place, question)
        assert reply is not None
        assert reply.author == club.bot.user
        assert question not in shown(reply)  # the member's message is there already
        again = await club.member.send(place, f"{club.mention} {question}", reply_to=reply)
        last = place.last_message
        assert last is not None
        assert last.reference is not None
        assert last.reference.message_id == again.id


async def test_a_reply_to_the_bot_needs_no_mention_in_its_text(club: Club) -> None:
    first = await club.say(club.channel, open_question(club.librarian, club.librarian.book.default_level))
    assert first is not None
    before = len(club.channel.history())
    message = club.env.backend.create_message(  # simcord's send() doesn't ping on a reply, as Discord does by default
        club.channel.id,
        club.member.id,
        open_question(club.librarian, club.librarian.book.default_level),
        reference={"channel_id": str(club.channel.id), "message_id": str(first.id)},
    )
    await club.env.settle()
    assert message.id
    assert len(club.channel.history()) == before + 2


async def test_what_is_not_said_to_the_bot_is_not_answered(club: Club) -> None:
    await club.member.send(club.channel, "why was madame crying")
    await club.member.send(club.channel, "@everyone why was madame crying")
    robot = club.guild.add_member(club.env.create_user("robot", bot=True))
    await robot.send(club.channel, f"{club.mention} why was madame crying")
    hook = club.guild.create_webhook(club.channel)
    await hook.send(f"{club.mention} why was madame crying")
    assert all(message.author != club.bot.user for message in club.channel.history())


async def test_a_direct_message_uses_the_default_until_progress_is_set(club: Club) -> None:
    book = club.librarian.book
    question = spoiling_question(club.librarian, book.default_level)
    assert hidden(await club.dm(question))
    await club.member.user.slash("progress set", level=book.levels[-1].id)
    assert hidden(await club.dm(question)) == ""
    assert hidden(await club.member.user.slash("ask", question=question)) == ""
    await club.member.user.slash("progress clear")
    assert hidden(await club.dm(question))


async def test_progress_counts_in_private_and_never_in_public(club: Club) -> None:
    book = club.librarian.book
    question = spoiling_question(club.librarian, book.default_level)
    await club.member.slash(club.channel, "progress set", level=book.levels[-1].id)
    private = await club.member.slash(club.channel, "ask", question=question, private=True)
    assert private.ephemeral
    assert hidden(private) == ""
    public = await club.member.slash(club.channel, "ask", question=question)
    assert not public.ephemeral
    assert hidden(public)


async def test_progress_behind_the_channel_covers_more_in_private(club: Club) -> None:
    book = club.librarian.book
    question = spoiling_question(club.librarian, book.levels[0])
    await club.set("level", level=book.levels[-1].id)
    await club.member.slash(club.channel, "progress set", level=book.levels[0].id)
    assert hidden(await club.member.slash(club.channel, "ask", question=question, private=True))
    assert hidden(await club.member.slash(club.channel, "ask", question=question)) == ""


async def test_withhold_tells_at_once_who_asks_in_private(club: Club) -> None:
    question = spoiling_question(club.librarian, club.librarian.book.default_level)
    await club.set("policy", policy="withhold")
    result = await club.member.slash(club.channel, "ask", question=question, private=True)
    assert result.ephemeral
    assert hidden(result)
    assert "Show it to me only" not in buttons(result)


async def test_a_refusal_leaves_no_trace_in_the_channel(club: Club) -> None:
    before = len(club.channel.history())
    for question in (unknown_question(club.librarian), "hello there!", "what is the capital of France"):
        result = await club.member.slash(club.channel, "ask", question=question)
        assert result.ephemeral
    assert len(club.channel.history()) == before


async def test_withhold_sends_no_plot_to_the_channel(club: Club) -> None:
    question = spoiling_question(club.librarian, club.librarian.book.default_level)
    await club.set("policy", policy="withhold")
    result = await club.member.slash(club.channel, "ask", question=question)
    assert not result.ephemeral
    assert "Show it to me only" in buttons(result)
    for passage in past(club.librarian, club.librarian.book.default_level):
        assert passage.text not in str(payload(result))
        assert passage.id not in str(payload(result)) or "-" not in passage.id


async def test_silence_is_the_very_payload_of_not_knowing(club: Club) -> None:
    await club.set("policy", policy="silent", server=True)
    lost = unknown_question(club.librarian)
    for rank, level in enumerate(club.librarian.book.levels[:-1]):
        await club.set("level", level=level.id, server=True)
        question = spoiling_question(club.librarian, club.librarian.book.levels[rank])
        for ask in (club.say, lambda place, text: club.member.slash(place, "ask", question=text)):
            silent, unknown = await ask(club.other, question), await ask(club.other, lost)
            assert list(strings(payload(silent))) == list(strings(payload(unknown)))


@pytest.mark.parametrize("bad", ["🎻🎻", "||", "```", "@everyone", "?!", "<@1> <#2>"])
async def test_what_is_no_question_gets_a_sentence(club: Club, bad: str) -> None:
    said = await club.dm(bad)
    assert 20 < len(shown(said)) < 200
    result = await club.member.slash(club.channel, "ask", question=bad)
    assert result.ephemeral
    assert 20 < len(shown(result)) < 200
    assert refused(club) == [shown(result)]


async def test_a_bare_mention_gets_a_sentence(club: Club) -> None:
    reply = await club.say(club.channel, "")
    assert reply is not None
    assert len(shown(reply)) > 20


@pytest.mark.parametrize(
    "wrapped",
    [
        "why was madame crying, is it as {}",
        "</{}:1> why was madame crying",
        "<:{}:123> why was madame crying",
        "why was madame crying ||{}||",
        "why was madame crying https://example.org/{}",
        "@everyone why was madame crying # {}",
    ],
)
@pytest.mark.parametrize("level", ["start", "part-two", "part-three"])
async def test_no_word_of_a_member_is_repeated(club: Club, wrapped: str, level: str) -> None:
    secret = "zebraquilt"
    await club.set("level", level=level)
    for private in (False, True):
        result = await club.member.slash(club.channel, "ask", question=wrapped.format(secret), private=private)
        assert secret not in str(payload(result))
        assert not result.response.message.mention_everyone


async def test_a_thread_that_the_bot_has_not_heard_of_is_judged_by_its_channel(club: Club) -> None:
    question = spoiling_question(club.librarian, club.librarian.book.default_level)
    await club.set("level", level="part-three")
    await club.set("level", level="part-two", where=club.channel)
    guild = club.bot.get_guild(club.guild.id)
    assert guild is not None
    guild._threads.pop(club.thread.id)
    reply = await club.member.send(club.thread, f"{club.mention} {question}")
    assert reply.id
    last = club.thread.last_message
    assert last is not None
    assert "Part Three" in shown(last)
    assert hidden(last)
