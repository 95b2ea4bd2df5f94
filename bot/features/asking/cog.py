"""Asking: /ask, a mention, a reply to the bot, a DM."""

from __future__ import annotations

import contextlib
from typing import Any

import discord
from discord import app_commands
from discord.ext import commands

from bot.desk import Desk
from bot.failures import Failures, say_privately
from bot.features.asking.view import AnswerView
from bot.texts import plain
from knowledge.answer import Status
from knowledge.search.question import LONGEST, BadQuestion, clean

_SPOKEN = (discord.MessageType.default, discord.MessageType.reply)


class Ask(commands.Cog):
    """Questions about the book."""

    def __init__(self, client: commands.Bot, desk: Desk, failures: Failures) -> None:
        self._client, self._desk, self._failures = client, desk, failures

    @app_commands.command(description="Ask about the book; what goes further than this channel has read is covered")
    @app_commands.describe(
        question="What would you like to know?", private="Only you see the answer; your own progress counts then"
    )
    async def ask(
        self,
        interaction: discord.Interaction[Any],
        question: app_commands.Range[str, 1, LONGEST],
        private: bool = False,
    ) -> None:
        try:
            asked = clean(plain(question))
        except BadQuestion as error:
            await say_privately(interaction, str(error))
            return
        # An answer takes milliseconds, so it is the first reply, and can be private because of what was found: what
        # isn't known clutters no channel.
        channel, server = interaction.channel, interaction.guild_id
        answer = await self._desk.ask(asked, channel, server, interaction.user.id, private=private)
        hidden = private or answer.status is Status.UNKNOWN
        await interaction.response.send_message(
            view=AnswerView(answer, self._desk.book),
            ephemeral=hidden,
            allowed_mentions=discord.AllowedMentions.none(),
        )

    @commands.Cog.listener()
    async def on_message(self, message: discord.Message) -> None:
        """Answer what is said to the bot. Its own words, other bots' and system messages are none of it."""
        if message.author.bot or message.webhook_id or message.type not in _SPOKEN:
            return
        if message.guild is not None and not self._mentioned(message):
            return  # a reply mentions whom it replies to; with that switched off, Discord keeps its text from us
        try:
            question = plain(message.content)
            server = message.guild.id if message.guild else None
            channel: Any = message.channel
            if server is not None and isinstance(channel, discord.PartialMessageable):
                channel = await self._client.fetch_channel(channel.id)  # a thread that woke up while nobody told us
            answer = await self._desk.ask(question, channel, server, message.author.id, private=False)
            await _reply(message, view=AnswerView(answer, self._desk.book))
        except Exception as error:  # noqa: BLE001 - every one becomes a sentence, and is logged with its reference
            text = self._failures.sentence(error, "a message to the bot")
            with contextlib.suppress(discord.HTTPException):
                await _reply(message, content=text, suppress_embeds=True)

    def _mentioned(self, message: discord.Message) -> bool:
        """Whether the bot is mentioned, by itself or by the role that Discord makes for it."""
        if self._client.user in message.mentions:
            return True
        own = message.guild.self_role if message.guild else None
        return own is not None and own.id in message.raw_role_mentions


async def _reply(message: discord.Message, **options: Any) -> None:
    """Reply, or simply speak when the message is gone or its history may not be read."""
    try:
        reference = message.to_reference(fail_if_not_exists=False)
        await message.channel.send(reference=reference, mention_author=False, **options)
    except discord.Forbidden:
        await message.channel.send(**options)
