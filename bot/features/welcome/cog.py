"""/help in one screen, the welcome, and the good-bye."""

from __future__ import annotations

from typing import Any

import discord
from discord import app_commands
from discord.ext import commands

from bot.replies import Replies, say_privately
from bot.store import InEffect, Places, Store, chain
from bot.texts import level_name
from knowledge.book import Book


class Welcome(commands.Cog):
    """What the bot can do, told on request and once on joining."""

    def __init__(self, places: Places, store: Store, replies: Replies) -> None:
        self._places, self._store, self._replies = places, store, replies
        self._greetings = store.greetings

    @app_commands.command(name="help", description="What I can do, in one screen")
    async def help(self, interaction: discord.Interaction[Any]) -> None:
        holds = await self._replies.in_time(
            interaction, self._places.at(chain(interaction.channel, interaction.guild_id))
        )
        await say_privately(interaction, help_text(holds.book))

    @commands.Cog.listener()
    async def on_guild_join(self, guild: discord.Guild) -> None:
        """Say hello where the server has its system messages, once, even if the bot starts again meanwhile."""
        channel = guild.system_channel
        if channel is None or not channel.permissions_for(guild.me).send_messages:
            return
        if await self._greetings.note(guild.id):
            try:
                await channel.send(welcome_text(await self._places.at((guild.id,))), suppress_embeds=True)
            except discord.HTTPException:
                await self._greetings.forget(guild.id)  # it is said when the bot is next let in
                raise

    @commands.Cog.listener()
    async def on_guild_remove(self, guild: discord.Guild) -> None:
        """Forget a server that removed the bot."""
        await self._store.forget(guild.id)


def help_text(book: Book) -> str:
    return (
        f"**I answer questions about *{book.title}* by {book.author}, "
        "and cover what goes further than you have read.**\n"
        "**Ask**: `/ask`, mention me, reply to me, or write me a direct message. "
        "With `private: True` only you see the answer.\n"
        "**Spoilers**: in a channel its level counts. What lies past it stays under a cover, or is kept back, "
        "as the moderators chose.\n"
        "**Your own progress**: `/progress set` tells me how far you are. It counts only in what you alone see "
        "(in direct messages I otherwise take it that you are at the start); "
        "`/progress show` shows it, `/progress clear` deletes it.\n"
        "**Moderators**: `/spoilers level` and `/spoilers policy` for the server, or with `where` for a channel or "
        "thread; `/spoilers show` says what holds and why, `/spoilers clear` takes it away.\n"
        "I say only what my summary of the book tells. When it doesn't, I say so."
    )


def welcome_text(holds: InEffect) -> str:
    book = holds.book
    return (
        f"Hello, I'm Norfolk, and I know *{book.title}* by {book.author}. Ask me with `/ask`, or by mentioning me.\n"
        f"Until a moderator says otherwise, I take it that you have all read up to {level_name(holds.level, book)}: "
        "whatever goes further is a spoiler. `/spoilers level` changes that, for the server or for a channel. "
        "`/help` says the rest."
    )
