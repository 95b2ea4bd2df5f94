"""A member's own progress: private, and only for what that member alone sees."""

from __future__ import annotations

from typing import Any

import discord
from discord import app_commands
from discord.ext import commands

from bot.installs import everywhere, home
from bot.naming import level_name
from bot.replies import Replies, say_privately
from bot.shelf import NoSuchBook
from bot.store import InEffect, Places, ProgressNotes, chain
from bot.texts import progress_choices
from bot.translation import _, later
from bot.where import books_offered
from knowledge.book import Book, UnknownLevel
from knowledge.spoilers import Level

Interaction = discord.Interaction[Any]
_BOOK = later("Another book than the one that is read here")


class Progress(commands.Cog):
    """/progress set, show, clear."""

    def __init__(
        self, tree: app_commands.CommandTree[Any], notes: ProgressNotes, places: Places, replies: Replies
    ) -> None:
        self._tree = tree
        self.group = _group(notes, places, replies)

    async def cog_load(self) -> None:
        self._tree.add_command(self.group)


def _group(notes: ProgressNotes, places: Places, replies: Replies) -> app_commands.Group:
    group = everywhere(
        app_commands.Group(name="progress", description=later("How far you have read; only you see this"))
    )

    async def here(interaction: Interaction, book: str | None) -> InEffect:
        """What holds here for the book named, or for the one that is read here."""
        return await places.at(chain(interaction.channel, home(interaction)), book)

    async def of(interaction: Interaction, book: str | None) -> Book:
        return (await here(interaction, book)).book

    @group.command(name="set", description=later("Tell me how far you have finished reading"))
    @app_commands.describe(level=later("The last part that you have finished"), book=_BOOK)
    @app_commands.autocomplete(book=books_offered)
    async def set_(interaction: Interaction, level: str, book: str | None = None) -> None:
        async def work() -> tuple[Book, Level]:
            read = await of(interaction, book)
            chosen = read.level(level)
            await notes.set(interaction.user.id, read.slug, chosen.id)
            return read, chosen

        read, chosen = await replies.in_time(interaction, work())
        text = _(
            "Noted: you have read *{title}* up to {level}. "
            "I use it only for answers that you alone see: private ones, and direct messages."
        )
        await say_privately(interaction, text.format(title=read.title, level=level_name(chosen, read)))

    @set_.autocomplete("level")
    async def levels(interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
        try:
            return progress_choices(await here(interaction, interaction.namespace.book or None), typed)
        except NoSuchBook:  # the book's name isn't typed to its end yet
            return []

    @group.command(name="show", description=later("Show how far you told me you have read"))
    @app_commands.describe(book=_BOOK)
    @app_commands.autocomplete(book=books_offered)
    async def show(interaction: Interaction, book: str | None = None) -> None:
        async def work() -> tuple[Book, str | None]:
            read = await of(interaction, book)
            return read, await notes.of(interaction.user.id, read.slug)

        read, own = await replies.in_time(interaction, work())
        if own is None:
            text = _(
                "You haven't told me how far you have read *{title}*, so in private I go by the channel's level, "
                "and in direct messages by the start of the book. "
                "`/progress set` changes that."
            ).format(title=read.title)
        else:
            try:
                name = level_name(read.level(own), read)
                text = _("You have read *{title}* up to {level}. Only you see this; `/progress clear` deletes it.")
                text = text.format(title=read.title, level=name)
            except UnknownLevel:
                text = _(
                    "The book's parts have changed since you set your progress, so I treat you as at the start. "
                    "Please `/progress set` it anew."
                )
        await say_privately(interaction, text)

    @group.command(name="clear", description=later("Delete what I know about your reading"))
    @app_commands.describe(book=_BOOK)
    @app_commands.autocomplete(book=books_offered)
    async def clear(interaction: Interaction, book: str | None = None) -> None:
        async def work() -> tuple[Book, bool]:
            read = await of(interaction, book)
            return read, await notes.clear(interaction.user.id, read.slug)

        read, gone = await replies.in_time(interaction, work())
        if gone:
            text = _("Deleted: I know nothing about your reading of *{title}* any more.").format(title=read.title)
        else:
            text = _("There was nothing to delete.")
        await say_privately(interaction, text)

    return group
