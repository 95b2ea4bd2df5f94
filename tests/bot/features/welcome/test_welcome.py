"""/help, the welcome."""

from __future__ import annotations

from typing import Any

import discord

from tests.bot.club import Club, shown


async def test_help_fits_one_screen_and_names_every_command(club: Club) -> None:
    for result in (await club.member.slash(club.thread, "help"), await club.member.user.slash("help")):
        text = shown(result)
        assert result.ephemeral
        assert len(text) < 1_500
        for command in ("/ask", "/progress set", "/progress clear", "/spoilers level", "/spoilers show"):
            assert f"`{command}" in text


async def test_the_welcome_comes_once(club: Club) -> None:
    guild = club.env.create_guild("Elsewhere")
    hall = guild.create_text_channel("hall")
    talk = discord.Permissions(view_channel=True, send_messages=True)
    guild.default_role._role.permissions = talk.value
    guild._guild.system_channel_id = hall.id
    await rejoin(club, guild.id)
    welcome = hall.last_message
    assert welcome is not None
    assert "Part Two" in welcome.content
    await club.restart()
    await rejoin(club, guild.id)
    assert len(hall.history()) == 1


async def test_a_welcome_that_failed_is_said_the_next_time(club: Club) -> None:
    guild = club.env.create_guild("Elsewhere")
    hall = guild.create_text_channel("hall")
    guild.default_role._role.permissions = discord.Permissions(view_channel=True, send_messages=True).value
    guild._guild.system_channel_id = hall.id
    club.env.inject_error("POST", "/channels/*/messages", status=403, code=50013, message="no", times=1)
    await rejoin(club, guild.id)
    assert hall.history() == []
    assert [type(error).__name__ for error in club.env.errors] == ["Forbidden"]
    await rejoin(club, guild.id)
    assert len(hall.history()) == 1


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
