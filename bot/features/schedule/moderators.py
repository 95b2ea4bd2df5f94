"""Moderators in direct messages: who is one is looked up on the server, for every message and every click."""

from __future__ import annotations

from typing import Any

import discord

from bot.guard import NotAllowed, check_moderator
from bot.store import Servers


async def check_click(interaction: discord.Interaction[Any], server: int, servers: Servers) -> None:
    """Pass a moderator of the server that a click is about. Raises NotAllowed; so does a click on another server."""
    if interaction.guild_id == server:
        await check_moderator(interaction, servers, "schedule")
        return
    guild = None if interaction.guild_id is not None else await server_of(interaction.client, server)
    if guild is None or not await moderates(guild, interaction.user.id, servers):
        raise NotAllowed


async def server_of(client: discord.Client, server: int) -> discord.Guild | None:
    """A server, also one of another process: direct messages all come to the first shard. None where the bot isn't."""
    if (known := client.get_guild(server)) is not None:
        return known
    try:
        return await client.fetch_guild(server, with_counts=False)
    except (discord.NotFound, discord.Forbidden):
        return None


async def moderates(guild: discord.Guild, user: int, servers: Servers) -> bool:
    """Whether a user is a member with Manage Server or the role that the server chose."""
    try:
        member = await guild.fetch_member(user)
    except discord.NotFound:
        return False
    role = (await servers.of(guild.id)).moderator_role
    return member.guild_permissions.manage_guild or (role is not None and member.get_role(role) is not None)
