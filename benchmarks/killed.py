"""The process that `benchmarks.kill` kills: writes as fast as it can, and says of each write when it holds."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

from benchmarks.kill import BOOK, SERVER, SLUG
from bot.shelf import pack_own
from bot.store import Store
from knowledge.building.atomic import new_file
from knowledge.building.build import build


def say(what: str, number: int) -> None:
    sys.stdout.write(f"{what} {number}\n")
    sys.stdout.flush()


async def write(database: str, folder: Path, build_dir: Path, start: int) -> None:
    """Write numbers that rise from `start` until killed."""
    store = Store(database, SLUG)
    await store.open()
    say("begin", 0)
    await asyncio.gather(_settings(store, start), _books(store, start), _indexes(folder, build_dir, start))


async def _settings(store: Store, number: int) -> None:
    while True:
        number += 1
        await store.settings.set_level(SERVER, 1, SLUG, str(number))
        say("settings", number)


async def _books(store: Store, number: int) -> None:
    source = pack_own(BOOK)
    while True:
        number += 1
        await store.books.publish(SERVER, SLUG, str(number), "Author", source, 1)
        say("books", number)


async def _indexes(folder: Path, build_dir: Path, number: int) -> None:
    while True:
        number += 1
        await asyncio.to_thread(_index, folder / BOOK.name, build_dir, number)
        say("indexes", number)


def _index(draft: Path, build_dir: Path, number: int) -> None:
    """Build the index of the book with one more untold question."""
    asked = f"how many keys hang on hook number {number} in the hall?"
    with new_file(draft / "untold.txt") as untold:
        untold.write_text(f"{(BOOK / 'untold.txt').read_text()}\n{asked}\n")
    build(draft, build_dir)


if __name__ == "__main__":
    asyncio.run(write(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]), int(sys.argv[4])))
