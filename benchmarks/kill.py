"""`python -m benchmarks.kill`: a process is killed (-9) at random points while it writes; is all of it still there?

It writes settings, books and an index at once, and says of each when it was acknowledged. After every kill a new one
opens what is left: the database must open, hold everything that was acknowledged (or what came after it), and the
index must be whole or be built anew. Exits with 1 if anything was lost.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from pathlib import Path

from bot.shelf import pack_own
from bot.store import Store
from knowledge.building.build import StaleBuild, build, load
from tests.postgres import Server, programs

ROOT = Path(__file__).parents[1]
BOOK = ROOT / "tests" / "knowledge" / "data" / "the-salt-clock"
SERVER, SLUG = 7, "club-kill"


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.kill", description="Kill -9 while it writes.")
    parser.add_argument("--times", type=int, default=200, help="how often (default 200)")
    parser.add_argument("--postgresql", action="store_true", help="on a PostgreSQL of its own instead of SQLite")
    parser.add_argument("--build-dir", type=Path, help="a built library, for its encoder; exported first unless told")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="norfolk-kill-") as made:
        folder = Path(made)
        build_dir = folder / "library"
        if options.build_dir:
            shutil.copytree(options.build_dir, build_dir)
        server = None
        database = f"sqlite+aiosqlite:///{folder / 'norfolk.db'}"
        if options.postgresql:
            if (found := programs()) is None:
                raise SystemExit("PostgreSQL is not installed")
            server = Server(found)
            server.start()
            database = server.new()
        try:
            figures, lost = kill(database, folder, build_dir, options.times, random.Random(options.seed))
        finally:
            if server:
                server.remove()
    print("| " + " | ".join(figures) + " |", "|" + "---|" * len(figures), sep="\n")
    print("| " + " | ".join(map(str, figures.values())) + " |")
    print(*lost, sep="\n", file=sys.stderr)
    sys.exit(bool(lost))


def kill(
    database: str, folder: Path, build_dir: Path, times: int, chance: random.Random
) -> tuple[dict[str, int], list[str]]:
    """Write and be killed so many times; counts of what was acknowledged, and what was lost."""
    acknowledged: Counter[str] = Counter()
    lost: list[str] = []
    number = 0
    shutil.copytree(BOOK, folder / BOOK.name)
    for round in range(times):
        last = _write_until_killed(database, folder, build_dir, number, chance)
        acknowledged.update({f"{what} acknowledged": count for what, (_, count) in last.items()})
        number = max([number, *(value for value, _ in last.values())]) + 1_000
        lost += [f"kill {round + 1}: {what}" for what in asyncio.run(_missing(database, build_dir, folder, last))]
    return {"kills": times, **dict(sorted(acknowledged.items())), "lost": len(lost)}, lost


def _write_until_killed(
    database: str, folder: Path, build_dir: Path, start: int, chance: random.Random
) -> dict[str, tuple[int, int]]:
    """The last number that was acknowledged of each kind, and how many were."""
    command = [sys.executable, "-m", "benchmarks.killed", database, str(folder), str(build_dir), str(start)]
    writer = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT)
    assert writer.stdout is not None
    last: dict[str, tuple[int, int]] = {}
    began = writer.stdout.readline()  # it is at work: from here on, at any moment
    assert began == "begin 0\n", began
    wait = chance.uniform(0, 1.5)
    killing = threading.Thread(target=lambda: (time.sleep(wait), os.kill(writer.pid, signal.SIGKILL)))
    killing.start()
    for line in writer.stdout:
        if line.endswith("\n"):  # a half line acknowledges nothing
            what, value = line.split()
            last[what] = (int(value), last.get(what, (0, 0))[1] + 1)
    killing.join()
    assert writer.wait() == -signal.SIGKILL, "it ended by itself"
    return last


async def _missing(database: str, build_dir: Path, folder: Path, last: dict[str, tuple[int, int]]) -> list[str]:
    store = Store(database, SLUG)
    await store.open()
    try:
        settings = await store.settings.of(SERVER)
        edition = await store.books.current(SERVER, SLUG)
        lost = []
        if "settings" in last and int(settings[1].levels[SLUG]) < last["settings"][0]:
            lost.append(f"settings: {settings[1].levels} after {last['settings']}")
        if "books" in last and (edition is None or int(edition.title) < last["books"][0]):
            lost.append(f"books: {edition} after {last['books']}")
        if edition is not None and await store.books.source(SERVER, SLUG, edition.version) != pack_own(BOOK):
            lost.append("a book isn't as it was published")
    finally:
        await store.close()
    draft = folder / BOOK.name
    try:
        load(build_dir, draft)
    except StaleBuild:
        build(draft, build_dir)  # it was killed at it: the next start does this
        load(build_dir, draft)
    return lost


if __name__ == "__main__":
    main()
