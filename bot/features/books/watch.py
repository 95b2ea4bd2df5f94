"""Looks after the books of the library: an edited one is swapped in, a broken one is told."""

from __future__ import annotations

import asyncio
import logging
from pathlib import Path

from bot.shelf import OWN, Shelf, draft_slug
from bot.store import ClubBooks
from knowledge.books.checks import check_book
from knowledge.books.errors import BookError
from knowledge.building.build import is_fresh
from knowledge.catalogue import RENAME, Catalogue, UnknownBook

EVERY = 30  # seconds
log = logging.getLogger("norfolk")


class Watch:
    """`broken` are the mistakes of the last look: by slug a sentence with name, place and mend."""

    def __init__(self, catalogue: Catalogue, shelf: Shelf, books: ClubBooks) -> None:
        self._catalogue, self._shelf, self._books = catalogue, shelf, books
        self.every = EVERY
        self._seen: dict[str, tuple[int, int]] = {}
        self.broken: dict[str, str] = {}
        self._turn = asyncio.Lock()

    async def run(self) -> None:
        """Look every now and then, for ever."""
        while True:
            await asyncio.sleep(self.every)
            try:
                await self.look()
            except Exception as error:  # noqa: BLE001 - the next look may go well
                log.error("looking after the books failed: %s", type(error).__qualname__)

    async def look(self) -> None:
        """Swap in what was edited, note and log what is broken; let go of what belonged to servers that are gone."""
        async with self._turn:  # an owner's /book list looks, too
            await asyncio.to_thread(self._look)
        kept = await asyncio.to_thread(self._shelf.kept)  # before the database: what is new since is in both
        books, drafts = await self._books.slugs()
        for slug in kept.difference(books, map(draft_slug, drafts)):
            await self._shelf.forget(slug)

    def _look(self) -> None:
        slugs = [slug for slug in self._catalogue.slugs() if not slug.startswith(OWN)]
        misnamed = {folder.name: f"{folder.name}: {RENAME} ({folder})" for folder in self._catalogue.misnamed()}
        for gone in self.broken.keys() - {*slugs, *misnamed}:
            del self.broken[gone]
        for name, trouble in misnamed.items():
            self._note(name, trouble)
        for slug in slugs:
            try:
                folder = self._catalogue.folder(slug)
                stamp = _stamp(folder)
                if self._seen.get(slug) != stamp:
                    self._seen[slug] = stamp
                    self._note(slug, self._mistake(folder))
            except (BookError, OSError) as error:
                self._note(slug, f"{slug}: {error}")
        for slug in self._catalogue.changed():
            if slug.startswith(OWN) or slug in self.broken:
                continue
            try:
                self._catalogue.open_folder(self._catalogue.folder(slug))
                log.info("%s was edited; it answers as it is now", slug)
            except UnknownBook:
                self._catalogue.close(slug)
            except (BookError, OSError) as error:
                self._note(slug, str(error))

    def _mistake(self, folder: Path) -> str | None:
        """The first mistake of a book; one of which an index was built as it is now has none, which spares a check of
        a second for each book that ships."""
        if is_fresh(self._catalogue.build_dir, folder, self._catalogue.encoder):
            return None
        return next((str(finding) for finding in check_book(folder) if finding.stops), None)

    def _note(self, slug: str, trouble: str | None) -> None:
        if trouble is None:
            self.broken.pop(slug, None)
        elif self.broken.get(slug) != trouble:
            self.broken[slug] = trouble
            log.error("book %s", trouble)


def _stamp(folder: Path) -> tuple[int, int]:
    """Changes with the files of a folder: how many there are, and when the last one was written."""
    files = [path.stat() for path in (folder, *folder.rglob("*"))]
    return len(files), max(file.st_mtime_ns + file.st_size for file in files)
