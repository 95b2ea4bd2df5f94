"""Several processes that start at once on a database with nothing in it: all of them come up."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from bot.store import Store

PROCESSES = 6
ROOT = Path(__file__).parents[3]
# They wait for the same moment, since starting Python takes longer than making the tables.
START = """
import asyncio, sys, time
from bot.store import Store

async def start(database, place, moment):
    store = Store(database, "book")
    time.sleep(max(0.0, float(moment) - time.time()))
    await store.open()
    await store.settings.set_level(1, int(place), "book", "start")
    await store.close()

asyncio.run(start(*sys.argv[1:]))
"""


def start_all(database: str) -> list[tuple[int, str]]:
    """The exit code of each process, and what it said on standard error."""
    moment = str(time.time() + 3)
    running = [
        subprocess.Popen(
            [sys.executable, "-c", START, database, str(place), moment],
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            stderr=subprocess.PIPE,
            text=True,
        )
        for place in range(PROCESSES)
    ]
    said = [process.communicate(timeout=120)[1] for process in running]
    return [(process.returncode, text) for process, text in zip(running, said, strict=True)]


@pytest.mark.parametrize("time_round", range(3))
async def test_all_come_up(database: str, time_round: int) -> None:
    assert await asyncio.to_thread(start_all, database) == [(0, "")] * PROCESSES
    store = Store(database, "book")
    await store.open()
    assert len(await store.settings.of(1)) == PROCESSES
    await store.open()  # once more does nothing
    await store.close()
