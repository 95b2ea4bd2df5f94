"""What holds in a place: its level and its policy, each inherited on its own, and where each comes from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import discord

from bot.store.place_settings import PlaceSettings, Setting
from bot.store.progress import ProgressNotes
from knowledge.book import Book, UnknownLevel
from knowledge.spoilers import START, Level, Policy


@dataclass(frozen=True)
class InEffect:
    """The level and the policy that hold, with the id of the place that set each; None for the defaults.

    `lost` says that the level (or policy) stored there is not one of the book's any more, which closes.
    """

    level: Level
    policy: Policy
    level_from: int | None = None
    policy_from: int | None = None
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
    """Looks up what holds where, for one book."""

    def __init__(
        self, settings: PlaceSettings, progress: ProgressNotes, book: Book, level: str | None, policy: Policy
    ) -> None:
        """`level` and `policy` hold where nothing is set. Raises UnknownLevel for a level the book hasn't."""
        self.settings = settings
        self._progress = progress
        self.book = book
        self.default = InEffect(book.default_level if level is None else book.level(level), policy)

    async def at(self, places: Sequence[int]) -> InEffect:
        """What holds for everybody in a place, given as its chain; the last one is the server.

        In a direct message it is the start: nobody knows there what clubs the member reads with, so it closes.
        """
        if not places:
            return replace(self.default, level=self.book.level(START))
        return self.judge(places, await self.settings.of(places[-1], places))

    async def for_member(self, places: Sequence[int], member: int) -> InEffect:
        """What holds for what that member alone sees: their own level if they have set one; the place's policy."""
        found = await self.at(places)
        own = await self._progress.of(member, self.book.slug)
        if own is None:
            return found
        level, lost = self._level(own)
        return replace(found, level=level, level_from=None, lost=lost)

    def judge(self, places: Sequence[int], settings: dict[int, Setting]) -> InEffect:
        """The nearest setting of each kind along the chain."""
        found = self.default
        for place in reversed(places):
            setting = settings.get(place, Setting())
            if setting.level is not None:
                level, lost = self._level(setting.level)
                found = replace(found, level=level, level_from=place, lost=lost)
            if setting.policy is not None:
                found = replace(found, policy=_policy(setting.policy), policy_from=place)
        return found

    def _level(self, id: str) -> tuple[Level, bool]:
        """A stored level. One that an edited book no longer has closes rather than opens."""
        try:
            return self.book.level(id), False
        except UnknownLevel:
            return self.book.level(START), True


def _policy(value: str) -> Policy:
    try:
        return Policy(value)
    except ValueError:
        return Policy.SILENT
