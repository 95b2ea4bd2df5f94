"""Who may change what holds in a server, checked on our side for every command and every click."""

from __future__ import annotations

from typing import Any

import discord
from discord import app_commands

from bot.store import Servers


class NotAllowed(app_commands.CheckFailure):
    """The member may not use a command that is for moderators."""


class ModeratorGroup(app_commands.Group):
    """Slash commands for moderators of a server: each is deferred in private, and checked, before it runs."""

    def __init__(self, name: str, description: str, servers: Servers) -> None:
        super().__init__(
            name=name,
            description=description,
            default_permissions=discord.Permissions(manage_guild=True),
            allowed_contexts=app_commands.AppCommandContext(guild=True, dm_channel=False, private_channel=False),
        )
        self._servers = servers

    def opens_modal(self, interaction: discord.Interaction[Any]) -> bool:
        """Whether the command is going to answer with a modal, which Discord takes only as the first word."""
        return False

    async def interaction_check(self, interaction: discord.Interaction[Any], /) -> bool:
        try:
            if not self.opens_modal(interaction):
                await interaction.response.defer(ephemeral=True, thinking=True)  # the check may have to ask Discord
            return await check_moderator(interaction, self._servers)
        except app_commands.AppCommandError:
            raise
        except Exception as error:
            # discord.py hands on only errors of commands from here; any other would leave the member waiting.
            command: Any = interaction.command
            raise app_commands.CommandInvokeError(command, error) from error


async def check_moderator(interaction: discord.Interaction[Any], servers: Servers, command: str | None = None) -> bool:
    """Pass a member with Manage Server or the role that the server chose, or one whom the server's own command
    permissions let in. Raises NotAllowed.

    Discord asks for Manage Server already (`default_permissions`), and a server's administrators may widen that to
    roles and members in its integration settings. So for a member without the permission those settings are read
    here, and only an explicit "allowed" for the member, one of the roles, or everyone counts. A click or a modal
    belongs to no command: `command` names the one whose permissions count.
    """
    if interaction.permissions.manage_guild or interaction.permissions.administrator:
        return True
    if isinstance(interaction.user, discord.Member) and interaction.guild_id is not None:
        role = (await servers.of(interaction.guild_id)).moderator_role
        if role is not None and interaction.user.get_role(role) is not None:
            return True
    known = interaction.guild is not None and isinstance(interaction.user, discord.Member)
    if known and await _widened(interaction, command):
        return True
    raise NotAllowed


async def _widened(interaction: discord.Interaction[Any], name: str | None) -> bool:
    member, server = interaction.user, interaction.guild
    assert isinstance(member, discord.Member)
    assert server is not None
    tree: Any = interaction.client.tree
    if name is not None:
        command = await tree.named(name)
    elif interaction.type is discord.InteractionType.application_command:
        data: Any = interaction.data
        command = await tree.registered(int(data["id"]))
    else:
        return False
    if command is None:
        return False
    try:
        entries = (await command.fetch_permissions(server)).permissions
    except discord.NotFound:  # nothing was widened
        return False
    own = [entry.permission for entry in entries if entry.id == member.id]
    if own:
        return all(own)
    # The interaction brings the member's role ids; roles themselves may not be in the cache.
    roles = [entry.permission for entry in entries if entry.id != server.id and member.get_role(entry.id) is not None]
    if roles:
        return any(roles)
    return any(entry.permission for entry in entries if entry.id == server.id)
