"""`norfolk book new`: an empty book to write into."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from knowledge.book import Book, Passage
from knowledge.books.importing.naming import slug as slug_of
from knowledge.books.writing import write_book
from knowledge.spoilers import START, Level, Secret


def command(
    slug: Annotated[str, typer.Argument(help="The folder's name: lower-case words joined by hyphens.")],
    title: Annotated[str, typer.Option(help="The book's title; made from the slug unless told.")] = "",
    author: Annotated[str, typer.Option(help="Who wrote it.")] = "Unknown author",
    parts: Annotated[str, typer.Option(help='Names of its parts in order, as in "Part One,Part Two".')] = "Part One",
    out: Annotated[Path, typer.Option(help="Where to make the folder.")] = Path(),
) -> None:
    """Make the folder of a book with one passage to write over; the last line is the folder."""
    names = [part.strip() for part in parts.split(",") if part.strip()] or ["Part One"]
    ids = [slug_of(name) or f"part-{number}" for number, name in enumerate(names, 1)]
    if len(set(ids)) < len(ids) or START in ids:
        raise typer.BadParameter("give each part a name of its own, and none the name 'start'")
    levels = (Level(0, START, "the start"), *(Level(n, id, names[n - 1]) for n, id in enumerate(ids, 1)))
    first = levels[1]
    secret = Secret(first.rank, False, first.id, first.name)
    text = "Write one to four sentences here that stand alone and tell what happens."
    passage = Passage("first-passage", "Write over this", text, first.id, (secret,), ())
    name = title or slug.replace("-", " ").title()
    folder = out / slug
    write_book(Book(slug, name, author, levels[0], levels, (), (), (passage,)), (), folder)
    print(folder)
