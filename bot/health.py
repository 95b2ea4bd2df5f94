"""How a running bot is: ok, degraded or down, and why."""

from __future__ import annotations

import asyncio
import math
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Protocol

LATE = 90.0  # seconds without Discord after which a bot is down: a reconnect takes some
PATIENCE = 2.0  # seconds for the database to answer
BEHIND = 0.5  # of what may wait; from there on members notice
EVERY = 0.1  # seconds between two looks at the event loop


class State(StrEnum):
    OK = "ok"
    DEGRADED = "degraded"
    DOWN = "down"


@dataclass(frozen=True)
class Health:
    """`checks` says of each thing how it is; `ready` whether members are answered now."""

    state: State
    ready: bool
    checks: dict[str, str]


class Client(Protocol):
    """What is looked at of a client."""

    @property
    def latency(self) -> float: ...
    def is_ready(self) -> bool: ...


class Pulse:
    """Looks at the gateway, the database, the queue and the event loop. `run` is to go on while the bot does."""

    def __init__(
        self, client: Client, read: Callable[[], Awaitable[Any]], queue: Callable[[], float], now: Callable[[], float]
    ) -> None:
        """`read` reads something of the database; `queue` is the share of the queue that is taken; `now` a clock."""
        self._client, self._read, self._queue, self._now = client, read, queue, now
        self._heard = now()
        self._stall = 0.0

    async def run(self) -> None:
        """Note how late the loop comes to this, and when Discord was there, until cancelled."""
        while True:
            before = time.perf_counter()
            await asyncio.sleep(EVERY)
            self._stall = max(self._stall, time.perf_counter() - before - EVERY)
            if self.connected():
                self._heard = self._now()

    def connected(self) -> bool:
        """Whether Discord answers; between connections, latency is nan or infinite."""
        return self._client.is_ready() and math.isfinite(self._client.latency)

    def stall(self) -> float:
        """The longest that the event loop stood still since this was last asked, in seconds."""
        longest, self._stall = self._stall, 0.0
        return longest

    async def look(self) -> Health:
        """How everything is now."""
        connected, database = self.connected(), await self._database()
        if connected:
            self._heard = self._now()
        silent = self._now() - self._heard
        behind = self._queue() >= BEHIND
        checks = {
            "gateway": "ok" if connected else f"no word from Discord for {silent:.0f} s",
            "database": database,
            "queue": "members wait" if behind else "ok",
        }
        down = silent > LATE
        degraded = any(said != "ok" for said in checks.values())
        state = State.DOWN if down else State.DEGRADED if degraded else State.OK
        return Health(state, connected and database == "ok", checks)

    async def _database(self) -> str:
        try:
            await asyncio.wait_for(self._read(), PATIENCE)
        except TimeoutError:
            return "slow"
        except Exception as error:  # noqa: BLE001 - whatever it is, the database doesn't answer
            return f"doesn't answer ({type(error).__name__})"
        return "ok"
