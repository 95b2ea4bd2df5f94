"""A server's books: the commands, the modals, and who looks after the books meanwhile."""

from __future__ import annotations

import asyncio
from typing import Any

import discord
from discord.ext import commands

from bot.changes import Changes
from bot.features.books import forms
from bot.features.books.commands import BookGroup
from bot.features.books.controls import answered
from bot.features.books.keys import Control
from bot.features.books.receipt import Receipt
from bot.features.books.uploads import Limits
from bot.features.books.watch import Watch
from bot.features.books.workshop import Workshop
from bot.guard import check_moderator

Interaction = discord.Interaction[Any]


class Books(commands.Cog):
    """A server's books; looks after all books meanwhile."""

    def __init__(self, client: commands.Bot, shop: Workshop, changes: Changes, watch: Watch, limits: Limits) -> None:
        self._client, self._shop, self._watch = client, shop, watch
        self._receipt = Receipt(shop, limits)
        self.group = BookGroup(client, shop, changes, watch, self._receipt)
        self._watching: asyncio.Task[None] | None = None

    async def cog_load(self) -> None:
        self._client.tree.add_command(self.group)
        self._watching = asyncio.create_task(self._watch.run())

    async def cog_unload(self) -> None:
        if self._watching is not None:
            self._watching.cancel()

    @commands.Cog.listener()
    async def on_interaction(self, interaction: Interaction) -> None:
        """A modal, known by its custom_id: discord.py forgets its own at a restart."""
        if interaction.type is not discord.InteractionType.modal_submit:
            return
        data: Any = interaction.data
        if data["custom_id"] == forms.PASTE:
            await answered(interaction, self._pasted(interaction), "a pasted book")
        elif control := Control.of(data["custom_id"]):
            await answered(interaction, self._shop.submitted(interaction, control), "a modal of a book")

    async def _pasted(self, interaction: Interaction) -> None:
        await interaction.response.defer(ephemeral=True, thinking=True)
        await check_moderator(interaction, self._shop.servers, "book")
        said = forms.written(interaction)
        text = "\n".join(filter(None, (said.get(key) for key in ("text", "more", "rest"))))
        name = f"{said.get('title') or 'the text'}.txt"
        await self._receipt.draft(
            interaction, text.encode(errors="ignore"), name, said.get("title"), said.get("author")
        )
