"""Who reads what is said, and so in which language: a member alone in their own, all of a server in the server's."""

from __future__ import annotations

from collections import OrderedDict
from contextlib import AbstractContextManager
from typing import Any

import discord

from bot.translation import language_of, speak, speaking

_MOST = 10_000  # members whose language is remembered, in memory only

_seen: OrderedDict[int, str] = OrderedDict()


def listen(interaction: discord.Interaction[Any]) -> None:
    """Speak the member's own language for the rest of a command, a click or a modal."""
    language = language_of(interaction.locale)
    _seen[interaction.user.id] = language
    _seen.move_to_end(interaction.user.id)
    while len(_seen) > _MOST:
        _seen.popitem(last=False)
    speak(language)


def forget(member: int) -> None:
    """Remember nothing of a member any more."""
    _seen.pop(member, None)


def to_readers(asked: discord.Interaction[Any], *, alone: bool) -> AbstractContextManager[None]:
    """Speak the member's language for what they alone see, else the server's."""
    return speaking(language_of(asked.locale if alone or asked.guild_id is None else asked.guild_locale))


def to_server(guild: discord.Guild | None) -> AbstractContextManager[None]:
    """Speak a server's language."""
    return speaking(language_of(guild.preferred_locale if guild else None))


def listen_to_message(message: discord.Message) -> None:
    """Speak the server's language for the rest of an event; in direct messages the one of the member's last command,
    since Discord doesn't tell it with a message."""
    guild = message.guild
    speak(language_of(guild.preferred_locale) if guild else _seen.get(message.author.id, language_of(None)))
