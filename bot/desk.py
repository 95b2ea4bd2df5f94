"""Where a question meets what holds: looks up the level and the policy of the place, and asks the librarian."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import discord

from bot.chats import Chats
from bot.cooldown import Cooldown
from bot.store import InEffect, Places, chain
from knowledge.answer import Answer
from knowledge.book import Book, Passage
from knowledge.judging.followups import Chat
from knowledge.librarian import Librarian
from knowledge.spoilers import Policy, touches


@dataclass(frozen=True)
class Asker:
    """A member who asks or clicks in a place, when, and whether that member alone sees the reply."""

    member: int
    channel: Any
    server: int | None
    alone: bool
    at: datetime

    @classmethod
    def of(cls, asked: discord.Interaction[Any] | discord.Message, channel: Any, *, private: bool = False) -> Asker:
        """Who sent a command, a click or a message; a direct message is always seen by them alone."""
        if isinstance(asked, discord.Interaction):
            user, server = asked.user, asked.guild_id
        else:
            user, server = asked.author, asked.guild.id if asked.guild else None
        return cls(user.id, channel, server, private or server is None, asked.created_at)


class Desk:
    """Stands between Discord and the librarian; the same for commands, messages and buttons."""

    def __init__(self, librarian: Librarian, places: Places) -> None:
        self._librarian = librarian
        self._places = places
        self.chats = Chats()
        self.cooldown = Cooldown()

    @property
    def book(self) -> Book:
        return self._librarian.book

    async def ask(self, question: str, asker: Asker, after: int | None = None) -> tuple[Answer, Chat]:
        """Answer a question; the chat as it stands now, to be kept with the message that will tell the answer.

        The talk goes on from the message `after`, whoever it answered, else from the member's own last question here.
        Raises BadQuestion and TooSoon.
        """
        self.cooldown.take(asker.channel.id, asker.member, asker.at)
        holds = await self._in_effect(asker)
        talk = (asker.channel.id, asker.member, asker.alone)
        chat = self.chats.of(talk if after is None else after)
        # The encoder takes milliseconds of computing, which would hold up every other event.
        answer = await asyncio.to_thread(self._librarian.ask, question, holds.level, holds.policy, chat)
        self.chats.keep(talk, chat)
        return answer, chat

    async def show(self, passages: Sequence[Passage], asker: Asker) -> tuple[Answer, list[Passage]] | None:
        """The first of the passages as the place is now, and the others to go on with; None when none may be shown.

        Raises TooSoon.
        """
        self.cooldown.take(asker.channel.id, asker.member, asker.at)
        holds = await self._in_effect(asker)
        known = list(passages)
        if holds.policy is Policy.SILENT:  # what lies past the level isn't there at all
            known = [passage for passage in known if not touches([passage], holds.level)]
        if not known:
            return None
        return self._librarian.show(known[:1], holds.level, holds.policy), known[1:]

    async def show_kept(self, passages: Sequence[Passage], asker: Asker) -> Answer:
        """What was withheld, for a member alone, under a cover if it is past what they have read. Raises TooSoon.

        A place that has become silent since says nothing of it, as if it had been asked now.
        """
        self.cooldown.take(asker.channel.id, asker.member, asker.at)
        holds = await self._in_effect(asker)
        return self._librarian.show(passages, holds.level, holds.policy)

    def known(self, keys: Sequence[str]) -> list[Passage]:
        """The passages of those keys, as far as the book still has them."""
        return [self.book.by_key[key] for key in keys if key in self.book.by_key]

    async def _in_effect(self, asker: Asker) -> InEffect:
        """What holds in the place for everybody, or for that member alone, who sees at once what a channel may not."""
        where = chain(asker.channel, asker.server)
        if not asker.alone:
            return await self._places.at(where)
        own = await self._places.for_member(where, asker.member)
        return replace(own, policy=Policy.WARN) if own.policy is Policy.WITHHOLD else own
