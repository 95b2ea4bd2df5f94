"""`norfolk book export`: a book as one zip, which `import` takes back."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from bot.terminal.book.finding import folder_of
from knowledge.books.archive import pack
from knowledge.books.errors import BookError
from knowledge.books.reading import read_book


def command(
    book: Annotated[str, typer.Argument(help="A book's folder, or its slug.")],
    out: Annotated[Path | None, typer.Option(help="The zip to write; ./<slug>.zip unless told.")] = None,
) -> None:
    """Write a book into one zip, which import takes back; the last line is the file."""
    folder = folder_of(book)
    slug = read_book(folder).slug
    target = out or Path(f"{slug}.zip")
    try:
        with target.open("xb") as file:
            file.write(pack(folder))
    except FileExistsError:
        raise BookError(f"{target} is there already, and is not overwritten; name another file with --out") from None
    print(target)
