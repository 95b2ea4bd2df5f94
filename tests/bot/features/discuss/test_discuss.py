"""/discuss: a question, its thread, its passage, and one every week."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import aiohttp
import discord
import pytest

from bot.features.discuss import words
from bot.features.discuss.circle import PAUSE
from bot.features.discuss.due import WEEK
from bot.features.discuss.weekly import Keeper
from bot.pool import Crowded
from knowledge.retelling.prompts import prompts
from knowledge.spoilers import Policy, touches
from tests.bot.club import Club, buttons, hidden, refused, shown


def question(message: Any) -> str:
    """The question of a message."""
    return shown(message).split("\n")[0].removeprefix("### ")


def asked(club: Club) -> list[str]:
    """The questions that stand in the channel."""
    return [question(message) for message in club.channel.history() if shown(message).startswith("### ")]


def keeper(club: Club) -> Keeper:
    found: Keeper = club.bot.get_cog("Discuss").keeper  # type: ignore[union-attr]
    return found


async def test_a_question_has_a_thread_that_inherits_the_level(club: Club) -> None:
    book = club.librarian.book
    await club.set("level", level=book.levels[1].id, where=club.channel)
    result = await club.member.slash(club.channel, "discuss")
    assert not result.ephemeral
    known = {prompt.text for prompt in prompts(book, book.levels[1])}
    assert question(result) in known
    guild = club.bot.get_guild(club.guild.id)
    assert guild is not None
    thread = next(thread for thread in guild.threads if thread.id == result.response.id)
    assert thread.parent_id == club.channel.id
    holds = await club.bot.places.at((thread.id, club.channel.id, club.guild.id))
    assert holds.level == book.levels[1]


async def test_none_is_repeated_before_all_were_asked_even_after_a_restart(club: Club) -> None:
    book = club.librarian.book
    for level in (book.levels[0], book.levels[-1]):
        await club.set("level", level=level.id, where=club.other)
        known = [prompt.text for prompt in prompts(book, level)]
        asked: list[str] = []
        for number in range(len(known)):
            if number == 2:
                await club.restart()
            asked.append(question(await club.member.slash(club.other, "discuss")))
        assert len(set(asked)) == len(asked)
        assert set(asked) == set(known)
    assert question(await club.member.slash(club.other, "discuss")) in known


async def test_the_latest_part_comes_first(club: Club) -> None:
    book = club.librarian.book
    await club.set("level", level=book.levels[-1].id)
    first = question(await club.member.slash(club.channel, "discuss"))
    assert next(one for one in book.prompts if one.text == first).part == book.levels[-1].id


async def test_in_a_thread_and_a_post_it_stands_there_and_counts_for_the_channel(club: Club) -> None:
    texts = [question(await club.member.slash(place, "discuss")) for place in (club.thread, club.channel, club.thread)]
    assert len(set(texts)) == 3
    assert not (await club.member.slash(club.post, "discuss")).ephemeral


async def test_soon_after_another_one_there_is_a_sentence(club: Club) -> None:
    club.bot.circle.pause = PAUSE
    await club.member.slash(club.channel, "discuss")
    result = await club.reader.slash(club.channel, "discuss")
    assert result.ephemeral
    assert "just now" in shown(result)
    assert len(refused(club)) == 1


async def test_one_that_was_picked_too_late_for_discord_counts_as_not_asked(
    club: Club, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def late(_: object, work: Any) -> None:
        await work
        raise Crowded(1.0)

    server = club.guild.id
    monkeypatch.setattr(club.bot.replies, "in_time", late)
    await club.member.slash(club.channel, "discuss")
    assert refused(club)
    assert await club.bot.store.discussions.last(server, club.channel.id) is None


async def test_a_thread_that_may_not_be_made_is_told_and_the_question_stands(club: Club) -> None:
    club.env.inject_error("POST", "/channels/*/messages/*/threads", status=403, code=50013, message="no", times=1)
    result = await club.member.slash(club.channel, "discuss")
    assert not result.ephemeral
    assert result.followups[-1].content == words.NO_THREAD
    assert result.followups[-1].ephemeral


@pytest.mark.parametrize("policy", list(Policy))
async def test_the_button_shows_the_passage_in_private_and_judged(club: Club, policy: Policy) -> None:
    book = club.librarian.book
    await club.set("level", level=book.levels[-1].id)
    message: Any = None
    for _ in book.prompts:
        message = (await club.member.slash(club.channel, "discuss")).response
        if words.ABOUT in buttons(message):
            break
    prompt = next(one for one in book.prompts if one.key == buttons(message)[words.ABOUT].split(":")[-1])
    passage = book.by_id[prompt.passage]
    await club.restart()
    result = await club.reader.click(message, label=words.ABOUT)
    assert result.ephemeral
    assert passage.text in shown(result)
    await club.set("policy", policy=policy.value)
    await club.set("level", level="start")
    assert touches([passage], book.levels[0])
    result = await club.reader.click(message, label=words.ABOUT)
    assert result.ephemeral
    assert passage.text not in shown(result)
    assert (passage.text in hidden(result)) is (policy is not Policy.SILENT)


async def test_a_forged_button_is_tolerated(club: Club) -> None:
    message = (await club.member.slash(club.channel, "discuss")).response
    stored = club.env.backend.get_message(club.channel.id, message.id)
    for id in (f"norfolk:discuss:00000000:{'1' * 8}", f"norfolk:discuss:{'f' * 8}:{'0' * 8}"):
        stored.components.append({"type": 1, "components": [{"type": 2, "style": 2, "label": "x", "custom_id": id}]})
        result = await club.member.click(message, custom_id=id)
        assert result.ephemeral
        assert shown(result) == words.GONE


async def test_members_and_other_servers_moderators_have_nothing_asked_every_week(club: Club) -> None:
    result = await club.member.slash(club.channel, "discuss", weekly=True)
    assert result.ephemeral
    assert shown(result) == words.FOR_MODERATORS
    elsewhere = club.env.create_guild("Elsewhere")
    talk = discord.Permissions(view_channel=True, send_messages=True, use_application_commands=True)
    elsewhere.default_role._role.permissions = talk.value
    hall = elsewhere.create_text_channel("hall")
    guest = elsewhere.add_member(club.moderator.user)
    assert shown(await guest.slash(hall, "discuss", weekly=True)) == words.FOR_MODERATORS
    assert await club.bot.store.discussions.due(discord.utils.utcnow() + 2 * WEEK) == []
    assert len(refused(club)) == 2


async def test_every_week_one_is_asked_once_whatever_happens_in_between(club: Club) -> None:
    store, now = club.bot.store, discord.utils.utcnow()
    result = await club.moderator.slash(club.channel, "discuss", weekly=True)
    assert result.ephemeral
    assert len(asked(club)) == 1  # the first at once
    [noted] = await store.history.of(club.guild.id, 5)
    assert (noted.what, noted.before, noted.after, noted.member) == ("weekly question", "off", "on", club.moderator.id)
    await keeper(club).tick(now + WEEK - timedelta(hours=1))
    assert len(asked(club)) == 1
    await club.restart()
    again = keeper(club)
    for _ in range(3):
        await again.tick(now + 4 * WEEK)  # after a month of downtime one, and not four
    await club.env.settle()
    assert len(asked(club)) == 2
    assert len(set(asked(club))) == 2
    result = await club.moderator.slash(club.channel, "discuss", weekly=False)
    assert "No question goes" in shown(result)
    await again.tick(now + 9 * WEEK)
    assert len(asked(club)) == 2


async def test_it_keeps_its_time_of_day_when_the_clocks_of_the_server_change(club: Club) -> None:
    store, before = club.bot.store, datetime(2026, 3, 27, 18, tzinfo=UTC)  # London goes over to summer time two days on
    add = {"date": "1 May", "time": "18:00", "zone": "Europe/London"}
    await club.moderator.slash(club.channel, "schedule add", **add)
    await store.discussions.repeat(club.guild.id, club.channel.id, before)
    await keeper(club).tick(before)
    due = await store.discussions.due_in(club.guild.id, club.channel.id)
    assert due is not None
    assert due.replace(tzinfo=UTC) == datetime(2026, 4, 3, 17, tzinfo=UTC)


async def test_it_goes_where_the_server_has_its_prompts_by_the_level_there(club: Club) -> None:
    store, book, now = club.bot.store, club.librarian.book, discord.utils.utcnow()
    await store.servers.choose(club.guild.id, discussions=club.other.id)
    await club.set("level", level="start", where=club.other)
    await club.moderator.slash(club.channel, "discuss", weekly=True)
    assert question(club.other.last_message) in {prompt.text for prompt in prompts(book, book.levels[0])}
    club.env.backend.delete_channel(club.other.id)
    await club.env.settle()
    await keeper(club).tick(now + 2 * WEEK)
    assert await store.discussions.due(now + 9 * WEEK) == []


async def test_what_discord_does_not_take_is_tried_again(club: Club) -> None:
    store, now = club.bot.store, discord.utils.utcnow()
    await store.discussions.repeat(club.guild.id, club.channel.id, now)
    club.env.inject_error("POST", "/channels/*/messages", status=500, code=0, message="no", times=10)
    await keeper(club).tick(now)
    assert asked(club) == []
    assert await store.discussions.due(now + timedelta(minutes=11)) != []


async def test_what_a_network_that_is_away_keeps_is_tried_again(club: Club, monkeypatch: pytest.MonkeyPatch) -> None:
    store, now = club.bot.store, discord.utils.utcnow()

    async def away(*_: object) -> None:
        raise aiohttp.ServerDisconnectedError

    await store.discussions.repeat(club.guild.id, club.channel.id, now)
    monkeypatch.setattr(club.bot.circle, "post", away)
    await keeper(club).tick(now)
    assert await store.discussions.due(now + timedelta(minutes=11)) != []


async def test_a_channel_for_prompts_that_is_gone_unseen_takes_no_weekly_question_along(club: Club) -> None:
    store, now = club.bot.store, discord.utils.utcnow()
    await store.discussions.repeat(club.guild.id, club.channel.id, now)
    await store.servers.choose(club.guild.id, discussions=4711)
    await keeper(club).tick(now)
    assert len(asked(club)) == 1
    assert (await store.servers.of(club.guild.id)).discussions is None
    assert await store.discussions.due(now + 2 * WEEK) != []


async def test_a_server_that_is_forgotten_and_a_channel_that_is_deleted(club: Club) -> None:
    discussions, now = club.bot.store.discussions, discord.utils.utcnow()
    await club.moderator.slash(club.other, "discuss", weekly=True)
    club.env.backend.delete_channel(club.other.id)
    await club.env.settle()
    assert await discussions.due(now + 9 * WEEK) == []
    await discussions.repeat(club.guild.id, club.channel.id, now)
    await club.bot.store.forget(club.guild.id)
    assert await discussions.due(now + 9 * WEEK) == []
