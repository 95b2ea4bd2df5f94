"""Going in order: no more is taken in, and what was begun is answered first."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import signal
from collections.abc import Coroutine
from typing import Any

log = logging.getLogger("norfolk")

LAST_WORDS = 8.0  # seconds for what was begun; Docker and systemd wait for ten and more
# How discord.py names the tasks in which it runs commands, clicks, modals and events.
_BEGUN = ("CommandTree-invoker", "discord-ui-", "discord.py: on_")


def in_flight() -> set[asyncio.Task[Any]]:
    """What the bot is doing for members and servers right now."""
    return {task for task in asyncio.all_tasks() if task.get_name().startswith(_BEGUN)} - {asyncio.current_task()}


async def until_told(serving: Coroutine[Any, Any, None], last_words: float = LAST_WORDS) -> None:
    """Serve until it ends, and raise what it raises, or until SIGINT or SIGTERM: then stop listening to Discord, and
    return when what was begun is done, at most `last_words` seconds later. A second signal ends the wait."""
    loop = asyncio.get_running_loop()
    told, hurried = asyncio.Event(), asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        # Client.run would only handle the first, and containers are stopped by the second.
        with contextlib.suppress(NotImplementedError):  # Windows: Ctrl-C still raises KeyboardInterrupt
            loop.add_signal_handler(number, lambda: hurried.set() if told.is_set() else told.set())
    serves, waits = asyncio.create_task(serving), asyncio.create_task(told.wait())
    await asyncio.wait({serves, waits}, return_when=asyncio.FIRST_COMPLETED)
    waits.cancel()
    if serves.done():
        return await serves
    serves.cancel()
    await asyncio.gather(serves, return_exceptions=True)
    log.info("stopping; %s in flight", len(in_flight()))
    await _finished(hurried, last_words)
    return None


async def _finished(hurried: asyncio.Event, last_words: float) -> None:
    """Wait for what was begun, and for what that begins in its turn."""
    impatient = asyncio.create_task(hurried.wait())
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(last_words):
            while (begun := in_flight()) and not hurried.is_set():
                await asyncio.wait({*begun, impatient}, return_when=asyncio.FIRST_COMPLETED)
    impatient.cancel()
    if left := len(in_flight()):
        log.warning("%s left unanswered", left)
