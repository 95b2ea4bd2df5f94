"""What was said to the bot in a message, if anything."""

from __future__ import annotations

from datetime import timedelta

import discord

from bot.chats import Chats
from bot.features.asking import words
from bot.texts import plain

_SPOKEN = (discord.MessageType.default, discord.MessageType.reply)
_SOON = timedelta(minutes=1)  # after it, an edit is no way to call the bot any more


class Wordless(Exception):
    """Discord has kept the words of a message from us; the message is a sentence that says what to do."""


def is_said_to(me: discord.abc.User, message: discord.Message) -> bool:
    """Whether a member says something to the bot. Its own words, other bots' and system messages are none of it.

    A reply mentions whom it replies to; with that switched off, Discord keeps its text from us.
    """
    if message.author.bot or message.webhook_id or message.type not in _SPOKEN:
        return False
    return message.guild is None or me in message.mentions or _by_role(message)


def is_edited_soon(message: discord.Message) -> bool:
    """Whether a message of a server was edited within a minute, to words that Discord lets us read."""
    edited = message.edited_at
    soon = edited is not None and edited - message.created_at <= _SOON
    return soon and message.guild is not None and bool(message.content)


def question(me: discord.abc.User, message: discord.Message) -> str:
    """The words of a message. Raises Wordless when Discord has kept them back."""
    if message.guild is not None and not message.content:
        if me not in message.mentions:
            raise Wordless(words.by_role(me.mention))
        if message.reference is not None and _is_of_command(message.reference.resolved):
            raise Wordless(words.reply_to_command(me.mention))
    return plain(message.content)


def continued(me: discord.abc.User, message: discord.Message, chats: Chats) -> int | None:
    """The message of the bot's that a message replies to."""
    reference = message.reference
    if message.type is not discord.MessageType.reply or reference is None or reference.message_id is None:
        return None
    before = reference.resolved
    ours = isinstance(before, discord.Message) and before.author.id == me.id
    return reference.message_id if ours or reference.message_id in chats else None


def _by_role(message: discord.Message) -> bool:
    """Whether the role that Discord makes for the bot is mentioned; known without the words of the message."""
    own = message.guild.me.roles if message.guild else []
    return any(role.managed and role in message.role_mentions for role in own)


def _is_of_command(before: object) -> bool:
    """Whether a message is a command's or a button's answer; one that Discord doesn't show us may be."""
    return not isinstance(before, discord.Message) or before.interaction_metadata is not None
