"""What becomes of a summary or a zip that is handed in: a draft, shown to the moderator who did."""

from __future__ import annotations

import asyncio
from typing import Any

import discord

from bot.features.books import words
from bot.features.books.drafts import Opened
from bot.features.books.panel import ReviewPanel
from bot.features.books.uploads import Limits, take
from bot.features.books.workshop import Workshop
from bot.translation import _

MOST_DRAFTS = 50
Interaction = discord.Interaction[Any]


class Receipt:
    """Makes drafts of what is handed in, one at a time: reading a large page takes a second of computing."""

    def __init__(self, shop: Workshop, limits: Limits) -> None:
        self._shop, self._limits, self._turn = shop, limits, asyncio.Semaphore(1)

    async def file(
        self,
        interaction: Interaction,
        file: discord.Attachment,
        title: str | None,
        author: str | None,
        slug: str | None = None,
        instead: str | None = None,
    ) -> None:
        if file.size > self._limits.size:
            await interaction.edit_original_response(content=words.too_large(file.size, self._limits.size))
            return
        await self.draft(interaction, await file.read(), file.filename, title, author, slug, instead)

    async def draft(
        self,
        interaction: Interaction,
        data: bytes,
        name: str,
        title: str | None,
        author: str | None,
        slug: str | None = None,
        instead: str | None = None,
    ) -> None:
        """Keep what was handed in as a draft and show it: `slug` is the book that it is a new version of, `instead` the
        draft whose place it takes. Raises BookError, and NoSuchDraft when that one is gone."""
        server = interaction.guild_id or 0
        books = self._shop.store.books
        if instead is None and len(await books.drafts(server)) >= MOST_DRAFTS:
            await interaction.edit_original_response(content=_(words.MANY_DRAFTS).format(most=MOST_DRAFTS))
            return
        async with self._turn:
            taken = await asyncio.to_thread(take, data, name, title or "", author or "", self._limits)
        drafts = self._shop.drafts
        if instead is None:
            await show(interaction, await drafts.begin(server, interaction.user.id, taken.source, taken.title, slug))
        else:
            opened = await drafts.renew(server, instead, taken.source, taken.title)
            await show(interaction, opened, _(words.RENEWED))


async def show(interaction: Interaction, opened: Opened, said: str = "") -> None:
    nobody = discord.AllowedMentions.none()
    await interaction.edit_original_response(view=ReviewPanel(opened, said=said), allowed_mentions=nobody)
