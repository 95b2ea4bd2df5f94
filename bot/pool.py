"""A thread of its own for answering: whoever asks waits here in turn, and the event loop is free meanwhile."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

Done = TypeVar("Done")

MOST = 1_000  # pieces of work that may wait; at some hundred a second, whoever comes later would wait too long
_RECENT = 0.1  # the weight of the last piece of work in what one is taken to last


class Crowded(Exception):
    """More is waiting than can be done soon; `seconds` says when it is worth coming again."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"again in {seconds:.0f} s")
        self.seconds = seconds


class Pool:
    """Takes one text a call. Two thirds of an answer are Python, which one thread at a time can compute: a second one
    answers no more a second and makes the event loop wait longer (two cores, November 2026)."""

    def __init__(self, threads: int = 1, most: int = MOST) -> None:
        self.threads = threads
        self.waiting = 0  # pieces of work that were taken and are not done
        self._most, self._lasts = most, 0.01
        self._threads = ThreadPoolExecutor(self.threads, thread_name_prefix="answering")

    async def run(self, work: Callable[..., Done], *arguments: object) -> Done:
        """What `work` returns or raises, from a thread. Raises Crowded when too much is waiting."""
        if self.waiting >= self._most:
            raise Crowded(self.waiting * self._lasts / self.threads)

        def timed() -> Done:
            started = time.perf_counter()
            try:
                return work(*arguments)
            finally:
                self._lasts += _RECENT * (time.perf_counter() - started - self._lasts)

        self.waiting += 1
        try:
            return await asyncio.get_running_loop().run_in_executor(self._threads, timed)
        finally:
            self.waiting -= 1

    def close(self) -> None:
        """Start nothing more; what runs comes to its end."""
        self._threads.shutdown(wait=False, cancel_futures=True)
