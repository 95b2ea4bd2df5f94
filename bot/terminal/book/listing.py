"""`norfolk book list`: the books of the library."""

from __future__ import annotations

import sys

from bot.terminal.opening import slurred
from knowledge.books.errors import BookError
from knowledge.books.head import HEAD
from knowledge.books.reading import LIBRARY, read_book


def command() -> None:
    """List the books of the library: slug, title, author, parts and passages."""
    slurred(sys.stdout)
    for folder in sorted(path.parent for path in LIBRARY.glob(f"*/{HEAD}")):
        try:
            book = read_book(folder)
        except BookError as error:
            print(f"{folder.name}\tcannot be read: {error}")
            continue
        print(f"{book.slug}\t{book.title}\t{book.author}\t{len(book.levels) - 1} parts\t{len(book.passages)} passages")
