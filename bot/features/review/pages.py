"""What the pages of /review show, looked up for the command and for the buttons that turn them."""

from __future__ import annotations

from typing import Any

import discord
from discord import ui

from bot.annotations import notes_of
from bot.features.review.doubted import doubted
from bot.features.review.keeping import Keeping
from bot.features.review.views import NotesView, QuestionsView, VotesView
from bot.shelf import Shelf
from bot.store import Places, Store, chain


class Pages:
    """Draws the pages of a server."""

    def __init__(self, keeping: Keeping, places: Places, shelf: Shelf, store: Store) -> None:
        self._keeping, self._places, self._shelf, self._store = keeping, places, shelf, store

    async def page(
        self, interaction: discord.Interaction[Any], name: str, book: str | None, number: int
    ) -> ui.LayoutView:
        """A page of the questions, the notes or the votes about a book, else about the one that is read here. Raises
        NoSuchBook."""
        server = interaction.guild_id
        assert server is not None
        holds = await self._places.at(chain(interaction.channel, server), book)
        librarian = await self._shelf.bare(holds.book.slug, server)
        if name == "notes":
            notes = await self._store.notes.of(server, holds.book.slug)
            return NotesView(notes_of(librarian.book, notes), librarian.book, holds.level, number)
        if name == "votes":
            book_now = await self._shelf.book(holds.book.slug, server)  # notes may have been found wrong, too
            tallies = await self._store.votes.of(server, holds.book.slug)
            return VotesView(doubted(tallies, book_now), book_now, holds.level, number)
        days = (await self._store.servers.of(server)).questions_kept
        return QuestionsView(await self._keeping.alike(server, librarian), librarian.book, days, number)
