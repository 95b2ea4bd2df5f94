"""The door to all books: finds them by slug, builds what has changed, opens them and keeps them open."""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from pathlib import Path

from knowledge.books.errors import BookError
from knowledge.books.reading import LIBRARY
from knowledge.building.build import build, load, open_encoder
from knowledge.building.embedding import Progress
from knowledge.judging.reader import Reader
from knowledge.judging.weights import load_weights
from knowledge.librarian import Librarian
from knowledge.search.encoder import Encoder


class UnknownBook(BookError):
    """No folder of the library is the book that was asked for; the message lists those there are."""


class Catalogue:
    """The books of some folders, indexed in `build_dir`; the encoder is loaded once for all."""

    def __init__(self, build_dir: Path, folders: Sequence[Path] = (LIBRARY,)) -> None:
        self.build_dir = build_dir
        self._folders = tuple(folders)
        self._encoder: Encoder | None = None
        self._open: dict[str, Librarian] = {}

    def slugs(self) -> list[str]:
        """The slugs of all books, in order."""
        return sorted({file.parent.name for folder in self._folders for file in folder.glob("*/book.toml")})

    def folder(self, slug: str) -> Path:
        """The folder of a book. Raises UnknownBook with the books that there are."""
        slugs = self.slugs()
        if slug not in slugs:
            raise UnknownBook(
                f"there is no book {slug!r}{self._hint(slug)}; the books are {', '.join(slugs) or 'none'}"
            )
        return next(folder / slug for folder in self._folders if (folder / slug / "book.toml").is_file())

    def open(self, slug: str, progress: Progress = lambda *_: None) -> Librarian:
        """The librarian of a book; its index is built first when there is no sound one. Raises as `build` does."""
        if slug not in self._open:
            folder = self.folder(slug)
            build(folder, self.build_dir, progress)
            built = load(self.build_dir, folder)
            self._encoder = self._encoder or open_encoder(self.build_dir, progress)
            reader = Reader(built.book, built.index, built.vocabulary, self._encoder, load_weights())
            self._open[slug] = Librarian(reader)
        return self._open[slug]

    def _hint(self, slug: str) -> str:
        """Why it isn't one, when that can be guessed."""
        folders = {path.name: path for folder in self._folders for path in folder.iterdir() if path.is_dir()}
        if slug in folders:
            return f" (there is a folder, but no book.toml in it: {folders[slug]})"
        close = difflib.get_close_matches(slug.lower().replace(" ", "-").replace("_", "-"), self.slugs(), n=1)
        return f" (did you mean {close[0]}?)" if close else ""
