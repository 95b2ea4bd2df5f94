"""Where a question meets what holds: looks up the level and the policy of the place, and asks the librarian."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import discord

from bot.chats import Chats
from bot.cooldown import Cooldown, TooSoon
from bot.metrics import Metrics
from bot.pool import Crowded, Pool
from bot.shelf import Shelf
from bot.store import InEffect, Places, chain
from bot.texts import uncovered
from knowledge.answer import Answer, SpoilerCheck
from knowledge.book import Book, Passage
from knowledge.judging.followups import Chat
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


@dataclass(frozen=True)
class Reply:
    """An answer, the book that it is from, and the chat as it stands after it."""

    answer: Answer
    book: Book
    chat: Chat


@dataclass(frozen=True)
class Verdict:
    """What a member's message gives away in a place; `covered` says that it lies under the message's own covers."""

    check: SpoilerCheck
    covered: bool
    holds: InEffect


Answered = Callable[[str, Asker, Reply], None]


class Desk:
    """Stands between Discord and the librarians; the same for commands, messages and buttons."""

    def __init__(
        self, shelf: Shelf, places: Places, pool: Pool, metrics: Metrics, on_answered: Answered = lambda *_: None
    ) -> None:
        """`on_answered` hears of each answer, and must not wait."""
        self.shelf = shelf
        self._on_answered = on_answered
        self._places, self._pool, self._metrics = places, pool, metrics
        self.chats = Chats()
        self.cooldown = Cooldown()

    async def ask(self, question: str, asker: Asker, after: int | None = None, book: str | None = None) -> Reply:
        """Answer a question from the place's book, or from `book`; the chat is to be kept with the message that will
        tell the answer.

        The talk goes on from the message `after`, whoever it answered and from whichever book, else from the member's
        own last question here; about another book it begins anew. Raises BadQuestion, TooSoon, Crowded and NoSuchBook.
        """
        self._take(asker)
        if book is None and after is not None:
            book = self.chats.book_of(after)
        holds = await self._in_effect(asker, book)
        slug = holds.book.slug
        talk = (asker.channel.id, asker.member, asker.alone)
        chat = self.chats.of(talk if after is None else after, slug)
        with self._metrics.stage("book"):
            librarian = await self.shelf.open(slug, asker.server)
        # The encoder takes milliseconds of computing, which would hold up every other event.
        try:
            with self._metrics.stage("search"):
                answer = await self._pool.run(librarian.ask, question, holds.level, holds.policy, chat)
        except Crowded:
            self._metrics.refused("crowded")
            raise
        self._metrics.answered(answer)
        self.chats.keep(talk, slug, chat)
        reply = Reply(answer, librarian.book, chat)
        self._on_answered(question, asker, reply)
        return reply

    async def check(self, text: str, asker: Asker) -> Verdict:
        """What a message gives away past the level of its place. Raises TooSoon, Crowded and NoSuchBook."""
        self._take(asker)
        holds = await self._places.at(chain(asker.channel, asker.server))
        librarian = await self.shelf.open(holds.book.slug, asker.server)
        seen = uncovered(text)
        found = await self._pool.run(librarian.check, seen, holds.level)
        if found.touches or seen == text:
            return Verdict(found, False, holds)
        found = await self._pool.run(librarian.check, text.replace("||", " "), holds.level)
        return Verdict(found, bool(found.touches), holds)

    async def show(self, passages: Sequence[Passage], book: Book, asker: Asker) -> tuple[Answer, list[Passage]] | None:
        """The first of the passages as the place is now, and the others to go on with; None when none may be shown.

        Raises TooSoon and NoSuchBook.
        """
        self._take(asker)
        holds = await self._in_effect(asker, book.slug)
        known = list(passages)
        if holds.policy is Policy.SILENT:  # what lies past the level isn't there at all
            known = [passage for passage in known if not touches([passage], holds.level)]
        if not known:
            return None
        librarian = await self.shelf.open(book.slug, asker.server)
        return librarian.show(known[:1], holds.level, holds.policy), known[1:]

    async def show_kept(self, passages: Sequence[Passage], book: Book, asker: Asker) -> Answer:
        """What was withheld, for a member alone, under a cover if it is past what they have read. Raises like `show`.

        A place that has become silent since says nothing of it, as if it had been asked now.
        """
        self._take(asker)
        holds = await self._in_effect(asker, book.slug)
        librarian = await self.shelf.open(book.slug, asker.server)
        return librarian.show(passages, holds.level, holds.policy)

    def _take(self, asker: Asker) -> None:
        """Count what is asked. Raises TooSoon."""
        try:
            self.cooldown.take(asker.channel.id, asker.member, asker.at, asker.server)
        except TooSoon:
            self._metrics.refused("too-soon")
            raise

    async def _in_effect(self, asker: Asker, book: str | None) -> InEffect:
        """What holds in the place for everybody, or for that member alone, who sees at once what a channel may not."""
        where = chain(asker.channel, asker.server)
        with self._metrics.stage("settings"):
            if not asker.alone:
                return await self._places.at(where, book)
            own = await self._places.for_member(where, asker.member, book)
        return replace(own, policy=Policy.WARN) if own.policy is Policy.WITHHOLD else own
