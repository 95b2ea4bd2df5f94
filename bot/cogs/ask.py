"""Asking: /ask, a mention, a reply to the bot, a DM."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING, Any

import discord
from discord import app_commands
from discord.ext import commands

from bot.desk import say_privately, send
from bot.views.answer import AnswerView
from bot.views.texts import plain
from knowledge.question import BadQuestion, clean

if TYPE_CHECKING:
    from bot.client import NorfolkBot

_SPOKEN = (discord.MessageType.default, discord.MessageType.reply)


class Ask(commands.Cog):
    """Questions about the book."""

    def __init__(self, bot: NorfolkBot) -> None:
        self.bot = bot

    @app_commands.command(description="Ask about the book; what goes further than this channel has read is covered")
    @app_commands.describe(
        question="What would you like to know?", private="Only you see the answer; your own progress counts then"
    )
    async def ask(self, interaction: discord.Interaction[Any], question: str, private: bool = False) -> None:
        try:
            asked = clean(plain(question))
        except BadQuestion as error:  # told in private, which can't be chosen any more once deferred
            await say_privately(interaction, str(error))
            return
        await interaction.response.defer(ephemeral=private, thinking=True)
        channel, server = interaction.channel, interaction.guild_id
        answer = await self.bot.desk.ask(asked, channel, server, interaction.user.id, private=private)
        await send(interaction, AnswerView(answer, echo=None if private else question))

    @commands.Cog.listener()
    async def on_message(self, message: discord.Message) -> None:
        """Answer what is said to the bot. Its own words, other bots' and system messages are none of it."""
        if message.author.bot or message.webhook_id or message.type not in _SPOKEN:
            return
        if message.guild is not None and self.bot.user not in message.mentions:
            return  # a reply mentions whom it replies to; with that switched off, Discord keeps its text from us
        try:
            question = plain(message.content)
            server = message.guild.id if message.guild else None
            channel: Any = message.channel
            if server is not None and isinstance(channel, discord.PartialMessageable):
                channel = await self.bot.fetch_channel(channel.id)  # a thread that woke up while nobody told us
            answer = await self.bot.desk.ask(question, channel, server, message.author.id, private=False)
            await _reply(message, view=AnswerView(answer))
        except Exception as error:  # noqa: BLE001 - every one becomes a sentence, and is logged with its reference
            text = self.bot.failures.sentence(error, "a message to the bot")
            with contextlib.suppress(discord.HTTPException):
                await _reply(message, content=text, suppress_embeds=True)


async def _reply(message: discord.Message, **options: Any) -> None:
    """Reply, or simply speak when the message is gone or its history may not be read."""
    try:
        reference = message.to_reference(fail_if_not_exists=False)
        await message.channel.send(reference=reference, mention_author=False, **options)
    except discord.Forbidden:
        await message.channel.send(**options)
