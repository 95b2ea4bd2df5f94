"""/setup: one panel for a server or a channel."""

from __future__ import annotations

from typing import Any

import discord
from discord import app_commands
from discord.ext import commands

from bot.clicks import answered
from bot.features.setup.clicks import Board
from bot.features.setup.keys import Draft
from bot.features.setup.modal import sent
from bot.guard import check_moderator
from bot.translation import later
from bot.where import SERVER, WHERE, Place, find, named


class Setup(commands.Cog):
    """Opens the panel, in private."""

    def __init__(self, board: Board) -> None:
        self._board = board

    @commands.Cog.listener()
    async def on_interaction(self, interaction: discord.Interaction[Any]) -> None:
        """Take a policy that was picked; from here, since discord.py forgets its modals when it stops."""
        if (draft := sent(interaction)) is not None:
            await answered(interaction, self._picked(interaction, draft), "a policy")

    async def _picked(self, interaction: discord.Interaction[Any], draft: Draft) -> None:
        await interaction.response.defer()
        await check_moderator(interaction, self._board.servers, "setup")
        await self._board.draw(interaction, await find(interaction, draft.place), draft)

    @app_commands.command(description=later("Set me up: the book, how far it may be talked about, who moderates"))
    @app_commands.default_permissions(manage_guild=True)
    @app_commands.allowed_contexts(guilds=True, dms=False, private_channels=False)
    @app_commands.describe(where=WHERE, server=SERVER)
    async def setup(
        self, interaction: discord.Interaction[Any], where: Place | None = None, server: bool = False
    ) -> None:
        await interaction.response.defer(ephemeral=True, thinking=True)
        await check_moderator(interaction, self._board.servers)
        target = named(interaction, where, server)
        await self._board.draw(interaction, target, Draft(target.place))
