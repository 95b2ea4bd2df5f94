"""Asking: /ask, a mention, a reply to the bot, a DM."""

from __future__ import annotations

import contextlib
from collections import deque
from typing import Any

import discord
from discord import app_commands
from discord.ext import commands

from bot.cooldown import TooSoon
from bot.desk import Asker, Desk
from bot.failures import Failures
from bot.features.asking import heard, words
from bot.features.asking.offers import view_of
from bot.installs import everywhere
from bot.readers import listen_to_message, to_readers
from bot.replies import Replies, put, say_privately
from bot.texts import clip, plain
from bot.translation import _, later
from bot.turnstile import Turnstile
from bot.where import books_offered
from knowledge.answer import Status
from knowledge.search.question import LONGEST, clean

_REMEMBERED = 1_000  # messages that were answered last: an edit doesn't have them answered again


class Ask(commands.Cog):
    """Questions about the book."""

    def __init__(
        self, client: commands.Bot, desk: Desk, replies: Replies, failures: Failures, turnstile: Turnstile
    ) -> None:
        self._client, self._desk, self._replies, self._failures = client, desk, replies, failures
        self._turnstile = turnstile
        self._answered: deque[int] = deque(maxlen=_REMEMBERED)
        self._menu = app_commands.ContextMenu(name=words.ASK_ABOUT, callback=self._about)

    async def cog_load(self) -> None:
        self._client.tree.add_command(self._menu)

    @app_commands.command(
        description=later("Ask about the book; what goes further than this channel has read is covered")
    )
    @app_commands.describe(
        question=later("What would you like to know?"),
        private=later("Only you see the answer; your own progress counts then"),
        book=later("Another book than the one that is read here"),
    )
    @app_commands.autocomplete(book=books_offered)
    @everywhere
    async def ask(
        self,
        interaction: discord.Interaction[Any],
        question: app_commands.Range[str, 1, LONGEST],
        private: bool = False,
        book: str | None = None,
    ) -> None:
        asker = Asker.of(interaction, interaction.channel, private=private)
        asked = clean(plain(question))
        reply = await self._replies.in_time(interaction, self._desk.ask(asked, asker, book=book))
        # What isn't known clutters no channel.
        alone = asker.alone or reply.answer.status is Status.UNKNOWN
        with to_readers(interaction, alone=alone):
            view = view_of(reply, asker, alone=alone)
        self._desk.chats.keep(await put(interaction, view, private=alone), reply.book.slug, reply.chat)

    async def _about(self, interaction: discord.Interaction[Any], message: discord.Message) -> None:
        """Ask what a member's message says, for who picked it from the menu alone."""
        said = "\n".join([message.content, *(forwarded.content for forwarded in message.message_snapshots)]).strip()
        if message.author.bot or not said:
            await say_privately(interaction, _(words.OWN if message.author.bot else words.WORDLESS))
            return
        asker = Asker.of(interaction, interaction.channel, private=True)
        asked = clean(clip(plain(said), LONGEST, 4 * LONGEST))
        reply = await self._replies.in_time(interaction, self._desk.ask(asked, asker, fresh=True))
        posted = await put(interaction, view_of(reply, asker, alone=True), private=True)
        self._desk.chats.keep(posted, reply.book.slug, reply.chat)

    @commands.Cog.listener()
    async def on_message(self, message: discord.Message) -> None:
        """Answer what is said to the bot."""
        if heard.is_said_to(self._me, message):
            await self._answer(message)

    @commands.Cog.listener()
    async def on_raw_message_edit(self, payload: discord.RawMessageUpdateEvent) -> None:
        """Answer a message to which the bot's name was added at once."""
        message = payload.message
        if heard.is_said_to(self._me, message) and heard.is_edited_soon(message) and message.id not in self._answered:
            await self._answer(message)

    @property
    def _me(self) -> discord.ClientUser:
        assert self._client.user is not None
        return self._client.user

    async def _answer(self, message: discord.Message) -> None:
        listen_to_message(message)
        try:
            question = heard.question(self._me, message)
            self._answered.append(message.id)  # not before its words are known: an edit may still bring them
            await self._turnstile.through()
            channel: Any = message.channel
            if message.guild is not None and isinstance(channel, discord.PartialMessageable):
                channel = await self._client.fetch_channel(channel.id)  # a thread that woke up while nobody told us
            asker = Asker.of(message, channel)
            after = heard.continued(self._me, message, self._desk.chats)
            reply = await self._desk.ask(question, asker, after)
            view = view_of(reply, asker, alone=asker.alone)
            self._desk.chats.keep((await _reply(message, view=view)).id, reply.book.slug, reply.chat)
        except heard.Wordless as error:
            await self._say(message, str(error))
        except Exception as error:  # noqa: BLE001 - every one becomes a sentence, and is logged with its reference
            if isinstance(error, TooSoon) and error.told:
                return  # once is enough: whoever floods a channel shall not have us flood it, too
            await self._say(message, self._failures.sentence(error, "a message to the bot"))

    async def _say(self, message: discord.Message, text: str) -> None:
        with contextlib.suppress(discord.HTTPException):
            await _reply(message, content=text, suppress_embeds=True)


async def _reply(message: discord.Message, **options: Any) -> discord.Message:
    """Reply, or simply speak when the message is gone or its history may not be read."""
    try:
        reference = message.to_reference(fail_if_not_exists=False)
        return await message.channel.send(reference=reference, mention_author=False, **options)
    except discord.Forbidden:
        return await message.channel.send(**options)
