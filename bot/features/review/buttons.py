"""The buttons of /review: to turn the page, to write, change and remove a note. Who clicks is checked anew."""

from __future__ import annotations

from typing import Any, Protocol

import discord

from bot.clicks import Click, open_modal
from bot.features.review import words
from bot.features.review.modal import NoteModal
from bot.features.review.pages import Pages
from bot.features.review.saving import book_of, remove
from bot.features.review.views import EDIT, NEW, PAGE, REMOVE
from bot.guard import check_moderator
from bot.shelf import Shelf
from bot.store import ClubNote, Store
from bot.translation import _
from knowledge.book import Book

COMMAND = "review"

Interaction = discord.Interaction[Any]


class Needs(Protocol):
    """What the buttons need of the client."""

    review_pages: Pages
    shelf: Shelf
    store: Store


class Turn(Click, template=PAGE):
    """Shows another page in the place of this one."""

    async def clicked(self, interaction: Interaction) -> None:
        client: Needs = interaction.client
        await interaction.response.defer()
        await check_moderator(interaction, client.store.servers, COMMAND)
        assert interaction.guild_id is not None
        book = await book_of(client.shelf, self.match["book"], interaction.guild_id)
        if book is None:
            await interaction.followup.send(_(words.NO_BOOK), ephemeral=True)
            return
        view = await client.review_pages.page(interaction, self.match["list"], book.slug, int(self.match["page"]))
        await interaction.edit_original_response(view=view)


class _Writing(Click, template="norfolk:never:write"):
    """A button that opens the modal."""

    async def clicked(self, interaction: Interaction) -> None:
        await open_modal(interaction, self._checked(interaction))

    async def _checked(self, interaction: Interaction) -> NoteModal | str:
        client: Needs = interaction.client
        await check_moderator(interaction, client.store.servers, COMMAND)
        assert interaction.guild_id is not None
        return await self.modal(client, interaction.guild_id)

    async def modal(self, client: Needs, server: int) -> NoteModal | str:
        """The modal, or a sentence that says why there is none."""
        raise NotImplementedError


class NewNote(_Writing, template=NEW):
    """A new note, for a question, for a passage that was found wrong, or for neither."""

    async def modal(self, client: Needs, server: int) -> NoteModal | str:
        book = await book_of(client.shelf, self.match["book"], server)
        if book is None:
            return _(words.NO_BOOK)
        return NoteModal(book, int(self.match["question"]), about=book.by_key.get(self.match["passage"] or ""))


class EditNote(_Writing, template=EDIT):
    """A note as it is, to be changed."""

    async def modal(self, client: Needs, server: int) -> NoteModal | str:
        found = await _note(client, server, int(self.match["note"]))
        return _(words.GONE) if found is None else NoteModal(found[0], 0, found[1])


class RemoveNote(Click, template=REMOVE):
    """Removes a note."""

    async def clicked(self, interaction: Interaction) -> None:
        client: Needs = interaction.client
        server = interaction.guild_id
        await interaction.response.defer(ephemeral=True, thinking=True)
        await check_moderator(interaction, client.store.servers, COMMAND)
        assert server is not None
        id = int(self.match["note"])
        found = await _note(client, server, id)
        gone = found and await remove(client.store, server, interaction.user.id, id, found[0].title)
        said = words.removed(found[0].title) if found and gone else _(words.GONE)
        await interaction.edit_original_response(content=said)


async def _note(client: Needs, server: int, id: int) -> tuple[Book, ClubNote] | None:
    """A note of a server and its book; None when it is gone."""
    found = await client.store.notes.get(server, id)
    return found and ((await client.shelf.bare(found[0], server)).book, found[1])


BUTTONS = (Turn, NewNote, EditNote, RemoveNote)
