"""What holds in a place: its book, its level in that book and its policy, each inherited on its own, and from where."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Protocol

import discord

from bot.store.last_known import LastKnown
from bot.store.place_settings import PlaceSettings, Setting
from bot.store.progress import ProgressNotes
from knowledge.book import Book, UnknownLevel
from knowledge.spoilers import START, Level, Policy


class Shelf(Protocol):
    """Where books are found by slug, as a server sees them."""

    default: str

    async def book(self, slug: str, server: int | None) -> Book: ...
    async def listed(self, server: int | None) -> list[Any]: ...


@dataclass(frozen=True)
class InEffect:
    """The book, the level and the policy that hold, with the id of the place that set each; None for the defaults.

    `lost` says that the level (or policy) stored there is not one of the book's any more, which closes.
    """

    book: Book
    level: Level
    policy: Policy
    level_from: int | None = None
    policy_from: int | None = None
    book_from: int | None = None
    lost: bool = False


def chain(channel: Any, server: int | None) -> tuple[int, ...]:
    """The places of a channel from the narrowest to the widest: thread, channel, server; nothing for a DM.

    Raises TypeError for a channel of which only the id is known: it may be a thread, and without its channel's
    settings it would be judged by the server's, which may be further on.
    """
    if server is None:
        return ()
    if isinstance(channel, discord.PartialMessageable):
        raise TypeError(f"channel {channel.id} is known by its id alone; fetch it before asking what holds there")
    parent = getattr(channel, "parent_id", None)
    return tuple(place for place in (channel.id, parent, server) if place is not None)


class Places:
    """Looks up what holds where."""

    def __init__(
        self, settings: PlaceSettings, progress: ProgressNotes, shelf: Shelf, level: str | None, policy: Policy
    ) -> None:
        """`level`, of the shelf's default book, and `policy` hold where nothing is set."""
        self.settings = settings
        self._progress = progress
        self.shelf = shelf
        self._level, self._policy = level, policy
        self._last_settings: LastKnown[dict[int, Setting]] = LastKnown(settings.news)
        self._last_progress: LastKnown[str | None] = LastKnown(progress.news)
        self._last_books: LastKnown[list[str]] = LastKnown(progress.news)

    async def at(self, places: Sequence[int], book: str | None = None) -> InEffect:
        """What holds for everybody in a place, given as its chain; the last one is the server. With `book`, what holds
        there for another book than the place's own. While the database fails, what held last goes on to hold. Raises
        NoSuchBook, and StoreError or SQLAlchemyError when that isn't known.

        In a direct message it is the start: nobody knows there what clubs the member reads with, so it closes.
        """
        if not places:
            found = self.default(await self.shelf.book(book or self.shelf.default, None))
            return replace(found, level=found.book.level(START))
        server = places[-1]
        settings = await self._last_settings.read((server, *places), lambda: self.settings.of(server, places))
        slug, _ = self.book_of(places, settings)
        return self.judge(places, settings, await self.shelf.book(book or slug, places[-1]))

    async def for_member(self, places: Sequence[int], member: int, book: str | None = None) -> InEffect:
        """What holds for what that member alone sees: their own level if they have set one; the place's policy.

        In a direct message the book is the one that they have set a level of, where there is just one such.
        """
        if not places and book is None:
            book = await self._only_book(member)
        found = await self.at(places, book)
        # Unknown is not "none set": the place may be further on than this member.
        own = await self._last_progress.read(
            (member, found.book.slug), lambda: self._progress.of(member, found.book.slug)
        )
        if own is None:
            return found
        level, lost = _level(found.book, own)
        return replace(found, level=level, level_from=None, lost=lost)

    async def _only_book(self, member: int) -> str | None:
        noted = await self._last_books.read((member,), lambda: self._progress.books(member))
        known = {book.slug for book in await self.shelf.listed(None)}.intersection(noted)
        return known.pop() if len(known) == 1 else None

    def book_of(self, places: Sequence[int], settings: Mapping[int, Setting]) -> tuple[str, int | None]:
        """The slug of the nearest book along the chain, and the place that chose it."""
        for place in places:
            if (slug := settings.get(place, Setting()).book) is not None:
                return slug, place
        return self.shelf.default, None

    def default(self, book: Book) -> InEffect:
        """What holds for a book where nothing is set."""
        own = self._level if book.slug == self.shelf.default else None
        return InEffect(book, book.default_level if own is None else book.level(own), self._policy)

    def judge(self, places: Sequence[int], settings: Mapping[int, Setting], book: Book) -> InEffect:
        """The nearest setting of each kind along the chain, for a book."""
        found = replace(self.default(book), book_from=self.book_of(places, settings)[1])
        for place in reversed(places):
            setting = settings.get(place, Setting())
            if (id := setting.levels.get(book.slug)) is not None:
                level, lost = _level(book, id)
                found = replace(found, level=level, level_from=place, lost=lost)
            if setting.policy is not None:
                found = replace(found, policy=_policy(setting.policy), policy_from=place)
        return found


def _level(book: Book, id: str) -> tuple[Level, bool]:
    """A stored level. One that an edited book no longer has closes rather than opens."""
    try:
        return book.level(id), False
    except UnknownLevel:
        return book.level(START), True


def _policy(value: str) -> Policy:
    try:
        return Policy(value)
    except ValueError:
        return Policy.SILENT
