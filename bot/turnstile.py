"""What comes all at once is begun one after the other, so that the event loop is never held up by a crowd."""

from __future__ import annotations

import asyncio


class Turnstile:
    """Lets one through for each round of the event loop, in the order of coming. What each does until it first waits,
    reading an event or writing a request, takes a millisecond: sixty-four of them in one round would be a stall."""

    def __init__(self) -> None:
        self._turn = asyncio.Lock()

    async def through(self) -> None:
        """Wait for a round of one's own."""
        async with self._turn:
            await asyncio.sleep(0)
