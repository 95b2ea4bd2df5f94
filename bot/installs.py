"""Where a command can be used, whose settings count there (a server's, or those of one member alone), and which servers
are this process's."""

from __future__ import annotations

from typing import Any, TypeVar

import discord
from discord import app_commands

Command = TypeVar("Command")


def everywhere(command: Command) -> Command:
    """For commands that a member may also install for themself, and take along to where the bot isn't."""
    installed: Any = app_commands.allowed_installs(guilds=True, users=True)(command)
    found: Command = app_commands.allowed_contexts(guilds=True, dms=True, private_channels=True)(installed)
    return found


def home(interaction: discord.Interaction[Any]) -> int | None:
    """The server whose settings count; none in direct messages, and none where only the member has the bot."""
    if interaction.is_user_integration() and not interaction.is_guild_integration():
        return None
    return interaction.guild_id


def is_ours(client: discord.Client, server: int) -> bool:
    """Whether a server belongs to a shard of this process, by Discord's formula; another process knows the others."""
    shards = getattr(client, "shard_ids", None)
    return not shards or (server >> 22) % (client.shard_count or 1) in shards
