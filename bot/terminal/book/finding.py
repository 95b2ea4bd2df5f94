"""Which book a command means: one of the library by its slug, or a folder anywhere."""

from __future__ import annotations

from pathlib import Path

from bot.library import shelved
from bot.settings import load_settings
from knowledge.books.errors import BookError
from knowledge.books.head import HEAD


def folder_of(book: str) -> Path:
    """The folder of a slug or a path; a slug of the library goes first. Raises BookError when there is neither."""
    library = shelved(load_settings())
    slugs = library.slugs()
    if book in slugs:
        return library.folder(book)
    folder = Path(book)
    if (folder / HEAD).is_file():
        return folder.absolute()
    if folder.is_dir():
        raise BookError(
            f"{book}: there is no {HEAD} in this folder; a book is a folder with a {HEAD} and passages/*.toml"
        )
    raise BookError(f"there is no book {book!r}: it is no folder, and the library has {', '.join(slugs) or 'none'}")
