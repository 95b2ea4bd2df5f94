"""Where questions and clicks are answered: looks up what holds, asks the librarian, makes the message."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Any

import discord

from bot.chats import Chats
from bot.store import Places, Standing, chain
from bot.views.answer import AnswerView
from knowledge.answer import Answer
from knowledge.book import Passage
from knowledge.librarian import Librarian
from knowledge.spoilers import Policy, touches

NO_MORE = "There is nothing more to show here."
EDITED = "The book has been edited since, so I can't find that passage any more. Please ask again."


class Desk:
    """Stands between Discord and the librarian; the same for commands, messages and buttons."""

    def __init__(self, librarian: Librarian, places: Places) -> None:
        self.librarian = librarian
        self.places = places
        self.chats = Chats()

    async def ask(self, question: str, channel: Any, server: int | None, member: int, *, private: bool) -> Answer:
        """Answer a question; `private` says that only that member will see it. Raises BadQuestion."""
        private = private or server is None
        standing = await self._standing(channel, server, member, private=private)
        chat = self.chats.of(channel.id, member, private)
        # The encoder takes milliseconds of computing, which would hold up every other event.
        return await asyncio.to_thread(self.librarian.ask, question, standing.level, standing.policy, chat)

    async def show_next(self, interaction: discord.Interaction[Any], keys: Sequence[str], *, private: bool) -> None:
        """Show the first passage of the keys as the place is now, and offer the others."""
        known = self._known(keys)
        if not known:
            await say_privately(interaction, EDITED)
            return
        server = interaction.guild_id
        alone = private or server is None
        standing = await self._standing(interaction.channel, server, interaction.user.id, private=alone)
        if standing.policy is Policy.SILENT:  # what lies past the level isn't there at all
            known = [passage for passage in known if not touches([passage], standing.level)]
        if not known:
            await say_privately(interaction, NO_MORE)
            return
        await interaction.response.defer(ephemeral=private, thinking=True)
        answer = await asyncio.to_thread(self.librarian.show, known[:1], standing.level, standing.policy)
        await send(interaction, AnswerView(answer, rest=[passage.key for passage in known[1:]]))

    async def show_in_private(self, interaction: discord.Interaction[Any], keys: Sequence[str]) -> None:
        """Show what was withheld to the member alone, under a cover if it is past what they have read.

        A place that has become silent since says nothing of it, as if it had been asked now.
        """
        known = self._known(keys)
        if not known:
            await say_privately(interaction, EDITED)
            return
        await interaction.response.defer(ephemeral=True, thinking=True)
        channel, server = interaction.channel, interaction.guild_id
        standing = await self._standing(channel, server, interaction.user.id, private=True)
        policy = Policy.SILENT if standing.policy is Policy.SILENT else Policy.WARN
        answer = await asyncio.to_thread(self.librarian.show, known, standing.level, policy)
        await send(interaction, AnswerView(answer))

    async def _standing(self, channel: Any, server: int | None, member: int, *, private: bool) -> Standing:
        """What holds in the channel: for that member alone when `private`, else for everybody."""
        where = chain(channel, server)
        return await (self.places.for_member(where, member) if private else self.places.at(where))

    def _known(self, keys: Sequence[str]) -> list[Passage]:
        by_key = self.librarian.book.by_key
        return [by_key[key] for key in keys if key in by_key]


async def send(interaction: discord.Interaction[Any], view: AnswerView) -> None:
    """Put the answer where the deferred reply stands."""
    await interaction.edit_original_response(view=view, allowed_mentions=discord.AllowedMentions.none())


async def say_privately(interaction: discord.Interaction[Any], text: str) -> None:
    """One sentence that only the member sees, as the first reply."""
    await interaction.response.send_message(text, ephemeral=True, suppress_embeds=True)
