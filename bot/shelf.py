"""The books that a server may use: those of the library, which are everybody's, and the server's own."""

from __future__ import annotations

import asyncio
import hashlib
import io
import logging
import secrets
import shutil
import time
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from weakref import WeakKeyDictionary, WeakValueDictionary

from bot.annotations import Annotations
from bot.store import BookDraft, ClubBooks, Edition, LastKnown
from bot.translation import later
from knowledge.book import Book, short_key
from knowledge.books.errors import BookError
from knowledge.books.examples import read_examples
from knowledge.building.embedding import Progress
from knowledge.catalogue import Catalogue, UnknownBook
from knowledge.librarian import Librarian

log = logging.getLogger("norfolk")

LOOKED = 60.0  # seconds after which the library is looked through again
OWN = "club-"  # what the slugs of clubs' own books begin with


class NoSuchBook(LookupError):
    """The server has no book of that slug; the message is GONE or BROKEN, to be looked up where it is shown."""


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
        # A book that the catalogue lets go takes them along.
        self._questions: WeakKeyDictionary[Librarian, Mapping[str, tuple[str, ...]]] = WeakKeyDictionary()
        self._seen: tuple[float, dict[str, OnShelf]] | None = None
        self._opening: dict[str, asyncio.Task[Librarian]] = {}
        # By server and slug: nobody waits for another server's book, not even by naming it.
        self._turns: WeakValueDictionary[tuple[int, str], asyncio.Lock] = WeakValueDictionary()
        self._last_listed: LastKnown[list[Edition]] = LastKnown(clubs.news)
        self._last_edition: LastKnown[Edition | None] = LastKnown(clubs.news)

    async def listed(self, server: int | None) -> list[OnShelf]:
        """The books that may be named in a server; in direct messages those of the library."""
        own = [] if server is None else await self._own(server)
        library = (await self._library()).values()
        return [*(OnShelf(book.slug, book.title, book.author, True) for book in own), *library]

    async def _own(self, server: int) -> list[Edition]:
        return await self._last_listed.read((server,), lambda: self._clubs.listed(server))

    async def open(self, slug: str, server: int | None, progress: Progress = lambda *_: None) -> Librarian:
        """The librarian of a book as a server has it, with the server's notes. Raises NoSuchBook."""
        librarian = await self.bare(slug, server, progress)
        return librarian if server is None else await self._annotations.of(librarian, server)

    async def bare(self, slug: str, server: int | None, progress: Progress = lambda *_: None) -> Librarian:
        """The librarian of a book without notes, built first when it is new or has changed. Raises NoSuchBook."""
        if not slug.startswith(OWN):
            return await self._once(slug, self._library_book, slug)
        if server is None:
            raise NoSuchBook(GONE)
        async with self._turn(server, slug):
            edition = await self._last_edition.read((server, slug), lambda: self._clubs.current(server, slug))
            if edition is None:
                raise NoSuchBook(GONE)
            home = self._folder / f"{slug}@{edition.version}"
            if not (home / slug).is_dir():
                source = await self._clubs.source(server, slug, edition.version)
                if source is None:  # it was removed meanwhile
                    raise NoSuchBook(GONE)
                await asyncio.to_thread(unpack_own, source, home / slug)
            return await asyncio.to_thread(self._swap, slug, home, progress)

    async def try_out(self, server: int, draft: BookDraft, progress: Progress = lambda *_: None) -> Librarian:
        """The librarian of a draft as it is now, which no question in a server can reach. Raises BookError."""
        slug = draft_slug(draft.id)
        home = self._folder / f"{slug}@{hashlib.sha256(draft.source).hexdigest()[:16]}"
        async with self._turn(server, slug):
            if not (home / slug).is_dir():
                await asyncio.to_thread(unpack_own, draft.source, home / slug)
            return await asyncio.to_thread(self._swap, slug, home, progress)

    async def book(self, slug: str, server: int | None) -> Book:
        """The book itself. Raises NoSuchBook."""
        return (await self.open(slug, server)).book

    async def own_questions(self, slug: str, server: int | None) -> Mapping[str, tuple[str, ...]]:
        """A book's own questions by passage id; empty where it has none. Raises NoSuchBook."""
        librarian = await self.bare(slug, server)
        if librarian not in self._questions:
            folder = await self._folder_of(slug, server)
            try:
                examples = await asyncio.to_thread(read_examples, folder, librarian.book)
            except (BookError, OSError):  # its files are being changed
                return {}
            self._questions[librarian] = examples.questions
        return self._questions[librarian]

    async def _folder_of(self, slug: str, server: int | None) -> Path:
        if not slug.startswith(OWN):
            return self._catalogue.folder(slug)
        edition = None if server is None else await self._clubs.current(server, slug)
        if edition is None:
            raise NoSuchBook(GONE)
        return self._folder / f"{slug}@{edition.version}" / slug

    async def by_key(self, key: str, server: int | None) -> Book | None:
        """The book that a button names by its key, if a server has it."""
        known = (await self._library()).get(key)
        slug = known.slug if known else None
        if slug is None and server is not None:
            own = (book.slug for book in await self._own(server))
            slug = next((slug for slug in own if short_key(slug) == key), None)
        return await self.book(slug, server) if slug else None

    async def forget(self, slug: str) -> None:
        """Let go of a club's book that was removed, and of what was unpacked and built of it."""
        await asyncio.to_thread(self._forget, slug)

    def _forget(self, slug: str) -> None:
        self._catalogue.close(slug)
        for home in (*self._folder.glob(f"{slug}@*"), self._catalogue.build_dir / slug):
            shutil.rmtree(home, ignore_errors=True)

    async def _library(self) -> dict[str, OnShelf]:
        """The library's books by key, in order of their titles; looked through again after a minute."""
        if self._seen is None or time.monotonic() - self._seen[0] > LOOKED:
            found = await asyncio.to_thread(self._catalogue.listed)
            books = {short_key(book.slug): OnShelf(book.slug, book.title, book.author, False) for book in found}
            self._seen = (time.monotonic(), books)
        return self._seen[1]

    def kept(self) -> set[str]:
        """The slugs of all clubs' books and drafts of which something is unpacked or built."""
        here = {path.name.partition("@")[0] for path in self._folder.glob(f"{OWN}*@*")}
        return here | {path.name for path in self._catalogue.build_dir.glob(f"{OWN}*")}

    def _swap(self, slug: str, home: Path, progress: Progress) -> Librarian:
        """Open the book unpacked in `home` in the place of the edition before, of which nothing needs to stay."""
        librarian = self._catalogue.open_folder(home / slug, progress, apart=True)
        for old in self._folder.glob(f"{slug}@*"):
            if old != home:
                shutil.rmtree(old, ignore_errors=True)
        return librarian

    def _library_book(self, slug: str) -> Librarian:
        try:
            return self._catalogue.open(slug)
        except UnknownBook as error:
            raise NoSuchBook(GONE) from error
        except BookError as error:
            log.error("%s", error)
            raise NoSuchBook(BROKEN) from error

    def _turn(self, server: int, slug: str) -> asyncio.Lock:
        return self._turns.setdefault((server, slug), asyncio.Lock())

    async def _once(self, key: str, work: object, *arguments: object) -> Librarian:
        """Do the work in a thread, or wait for whoever does it already."""
        task = self._opening.get(key)
        if task is None:
            task = asyncio.create_task(asyncio.to_thread(work, *arguments))  # type: ignore[arg-type]
            self._opening[key] = task
            task.add_done_callback(lambda _: self._opening.pop(key, None))
        return await asyncio.shield(task)


GONE = later("The book of this place isn't on my shelf any more. A moderator can choose one with `/book use`.")


BROKEN = later(
    "That book can't be opened right now; whoever runs me finds in the log what to mend. "
    "A moderator can choose another one with `/book use`."
)


def draft_slug(id: str) -> str:
    """What a draft's folder is called; no published book is called so."""
    return f"{OWN}draft-{id}"


def unpack_own(source: bytes, folder: Path) -> None:
    """Write the files of a club's book, which is kept as a zip that Norfolk itself has packed. The folder is wholly
    there or not at all, however many unpack it at once."""
    draft = folder.with_name(f".{secrets.token_hex(4)}-{folder.name}")
    try:
        with zipfile.ZipFile(io.BytesIO(source)) as packed:
            packed.extractall(draft)
        try:
            draft.replace(folder)
        except OSError:
            if not folder.is_dir():  # else another was quicker
                raise
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def pack_own(folder: Path) -> bytes:
    """A book's folder as a zip; the same folder gives the same bytes."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as file:
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                # A ZipInfo, which fixes the time, isn't compressed unless that is said here.
                info = zipfile.ZipInfo(path.relative_to(folder).as_posix())
                file.writestr(info, path.read_bytes(), zipfile.ZIP_DEFLATED)
    return packed.getvalue()
