"""/recap: the story so far."""

from __future__ import annotations

import asyncio
from typing import Any

import discord
from discord import app_commands
from discord.ext import commands

from bot.clicks import Click
from bot.desk import Asker, Desk
from bot.failures import Refusal
from bot.features.recap import words
from bot.features.recap.pages import TURN, RecapView, Wish, wish
from bot.installs import everywhere
from bot.readers import to_readers
from bot.replies import Replies, put
from bot.shelf import NoSuchBook
from bot.translation import _, later
from bot.where import books_offered
from knowledge.book import Book, Passage, UnknownLevel
from knowledge.retelling.recap import recap
from knowledge.spoilers import Level

Interaction = discord.Interaction[Any]


class Recap(commands.Cog):
    """Tells in public by the place's level, in private by the member's own progress."""

    def __init__(self, desk: Desk, replies: Replies) -> None:
        self._desk, self._replies = desk, replies

    @app_commands.command(description=later("The story so far, and nothing past what has been read"))
    @app_commands.describe(
        length=later("Two minutes of reading, or all of it"),
        since=later("Only what came after this part"),
        private=later("Only you see it; your own progress counts then"),
        book=later("Another book than the one that is read here"),
    )
    @app_commands.choices(
        length=[
            app_commands.Choice(name=app_commands.locale_str(words.SHORT), value="short"),
            app_commands.Choice(name=app_commands.locale_str(words.FULL), value="full"),
        ]
    )
    @app_commands.autocomplete(book=books_offered)
    @everywhere
    async def recap(
        self,
        interaction: Interaction,
        length: str = "short",
        since: str | None = None,
        private: bool = False,
        book: str | None = None,
    ) -> None:
        asker = Asker.of(interaction, interaction.channel, private=private)

        async def work() -> RecapView:
            found, level = await self._desk.told(asker, book)
            after = found.level(since) if since else None
            if after is not None and after.rank > level.rank:
                raise UnknownLevel(after.id)
            asked = wish(found, 0 if asker.alone else asker.member, short=length == "short", since=after)
            return await _view(interaction, asker, found, level, asked, 0)

        await put(interaction, await self._replies.in_time(interaction, work()), private=asker.alone)

    @recap.autocomplete("since")
    async def _since(self, interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
        named = interaction.namespace
        try:
            asker = Asker.of(interaction, interaction.channel, private=bool(named.private))
            book, level = await self._desk.known(asker, named.book or None)
        except (NoSuchBook, UnknownLevel):
            return []
        parts = [one for one in book.levels if 0 < one.rank < level.rank and typed.lower() in one.name.lower()]
        return [app_commands.Choice(name=one.name[:100], value=one.id) for one in parts[-25:]]


class Turn(Click, template=TURN):
    """Another page: in the message itself for who asked for it, in private for anybody else."""

    async def clicked(self, interaction: Interaction) -> None:
        desk: Desk = interaction.client.desk
        asked = Wish.of(self.match)
        private = interaction.message is None or interaction.message.flags.ephemeral
        own = private or interaction.user.id == asked.asker
        if own:
            await interaction.response.defer()
        else:
            await interaction.response.defer(ephemeral=True, thinking=True)
            asked = Wish(asked.book, 0, asked.short, asked.since)
        asker = Asker.of(interaction, interaction.channel, private=private or not own)
        named = await desk.shelf.by_key(asked.book, asker.server)
        if named is None:
            raise Refusal(_(words.GONE))
        book, level = await desk.told(asker, named.slug)
        view = await _view(interaction, asker, book, level, asked, int(self.match["page"]))
        await interaction.edit_original_response(view=view, allowed_mentions=discord.AllowedMentions.none())


CLICKS = (Turn,)


async def _view(interaction: Interaction, asker: Asker, book: Book, level: Level, asked: Wish, page: int) -> RecapView:
    """A page of a recap. Raises Refusal when there is nothing to tell."""
    since = asked.after(book, level)
    told: tuple[Passage, ...] = await asyncio.to_thread(recap, book, level, since=since, short=asked.short)
    if not told:
        raise Refusal(words.nothing(book, level, since))
    with to_readers(interaction, alone=asker.alone):
        return RecapView(told, book, level, asked, page)
