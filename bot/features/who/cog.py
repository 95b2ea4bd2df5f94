"""/who: who somebody is, as far as has been read."""

from __future__ import annotations

import asyncio
from typing import Any

import discord
from discord import app_commands, ui
from discord.ext import commands

from bot.desk import Asker, Desk
from bot.failures import Refusal
from bot.features.who import words
from bot.installs import everywhere
from bot.readers import to_readers
from bot.replies import Replies, put
from bot.shelf import NoSuchBook
from bot.texts import clip
from bot.translation import _, later
from bot.where import books_offered
from knowledge.book import Book, Character, UnknownLevel, short_key
from knowledge.retelling.known import cast
from knowledge.retelling.who import Portrait
from knowledge.retelling.who import who as portrait_of
from knowledge.spoilers import Level

_PASSAGE = (1_500, 3_600)  # characters and bytes; there are two at most
_LINE = (400, 900)
Interaction = discord.Interaction[Any]


class Who(commands.Cog):
    """Knows nobody whose name comes later than the level."""

    def __init__(self, desk: Desk, replies: Replies) -> None:
        self._desk, self._replies = desk, replies

    @app_commands.command(description=later("Who somebody is, as far as has been read"))
    @app_commands.describe(
        character=later("Their name"),
        private=later("Only you see it; your own progress counts then"),
        book=later("Another book than the one that is read here"),
    )
    @app_commands.autocomplete(book=books_offered)
    @everywhere
    async def who(
        self,
        interaction: Interaction,
        character: app_commands.Range[str, 1, 100],
        private: bool = False,
        book: str | None = None,
    ) -> None:
        asker = Asker.of(interaction, interaction.channel, private=private)

        async def work() -> PortraitView:
            found, level = await self._desk.told(asker, book)
            one = _named(found, level, character)
            portrait = await asyncio.to_thread(portrait_of, found, one.id, level) if one else None
            if portrait is None:
                raise Refusal(_(words.UNKNOWN))
            with to_readers(interaction, alone=asker.alone):
                return PortraitView(portrait, found)

        await put(interaction, await self._replies.in_time(interaction, work()), private=asker.alone)

    @who.autocomplete("character")
    async def _characters(self, interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
        named = interaction.namespace
        try:
            asker = Asker.of(interaction, interaction.channel, private=bool(named.private))
            known = cast(*await self._desk.known(asker, named.book or None))
        except (NoSuchBook, UnknownLevel):
            return []
        found = [one for one in known if typed.lower() in one.name.lower()]
        # By a key, since an id may tell more than the name.
        return [app_commands.Choice(name=one.name[:100], value=short_key(one.id)) for one in found[:25]]


class PortraitView(ui.LayoutView):
    """Who somebody is, where they appear and with whom."""

    def __init__(self, portrait: Portrait, book: Book) -> None:
        super().__init__(timeout=None)
        first, last = portrait.introduction, portrait.latest
        texts = [
            words.head(portrait, book),
            clip(first.text, *_PASSAGE) if first else words.silent(portrait),
            words.latest(clip(last.text, *_PASSAGE)) if last else "",
            clip(words.parts(portrait), *_LINE),
            clip(words.company(portrait), *_LINE),
        ]
        self.add_item(ui.Container(*(ui.TextDisplay[Any](text) for text in texts if text)))
        self.stop()


def _named(book: Book, level: Level, typed: str) -> Character | None:
    """The one of the list, or whose name was typed, whole or in part; never by an alias, which may be known later."""
    known = cast(book, level)
    wanted = typed.strip().casefold()
    for matches in (
        [one for one in known if short_key(one.id) == typed],
        [one for one in known if one.name.casefold() == wanted],
        [one for one in known if wanted in one.name.casefold()],
    ):
        if len(matches) == 1:
            return matches[0]
    return None
