"""`norfolk book import`: a summary, or a zip that `export` made, to a book's folder."""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path
from typing import Annotated

import typer

from bot.terminal.counting import counted
from bot.terminal.opening import slurred
from knowledge.books.archive import is_archive, slug_inside, unpack
from knowledge.books.importing.drafting import Draft, draft
from knowledge.books.writing import with_room, write_book

SHOWN = 60  # letters of what was left out


def command(
    file: Annotated[Path, typer.Argument(help="Plain text, Markdown, HTML, or a zip that export made.")],
    title: Annotated[str, typer.Option(help="The book's title; read from the file unless told.")] = "",
    author: Annotated[str, typer.Option(help="Who wrote the book; read from the file unless told.")] = "",
    parts: Annotated[str, typer.Option(help='Names of its parts in order, as in "Part One,Part Two".')] = "",
    out: Annotated[Path | None, typer.Option(help="The folder to make; ./<slug> unless told.")] = None,
) -> None:
    """Make a book's folder from a summary; the last line on standard output is the folder.

    What was left out and what is in doubt is said on standard error. Nothing is overwritten.
    """
    slurred(sys.stdout)
    slurred(sys.stderr)
    if not file.is_file():
        raise typer.BadParameter(f"{file} isn't a file; name the summary to import")
    data = file.read_bytes()
    if is_archive(data) and file.suffix.lower() in (".zip", ""):
        folder = out or Path(slug_inside(data) or file.stem)
        unpack(data, folder)
        print(f"unpacked {file.name}", file=sys.stderr)
    else:
        named = [part.strip() for part in parts.split(",") if part.strip()]
        if out is not None:
            with_room(out)
        made = draft(data, file.name, title=title, author=author, parts=named)
        folder = out or Path(made.book.slug)
        write_book(made.book, made.doubts, folder)
        report(made, folder)
    print(folder)


def report(made: Draft, folder: Path) -> None:
    """Say on standard error what a draft holds, what was left out of it, and what to do next."""
    for kind, count in Counter(piece.kind for piece in made.left_out).items():
        first = next(piece.text for piece in made.left_out if piece.kind == kind)
        shown = first if len(first) <= SHOWN else f"{first[: SHOWN - 1]}…"
        print(f"left out, as {kind}: “{shown}”{f' and {count - 1} more' if count > 1 else ''}", file=sys.stderr)
    book = made.book
    named = ", ".join(level.name for level in book.levels if level.rank)
    doubtful = len({doubt.passage for doubt in made.doubts})
    parts = f"{counted(len(book.levels) - 1, 'part')} ({named})"
    counts = f"{counted(len(book.passages), 'passage')}, {parts}, {counted(len(book.characters), 'character')}"
    topics = f", {len(book.topics)} proposed topics" if book.topics else ""
    print(f"{book.title}, {book.author}: {counts}{topics}, {counted(len(made.doubts), 'doubt')}", file=sys.stderr)
    for doubt in made.doubts:
        if not doubt.passage:
            print(f"in doubt: {doubt.why}", file=sys.stderr)
    if doubtful:
        print(f"next: norfolk book review {folder}", file=sys.stderr)
