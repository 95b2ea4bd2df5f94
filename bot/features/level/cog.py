"""/level: how far this place may be talked about, in one private line."""

from __future__ import annotations

from typing import Any, Protocol

import discord
from discord import app_commands, ui
from discord.ext import commands

from bot.clicks import Click, Interaction, button, chosen
from bot.failures import Refusal
from bot.features.level import words
from bot.replies import Replies
from bot.store import InEffect, Places, ProgressNotes, chain
from bot.texts import level_option
from bot.translation import _, later
from knowledge.book import Book, short_key
from knowledge.spoilers import Level

_OPTIONS = 25
_BOOK = "(?P<book>[0-9a-f]{8})"


class Needs(Protocol):
    """What the buttons need of the client."""

    places: Places
    progress: ProgressNotes


class HowFar(commands.Cog):
    """Tells what holds, and offers to note a member's own progress."""

    def __init__(self, places: Places, replies: Replies) -> None:
        self._places, self._replies = places, replies

    @app_commands.command(description=later("How far may this place be talked about? Only you see the answer"))
    async def level(self, interaction: discord.Interaction[Any]) -> None:
        found = await self._replies.in_time(interaction, holding(self._places, interaction))
        text, view = words.holds(found, interaction.guild_id is None), _offers(found)
        if interaction.response.is_done():
            await interaction.edit_original_response(content=text, view=view)
        else:
            await interaction.response.send_message(text, view=view, ephemeral=True, suppress_embeds=True)


class Offer(Click, template=rf"norfolk:level:(?P<way>further|behind):{_BOOK}"):
    """Offers the levels on one side of the place's level."""

    async def clicked(self, interaction: Interaction) -> None:
        await interaction.response.defer()
        found = await _same_book(interaction, self.match["book"])
        levels = _side(found, self.match["way"])
        select: ui.Select[Any] = ui.Select(
            custom_id=f"norfolk:level:set:{self.match['book']}",
            placeholder=_(words.LAST),
            required=False,
            options=[
                discord.SelectOption(label=level_option(level, found)[:100], value=short_key(level.id))
                for level in levels[:_OPTIONS]
            ],
        )
        view = ui.View(timeout=None)
        view.add_item(select)
        view.stop()
        await interaction.edit_original_response(content=_(words.PICK), view=view)


class Pick(Click, template=rf"norfolk:level:set:{_BOOK}"):
    """Notes the level that was picked."""

    async def clicked(self, interaction: Interaction) -> None:
        client: Needs = interaction.client
        await interaction.response.defer()
        book: Book = (await _same_book(interaction, self.match["book"])).book
        level = next((each for each in book.levels if [short_key(each.id)] == chosen(interaction)), None)
        if level is None:
            raise Refusal(_(words.NO_LEVEL))
        await client.progress.set(interaction.user.id, book.slug, level.id)
        await interaction.edit_original_response(content=words.noted(level, book), view=None)


CLICKS = (Offer, Pick)


async def holding(places: Places, interaction: Interaction) -> InEffect:
    """What holds for everybody in a place; in direct messages, what the member told."""
    along = chain(interaction.channel, interaction.guild_id)
    return await places.at(along) if along else await places.for_member(along, interaction.user.id)


async def _same_book(interaction: Interaction, key: str) -> InEffect:
    client: Needs = interaction.client
    found = await holding(client.places, interaction)
    if short_key(found.book.slug) != key:
        raise Refusal(_(words.OTHER_BOOK))
    return found


def _offers(found: InEffect) -> ui.View:
    view = ui.View(timeout=None)
    for way, label in (("further", _(words.FURTHER)), ("behind", _(words.BEHIND))):
        if _side(found, way):
            view.add_item(button(label, f"norfolk:level:{way}:{short_key(found.book.slug)}"))
    view.stop()
    return view


def _side(found: InEffect, way: str) -> list[Level]:
    """The levels past the place's, or before it, nearest first."""
    rank = found.level.rank
    if way == "further":
        return [level for level in found.book.levels if level.rank > rank]
    return [level for level in reversed(found.book.levels) if level.rank < rank]
