"""The door to all books: finds them by slug, builds what has changed, opens them and keeps them open."""

from __future__ import annotations

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
        """The folder of a book. Raises BookError with the books that there are."""
        for folder in self._folders:
            if slug in self.slugs() and (folder / slug / "book.toml").is_file():
                return folder / slug
        raise BookError(f"there is no book {slug!r}; the books are {', '.join(self.slugs()) or 'none'}")

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
