"""/map: a picture of the characters and what ties them, and the same in words."""

from __future__ import annotations

import asyncio
import io
from dataclasses import replace
from typing import Any

import discord
from discord import app_commands, ui
from discord.ext import commands

from bot.desk import Asker, Desk
from bot.failures import Refusal
from bot.features.map import words
from bot.features.map.pictures import Pictures
from bot.naming import own_name
from bot.readers import to_readers
from bot.replies import Replies, put
from bot.texts import clip
from bot.translation import _, later
from bot.where import books_offered
from knowledge.book import Book
from knowledge.retelling.known import cast
from knowledge.retelling.map import describe

ALT = 1_024  # characters of a picture's description
_REST = (2_500, 6_000)  # characters and bytes of what goes on below it
_NAME = "map.png"
Interaction = discord.Interaction[Any]


class Map(commands.Cog):
    """Draws in public by the place's level, in private by the member's own progress."""

    def __init__(self, desk: Desk, replies: Replies) -> None:
        self._desk, self._replies, self._pictures = desk, replies, Pictures()

    @app_commands.command(description=later("A picture of the characters and what ties them, as far as has been read"))
    @app_commands.describe(
        private=later("Only you see it; your own progress counts then"),
        book=later("Another book than the one that is read here"),
    )
    @app_commands.autocomplete(book=books_offered)
    async def map(self, interaction: Interaction, private: bool = False, book: str | None = None) -> None:
        asker = Asker.of(interaction, interaction.channel, private=private)

        async def work() -> tuple[Book, bytes, str]:
            found, level = await self._desk.told(asker, book)
            if not cast(found, level):
                raise Refusal(words.nobody(found))
            picture = await self._pictures.of(found, level)
            with to_readers(interaction, alone=asker.alone):
                named = replace(level, name=own_name(level.name))
            return found, picture, await asyncio.to_thread(describe, found, named)

        found, picture, told = await self._replies.in_time(interaction, work())
        alt, rest = parted(told)
        file = discord.File(io.BytesIO(picture), _NAME, description=alt)
        with to_readers(interaction, alone=asker.alone):
            view = MapView(found, alt, rest)
        await put(interaction, view, private=asker.alone, files=[file])


class MapView(ui.LayoutView):
    """The picture with its description, and below it what the description has no room for."""

    def __init__(self, book: Book, alt: str, rest: str) -> None:
        super().__init__(timeout=None)
        self.add_item(ui.TextDisplay(words.head(book)))
        self.add_item(ui.MediaGallery(discord.MediaGalleryItem(f"attachment://{_NAME}", description=alt)))
        if rest:
            self.add_item(ui.TextDisplay(f"{_(words.LEGEND)}\n{clip(rest, *_REST)}"))
        self.stop()


def parted(told: str) -> tuple[str, str]:
    """A description in two: whole lines that a picture's own has room for, and the rest."""
    lines, alt = told.split("\n"), ""
    while lines and len(alt) + len(lines[0]) + 1 <= ALT:
        alt = f"{alt}\n{lines.pop(0)}" if alt else lines.pop(0)
    return alt or clip(told, ALT, 4 * ALT), "\n".join(lines)
