"""`norfolk restore`: what a backup holds, put into the database of the settings, whichever it is."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Annotated

import typer

from bot.settings import load_settings
from bot.store import name_of, url_of
from bot.store.backup import restore


def command(
    file: Annotated[Path, typer.Argument(help="A file that `norfolk backup` made.")],
    force: Annotated[bool, typer.Option("--force", help="Replace all that the database holds.")] = False,
) -> None:
    """Put what a backup holds into the database; a backup of SQLite also goes into PostgreSQL, and back."""
    settings = load_settings()
    rows = asyncio.run(restore(file, settings.database, settings.book, force=force))
    print(f"{name_of(url_of(settings.database))}: {rows} rows")
