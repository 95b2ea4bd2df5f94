"""/review: questions without a sure answer, club notes, and how long questions are kept. For moderators."""

from __future__ import annotations

from typing import Any

import discord
from discord import app_commands
from discord.ext import commands, tasks

from bot import clicks
from bot.failures import Failures
from bot.features.review import words
from bot.features.review.keeping import Keeping
from bot.features.review.modal import SAVE, written
from bot.features.review.pages import Pages
from bot.features.review.saving import book_of, drop_answered, save
from bot.features.review.views import covered
from bot.guard import ModeratorGroup, check_moderator
from bot.replies import say_privately
from bot.shelf import NoSuchBook, Shelf
from bot.store import Store, TooManyNotes
from bot.translation import _, later
from bot.where import books_offered
from knowledge.notes.note import MOST, BadNote

LONGEST, PROPOSED = 90, 30  # days
_BOOK = later("Another book than the one that is read here")
Interaction = discord.Interaction[Any]


class Review(commands.Cog):
    """What members asked in vain, and what the club adds."""

    def __init__(
        self,
        tree: app_commands.CommandTree[Any],
        keeping: Keeping,
        pages: Pages,
        shelf: Shelf,
        store: Store,
        failures: Failures,
    ) -> None:
        self._tree, self._keeping, self._shelf, self._store = tree, keeping, shelf, store
        self._failures = failures
        self.group = _group(pages, store)

    async def cog_load(self) -> None:
        self._tree.add_command(self.group)
        self.expire.start()

    async def cog_unload(self) -> None:
        self.expire.cancel()

    @tasks.loop(hours=1)
    async def expire(self) -> None:
        """Delete questions whose time is over."""
        try:
            await self._keeping.expire()
        except Exception as error:  # noqa: BLE001 - it is tried again in an hour
            self._failures.log(error, "deleting old questions")

    @commands.Cog.listener()
    async def on_interaction(self, interaction: Interaction) -> None:
        """Take a note that was written; from here, since discord.py forgets its modals when it stops."""
        data: Any = interaction.data or {}
        match = SAVE.fullmatch(str(data.get("custom_id", "")))
        if interaction.type is not discord.InteractionType.modal_submit or match is None:
            return
        saving = self._save(interaction, match["book"], int(match["question"]), int(match["note"]))
        await clicks.answered(interaction, saving, "a club note")

    async def _save(self, interaction: Interaction, key: str, question: int, note: int) -> None:
        await interaction.response.defer(ephemeral=True, thinking=True)
        await check_moderator(interaction, self._store.servers, self.group.name)
        server = interaction.guild_id
        assert server is not None
        book = await book_of(self._shelf, key, server)
        if book is None:
            await say_privately(interaction, _(words.NO_BOOK))
            return
        sent = written(interaction, book)
        try:
            found = await save(self._store, server, interaction.user.id, book, note, sent)
        except (BadNote, TooManyNotes) as error:
            said = words.refused(error) if isinstance(error, BadNote) else _(words.FULL).format(most=MOST)
            await interaction.edit_original_response(view=covered(said, sent.text))
            return
        if found is None:
            await interaction.edit_original_response(view=covered(_(words.GONE), sent.text))
            return
        await self._shelf.open(book.slug, server)  # embedded now rather than at the next question
        if question:
            await drop_answered(self._store, self._keeping, self._shelf, server, book, question)
        await say_privately(interaction, words.saved(found, book))


def _group(pages: Pages, store: Store) -> ModeratorGroup:
    about = later("Questions without an answer, and what the club adds to a book")
    group = ModeratorGroup("review", about, store.servers)

    async def show(interaction: Interaction, name: str, book: str | None) -> None:
        try:
            view = await pages.page(interaction, name, book, 0)
        except NoSuchBook as error:
            await say_privately(interaction, _(str(error)))
        else:
            await interaction.edit_original_response(view=view)

    @group.command(name="questions", description=later("What was asked here without a sure answer, most asked first"))
    @app_commands.describe(book=_BOOK)
    @app_commands.autocomplete(book=books_offered)
    async def questions(interaction: Interaction, book: str | None = None) -> None:
        await show(interaction, "questions", book)

    @group.command(name="notes", description=later("The club's own notes on a book: write, edit and remove them"))
    @app_commands.describe(book=_BOOK)
    @app_commands.autocomplete(book=books_offered)
    async def notes(interaction: Interaction, book: str | None = None) -> None:
        await show(interaction, "notes", book)

    @group.command(
        name="votes", description=later("Which passages members found to be the wrong answer, most often first")
    )
    @app_commands.describe(book=_BOOK)
    @app_commands.autocomplete(book=books_offered)
    async def votes(interaction: Interaction, book: str | None = None) -> None:
        await show(interaction, "votes", book)

    @group.command(name="keep", description=later("For how long the words of questions without a sure answer are kept"))
    @app_commands.describe(days=later("Days, up to 90; 0 keeps none and deletes what there is"))
    async def keep(interaction: Interaction, days: app_commands.Range[int, 0, LONGEST] = PROPOSED) -> None:
        server = interaction.guild_id
        assert server is not None
        before = (await store.servers.of(server)).questions_kept
        await store.servers.choose(server, questions_kept=days)
        await store.questions.expire(server, days)
        if days != before:
            changed = ("questions kept", words.days(before), words.days(days))
            await store.history.note(server, server, interaction.user.id, *changed)
        await interaction.edit_original_response(content=words.kept(days))

    return group
