"""/schedule in the simulated club: laid out, done, reminded of, put off, removed; and who may."""

from __future__ import annotations

import asyncio
import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import aiohttp
import discord
import pytest
from simcord.backend.errors import SetupError

from bot.features.schedule import views, words
from bot.features.schedule.buttons import Meet
from bot.features.schedule.cog import Schedule
from bot.features.schedule.rising import Keeper
from bot.store import Step
from tests.bot.club import Club, buttons, payload, shown

FIRST = datetime(2026, 2, 2, 18, tzinfo=UTC)  # simulated time begins on 1 January 2026; London has UTC then


async def lay_out(club: Club, **options: Any) -> Any:
    chosen = {"date": "2 February", "time": "18:00", "zone": "Europe/London", **options}
    result = await club.moderator.slash(club.channel, "schedule add", **chosen)
    assert result.ephemeral
    return result


async def look(club: Club, now: datetime) -> None:
    """What the bot does when it looks at its schedules at a moment."""
    cog = club.bot.get_cog("Schedule")
    assert isinstance(cog, Schedule)
    with club.env.time_context():
        await cog.keeper.tick(now)
    await club.env.settle()


def said(club: Club, channel: Any) -> list[Any]:
    """What the bot has said in a channel."""
    return [message for message in channel.history() if message.author.id == club.env.backend.bot_user.id]


async def level(club: Club) -> str:
    return (await club.bot.places.at((club.channel.id, club.guild.id))).level.id


async def steps(club: Club) -> list[Step]:
    return await club.bot.store.schedules.waiting(club.guild.id)


@pytest.fixture(autouse=True)
async def at_the_start(club: Club) -> None:
    await club.bot.store.settings.set_level(club.guild.id, club.guild.id, club.librarian.book.slug, "start")


async def test_a_part_a_week_rises_and_is_announced(club: Club) -> None:
    reply = shown(await lay_out(club, every=7))
    assert f"<t:{int(FIRST.timestamp())}:F>" in reply
    assert "Part Three (the whole book)" in reply
    assert [step.level for step in await steps(club)] == ["part-one", "part-two", "part-three"]
    await look(club, FIRST - timedelta(seconds=1))
    assert await level(club) == "start"
    for week, reached in enumerate(["part-one", "part-two", "part-three"]):
        await look(club, FIRST + timedelta(days=7 * week))
        await look(club, FIRST + timedelta(days=7 * week))
        assert await level(club) == reached
        assert len(said(club, club.channel)) == week + 1
    assert "Part Three" in shown(club.channel.last_message)
    changes = await club.bot.store.history.of(club.guild.id, 10)
    assert [change.member for change in changes] == [0, 0, 0, club.moderator.id]


async def test_after_downtime_there_is_one_announcement_where_the_server_wants_it(club: Club) -> None:
    await club.bot.store.servers.choose(club.guild.id, announcements=club.other.id)
    await lay_out(club, every=1)
    await club.restart()
    await look(club, FIRST + timedelta(days=300))
    assert await level(club) == "part-three"
    assert said(club, club.channel) == []
    assert len(said(club, club.other)) == 1
    assert f"<#{club.channel.id}>" in shown(club.other.last_message)


async def test_a_level_is_never_lowered(club: Club) -> None:
    await lay_out(club, level="part-one")
    await club.bot.store.settings.set_level(club.guild.id, club.guild.id, club.librarian.book.slug, "part-two")
    await look(club, FIRST)
    assert await level(club) == "part-two"
    assert said(club, club.channel) == []
    assert words.READ in shown(await lay_out(club, level="part-one"))


async def test_the_announcement_is_made_up_for_when_discord_failed(club: Club) -> None:
    await lay_out(club)
    club.env.inject_error("POST", "/channels/*/messages", status=500, code=0, message="no", times=2)
    await look(club, FIRST)
    assert await level(club) == "part-one"
    assert said(club, club.channel) == []
    assert await club.bot.store.schedules.waiting(club.guild.id) == []
    for minutes in (1, 3, 6, 9):
        await look(club, FIRST + timedelta(minutes=minutes))
    assert len(said(club, club.channel)) == 1


async def test_a_reminder_goes_to_who_made_it_and_puts_it_off_once(club: Club) -> None:
    await lay_out(club, every=7)
    day_before = FIRST - timedelta(days=1)
    await look(club, day_before - timedelta(seconds=1))
    await look(club, day_before)
    await look(club, day_before)
    assert len(club.moderator.user.dm_channel.history()) == 1
    reminder = club.moderator.user.dm_channel.last_message
    assert words.POSTPONE in buttons(reminder)
    await club.restart()
    reply = shown(await club.moderator.user.click(reminder, label=words.POSTPONE))
    assert f"<t:{int((FIRST + timedelta(days=7)).timestamp())}:F>" in reply
    assert "2 after it" in reply
    assert "already" in shown(await club.moderator.user.click(reminder, label=words.POSTPONE))
    assert [step.wall.day for step in await steps(club)] == [9, 16, 23]
    await look(club, FIRST)
    assert await level(club) == "start"
    for _ in range(2):
        await look(club, FIRST + timedelta(days=6))
    assert len(club.moderator.user.dm_channel.history()) == 2  # once more, of the new day


async def test_a_reminder_is_put_off_from_the_process_that_has_the_direct_messages(
    club: Club, monkeypatch: pytest.MonkeyPatch
) -> None:
    club.guild.default_role._role.permissions |= discord.Permissions(create_events=True).value
    await lay_out(club, every=7)
    await look(club, FIRST - timedelta(days=1))
    reminder = club.moderator.user.dm_channel.last_message
    monkeypatch.setattr(club.bot, "get_guild", lambda _: None)  # the server is another process's
    met = shown(await club.moderator.user.click(reminder, label=words.MEET))
    assert f"https://discord.com/events/{club.guild.id}/" in met
    assert "2 after it" in shown(await club.moderator.user.click(reminder, label=words.POSTPONE))
    club.env.backend.get_guild(club.guild.id).members[club.moderator.id].role_ids.clear()
    assert "may not" in shown(await club.moderator.user.click(reminder, label=words.POSTPONE))


async def test_two_who_click_at_once_make_one_event(club: Club) -> None:
    club.guild.default_role._role.permissions |= discord.Permissions(create_events=True).value
    await lay_out(club)
    [step] = await steps(club)
    match = re.fullmatch(views.MEET, f"norfolk:meet:{step.id}")
    assert match is not None
    clicked: Any = SimpleNamespace(
        client=club.bot,
        guild_id=club.guild.id,
        guild_locale=discord.Locale.british_english,
        permissions=discord.Permissions(manage_guild=True),
    )
    client: Any = club.bot
    first, second = await asyncio.gather(*(Meet(views.meet(step), match).answer(client, clicked) for _ in range(2)))
    assert "https://discord.com/events/" in str(first)
    assert first == second


async def test_only_moderators_of_the_server_put_off(club: Club) -> None:
    await lay_out(club, remind=club.channel)
    await look(club, FIRST - timedelta(hours=3))
    reminder = club.channel.last_message
    refused = await club.member.click(reminder, label=words.POSTPONE)
    assert refused.ephemeral
    assert "may not" in shown(refused)
    assert [step.wall.day for step in await steps(club)] == [2]
    elsewhere = club.env.create_guild("Elsewhere")
    hall = elsewhere.create_text_channel("hall")
    boss = elsewhere.create_role("Boss", permissions=discord.Permissions(manage_guild=True, view_channel=True))
    stranger = elsewhere.add_member(club.env.create_user("miss-lucy"), roles=[boss])
    result = await stranger.slash(hall, "schedule remove", step=str((await steps(club))[0].id))
    assert shown(result) == words.GONE
    assert "Nothing is scheduled" in shown(await stranger.slash(hall, "schedule list", server=True))
    assert len(await steps(club)) == 1
    await club.moderator.click(reminder, label=words.POSTPONE)
    assert [step.wall.day for step in await steps(club)] == [9]


async def test_a_moderator_who_lost_the_right_is_refused_and_not_written_to(club: Club) -> None:
    await lay_out(club)
    await look(club, FIRST - timedelta(days=1))
    reminder = club.moderator.user.dm_channel.last_message
    club.env.backend.get_guild(club.guild.id).members[club.moderator.id].role_ids.clear()
    assert "may not" in shown(await club.moderator.user.click(reminder, label=words.POSTPONE))
    assert [step.wall.day for step in await steps(club)] == [2]


async def test_members_are_not_offered_the_commands(club: Club) -> None:
    for command in ("list", "add date:1 time:2", "remove step:1"):
        with pytest.raises(SetupError):
            await club.member.slash(club.channel, f"schedule {command.split()[0]}")


async def test_list_and_remove(club: Club) -> None:
    assert words.EMPTY in shown(await club.moderator.slash(club.channel, "schedule list"))
    await lay_out(club, every=7)
    await lay_out(club, every=7, server=True)
    here = shown(await club.moderator.slash(club.channel, "schedule list"))
    assert here.count("<t:") == 12
    assert shown(await club.moderator.slash(club.other, "schedule list")).count("<t:") == 6  # the server's
    assert shown(await club.moderator.slash(club.other, "schedule list", server=True)).count("<t:") == 12
    offered = await club.moderator.autocomplete(club.channel, "schedule remove", "step", "book-club")
    assert offered[0]["name"] == "All steps of #book-club"
    assert "Mon 2 Feb 2026, 18:00 Europe/London" in offered[1]["name"]
    result = await club.moderator.slash(club.channel, "schedule remove", step=offered[1]["value"])
    assert "One step" in shown(result)
    result = await club.moderator.slash(club.channel, "schedule remove", step=offered[0]["value"])
    assert "2 steps" in shown(result)
    assert {step.place for step in await steps(club)} == {club.guild.id}


async def test_long_lists_have_pages_that_survive_a_restart(club: Club) -> None:
    for _ in range(6):
        await lay_out(club, every=7)
    listed = await club.moderator.slash(club.channel, "schedule list")
    assert list(buttons(listed)) == ["Later"]
    await club.restart()
    second = await club.moderator.click(listed.response, label="Later")
    assert list(buttons(second)) == ["Earlier"]
    assert shown(second).count("<t:") == 6


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"date": "2/3"}, "two ways"),
        ({"time": "late"}, "can't read that time"),
        ({"zone": "Mars/Olympus"}, words.NO_SUCH_ZONE),
        ({"date": "2025-12-01"}, words.PAST),
        ({"date": "2030-01-01"}, words.FAR),
        ({"level": "start"}, words.READ),
    ],
)
async def test_what_can_not_be_laid_out_is_a_sentence(club: Club, options: dict[str, Any], said: str) -> None:
    assert said in shown(await lay_out(club, **options))
    assert await steps(club) == []


async def test_the_zone_is_remembered_and_offered(club: Club) -> None:
    add = {"date": "2 February", "time": "18:00"}
    assert words.NO_ZONE in shown(await club.moderator.slash(club.channel, "schedule add", **add))
    await lay_out(club, zone="Asia/Tokyo")
    await club.moderator.slash(club.channel, "schedule add", **add)
    assert {step.zone for step in await steps(club)} == {"Asia/Tokyo"}
    offered = await club.moderator.autocomplete(club.channel, "schedule add", "zone", "lond")
    assert offered[0]["value"] == "Europe/London"
    dates = await club.moderator.autocomplete(club.channel, "schedule add", "date", "mon")
    assert dates[0]["value"] == "2026-01-05"
    levels = await club.moderator.autocomplete(club.channel, "schedule add", "level", "")
    assert [choice["value"] for choice in levels] == ["part-one", "part-two", "part-three"]


async def test_two_places_at_once_offer_no_levels_and_get_a_sentence(
    club: Club, caplog: pytest.LogCaptureFixture
) -> None:
    both = {"where": club.other, "server": True}
    assert await club.moderator.autocomplete(club.channel, "schedule add", "level", "", **both) == []
    assert not caplog.records
    assert "either `where` or `server`" in shown(await lay_out(club, **both))
    assert "either `where` or `server`" in shown(await club.moderator.slash(club.channel, "schedule list", **both))
    assert await steps(club) == []
    assert [type(error.__cause__).__name__ for error in club.env.errors] == ["Refusal"]


async def test_a_deleted_channel_takes_its_steps_along_and_says_so(club: Club) -> None:
    await lay_out(club, every=7, where=club.other)
    club.env.backend.delete_channel(club.other.id)
    await club.env.settle()
    assert await steps(club) == []
    assert words.lost_place(3) in shown(club.moderator.user.dm_channel.last_message)


async def test_a_channel_that_was_deleted_while_nobody_looked(club: Club) -> None:
    await lay_out(club)
    [step] = await steps(club)
    await club.bot.store.schedules.add([replace(step, place=step.place - 1, id=0)])
    await look(club, FIRST)
    assert await steps(club) == []
    assert await level(club) == "part-one"
    assert words.lost_place(1) in shown(club.moderator.user.dm_channel.last_message)


async def test_two_processes_do_each_thing_once(club: Club) -> None:
    await lay_out(club, every=7)
    bot = club.bot
    both = [Keeper(bot, bot.store, bot.places, bot.failures) for _ in range(2)]
    for moment in (FIRST - timedelta(hours=2), FIRST, FIRST + timedelta(days=30)):
        await asyncio.gather(*(keeper.tick(moment) for keeper in both * 2))
    assert len(club.moderator.user.dm_channel.history()) == 1
    assert len(said(club, club.channel)) == 2
    assert await level(club) == "part-three"


async def test_a_book_that_is_gone_takes_its_steps_along_and_says_so(club: Club) -> None:
    await lay_out(club)
    [step] = await steps(club)
    lost = [replace(step, book="club-gone", id=0), replace(step, level="part-nine", id=0)]
    await club.bot.store.schedules.add(lost)
    await look(club, FIRST)
    assert await steps(club) == []
    assert await level(club) == "part-one"
    assert "is gone" in shown(club.moderator.user.dm_channel.last_message)


async def test_discords_own_event(club: Club) -> None:
    laid = await lay_out(club)
    club.env.inject_error("POST", "/guilds/*/scheduled-events", status=403, code=50013, message="no", times=1)
    assert shown(await club.moderator.click(laid.response, label=words.MEET)) == words.MAY_NOT_MEET
    for _ in range(2):
        assert "https://discord.com/events/" in shown(await club.moderator.click(laid.response, label=words.MEET))
    [event] = club.env.backend.get_guild(club.guild.id).scheduled_events.values()
    assert event.name == "Book club: Never Let Me Go"
    assert datetime.fromisoformat(event.scheduled_start_time) == FIRST


async def test_under_silent_no_level_is_named_where_it_is_past(club: Club) -> None:
    await club.bot.store.settings.set_policy(club.guild.id, club.guild.id, "silent")
    await club.bot.store.servers.choose(club.guild.id, announcements=club.other.id)
    await lay_out(club, level="part-two", remind=club.other)
    await look(club, FIRST - timedelta(hours=1))
    await look(club, FIRST)
    assert len(said(club, club.other)) == 2
    assert not any("Part" in str(payload(message)) for message in said(club, club.other))


async def test_the_task_itself_looks_in_time(club: Club) -> None:
    await lay_out(club, date="1 January", time="00:10")
    await club.env.advance_time(9 * 60)
    assert await level(club) == "start"
    await club.env.advance_time(61)
    assert await level(club) == "part-one"


async def test_a_reminder_that_the_network_keeps_is_sent_at_the_next_look(
    club: Club, monkeypatch: pytest.MonkeyPatch
) -> None:
    await lay_out(club, remind=club.channel)

    async def away(*_: object, **__: object) -> None:
        raise aiohttp.ServerDisconnectedError

    with monkeypatch.context() as cut:
        cut.setattr(Keeper, "_send", away)
        await look(club, FIRST - timedelta(hours=23))
    assert said(club, club.channel) == []
    await look(club, FIRST - timedelta(hours=22))
    assert len(said(club, club.channel)) == 1


async def test_a_plan_of_a_hundred_steps_fits_a_message(club: Club) -> None:
    await lay_out(club)
    [step] = await steps(club)
    book = club.librarian.book
    named = replace(book, levels=tuple(replace(one, name=f"{one.name} {'of the book' * 3}") for one in book.levels))
    [text] = [part.content for part in views.told(words.added([step] * 100, named)).walk_children()]
    assert len(text) <= 4_000
