"""Two pieces of work at once, of which one lets go of the interpreter, as the encoder's call does."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

One = TypeVar("One")
Other = TypeVar("Other")

_THREAD = ThreadPoolExecutor(1, thread_name_prefix="overlapped")


def overlapped(work: Callable[[], One], other: Callable[[], Other]) -> tuple[One, Other]:
    """What both return. `other` is done while `work` goes on, in the one thread that there is for it; where that is
    busy with somebody else's, after it."""
    begun = _THREAD.submit(other)
    try:
        done = work()
    finally:
        waits = begun.cancel()
    return done, other() if waits else begun.result()
