"""A process that publishes, edits, takes back and removes books of two servers at once until it is killed.

It writes a line when something is done: `published|removed server slug version marker`.
"""

from __future__ import annotations

import asyncio
import random
import sys
from pathlib import Path

from bot.annotations import Annotations
from bot.features.books.press import Press
from bot.features.books.uploads import Limits, take
from bot.features.books.workshop import Workshop
from bot.shelf import Shelf
from bot.store import Store
from knowledge.catalogue import Catalogue

SERVERS = (1, 2)


def summary(marker: str) -> bytes:
    """Each passage carries the marker, so that a book of two editions would be seen."""
    tale = [
        f"Ines {marker} walks to the orchard and finds a lamp.",
        f"Bram {marker} hides the key under a stone by the gate.",
    ]
    return "\n\n".join(["# Part One", tale[0], "# Part Two", tale[1]]).encode()


def opened(folder: Path, build: Path) -> tuple[Store, Shelf]:
    store = Store(folder / "norfolk.db", "never-let-me-go")
    notes = Annotations(store.notes)
    return store, Shelf(Catalogue(build, ()), store.books, "never-let-me-go", folder / "books", notes)


async def work(server: int, shop: Workshop, press: Press, chance: random.Random) -> None:
    store = shop.store
    while True:
        own = await store.books.listed(server)
        book = chance.choice(own) if own else None
        deed = chance.choice(("new", "edit", "edit", "back", "remove"))
        if book is None or (deed == "new" and len(own) < 3) or deed == "edit":
            marker = f"Mark{chance.randrange(10**9)}"
            slug = book.slug if book and deed == "edit" else None
            taken = await asyncio.to_thread(take, summary(marker), "x.md", "Orchard", "A", Limits(10**6, 100))
            draft = await shop.drafts.begin(server, 1, taken.source, taken.title, slug)
            published = await press.publish(server, 1, draft, lambda *_: None)
            if published is not None:
                edition = published.edition
                print("published", server, edition.slug, edition.version, marker, flush=True)
        elif deed == "back":
            await press.back(server, 1, book.slug, book.version, lambda *_: None)
        elif deed == "remove":
            print("removing", server, book.slug, 0, "-", flush=True)
            await press.remove(server, 1, book.slug)


async def main(folder: Path, build: Path, seed: int) -> None:
    store, shelf = opened(folder, build)
    await store.open()
    shop = Workshop(store, shelf, lambda *_: None)  # type: ignore[arg-type,return-value]
    await asyncio.gather(*(work(server, shop, shop.press, random.Random(seed + server)) for server in SERVERS))


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3])))
