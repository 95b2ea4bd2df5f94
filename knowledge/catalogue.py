"""The door to all books: finds them by slug, builds what has changed, opens them, and lets go of the least used."""

from __future__ import annotations

import difflib
import threading
import tomllib
from collections import OrderedDict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from knowledge.books.entries import SLUG
from knowledge.books.errors import BookError
from knowledge.books.head import HEAD
from knowledge.books.reading import LIBRARY
from knowledge.building.build import build, load, open_encoder, source_name
from knowledge.building.embedding import Progress
from knowledge.judging.reader import Reader
from knowledge.judging.weights import Weights, load_weights, weights_file
from knowledge.librarian import Librarian
from knowledge.search.encoder import Encoder
from knowledge.search.encoders import MINILM, Known

LONGEST_SLUG = 100  # characters; members may name a book by any words, which no file system takes as a name
RENAME = "its name is no slug; rename it, in small letters, digits and hyphens"
MEMORY = 512  # MB that open books may take together


@dataclass(frozen=True)
class Listed:
    """A book as a list names it."""

    slug: str
    title: str
    author: str


@dataclass(frozen=True)
class Held:
    """An open book: where it lies, what of it was opened, and about how many bytes it takes."""

    librarian: Librarian
    folder: Path
    source: str
    size: int


class UnknownBook(BookError):
    """No folder of the library is the book that was asked for; the message lists those there are."""


class Catalogue:
    """The books of some folders, indexed in `build_dir`; the encoder is loaded once for all. Safe for threads."""

    def __init__(
        self,
        build_dir: Path,
        folders: Sequence[Path] = (LIBRARY,),
        memory: int = MEMORY,
        encoder: Known = MINILM,
    ) -> None:
        """`memory`, in MB, is what open books may take: past it the one unused for longest is let go."""
        self.build_dir = build_dir
        self.encoder = encoder
        self._folders = tuple(folders)
        self._memory = memory * 1_000_000
        self._encoder: Encoder | None = None
        self._weights: Weights | None = None
        self._open: OrderedDict[str, Held] = OrderedDict()
        self._lock = threading.Lock()

    def slugs(self) -> list[str]:
        """The slugs of all books, in order."""
        return sorted({folder.name for folder in self._homes() if _is_slug(folder.name)})

    def misnamed(self) -> list[Path]:
        """Folders with a book that nobody can ask for, since their names are no slugs."""
        return sorted(folder for folder in self._homes() if not _is_slug(folder.name))

    def listed(self) -> list[Listed]:
        """All books whose book.toml can be read, by title."""
        return sorted(filter(None, map(self._listed, self.slugs())), key=lambda book: book.title)

    def folder(self, slug: str) -> Path:
        """The folder of a book. Raises UnknownBook with the books that there are."""
        for folder in self._folders if _is_slug(slug) else ():
            if (folder / slug / HEAD).is_file():
                return folder / slug
        there = ", ".join(self.slugs()) or "none"
        raise UnknownBook(f"there is no book {slug!r}{self._hint(slug)}; the books are {there}")

    def open(self, slug: str, progress: Progress = lambda *_: None) -> Librarian:
        """The librarian of a book; its index is built first when there is no sound one. Raises as `build` does."""
        with self._lock:
            if (found := self._open.get(slug)) is not None:
                self._open.move_to_end(slug)
                return found.librarian
        return self.open_folder(self.folder(slug), progress)

    def open_folder(self, folder: Path, progress: Progress = lambda *_: None, *, apart: bool = False) -> Librarian:
        """The librarian of the book in a folder, wherever that lies; kept under the folder's name, its slug. One that
        is open already is opened anew when its files have changed. `apart` as for `build`."""
        source = source_name(folder, self.encoder)
        with self._lock:
            found = self._open.get(folder.name)
            if found is not None and (found.folder, found.source) == (folder, source):
                self._open.move_to_end(folder.name)
                return found.librarian
        build(folder, self.build_dir, progress, apart=apart, encoder=self.encoder)
        built = load(self.build_dir, folder, self.encoder)
        encoder, weights = self._shared(progress)
        librarian = Librarian(Reader(built.book, built.index, built.vocabulary, encoder, weights))
        with self._lock:
            self._open[folder.name] = Held(librarian, folder, source, built.index.size)
            self._open.move_to_end(folder.name)
            while len(self._open) > 1 and sum(book.size for book in self._open.values()) > self._memory:
                self._open.popitem(last=False)
        return librarian

    def held(self) -> list[Held]:
        """The books that are open, the one unused for longest first."""
        with self._lock:
            return list(self._open.values())

    def changed(self) -> list[str]:
        """The slugs of open books whose files are no longer what was opened; of such as are gone, too."""
        return [book.folder.name for book in self.held() if self._source(book.folder) != book.source]

    def close(self, slug: str) -> None:
        """Let go of a book; who still answers from it may go on."""
        with self._lock:
            self._open.pop(slug, None)

    def _shared(self, progress: Progress) -> tuple[Encoder, Weights]:
        with self._lock:
            self._encoder = self._encoder or open_encoder(self.build_dir, progress, self.encoder)
            self._weights = self._weights or load_weights(weights_file(self.encoder))
            return self._encoder, self._weights

    def _source(self, folder: Path) -> str | None:
        try:
            return source_name(folder, self.encoder)
        except (OSError, BookError):
            return None

    def _homes(self) -> Iterator[Path]:
        return (file.parent for folder in self._folders for file in folder.glob(f"*/{HEAD}"))

    def _listed(self, slug: str) -> Listed | None:
        try:
            head = tomllib.loads((self.folder(slug) / HEAD).read_text(encoding="utf-8-sig"))
            return Listed(slug, str(head["title"]), str(head["author"]))
        except (BookError, OSError, ValueError, KeyError):  # it may be gone since, or broken
            return None

    def _hint(self, slug: str) -> str:
        """Why it isn't one, when that can be guessed."""
        folders = {path.name: path for folder in self._folders for path in folder.glob("*/")}
        if slug in folders:
            wrong = f"there is no {HEAD} in it" if _is_slug(slug) else RENAME
            return f" (there is a folder, but {wrong}: {folders[slug]})"
        close = difflib.get_close_matches(slug.lower().replace(" ", "-").replace("_", "-"), self.slugs(), n=1)
        return f" (did you mean {close[0]}?)" if close else ""


def _is_slug(name: str) -> bool:
    return len(name) <= LONGEST_SLUG and SLUG.fullmatch(name) is not None
