"""The button under a verdict, by which a moderator has the author asked to cover a message."""

from __future__ import annotations

from collections import deque
from typing import Any, Protocol

import discord

from bot.clicks import Click
from bot.desk import Asker, Desk
from bot.features.checking import words
from bot.features.checking.cog import COMMAND
from bot.features.checking.view import ASK
from bot.guard import check_moderator
from bot.readers import to_readers
from bot.store import Store
from bot.translation import _

REMEMBERED = 1_000  # messages whose authors were asked: nobody is asked twice by two moderators
_AUTHOR_ONLY = discord.AllowedMentions(everyone=False, users=False, roles=False, replied_user=True)


class Needs(Protocol):
    """What the button needs of the client; `asked_to_cover` are ids of messages."""

    asked_to_cover: deque[int]
    desk: Desk
    store: Store


class AskToCover(Click, template=ASK):
    """Replies to the message; of what it says nothing is repeated, and nobody but its author is pinged."""

    async def clicked(self, interaction: discord.Interaction[Any]) -> None:
        client: Needs = interaction.client
        await interaction.response.defer(ephemeral=True, thinking=True)
        await check_moderator(interaction, client.store.servers, COMMAND)
        await interaction.edit_original_response(content=await _ask(interaction, client, int(self.match["message"])))


async def _ask(interaction: discord.Interaction[Any], client: Needs, id: int) -> str:
    """Ask the author of a message in the channel of the click; what to tell the moderator."""
    channel, asked = interaction.channel, client.asked_to_cover
    if id in asked:
        return _(words.ASKED_BEFORE)
    try:
        message = await channel.fetch_message(id)  # type: ignore[union-attr]
    except discord.NotFound:
        return _(words.GONE)
    if message.author.bot:
        return _(words.OWN)
    if message.content:  # without the privileged intent, Discord shows us only what was said to us
        found = await client.desk.check(message.content, Asker.of(interaction, channel, private=True))
        if found.covered or not found.check.touches:
            return _(words.MENDED)
    if id in asked:
        return _(words.ASKED_BEFORE)
    asked.append(id)
    try:
        with to_readers(interaction, alone=False):
            text = _(words.PLEASE)
        await message.reply(text, mention_author=True, allowed_mentions=_AUTHOR_ONLY)
    except BaseException:
        asked.remove(id)
        raise
    return _(words.ASKED)


BUTTONS = (AskToCover,)
