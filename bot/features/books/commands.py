"""/book add, use, list, edit, export, remove, for moderators."""

from __future__ import annotations

import io
from typing import Any

import discord
from discord import app_commands, ui
from discord.ext import commands

from bot.changes import KEEP, Changes, Wish
from bot.features.books import forms, words
from bot.features.books.controls import answered
from bot.features.books.questions import remove_book
from bot.features.books.receipt import Receipt, show
from bot.features.books.watch import Watch
from bot.features.books.workshop import Workshop
from bot.guard import ModeratorGroup
from bot.naming import level_name
from bot.shelf import OWN, NoSuchBook
from bot.store import Edition
from bot.texts import book_choices
from bot.translation import _, later
from bot.undo import opened, undo_button
from bot.where import SERVER, WHERE, Place, Target, books_offered, named
from knowledge.books.errors import BookError
from knowledge.books.importing.drafting import UNKNOWN_AUTHOR

Interaction = discord.Interaction[Any]
Choices = list[app_commands.Choice[str]]


class BookGroup(ModeratorGroup):
    """The commands, each of which looks up what there is anew."""

    def __init__(self, client: commands.Bot, shop: Workshop, changes: Changes, watch: Watch, receipt: Receipt) -> None:
        super().__init__("book", later("The books that are read in this server"), shop.servers)
        self._client, self._shop, self._changes, self._watch, self._receipt = client, shop, changes, watch, receipt
        self._books, self._shelf = shop.store.books, shop.shelf

    def opens_modal(self, interaction: Interaction) -> bool:
        """`/book add` without a file asks for the text in one."""
        command: Any = interaction.command
        return command.name == "add" and getattr(interaction.namespace, "file", None) is None

    @app_commands.command(
        name="add", description=later("Make a book of this server from a summary; without a file, paste one")
    )
    @app_commands.describe(
        file=later("A summary (text, Markdown, HTML), or a zip that /book export made"),
        title=later("The book's title"),
        author=later("Who wrote it"),
    )
    async def add(
        self,
        interaction: Interaction,
        file: discord.Attachment | None = None,
        title: app_commands.Range[str, 1, 200] | None = None,
        author: app_commands.Range[str, 1, 200] | None = None,
    ) -> None:
        if file is None:
            await interaction.response.send_modal(forms.paste())
        else:
            await answered(interaction, self._receipt.file(interaction, file, title, author), "/book add")

    @app_commands.command(
        name="use", description=later("Choose the book that is read in the server, a channel or a thread")
    )
    @app_commands.describe(book=later("The book"), where=WHERE, server=SERVER)
    @app_commands.autocomplete(book=books_offered)
    async def use(self, interaction: Interaction, book: str, where: Place | None = None, server: bool = False) -> None:
        target = named(interaction, where, server)
        try:
            found = await self._shelf.book(book, target.server)
        except NoSuchBook:
            await _say(interaction, _(words.NOT_OWN))
            return
        # One that is new to the place begins without a level of the place's own.
        wish = Wish(found.slug, KEEP if await self._reads(target) == found.slug else None)
        changed = await self._changes.make(target, wish, interaction.user.id, interaction.created_at)
        text = words.in_use(found.title, target.name, level_name(changed.after.level, found))
        if changed.undo is None:
            await _say(interaction, text)
            return
        view = ui.View(timeout=None).add_item(undo_button(changed.undo))
        view.stop()
        nobody = discord.AllowedMentions.none()
        text = f"{text} {opened(changed, target)}"
        await interaction.edit_original_response(content=text, view=view, allowed_mentions=nobody)

    @app_commands.command(name="list", description=later("The books that can be read here, and the drafts"))
    async def list_(self, interaction: Interaction) -> None:
        server = interaction.guild_id or 0
        broken: list[str] = []
        if await self._client.is_owner(interaction.user):
            await self._watch.look()
            broken = list(self._watch.broken.values())
        await _say(
            interaction,
            words.listing(
                await self._books.listed(server),
                await self._books.drafts(server),
                await self._shelf.listed(server),
                broken,
            ),
        )

    @app_commands.command(
        name="edit", description=later("Go on with a draft, make a new version of a book, or go back to an older one")
    )
    @app_commands.describe(
        book=later("A draft, or a book of this server"),
        file=later("A new summary or zip for it; leave it out to edit it as it is"),
        back_to=later("An older version to go back to"),
    )
    async def edit(
        self, interaction: Interaction, book: str, file: discord.Attachment | None = None, back_to: int | None = None
    ) -> None:
        await answered(interaction, self._edit(interaction, book, file, back_to), "/book edit")

    async def _edit(
        self, interaction: Interaction, book: str, file: discord.Attachment | None, back_to: int | None
    ) -> None:
        server = interaction.guild_id or 0
        if not book.startswith(OWN):
            draft = await self._shop.drafts.open(server, book)
            if back_to is not None:
                await _say(interaction, _(words.NO_OLDER))
            elif file is not None:
                author = draft.book.author if draft.book.author != UNKNOWN_AUTHOR else None
                await self._receipt.file(interaction, file, draft.book.title, author, instead=book)
            else:
                await show(interaction, draft)
            return
        found = await self._own(interaction, book)
        if found is None:
            return
        if back_to is not None:
            edition = await self._shop.press.back(server, interaction.user.id, book, back_to, lambda *_: None)
            text = words.back(edition.title, back_to, edition) if edition else _(words.NO_VERSION)
            await _say(interaction, text)
        elif file is not None:
            await self._receipt.file(interaction, file, found.title, found.author, book)
        else:
            source = await self._books.source(server, book, found.version)
            if source is None:
                raise BookError(_(words.NOT_OWN))
            await show(
                interaction, await self._shop.drafts.begin(server, interaction.user.id, source, found.title, book)
            )

    @app_commands.command(name="export", description=later("A book of this server as a zip that /book add takes back"))
    @app_commands.describe(book=later("A book of this server"))
    async def export(self, interaction: Interaction, book: str) -> None:
        packed = await self._shop.press.exported(interaction.guild_id or 0, book)
        if packed is None:
            await _say(interaction, _(words.NOT_OWN))
            return
        name, data = packed
        await interaction.edit_original_response(attachments=[discord.File(io.BytesIO(data), name)])

    @app_commands.command(name="remove", description=later("Remove a book of this server; asks first"))
    @app_commands.describe(book=later("A book of this server"))
    async def remove(self, interaction: Interaction, book: str) -> None:
        if found := await self._own(interaction, book):
            versions = await self._books.versions(interaction.guild_id or 0, book)
            view = remove_book(found.title, len(versions), book)
            await interaction.edit_original_response(view=view)

    async def _own_books(self, interaction: Interaction, typed: str) -> Choices:
        return book_choices([one for one in await self._shelf.listed(interaction.guild_id) if one.own], typed)

    export.autocomplete("book")(_own_books)
    remove.autocomplete("book")(_own_books)

    @edit.autocomplete("book")
    async def _editable(self, interaction: Interaction, typed: str) -> Choices:
        drafts = await self._books.drafts(interaction.guild_id or 0)
        begun = [
            app_commands.Choice(name=words.a_draft(draft.title)[:100], value=draft.id)
            for draft in drafts
            if typed.lower() in draft.title.lower()
        ]
        return [*begun, *await self._own_books(interaction, typed)][:25]

    @edit.autocomplete("back_to")
    async def _versions(self, interaction: Interaction, typed: str) -> list[app_commands.Choice[int]]:
        kept = await self._books.versions(interaction.guild_id or 0, interaction.namespace.book or "")
        return [app_commands.Choice(name=words.a_version(one)[:100], value=one.version) for one in kept[1:25]]

    async def _own(self, interaction: Interaction, book: str) -> Edition | None:
        """The server's own book; says so when it is none."""
        found = await self._books.current(interaction.guild_id or 0, book)
        if found is None:
            await _say(interaction, _(words.NOT_OWN))
        return found

    async def _reads(self, target: Target) -> str:
        """The slug of the book that is read in a place, "" when it is gone."""
        try:
            return (await self._changes.now(target)).book.slug
        except NoSuchBook:
            return ""


async def _say(interaction: Interaction, text: str) -> None:
    await interaction.edit_original_response(content=text, allowed_mentions=discord.AllowedMentions.none())
