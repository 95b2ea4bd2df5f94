"""The command tree: what Discord knows of our commands, and where their errors go."""

from __future__ import annotations

from typing import Any

import discord
from discord import app_commands

from bot.readers import listen


class Tree(app_commands.CommandTree[Any]):
    """A tree whose errors go the same way as all others, and that remembers the ids Discord gave its commands."""

    def __init__(self, client: Any) -> None:
        super().__init__(client)
        self._registered: dict[int, app_commands.AppCommand] = {}

    async def interaction_check(self, interaction: discord.Interaction[Any], /) -> bool:
        """Every command, and all that is offered while one types, comes through here first."""
        listen(interaction)
        await interaction.client.turnstile.through()
        return True

    async def on_error(self, interaction: discord.Interaction[Any], error: app_commands.AppCommandError, /) -> None:
        name = interaction.command.qualified_name if interaction.command else "unknown"
        await interaction.client.failures.tell(interaction, error, f"command /{name}")

    async def sync(self, *, guild: discord.abc.Snowflake | None = None) -> list[app_commands.AppCommand]:
        commands = await super().sync(guild=guild)
        self._registered.update({command.id: command for command in commands})
        return commands

    async def named(self, name: str) -> app_commands.AppCommand | None:
        """The slash command of that name, as Discord holds it. Raises HTTPException."""
        if not any(command.name == name for command in self._registered.values()):
            self._registered.update({command.id: command for command in await self.fetch_commands()})
        slash = (c for c in self._registered.values() if c.type is discord.AppCommandType.chat_input)
        return next((command for command in slash if command.name == name), None)

    async def registered(self, id: int) -> app_commands.AppCommand:
        """The command of that id, as Discord holds it. Raises HTTPException, and KeyError if it is none of ours."""
        if id not in self._registered:  # the sync at the start failed, and an earlier one made the command
            self._registered.update({command.id: command for command in await self.fetch_commands()})
        return self._registered[id]
