"""/book add, use, list, edit, export, remove, for moderators."""

from __future__ import annotations

import asyncio
import io
from typing import Any

import discord
from discord import app_commands, ui
from discord.ext import commands

from bot.changes import KEEP, Changes, Wish
from bot.features.books import forms, words
from bot.features.books.controls import answered
from bot.features.books.keys import Control
from bot.features.books.questions import remove_book
from bot.features.books.receipt import Receipt, show
from bot.features.books.uploads import Limits
from bot.features.books.watch import Watch
from bot.features.books.workshop import Workshop
from bot.guard import ModeratorGroup, check_moderator
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


class Books(commands.Cog):
    """A server's books; looks after all books meanwhile."""

    def __init__(self, client: commands.Bot, shop: Workshop, changes: Changes, watch: Watch, limits: Limits) -> None:
        self._client, self._shop, self._watch = client, shop, watch
        self._receipt = Receipt(shop, limits)
        self.group = _group(client, shop, changes, watch, self._receipt)
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
        await check_moderator(interaction, self._shop.servers, "book")
        await interaction.response.defer(ephemeral=True, thinking=True)
        said = forms.written(interaction)
        text = "\n".join(filter(None, (said.get(key) for key in ("text", "more", "rest"))))
        name = f"{said.get('title') or 'the text'}.txt"
        await self._receipt.draft(
            interaction, text.encode(errors="ignore"), name, said.get("title"), said.get("author")
        )


class _Group(ModeratorGroup):
    def opens_modal(self, interaction: Interaction) -> bool:
        """`/book add` without a file asks for the text in one."""
        command: Any = interaction.command
        return command.name == "add" and getattr(interaction.namespace, "file", None) is None


def _group(client: commands.Bot, shop: Workshop, changes: Changes, watch: Watch, receipt: Receipt) -> _Group:
    store = shop.store
    group = _Group("book", later("The books that are read in this server"), shop.servers)

    async def say(interaction: Interaction, text: str) -> None:
        await interaction.edit_original_response(content=text, allowed_mentions=discord.AllowedMentions.none())

    async def own(interaction: Interaction, book: str) -> Edition | None:
        """The server's own book; says so when it is none."""
        found = await store.books.current(interaction.guild_id or 0, book)
        if found is None:
            await say(interaction, _(words.NOT_OWN))
        return found

    async def reads(target: Target) -> str:
        """The slug of the book that is read in a place, "" when it is gone."""
        try:
            return (await changes.now(target)).book.slug
        except NoSuchBook:
            return ""

    @group.command(
        name="add", description=later("Make a book of this server from a summary; without a file, paste one")
    )
    @app_commands.describe(
        file=later("A summary (text, Markdown, HTML), or a zip that /book export made"),
        title=later("The book's title"),
        author=later("Who wrote it"),
    )
    async def add(
        interaction: Interaction,
        file: discord.Attachment | None = None,
        title: app_commands.Range[str, 1, 200] | None = None,
        author: app_commands.Range[str, 1, 200] | None = None,
    ) -> None:
        if file is None:
            await interaction.response.send_modal(forms.paste())
        else:
            await answered(interaction, receipt.file(interaction, file, title, author), "/book add")

    @group.command(name="use", description=later("Choose the book that is read in the server, a channel or a thread"))
    @app_commands.describe(book=later("The book"), where=WHERE, server=SERVER)
    @app_commands.autocomplete(book=books_offered)
    async def use(interaction: Interaction, book: str, where: Place | None = None, server: bool = False) -> None:
        target = named(interaction, where, server)
        try:
            found = await shop.shelf.book(book, target.server)
        except NoSuchBook:
            await say(interaction, _(words.NOT_OWN))
            return
        # One that is new to the place begins without a level of the place's own.
        wish = Wish(found.slug, KEEP if await reads(target) == found.slug else None)
        changed = await changes.make(target, wish, interaction.user.id, interaction.created_at)
        text = words.in_use(found.title, target.name, level_name(changed.after.level, found))
        if changed.undo is None:
            await say(interaction, text)
            return
        view = ui.View(timeout=None).add_item(undo_button(changed.undo))
        view.stop()
        nobody = discord.AllowedMentions.none()
        text = f"{text} {opened(changed, target)}"
        await interaction.edit_original_response(content=text, view=view, allowed_mentions=nobody)

    @group.command(name="list", description=later("The books that can be read here, and the drafts"))
    async def list_(interaction: Interaction) -> None:
        server = interaction.guild_id or 0
        broken: list[str] = []
        if await client.is_owner(interaction.user):
            await watch.look()
            broken = list(watch.broken.values())
        await say(
            interaction,
            words.listing(
                await store.books.listed(server),
                await store.books.drafts(server),
                await shop.shelf.listed(server),
                broken,
            ),
        )

    @group.command(
        name="edit", description=later("Go on with a draft, make a new version of a book, or go back to an older one")
    )
    @app_commands.describe(
        book=later("A draft, or a book of this server"),
        file=later("A new summary or zip for it; leave it out to edit it as it is"),
        back_to=later("An older version to go back to"),
    )
    async def edit(
        interaction: Interaction, book: str, file: discord.Attachment | None = None, back_to: int | None = None
    ) -> None:
        async def work() -> None:
            server = interaction.guild_id or 0
            if not book.startswith(OWN):
                draft = await shop.drafts.open(server, book)
                if back_to is not None:
                    await say(interaction, _(words.NO_OLDER))
                elif file is not None:
                    author = draft.book.author if draft.book.author != UNKNOWN_AUTHOR else None
                    await receipt.file(interaction, file, draft.book.title, author, instead=book)
                else:
                    await show(interaction, draft)
                return
            found = await own(interaction, book)
            if found is None:
                return
            if back_to is not None:
                edition = await shop.press.back(server, interaction.user.id, book, back_to, lambda *_: None)
                text = words.back(edition.title, back_to, edition) if edition else _(words.NO_VERSION)
                await say(interaction, text)
            elif file is not None:
                await receipt.file(interaction, file, found.title, found.author, book)
            else:
                source = await store.books.source(server, book, found.version)
                if source is None:
                    raise BookError(_(words.NOT_OWN))
                await show(interaction, await shop.drafts.begin(server, interaction.user.id, source, found.title, book))

        await answered(interaction, work(), "/book edit")

    @group.command(name="export", description=later("A book of this server as a zip that /book add takes back"))
    @app_commands.describe(book=later("A book of this server"))
    async def export(interaction: Interaction, book: str) -> None:
        packed = await shop.press.exported(interaction.guild_id or 0, book)
        if packed is None:
            await say(interaction, _(words.NOT_OWN))
            return
        name, data = packed
        await interaction.edit_original_response(attachments=[discord.File(io.BytesIO(data), name)])

    @group.command(name="remove", description=later("Remove a book of this server; asks first"))
    @app_commands.describe(book=later("A book of this server"))
    async def remove(interaction: Interaction, book: str) -> None:
        if found := await own(interaction, book):
            versions = await store.books.versions(interaction.guild_id or 0, book)
            view = remove_book(found.title, len(versions), book)
            await interaction.edit_original_response(view=view)

    async def own_books(interaction: Interaction, typed: str) -> Choices:
        return book_choices([one for one in await shop.shelf.listed(interaction.guild_id) if one.own], typed)

    export.autocomplete("book")(own_books)
    remove.autocomplete("book")(own_books)

    @edit.autocomplete("book")
    async def editable(interaction: Interaction, typed: str) -> Choices:
        drafts = await store.books.drafts(interaction.guild_id or 0)
        begun = [
            app_commands.Choice(name=words.a_draft(draft.title)[:100], value=draft.id)
            for draft in drafts
            if typed.lower() in draft.title.lower()
        ]
        return [*begun, *await own_books(interaction, typed)][:25]

    async def versions(interaction: Interaction, typed: str) -> list[app_commands.Choice[int]]:
        kept = await store.books.versions(interaction.guild_id or 0, interaction.namespace.book or "")
        return [app_commands.Choice(name=words.a_version(one)[:100], value=one.version) for one in kept[1:25]]

    edit.autocomplete("back_to")(versions)

    return group
