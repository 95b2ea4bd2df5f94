"""`norfolk backup`: the database as one file, whichever it is."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Annotated

import typer

from bot.settings import load_settings
from bot.store.backup import backup


def command(
    file: Annotated[Path, typer.Argument(help="The file to make.")],
    force: Annotated[bool, typer.Option("--force", help="Overwrite a file that is there.")] = False,
) -> None:
    """Copy the database to a file, while the bot runs. It holds settings, progress and clubs' books: keep it safe."""
    settings = load_settings()
    rows = asyncio.run(backup(settings.database, settings.book, file, force=force))
    print(f"{file}: {rows} rows")
