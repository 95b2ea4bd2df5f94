"""Publishing: a draft becomes the edition in use, an older edition becomes it again, a book goes."""

from __future__ import annotations

import asyncio
import secrets
import tempfile
from pathlib import Path

from bot.features.books.drafts import Opened, without_notes
from bot.sharing import export_notes
from bot.shelf import OWN, Shelf, draft_slug, unpack_own
from bot.store import ClubNote, Edition, Published, Store
from knowledge.books.archive import pack
from knowledge.books.importing.naming import slug as slug_of
from knowledge.building.embedding import Progress
from knowledge.notes import sharing
from knowledge.notes.note import MOST

MOST_BOOKS = 50


class TooMany(Exception):
    """The server has as many books as it may."""


class Press:
    """What is published is whole in the database before anybody is answered from it."""

    def __init__(self, store: Store, shelf: Shelf) -> None:
        self._store, self._shelf = store, shelf

    async def publish(self, server: int, by: int, opened: Opened, progress: Progress) -> Published | None:
        """Publish a draft as it was opened, and have the notes that it brings be the server's; None when it has changed
        or gone since. Raises BookError and TooMany."""
        draft, book, books = opened.draft, opened.book, self._store.books
        await self._shelf.try_out(server, draft, progress)  # what can't be built is never published
        slug = draft.slug
        if slug is None or await books.current(server, slug) is None:
            if len(await books.listed(server)) >= MOST_BOOKS:
                raise TooMany
            slug = f"{OWN}{secrets.token_hex(8)}-{slug_of(book.title) or 'book'}"
        source = await asyncio.to_thread(without_notes, draft.source) if opened.notes else draft.source
        notes = [ClubNote(0, *note, by=by) for note in opened.notes]
        published = await books.publish(server, slug, book.title, book.author, source, by, draft, notes, MOST)
        if published is None:
            return None
        await self._shelf.forget(draft_slug(draft.id))
        await self._settled(server, by, published.edition, "published", progress)
        if count := published.notes:
            await self._store.history.note(server, server, by, "club notes", "", f"{count} imported on {book.title}")
        return published

    async def back(self, server: int, by: int, slug: str, version: int, progress: Progress) -> Edition | None:
        """Have an older edition be the newest one; None when it isn't kept any more."""
        books = self._store.books
        older = next((one for one in await books.versions(server, slug) if one.version == version), None)
        source = await books.source(server, slug, version)
        if older is None or source is None:
            return None
        published = await books.publish(server, slug, older.title, older.author, source, by)
        assert published is not None
        await self._settled(server, by, published.edition, f"back to version {version}", progress)
        return published.edition

    async def remove(self, server: int, by: int, slug: str) -> Edition | None:
        """Remove a book with all that was set for it; what it was, None when there was none. The book goes last: what
        fails before can be done again."""
        store = self._store
        edition = await store.books.current(server, slug)
        if edition is None:
            return None
        await store.settings.forget_book(server, slug)
        await store.votes.forget_book(server, slug)
        await store.discussions.forget_book(server, slug)
        await store.progress.forget_book(slug)
        await store.notes.forget_book(server, slug)
        if not await store.books.remove(server, slug):
            return None
        await store.history.note(server, server, by, "book", edition.title, "removed")
        await self._shelf.forget(slug)
        return edition

    async def exported(self, server: int, slug: str) -> tuple[str, bytes] | None:
        """The name and the bytes of a zip that /book add and `norfolk book import` take; None for no such book."""
        edition = await self._store.books.current(server, slug)
        source = None if edition is None else await self._store.books.source(server, slug, edition.version)
        if edition is None or source is None:
            return None
        notes = await export_notes(self._store, server, slug)
        with tempfile.TemporaryDirectory(prefix="norfolk-") as desk:
            folder = Path(desk) / (slug_of(edition.title) or "book")
            unpack_own(source, folder)
            return f"{folder.name}.zip", pack(folder, {sharing.FILE: notes.encode()} if notes else None)

    async def _settled(self, server: int, by: int, edition: Edition, what: str, progress: Progress) -> None:
        """Have the edition ready before it is said to be there; note the change."""
        await self._shelf.open(edition.slug, server, progress)
        after = f"{edition.title}: {what}, version {edition.version}"
        await self._store.history.note(server, server, by, "book", "", after)
