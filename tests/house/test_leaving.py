"""SIGTERM: the very process that `norfolk run` is, on a Discord of this machine, answers what it has begun."""

from __future__ import annotations

import asyncio
import math
import os
import signal
import sys
import time
from pathlib import Path

import pytest

from bot import leaving
from knowledge.librarian import Librarian
from tests.local_discord import local_discord

TEN_SECONDS = 10.0


async def test_answers_in_flight_are_sent_within_ten_seconds(
    librarian: Librarian, library: Path, tmp_path: Path
) -> None:
    async with local_discord() as discord:
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "tests.local_bot", discord.address, "0.5"),
            env={
                **os.environ,
                "DISCORD_TOKEN": "a.local.token",
                "NORFOLK_BUILD_DIR": str(library),
                "NORFOLK_DATA_DIR": str(tmp_path),
            },
            stderr=asyncio.subprocess.PIPE,
        )
        try:
            await asyncio.wait_for(discord.ready.wait(), 60)
            question = f"who is {librarian.book.characters[0].name}"
            asked = [await discord.ask(discord.servers[n], n, 5_000 + n, question) for n in range(4)]
            async with asyncio.timeout(60):
                while not all(one.words for one in asked):  # noqa: ASYNC110 - promised, and one or two told
                    await asyncio.sleep(0.02)
            assert not all(one.done.is_set() for one in asked)
            process.send_signal(signal.SIGTERM)
            begun = time.perf_counter()
            _, said = await asyncio.wait_for(process.communicate(), 60)
            took = time.perf_counter() - begun
        finally:
            if process.returncode is None:
                process.kill()
    assert process.returncode == 0, said.decode()
    assert took < TEN_SECONDS
    assert all(one.done.is_set() for one in asked), said.decode()
    assert b"in flight" in said
    assert question.encode() not in said


@pytest.mark.parametrize(("signals", "patience"), [(1, 0.2), (2, math.inf)], ids=["too long", "hurried"])
async def test_what_takes_too_long_is_left_and_a_second_signal_hurries(signals: int, patience: float) -> None:
    async def forever() -> None:
        await asyncio.Event().wait()

    async def serving() -> None:
        """Is stopped by the first signal, and has a second one come."""
        try:
            os.kill(os.getpid(), signal.SIGTERM)
            await forever()
        finally:
            if signals == 2:
                os.kill(os.getpid(), signal.SIGTERM)

    stuck = asyncio.create_task(forever(), name="CommandTree-invoker")
    async with asyncio.timeout(60):
        await leaving.until_told(serving(), patience)
    assert not stuck.done()
    stuck.cancel()


async def test_what_ends_by_itself_is_raised() -> None:
    async def refused() -> None:
        raise ConnectionError("no")

    with pytest.raises(ConnectionError):
        await leaving.until_told(refused())
