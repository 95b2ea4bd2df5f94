"""`norfolk build`: makes the indexes of the library, or what of them is out of date."""

from __future__ import annotations

import time
from typing import Annotated

import typer

from bot.library import progress_bar
from bot.settings import load_settings
from knowledge.build import build, is_fresh
from knowledge.reading import LIBRARY, BookError, read_book


def command(
    book: Annotated[str | None, typer.Argument(help="A folder of knowledge/library; all of them unless told.")] = None,
) -> None:
    """Build the library, or what of it has changed."""
    build_dir = load_settings().build_dir
    for slug in books() if book is None else [_known(book)]:
        if is_fresh(build_dir, read_book(LIBRARY / slug)):
            print(f"{slug}: fresh already, in {build_dir}")
            continue
        started, embedded = time.monotonic(), 0

        with progress_bar() as bar:

            def report(what: str, done: int, total: int) -> None:
                nonlocal embedded
                embedded = total if what == "embedding" else embedded
                bar(what, done, total)

            built = build(LIBRARY / slug, build_dir, report)
        took = time.monotonic() - started
        count = len(built.passages)
        print(f"{slug}: built in {took:.0f} s: {count} passages, {embedded} texts newly embedded, in {build_dir}")


def books() -> list[str]:
    """The slugs of the library, in order."""
    return sorted(file.parent.name for file in LIBRARY.glob("*/book.toml"))


def _known(slug: str) -> str:
    if slug not in books():
        raise BookError(f"knowledge/library has no book {slug!r}; its books are {', '.join(books())}")
    return slug
