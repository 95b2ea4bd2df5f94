"""Where a question meets what holds: looks up the level and the policy of the place, and asks the librarian."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import discord

from bot.chats import Chats
from bot.cooldown import Cooldown, TooSoon
from bot.installs import home
from bot.metrics import Metrics
from bot.pool import Crowded, Pool
from bot.shelf import Shelf
from bot.store import InEffect, Places, chain
from bot.texts import uncovered
from knowledge.answer import Answer, SpoilerCheck, Status
from knowledge.book import Book, Passage
from knowledge.judging.followups import Chat
from knowledge.librarian import Librarian
from knowledge.retelling.next_questions import offers, question_for
from knowledge.spoilers import Level, Policy, touches


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
        """Who sent a command, a click or a message; a direct message is always seen by them alone, and so is what is
        asked where only the member has the bot."""
        if isinstance(asked, discord.Interaction):
            user, server = asked.user, home(asked)
        else:
            user, server = asked.author, asked.guild.id if asked.guild else None
        return cls(user.id, channel, server, private or server is None, asked.created_at)


@dataclass(frozen=True)
class Reply:
    """An answer, the book that it is from, the chat as it stands after it, and what to ask next: questions with the
    keys of the passages that answer them."""

    answer: Answer
    book: Book
    chat: Chat
    next: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Verdict:
    """What a member's message gives away in a place; `covered` says that it lies under the message's own covers."""

    check: SpoilerCheck
    covered: bool
    holds: InEffect


Answered = Callable[[str, Asker, Reply], None]
Disliked = Callable[[int, str, str], None]


class Desk:
    """Stands between Discord and the librarians; the same for commands, messages and buttons."""

    def __init__(
        self,
        shelf: Shelf,
        places: Places,
        pool: Pool,
        metrics: Metrics,
        on_answered: Answered = lambda *_: None,
        on_disliked: Disliked = lambda *_: None,
    ) -> None:
        """`on_answered` hears of each answer, `on_disliked` of each public one that a member found wrong, by server,
        book and question. Neither may wait."""
        self.disliked = on_disliked
        self.shelf = shelf
        self._on_answered = on_answered
        self._places, self._pool, self._metrics = places, pool, metrics
        self.chats = Chats()
        self.cooldown = Cooldown()

    async def ask(
        self, question: str, asker: Asker, after: int | None = None, book: str | None = None, *, fresh: bool = False
    ) -> Reply:
        """Answer a question from the place's book, or from `book`; the chat is to be kept with the message that will
        tell the answer.

        The talk goes on from the message `after`, whoever it answered and from whichever book, else from the member's
        own last question here; about another book, or with `fresh`, it begins anew. Raises BadQuestion, TooSoon,
        Crowded and NoSuchBook.
        """
        self._take(asker)
        if book is None and after is not None:
            book = self.chats.book_of(after)
        holds = await self._in_effect(asker, book)
        slug = holds.book.slug
        talk = (asker.channel.id, asker.member, asker.alone)
        chat = Chat() if fresh else self.chats.of(talk if after is None else after, slug)
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
        following: tuple[tuple[str, str], ...] = ()
        if answer.status is Status.SURE and not answer.touches:
            bare = await self.shelf.bare(slug, asker.server)
            with contextlib.suppress(Crowded):  # an answer without them is better than none
                following = await self._pool.run(_following, bare, answer, holds.level)
        reply = Reply(answer, librarian.book, chat, following)
        self._on_answered(question, asker, reply)
        return reply

    async def ask_next(self, key: str, book: str, asker: Asker) -> Reply | None:
        """Answer the question that is offered for a passage of a book; None when none is, as the place is now. Raises
        like `ask`."""
        holds = await self._in_effect(asker, book)
        bare = await self.shelf.bare(book, asker.server)
        passage = bare.book.by_key.get(key)
        if passage is None or touches([passage], holds.level):
            return None
        question = await self._pool.run(question_for, bare, passage, holds.level)
        return await self.ask(question, asker, book=book, fresh=True) if question else None

    async def told(self, asker: Asker, book: str | None) -> tuple[Book, Level]:
        """A place's book, or `book`, without a club's notes, and the level up to which to tell of it. Raises TooSoon,
        NoSuchBook and UnknownLevel."""
        self._take(asker)
        return await self.known(asker, book)

    async def known(self, asker: Asker, book: str | None) -> tuple[Book, Level]:
        """The same for what is offered while a member types, which counts for nothing."""
        holds = await self._in_effect(asker, book)
        found = (await self.shelf.bare(holds.book.slug, asker.server)).book
        return found, found.level(holds.level.id)

    async def check(self, text: str, asker: Asker) -> Verdict:
        """What a message gives away past the level of its place. Raises TooSoon, Crowded and NoSuchBook."""
        self._take(asker)
        holds = await self._places.at(chain(asker.channel, asker.server))
        librarian = await self.shelf.open(holds.book.slug, asker.server)
        seen = uncovered(text)
        found = await self._pool.run(librarian.check, seen, holds.level)
        if found.touches or seen == text:
            return Verdict(found, False, holds)
        whole = await self._pool.run(librarian.check, text.replace("||", " "), holds.level)
        return Verdict(whole, True, holds) if whole.touches else Verdict(found, False, holds)

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


_LABEL = 80  # characters of a button


def _following(librarian: Librarian, answer: Answer, level: Level) -> tuple[tuple[str, str], ...]:
    """What to ask next; nothing after what a club's note tells, which the book itself doesn't know."""
    if any(hit.passage.id not in librarian.book.order for hit in answer.told):
        return ()
    found = offers(librarian, answer, level, longest=_LABEL)
    return tuple((passage.key, question) for passage, question in found)
