"""A member's own progress: private, and only for what that member alone sees."""

from __future__ import annotations

from typing import Any

import discord
from discord import app_commands
from discord.ext import commands

from bot.replies import Replies, say_privately
from bot.store import ProgressNotes
from bot.texts import level_choices, level_name
from knowledge.book import Book, UnknownLevel


class Progress(commands.Cog):
    """/progress set, show, clear."""

    def __init__(self, tree: app_commands.CommandTree[Any], notes: ProgressNotes, book: Book, replies: Replies) -> None:
        self._tree = tree
        self.group = _group(notes, book, replies)

    async def cog_load(self) -> None:
        self._tree.add_command(self.group)


def _group(notes: ProgressNotes, book: Book, replies: Replies) -> app_commands.Group:
    """The commands, made for the bot's book, since its levels are their choices."""
    group = app_commands.Group(name="progress", description="How far you have read; only you see this")

    @group.command(name="set", description="Tell me how far you have finished reading")
    @app_commands.describe(level="The last part that you have finished")
    @app_commands.choices(level=level_choices(book))
    async def set_(interaction: discord.Interaction[Any], level: str) -> None:
        chosen = book.level(level)
        await replies.in_time(interaction, notes.set(interaction.user.id, book.slug, chosen.id))
        text = (
            f"Noted: you have read up to {level_name(chosen, book)}. "
            "I use it only for answers that you alone see: private ones, and direct messages."
        )
        await say_privately(interaction, text)

    @group.command(name="show", description="Show how far you told me you have read")
    async def show(interaction: discord.Interaction[Any]) -> None:
        own = await replies.in_time(interaction, notes.of(interaction.user.id, book.slug))
        if own is None:
            text = (
                "You haven't told me how far you have read, so in private I go by the channel's level, and in direct "
                "messages by the start of the book. "
                "`/progress set` changes that."
            )
        else:
            try:
                name = level_name(book.level(own), book)
                text = f"You have read up to {name}. Only you see this; `/progress clear` deletes it."
            except UnknownLevel:
                text = (
                    "The book's parts have changed since you set your progress, so I treat you as at the start. "
                    "Please `/progress set` it anew."
                )
        await say_privately(interaction, text)

    @group.command(name="clear", description="Delete what I know about your reading")
    async def clear(interaction: discord.Interaction[Any]) -> None:
        gone = await replies.in_time(interaction, notes.clear(interaction.user.id, book.slug))
        text = "Deleted: I know nothing about your reading any more." if gone else "There was nothing to delete."
        await say_privately(interaction, text)

    return group
