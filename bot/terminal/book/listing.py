"""`norfolk book list`: the books of the library and the owner's own."""

from __future__ import annotations

import sys

from bot.library import shelved
from bot.settings import load_settings
from bot.terminal.counting import counted
from bot.terminal.opening import slurred
from knowledge.books.errors import BookError
from knowledge.books.reading import read_book
from knowledge.catalogue import RENAME


def command() -> None:
    """List all books that a slug can name: slug, title, author, parts and passages."""
    slurred(sys.stdout)
    library = shelved(load_settings())
    for folder in map(library.folder, library.slugs()):
        try:
            book = read_book(folder)
        except BookError as error:
            print(f"{folder.name}\tcannot be read: {error}")
            continue
        parts = counted(len(book.levels) - 1, "part")
        print(f"{book.slug}\t{book.title}\t{book.author}\t{parts}\t{counted(len(book.passages), 'passage')}")
    for folder in library.misnamed():
        print(f"{folder.name}\tcannot be read: {RENAME}")
