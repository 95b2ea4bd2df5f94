"""Where a question meets what holds: looks up the level and the policy of the place, and asks the librarian."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Any

from bot.chats import Chats
from bot.store import Places, Standing, chain
from knowledge.answer import Answer
from knowledge.book import Book, Passage
from knowledge.librarian import Librarian
from knowledge.spoilers import Policy, touches


class Desk:
    """Stands between Discord and the librarian; the same for commands, messages and buttons."""

    def __init__(self, librarian: Librarian, places: Places) -> None:
        self._librarian = librarian
        self._places = places
        self.chats = Chats()

    @property
    def book(self) -> Book:
        return self._librarian.book

    async def ask(self, question: str, channel: Any, server: int | None, member: int, *, private: bool) -> Answer:
        """Answer a question; `private` says that only that member will see it. Raises BadQuestion.

        What `withhold` keeps from a channel, a member who alone sees the answer gets at once, under a cover.
        """
        private = private or server is None
        standing = await self._standing(channel, server, member, private=private)
        policy = Policy.WARN if private and standing.policy is Policy.WITHHOLD else standing.policy
        chat = self.chats.of(channel.id, member, private)
        # The encoder takes milliseconds of computing, which would hold up every other event.
        return await asyncio.to_thread(self._librarian.ask, question, standing.level, policy, chat)

    async def show(
        self, passages: Sequence[Passage], channel: Any, server: int | None, member: int, *, private: bool
    ) -> tuple[Answer, list[Passage]] | None:
        """The first of the passages as the place is now, and the others to go on with; None when none may be shown."""
        standing = await self._standing(channel, server, member, private=private or server is None)
        known = list(passages)
        if standing.policy is Policy.SILENT:  # what lies past the level isn't there at all
            known = [passage for passage in known if not touches([passage], standing.level)]
        if not known:
            return None
        return self._librarian.show(known[:1], standing.level, standing.policy), known[1:]

    async def show_kept(self, passages: Sequence[Passage], channel: Any, server: int | None, member: int) -> Answer:
        """What was withheld, for the member alone, under a cover if it is past what they have read.

        A place that has become silent since says nothing of it, as if it had been asked now.
        """
        standing = await self._standing(channel, server, member, private=True)
        policy = Policy.SILENT if standing.policy is Policy.SILENT else Policy.WARN
        return self._librarian.show(passages, standing.level, policy)

    def known(self, keys: Sequence[str]) -> list[Passage]:
        """The passages of those keys, as far as the book still has them."""
        return [self.book.by_key[key] for key in keys if key in self.book.by_key]

    async def _standing(self, channel: Any, server: int | None, member: int, *, private: bool) -> Standing:
        """What holds in the channel: for that member alone when `private`, else for everybody."""
        where = chain(channel, server)
        return await (self._places.for_member(where, member) if private else self._places.at(where))
