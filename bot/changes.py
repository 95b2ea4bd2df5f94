"""Changing what holds in a place: what it would open, who did it, and how it is undone."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from enum import Enum

from bot.failures import Refusal
from bot.naming import level_name
from bot.shelf import NoSuchBook
from bot.store import History, InEffect, Places, Setting, Undos
from bot.translation import ENGLISH, _, speaking
from bot.where import Target
from knowledge.book import Book, UnknownLevel
from knowledge.spoilers import Policy

_OPENNESS = (Policy.SILENT, Policy.WITHHOLD, Policy.WARN)
_INHERITED, _LOST = "inherited", "one that the book has no more"


class Keep(Enum):
    """What is not to be changed."""

    KEEP = "keep"


KEEP = Keep.KEEP


@dataclass(frozen=True)
class Wish:
    """What is to be set for a place: the slug of its book, the id of its level in that book, its policy. None takes
    away what was set."""

    book: str | Keep | None = KEEP
    level: str | Keep | None = KEEP
    policy: str | Keep | None = KEEP


@dataclass(frozen=True)
class Changed:
    """What held in a place before a change and after it; `undo` is the id by which one that opens it is undone."""

    before: InEffect
    after: InEffect
    undo: str | None


class Changes:
    """Every change of a place's settings goes through here, so that each is noted."""

    def __init__(self, places: Places, undos: Undos, history: History) -> None:
        self._places, self._undos, self._history = places, undos, history

    async def own(self, target: Target) -> Setting:
        """What was set for the place itself."""
        return (await self._settings(target)).get(target.place, Setting())

    async def now(self, target: Target) -> InEffect:
        """What holds in the place. Raises NoSuchBook."""
        return await self._places.at(target.along)

    async def would(self, target: Target, wish: Wish) -> InEffect:
        """What would hold. Raises NoSuchBook."""
        settings = await self._settings(target)
        return await self._judge(target, settings, await self._wished(target, settings, wish))

    async def make(self, target: Target, wish: Wish, member: int, now: datetime) -> Changed:
        """Set what is wished. Raises NoSuchBook and UnknownLevel, and then nothing is changed."""
        settings = await self._settings(target)
        return await self._write(target, settings, await self._wished(target, settings, wish), member, now)

    async def clear(self, target: Target, member: int, now: datetime) -> Changed | None:
        """Take away all that was set for the place; None when nothing was."""
        settings = await self._settings(target)
        if settings.get(target.place, Setting()) == Setting():
            return None
        return await self._write(target, settings, Setting(), member, now)

    async def undo(self, server: int, id: str, member: int, now: datetime) -> int:
        """Put a place back to what it was set to before a change; the place. Raises Refusal."""
        found = await self._undos.take(server, id, now)
        if found is None:
            raise Refusal(_("That can be undone once, within five minutes. `/setup` or `/spoilers` can set it anew."))
        known = await self._places.settings.of(server, (found.place,))
        if known.get(found.place, Setting()) != found.after:
            raise Refusal(_("It has been changed again since, so I leave it. `/spoilers show` says what holds."))
        await self._places.settings.replace(server, found.place, found.after, found.before)
        await self._note(server, found.place, member, found.after, found.before)
        return found.place

    async def _settings(self, target: Target) -> dict[int, Setting]:
        return await self._places.settings.of(target.server, target.along)

    async def _judge(self, target: Target, settings: dict[int, Setting], own: Setting) -> InEffect:
        changed = {**settings, target.place: own}
        slug, _ = self._places.book_of(target.along, changed)
        return self._places.judge(target.along, changed, await self._places.shelf.book(slug, target.server))

    async def _wished(self, target: Target, settings: dict[int, Setting], wish: Wish) -> Setting:
        old = settings.get(target.place, Setting())
        new = Setting(
            old.book if wish.book is KEEP else wish.book,
            old.policy if wish.policy is KEEP or wish.policy is None else Policy(wish.policy).value,
            dict(old.levels),
        )
        if wish.policy is None:
            new = replace(new, policy=None)
        if wish.level is not KEEP:
            slug, _ = self._places.book_of(target.along, {**settings, target.place: new})
            book = await self._places.shelf.book(slug, target.server)
            new.levels.pop(book.slug, None)
            if wish.level is not None:
                new.levels[book.slug] = book.level(wish.level).id
        return new

    async def _write(
        self, target: Target, settings: dict[int, Setting], new: Setting, member: int, now: datetime
    ) -> Changed:
        old = settings.get(target.place, Setting())
        after = await self._judge(target, settings, new)
        try:
            before = await self._judge(target, settings, old)
        except NoSuchBook:  # its book is gone, and so nothing was told there
            before = after
        if old == new:
            return Changed(before, after, None)
        await self._places.settings.replace(target.server, target.place, old, new)
        await self._note(target.server, target.place, member, old, new)
        undo = await self._undos.keep(target.server, target.place, old, new, now) if opens(before, after) else None
        return Changed(before, after, undo)

    async def _note(self, server: int, place: int, member: int, old: Setting, new: Setting) -> None:
        titles = {book.slug: book.title for book in await self._places.shelf.listed(server)}
        changed = [
            ("book", *(titles.get(x.book, x.book) if x.book else _INHERITED for x in (old, new))),
            ("policy", old.policy or _INHERITED, new.policy or _INHERITED),
        ]
        for slug in sorted(old.levels.keys() | new.levels.keys()):
            if old.levels.get(slug) == new.levels.get(slug):
                continue
            try:
                book = await self._places.shelf.book(slug, server) if slug in titles else None
            except NoSuchBook:  # it is broken
                book = None
            changed.append(
                (f"level in {titles.get(slug, slug)}"[:60], *(_level(x.levels.get(slug), book) for x in (old, new)))
            )
        for what, before, after in changed:
            if before != after:
                await self._history.note(server, place, member, what, before, after)


def opens(before: InEffect, after: InEffect) -> bool:
    """Whether a change lets a place see more: a higher level, a weaker policy, another book that is read there."""
    weaker = _OPENNESS.index(after.policy) > _OPENNESS.index(before.policy)
    known = before.level.rank if before.book.slug == after.book.slug else 0
    return weaker or after.level.rank > known


def _level(id: str | None, book: Book | None) -> str:
    if id is None:
        return _INHERITED
    try:
        with speaking(ENGLISH):  # the history is kept in English, and translated where it is read
            return level_name(book.level(id), book) if book else _LOST
    except UnknownLevel:
        return _LOST
