"""/help, the welcome."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import discord
import pytest
from simcord.builders import ChannelHandle, GuildHandle

from bot.features.welcome.cog import Welcome
from bot.features.welcome.farewell import Farewell
from bot.shelf import GONE, NoSuchBook
from bot.store import Setting, Step, StoreError, url_of
from tests.bot.club import Club, shown
from tests.bot.store import rows


async def test_help_fits_one_screen_and_names_every_command(club: Club) -> None:
    for result in (await club.member.slash(club.thread, "help"), await club.member.user.slash("help")):
        text = shown(result)
        assert result.ephemeral
        assert len(text) < 2_000
        for command in ("/ask", "/recap", "/who", "/map", "/level", "/progress set", "/privacy", "/mydata delete"):
            assert f"`{command}" in text
    server = shown(await club.member.slash(club.channel, "help"))
    for command in club.bot.tree.get_commands(type=discord.AppCommandType.chat_input):
        assert command.name == "help" or f"`/{command.name}" in server
    for command in club.bot.tree.get_commands(type=discord.AppCommandType.message):
        assert command.name in server
    direct = shown(await club.member.user.slash("help"))
    assert "/setup" not in direct
    assert "/discuss" not in direct


async def test_the_page_of_commands_names_what_works_in_direct_messages(
    club: Club, pytestconfig: pytest.Config
) -> None:
    page = (pytestconfig.rootpath / "docs" / "commands.md").read_text()
    [row] = [line for line in page.splitlines() if line.startswith("| a direct message |")]
    kinds = (discord.AppCommandType.chat_input, discord.AppCommandType.message)
    commands = [command for kind in kinds for command in club.bot.tree.get_commands(type=kind)]
    direct = {one.name for one in commands if one.allowed_contexts is None or one.allowed_contexts.dm_channel}
    assert set(re.findall(r"`/(\w+)`|\*([^*]+)\*", row)) == {
        ("", name) if " " in name else (name, "") for name in direct
    }


def elsewhere(club: Club) -> tuple[GuildHandle, ChannelHandle, ChannelHandle]:
    """Another server, where the first channel is closed to the bot."""
    guild = club.env.create_guild("Elsewhere")
    shut = {guild.default_role: discord.PermissionOverwrite(view_channel=False)}
    closed, hall = guild.create_text_channel("closed", overwrites=shut), guild.create_text_channel("hall")
    talk = discord.Permissions(view_channel=True, send_messages=True, use_application_commands=True)
    guild.default_role._role.permissions = talk.value
    return guild, closed, hall


async def test_the_welcome_comes_once_where_the_bot_may_write(club: Club) -> None:
    guild, _, hall = elsewhere(club)
    await rejoin(club, guild.id)
    welcome = hall.last_message
    assert welcome is not None
    assert "Part Two" in welcome.content
    await club.restart()
    await rejoin(club, guild.id)
    assert len(hall.history()) == 1


async def test_a_welcome_leads_moderators_into_setup(club: Club) -> None:
    guild, _, hall = elsewhere(club)
    managers = guild.create_role("Managers", permissions=discord.Permissions(manage_guild=True))
    moderator = guild.add_member(club.env.create_user("madame"), roles=[managers])
    member = guild.add_member(club.env.create_user("ruth"))
    await rejoin(club, guild.id)
    await club.restart()
    assert hall.last_message is not None
    opened = await moderator.click(hall.last_message, label="Set up")
    assert opened.ephemeral
    assert "Setup: the whole server" in shown(opened)
    refused = await member.click(hall.last_message, label="Set up")
    assert refused.ephemeral
    assert "may not" in shown(refused)


async def test_a_welcome_that_failed_is_said_when_a_channel_opens(club: Club) -> None:
    guild, _, hall = elsewhere(club)
    club.env.inject_error("POST", "/channels/*/messages", status=403, code=50013, message="no", times=1)
    await rejoin(club, guild.id)
    assert hall.history() == []
    guild.create_text_channel("another")
    await club.env.settle()
    assert len(hall.history()) == 1


async def test_a_welcome_that_failed_is_said_at_the_next_start(club: Club) -> None:
    guild, _, hall = elsewhere(club)
    club.env.inject_error("POST", "/channels/*/messages", status=403, code=50013, message="no", times=1)
    await rejoin(club, guild.id)
    await club.restart()
    await club.env.settle()
    assert len(hall.history()) == 1


async def test_a_welcome_that_the_database_keeps_is_said_at_the_next_start(
    club: Club, monkeypatch: pytest.MonkeyPatch
) -> None:
    guild, _, hall = elsewhere(club)

    async def gone(*_: object) -> None:
        raise StoreError("the database is gone")

    with monkeypatch.context() as failing:
        failing.setattr(club.bot.places, "at", gone)
        await rejoin(club, guild.id)
    assert [type(error) for error in club.env.errors] == [StoreError]
    club.env.errors.clear()
    assert hall.history() == []
    await club.restart()
    await club.env.settle()
    assert len(hall.history()) == 1


async def test_what_fails_while_a_server_is_forgotten_is_done_again(
    club: Club, monkeypatch: pytest.MonkeyPatch
) -> None:
    store, now = club.bot.store, datetime.now(UTC)
    await store.settings.set_policy(4711, 4711, "silent")
    await store.greetings.note(4711)
    await store.servers.choose(4711, left_at=now)
    farewell = club.bot.get_cog("Farewell")
    assert isinstance(farewell, Farewell)

    async def gone(*_: object) -> None:
        raise StoreError("the database is gone")

    with monkeypatch.context() as failing:
        failing.setattr(store.votes, "forget", gone)
        with pytest.raises(StoreError):
            await farewell.forget_servers(now + timedelta(days=31))
    await farewell.forget_servers(now + timedelta(days=31))
    assert 4711 not in await store.servers.known()


async def test_a_server_that_cannot_be_greeted_keeps_no_other_from_it(
    club: Club, monkeypatch: pytest.MonkeyPatch
) -> None:
    cog = club.bot.get_cog("Welcome")
    assert isinstance(cog, Welcome)
    elsewhere(club)
    await club.env.settle()
    greeted: list[int] = []

    async def arrive(guild: discord.Guild) -> None:
        greeted.append(guild.id)
        raise NoSuchBook(GONE)

    monkeypatch.setattr(cog, "arrive", arrive)
    await cog.on_ready()
    assert sorted(greeted) == sorted(guild.id for guild in club.bot.guilds)
    assert len(greeted) > 1


async def test_coming_back_within_the_grace_finds_the_settings_and_says_so(club: Club) -> None:
    guild, _, hall = elsewhere(club)
    await rejoin(club, guild.id)
    store, cog, cached = club.bot.store, club.bot.get_cog("Welcome"), club.bot.get_guild(guild.id)
    await store.settings.set_level(guild.id, guild.id, club.librarian.book.slug, "part-one")
    assert isinstance(cog, Welcome)
    assert cached is not None
    await cog.on_guild_remove(cached)
    assert (await store.servers.of(guild.id)).left_at is not None
    await rejoin(club, guild.id)
    assert hall.last_message is not None
    assert "found your settings as they were" in hall.last_message.content
    assert "Part One" in hall.last_message.content
    assert (await store.servers.of(guild.id)).left_at is None


async def test_a_server_that_removed_the_bot_is_forgotten_after_a_month(club: Club) -> None:
    store, server = club.bot.store, club.guild.id
    await club.set("level", level="part-three", server=True)
    await store.servers.choose(server, announcements=club.channel.id)
    club.env.backend.remove_guild(server)
    await club.env.settle()
    farewell = club.bot.get_cog("Farewell")
    assert isinstance(farewell, Farewell)
    await farewell.forget_servers(club.env.now() + timedelta(days=29))
    assert list(await store.settings.of(server)) == [server]
    await farewell.forget_servers(club.env.now() + timedelta(days=31))
    assert await store.servers.known() == set()


async def test_a_server_that_left_while_the_bot_was_away_is_noticed_at_the_start(club: Club) -> None:
    await club.bot.store.settings.set_policy(4711, 4711, "silent")
    await club.restart()
    await club.env.settle()
    assert (await club.bot.store.servers.of(4711)).left_at is not None
    assert (await club.bot.store.servers.of(club.guild.id)).left_at is None


async def test_the_servers_of_another_process_are_neither_missed_nor_forgotten(
    club: Club, monkeypatch: pytest.MonkeyPatch
) -> None:
    store, now = club.bot.store, datetime.now(UTC)
    ours, others = 2 << 22, 3 << 22
    for server in (ours, others):
        await store.settings.set_policy(server, server, "silent")
    monkeypatch.setattr(club.bot, "shard_ids", [0], raising=False)
    monkeypatch.setattr(club.bot, "shard_count", 2)
    welcome, farewell = club.bot.get_cog("Welcome"), club.bot.get_cog("Farewell")
    assert isinstance(welcome, Welcome)
    assert isinstance(farewell, Farewell)
    await welcome.on_ready()
    assert (await store.servers.of(ours)).left_at is not None
    assert (await store.servers.of(others)).left_at is None
    await store.servers.choose(others, left_at=now)  # it left, and its own process forgets it
    await farewell.forget_servers(now + timedelta(days=31))
    assert await store.settings.of(ours) == {}
    assert list(await store.settings.of(others)) == [others]


async def test_the_daily_round_lets_go_of_what_is_kept_for_a_time(club: Club) -> None:
    """Nobody needs to vote, change or schedule anything for it."""
    store, server, now = club.bot.store, club.guild.id, club.env.now()
    database = str(url_of(club.settings.database))
    old = now - timedelta(days=91)
    step = Step(server, server, None, "a-book", "part-one", old.replace(tzinfo=None), "UTC", old, 1, server)
    (done,), (waiting,) = await store.schedules.add([step]), await store.schedules.add([replace(step, place=5)])
    assert await store.schedules.drop(done)
    await store.undos.keep(server, server, Setting(), Setting(), now - timedelta(minutes=6))
    await store.history.note(server, server, 1, "level", "a", "b")
    await store.votes.cast(server, 1, 1, "a-book", ["a" * 8], right=True)
    await rows.execute(database, f"update votes set at = '{old:%Y-%m-%d %H:%M:%S.%f}'")
    await rows.execute(database, f"update changes set at = '{old:%Y-%m-%d %H:%M:%S.%f}'")
    farewell = club.bot.get_cog("Farewell")
    assert isinstance(farewell, Farewell)
    await farewell.daily.coro(farewell)
    for table in ("votes", "undos", "changes"):
        assert await rows.execute(database, f"select * from {table}") == [], table
    assert await rows.execute(database, "select id from schedules") == [(waiting.id,)]


async def test_threads_that_were_deleted_unseen_are_forgotten(club: Club) -> None:
    store, server = club.bot.store, club.guild.id
    for place in (12345, club.thread.id, club.other.id):
        await store.settings.set_policy(server, place, "silent")
    for place in (23456, 34567, club.other.id):
        await store.discussions.take(server, place, "a-book", ["a" * 8], datetime.now(UTC))
    await store.discussions.repeat(server, 34567, club.env.now() + timedelta(days=7))
    farewell, guild = club.bot.get_cog("Farewell"), club.bot.get_guild(server)
    assert isinstance(farewell, Farewell)
    assert guild is not None
    await farewell.forget_places(guild)
    assert set(await store.settings.of(server)) == {club.thread.id, club.other.id}
    assert await store.discussions.places(server) == {club.other.id}
    club.env.backend.delete_channel(club.channel.id)
    await club.env.settle()
    assert set(await store.settings.of(server)) == {club.other.id}


async def rejoin(club: Club, guild_id: int) -> None:
    """Discord announces a server to the bot as one that it has just joined."""
    from simcord.backend import serializers

    cached = club.bot.get_guild(guild_id)
    if cached is not None:
        club.bot._connection._remove_guild(cached)
    data: dict[str, Any] = dict(
        serializers.guild_create_payload(club.env.backend, club.env.backend.get_guild(guild_id))
    )
    del data["unavailable"]  # simcord always sends the mark of a server that was known before
    club.env.backend.emit("GUILD_CREATE", data)
    await club.env.settle()
