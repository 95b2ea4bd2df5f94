"""Drafts: books in the making, kept as the zip of their folder, changed one step at a time."""

from __future__ import annotations

import asyncio
import secrets
import tempfile
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from weakref import WeakValueDictionary

from bot.shelf import pack_own, unpack_own
from bot.store import BookDraft, ClubBooks
from knowledge.book import Book, Passage
from knowledge.books.doubts import Doubt, read_doubts, settled
from knowledge.books.reading import read_book
from knowledge.books.writing import rewrite_book
from knowledge.notes import sharing

FOLDER = "draft"  # while it is worked on, so that passages' keys stay the same
KEPT = 8  # drafts in memory, those that were looked at last
NOTES = sharing.FILE  # beside the book's files in a draft that brings club notes


class NoSuchDraft(LookupError):
    """The server has no such draft (any more)."""


@dataclass(frozen=True)
class Opened:
    """A draft with the book in it, what is in doubt about it, and the club notes that it brings."""

    draft: BookDraft
    book: Book
    doubts: tuple[Doubt, ...]
    notes: tuple[sharing.Shared, ...] = ()

    @property
    def doubtful(self) -> set[str]:
        """The ids of the passages in doubt."""
        return {doubt.passage for doubt in self.doubts} & set(self.book.by_id)

    @property
    def general(self) -> list[str]:
        """Why somebody should look at the book itself."""
        return [doubt.why for doubt in self.doubts if not doubt.passage]

    def passages(self) -> list[Passage]:
        """All passages, the doubtful ones first."""
        doubtful = self.doubtful
        return sorted(self.book.passages, key=lambda passage: passage.id not in doubtful)


class Drafts:
    """Opens and changes drafts; changes of one draft wait for each other. The last ones are kept in memory as they were
    read, and read anew when the database has another."""

    def __init__(self, books: ClubBooks) -> None:
        self._books = books
        self._kept: OrderedDict[str, Opened] = OrderedDict()
        self._turns: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    async def begin(self, server: int, member: int, source: bytes, title: str, slug: str | None = None) -> Opened:
        """Keep a new draft; `slug` when it is to be a new version of a book."""
        draft = BookDraft(secrets.token_hex(8), server, member, slug, title[:200], source)
        await self._books.keep(draft)
        return await self._as_read(draft)

    async def renew(self, server: int, id: str, source: bytes, title: str) -> Opened:
        """Keep another book in a draft. Raises NoSuchDraft."""
        async with self._turns.setdefault(id, asyncio.Lock()):
            renewed = replace(await self._draft(server, id), source=source, title=title[:200])
            if not await self._books.update(renewed):
                raise NoSuchDraft
            return await self._as_read(renewed)

    async def open(self, server: int | None, id: str) -> Opened:
        """A draft as it is now. Raises NoSuchDraft."""
        return await self._as_read(await self._draft(server, id))

    async def change(
        self, server: int | None, id: str, edit: Callable[[Book], Book], decided: Sequence[str] = ()
    ) -> Opened:
        """Change the book of a draft and keep it; whoever was in doubt about the passages `decided` ("" for the
        book itself), or about what is another now, is so no more.

        Raises NoSuchDraft, and BookError when it would be no book any more: then it stays as it was.
        """
        async with self._turns.setdefault(id, asyncio.Lock()):
            opened = await asyncio.to_thread(_changed, await self._draft(server, id), edit, set(decided))
            if not await self._books.update(opened.draft):
                raise NoSuchDraft
            return self._keep(opened)

    async def _draft(self, server: int | None, id: str) -> BookDraft:
        """A draft of a server. Raises NoSuchDraft."""
        draft = None if server is None else await self._books.draft(server, id)
        if draft is None:
            raise NoSuchDraft
        return draft

    async def _as_read(self, draft: BookDraft) -> Opened:
        kept = self._kept.get(draft.id)
        return self._keep(kept if kept and kept.draft == draft else await asyncio.to_thread(_read, draft))

    def _keep(self, opened: Opened) -> Opened:
        self._kept[opened.draft.id] = opened
        self._kept.move_to_end(opened.draft.id)
        while len(self._kept) > KEPT:
            self._kept.popitem(last=False)
        return opened


def _read(draft: BookDraft) -> Opened:
    with tempfile.TemporaryDirectory(prefix="norfolk-") as desk:
        folder = Path(desk) / FOLDER
        unpack_own(draft.source, folder)
        book = read_book(folder)
        return Opened(draft, book, tuple(read_doubts(folder)), _notes(folder, book))


def _changed(draft: BookDraft, edit: Callable[[Book], Book], decided: set[str]) -> Opened:
    with tempfile.TemporaryDirectory(prefix="norfolk-") as desk:
        folder = Path(desk) / FOLDER
        unpack_own(draft.source, folder)
        before = read_book(folder)
        book = edit(before)
        doubts = tuple(
            doubt
            for doubt in read_doubts(folder)
            if doubt.passage not in decided
            and (doubt.passage in book.by_id if doubt.passage else not settled(doubt, before, book))
        )
        rewrite_book(book, doubts, folder)
        now = read_book(folder)
        return Opened(replace(draft, source=pack_own(folder), title=book.title[:200]), now, doubts, _notes(folder, now))


def _notes(folder: Path, book: Book) -> tuple[sharing.Shared, ...]:
    path = folder / NOTES
    return tuple(sharing.again(path.read_text(encoding="utf-8"), book)) if path.is_file() else ()


def without_notes(source: bytes) -> bytes:
    """The book of a draft alone: once it is published, its notes are the server's."""
    with tempfile.TemporaryDirectory(prefix="norfolk-") as desk:
        folder = Path(desk) / FOLDER
        unpack_own(source, folder)
        (folder / NOTES).unlink(missing_ok=True)
        return pack_own(folder)
