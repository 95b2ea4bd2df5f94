"""`python -m benchmarks.load`: 1, 8, 64 and 300 members who ask at once, as a Markdown table.

The bot runs in a process of its own, as `norfolk run` does, and hears them over the sockets of a Discord of this
machine. Beside it, on the same questions: the encoder by itself, and the librarian by herself (a whole answer without
Discord), each on one thread or on as many as there are cores, whichever is faster. Rounds take turns, and each figure
is the median of its rounds.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import re
import signal
import socket
import sys
import tempfile
import time
import urllib.request
from collections.abc import AsyncIterator, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from itertools import count
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks.subjects import QUESTIONS
from bot.run import SWITCH
from knowledge.catalogue import Catalogue
from knowledge.spoilers import Policy
from tests.local_discord import LocalDiscord, local_discord

BOOK = "never-let-me-go"
CROWDS = (1, 8, 64, 300)
SERVERS, CHANNELS = 40, 8
LEAST = 300  # answers a round: small crowds ask several times in turn
PATIENCE = 60.0
Figures = dict[str, float]


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.load", description="Many who ask at once.")
    parser.add_argument("--build-dir", type=Path, help="a library that is built already; a new one is made unless told")
    parser.add_argument("--rounds", type=int, default=3, help="how often each is measured (default 3)")
    options = parser.parse_args()
    sys.setswitchinterval(SWITCH)  # as `norfolk run` does
    with tempfile.TemporaryDirectory() as made:
        build_dir = options.build_dir or Path(made) / "library"
        Catalogue(build_dir).open(BOOK)
        print("\n".join(asyncio.run(_measured(build_dir.absolute(), Path(made), options.rounds))))


async def _measured(build_dir: Path, data_dir: Path, rounds: int) -> list[str]:
    asked = [json.loads(line)["question"] for line in QUESTIONS.read_text().splitlines()]
    alone = Alone(build_dir, asked)
    runs: dict[int, list[Figures]] = {size: [] for size in CROWDS}
    async with local_discord(SERVERS, CHANNELS) as discord, started(discord, build_dir, data_dir) as metrics:
        members = count(10**6)
        await _round(discord, metrics, 64, asked, members)  # warm
        for number in range(rounds):
            print(f"round {number + 1}", file=sys.stderr)
            await asyncio.to_thread(alone.measure)
            for size in CROWDS:
                runs[size].append(await _round(discord, metrics, size, asked, members))
    return list(_table(runs, alone))


class Alone:
    """The encoder and the librarian by themselves, in texts a second."""

    def __init__(self, build_dir: Path, questions: list[str]) -> None:
        self.librarian = Catalogue(build_dir).open(BOOK)
        self.threads = os.cpu_count() or 1
        self._questions = questions[:LEAST]
        self.encoder: list[float] = []
        self.answers: list[float] = []

    def measure(self) -> None:
        book = self.librarian.book
        self.encoder.append(self._rate(self.librarian.reader.encoder.encode))
        self.answers.append(self._rate(lambda text: self.librarian.ask(text, book.default_level, Policy.WARN)))

    def _rate(self, work: Callable[[str], Any]) -> float:
        return max(self._on(number, work) for number in (1, self.threads))

    def _on(self, number: int, work: Callable[[str], Any]) -> float:
        with ThreadPoolExecutor(number) as threads:
            begun = time.perf_counter()
            list(threads.map(work, self._questions))
            return len(self._questions) / (time.perf_counter() - begun)


@asynccontextmanager
async def started(discord: LocalDiscord, build_dir: Path, data_dir: Path, *more: str) -> AsyncIterator[str]:
    """A bot in a process of its own, on that Discord; the address of its metrics. It is ended with SIGTERM."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = {
        **os.environ,
        "DISCORD_TOKEN": "a.local.token",
        "NORFOLK_BUILD_DIR": str(build_dir),
        "NORFOLK_DATA_DIR": str(data_dir),
        "NORFOLK_METRICS_PORT": str(port),
        "HF_HUB_OFFLINE": "1",
    }
    command = [sys.executable, "-m", "tests.local_bot", discord.address, *more]
    process = await asyncio.create_subprocess_exec(*command, env=environment)
    try:
        await asyncio.wait_for(discord.ready.wait(), PATIENCE)
        yield f"http://127.0.0.1:{port}/metrics"
    finally:
        if process.returncode is None:
            process.send_signal(signal.SIGTERM)
            await process.wait()


async def _round(
    discord: LocalDiscord, metrics: str, size: int, questions: list[str], members: Iterator[int]
) -> Figures:
    """One crowd, several times in turn: figures in seconds, and answers a second."""
    await _stall(metrics)
    turns, took = max(1, LEAST // size), 0.0
    first, last = [], []
    for turn in range(turns):
        begun = time.perf_counter()
        found = []
        for number in range(size):
            place = number % SERVERS, number // SERVERS % CHANNELS
            question = questions[(turn * size + number) % len(questions)]
            found.append(await discord.ask(discord.servers[place[0]], place[1], next(members), question))
        async with asyncio.timeout(PATIENCE):
            await asyncio.gather(*(one.done.wait() for one in found))
        took += time.perf_counter() - begun
        first += [one.words[0][0] for one in found]
        last += [one.words[-1][0] for one in found]
        discord.forget()
    return {
        "rate": size * turns / took,
        "first": _p99(first),
        "last": _p99(last),
        "stall": await _stall(metrics),
    }


async def _stall(metrics: str) -> float:
    """The longest stall of the bot's loop since this was last asked."""

    def fetch() -> str:
        with urllib.request.urlopen(metrics, timeout=10) as page:
            return str(page.read().decode())

    found = re.search(r"^norfolk_loop_stall_seconds (\S+)", await asyncio.to_thread(fetch), re.MULTILINE)
    assert found, "no stall among the metrics"
    return float(found[1])


def _p99(found: list[float]) -> float:
    return sorted(found)[min(len(found) - 1, int(0.99 * len(found)))]


def _table(runs: dict[int, list[Figures]], alone: Alone) -> Iterator[str]:
    encoder, answers = median(alone.encoder), median(alone.answers)
    yield (
        f"On {alone.threads} cores: the encoder alone {encoder:.0f} texts a second, "
        f"the librarian alone {answers:.0f} answers a second."
    )
    yield ""
    yield (
        "| members at once | answers a second | of the librarian's limit | of the encoder's | p99 acknowledged |"
        " p99 answered | loop's longest stall |"
    )
    yield "|---|---|---|---|---|---|---|"
    for size, found in runs.items():
        figure = {key: median(run[key] for run in found) for key in found[0]}
        yield (
            f"| {size} | {figure['rate']:.0f} | {figure['rate'] / answers:.0%} | {figure['rate'] / encoder:.0%} |"
            f" {1000 * figure['first']:.0f} ms | {1000 * figure['last']:.0f} ms | {1000 * figure['stall']:.0f} ms |"
        )


if __name__ == "__main__":
    main()
