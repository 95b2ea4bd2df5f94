"""The books that a server may use: those of the library, which are everybody's, and the server's own."""

from __future__ import annotations

import asyncio
import hashlib
import io
import shutil
import zipfile
from dataclasses import dataclass
from pathlib import Path

from bot.annotations import Annotations
from bot.store import ClubBooks
from knowledge.book import Book
from knowledge.catalogue import Catalogue, UnknownBook
from knowledge.librarian import Librarian

OWN = "club-"  # what the slugs of clubs' own books begin with


class NoSuchBook(LookupError):
    """The server has no book of that slug; the message is a sentence for members."""


@dataclass(frozen=True)
class OnShelf:
    """A book that may be named in a server; `own` when it is the server's own."""

    slug: str
    title: str
    author: str
    own: bool


class Shelf:
    """Opens books in threads, each once, however many ask for it at the same time."""

    def __init__(
        self, catalogue: Catalogue, clubs: ClubBooks, default: str, folder: Path, annotations: Annotations
    ) -> None:
        """`default` is the book of places that chose none; clubs' books are unpacked in `folder`."""
        self._annotations = annotations
        self.default = default
        self._catalogue, self._clubs, self._folder = catalogue, clubs, folder
        self._opening: dict[str, asyncio.Task[Librarian]] = {}

    async def listed(self, server: int | None) -> list[OnShelf]:
        """The books that may be named in a server; in direct messages those of the library."""
        library = [
            OnShelf(book.slug, book.title, book.author, False)
            for book in await asyncio.to_thread(self._catalogue.listed)
            if not book.slug.startswith(OWN)
        ]
        own = [] if server is None else await self._clubs.listed(server)
        return [*(OnShelf(book.slug, book.title, book.author, True) for book in own), *library]

    async def open(self, slug: str, server: int | None) -> Librarian:
        """The librarian of a book as a server has it, with the server's notes. Raises NoSuchBook."""
        librarian = await self.bare(slug, server)
        return librarian if server is None else await self._annotations.of(librarian, server)

    async def bare(self, slug: str, server: int | None) -> Librarian:
        """The librarian of a book without notes, built first when it is new or has changed. Raises NoSuchBook."""
        if not slug.startswith(OWN):
            return await self._once(slug, self._library_book, slug)
        edition = None if server is None else await self._clubs.current(server, slug)
        if edition is None:
            raise NoSuchBook(GONE)
        home = self._folder / f"{slug}@{edition.version}"
        if not home.is_dir():
            source = await self._clubs.source(server or 0, slug, edition.version)
            if source is None:  # another edition took its place meanwhile
                return await self.bare(slug, server)
            await asyncio.to_thread(unpack, source, home / slug)
        return await self._once(home.name, self._catalogue.open_folder, home / slug)

    async def book(self, slug: str, server: int | None) -> Book:
        """The book itself. Raises NoSuchBook."""
        return (await self.open(slug, server)).book

    async def by_key(self, key: str, server: int | None) -> Book | None:
        """The book that a button names by its key, if a server has it."""
        for book in await self.listed(server):
            if book_key(book.slug) == key:
                return await self.book(book.slug, server)
        return None

    def forget(self, slug: str) -> None:
        """Let go of a club's book that was removed, and of what was unpacked and built of it."""
        self._catalogue.close(slug)
        for home in (*self._folder.glob(f"{slug}@*"), self._catalogue.build_dir / slug):
            shutil.rmtree(home, ignore_errors=True)

    def _library_book(self, slug: str) -> Librarian:
        try:
            return self._catalogue.open(slug)
        except UnknownBook as error:
            raise NoSuchBook(GONE) from error

    async def _once(self, key: str, work: object, *arguments: object) -> Librarian:
        """Do the work in a thread, or wait for whoever does it already."""
        task = self._opening.get(key)
        if task is None:
            task = asyncio.create_task(asyncio.to_thread(work, *arguments))  # type: ignore[arg-type]
            self._opening[key] = task
            task.add_done_callback(lambda _: self._opening.pop(key, None))
        return await asyncio.shield(task)


GONE = "The book of this place isn't on my shelf any more. A moderator can choose one with `/book use`."


def book_key(slug: str) -> str:
    """Eight hex digits that name a book in a button."""
    return hashlib.sha256(slug.encode()).hexdigest()[:8]


def unpack(source: bytes, folder: Path) -> None:
    """Write the files of a club's book, which is kept as a zip that Norfolk itself has packed."""
    draft = folder.with_name(f".{folder.name}")
    shutil.rmtree(draft, ignore_errors=True)
    with zipfile.ZipFile(io.BytesIO(source)) as packed:
        packed.extractall(draft)
    draft.replace(folder)


def pack(folder: Path) -> bytes:
    """A book's folder as a zip; the same folder gives the same bytes."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as file:
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                file.writestr(zipfile.ZipInfo(path.relative_to(folder).as_posix()), path.read_bytes())
    return packed.getvalue()
