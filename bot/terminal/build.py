"""`norfolk build`: makes the indexes of the library, or what of them is out of date."""

from __future__ import annotations

import time
from typing import Annotated

import typer

from bot.library import progress_bar, shelved
from bot.settings import load_settings
from knowledge.building.build import build, damage, is_fresh


def command(
    books: Annotated[list[str] | None, typer.Argument(help="Books of the library; all of them unless told.")] = None,
) -> None:
    """Build the books that are named, or all, or what of them has changed."""
    catalogue = shelved(load_settings())
    folders = [catalogue.folder(slug) for slug in books or catalogue.slugs()]
    for folder in folders:
        home, encoder = catalogue.build_dir, catalogue.encoder
        if is_fresh(home, folder, encoder) and damage(home, folder, encoder) is None:
            print(f"{folder.name}: fresh already, in {home}")
            continue
        started = time.monotonic()
        with progress_bar() as bar:
            embedded = build(folder, home, bar, encoder=encoder, fetch=True)
        took = time.monotonic() - started
        print(f"{folder.name}: built in {took:.1f} s, {embedded} examples newly embedded, in {home}")
