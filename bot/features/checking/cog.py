"""The message menu "Check for spoilers"."""

from __future__ import annotations

from typing import Any

import discord
from discord import app_commands
from discord.ext import commands

from bot.desk import Asker, Desk, Verdict
from bot.features.checking import words
from bot.features.checking.view import VerdictView
from bot.guard import NotAllowed, check_moderator
from bot.replies import Replies, put, say_privately
from bot.store import Servers
from bot.translation import _
from knowledge.spoilers import Policy

COMMAND = "review"  # whose permissions say who moderates: this menu is everybody's


class Checking(commands.Cog):
    """What a member's message gives away, told to whoever asks, and to nobody else."""

    def __init__(self, tree: app_commands.CommandTree[Any], desk: Desk, replies: Replies, servers: Servers) -> None:
        self._tree, self._desk, self._replies, self._servers = tree, desk, replies, servers
        self.menu = app_commands.ContextMenu(
            name=words.MENU,
            callback=self._check,
            allowed_contexts=app_commands.AppCommandContext(guild=True, dm_channel=False, private_channel=False),
        )

    async def cog_load(self) -> None:
        self._tree.add_command(self.menu)

    async def _check(self, interaction: discord.Interaction[Any], message: discord.Message) -> None:
        text = "\n".join([message.content, *(forwarded.content for forwarded in message.message_snapshots)]).strip()
        if message.author.bot or not text:
            await say_privately(interaction, _(words.OWN if message.author.bot else words.WORDLESS))
            return
        asker = Asker.of(interaction, interaction.channel, private=True)

        async def work() -> tuple[Verdict, bool]:
            return await self._desk.check(text, asker), await self._moderates(interaction)

        found, moderator = await self._replies.in_time(interaction, work())
        if found.holds.policy is Policy.SILENT and not moderator:  # a verdict would tell what is kept silent
            await say_privately(interaction, _(words.FOR_MODERATORS))
            return
        await put(interaction, VerdictView(found, message.id, moderator=moderator), private=True)

    async def _moderates(self, interaction: discord.Interaction[Any]) -> bool:
        try:
            return await check_moderator(interaction, self._servers, COMMAND)
        except NotAllowed:
            return False
