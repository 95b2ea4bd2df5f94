"""How often a member may ask in a place: discord.py's own buckets, one for each of them, in memory."""

from __future__ import annotations

from datetime import datetime

from discord.ext import commands

TIMES, SECONDS = 8, 30.0  # a quick talk stays below this; what is faster is a test of patience or a script

Key = tuple[int, int]


class TooSoon(Exception):
    """Too many questions at once. `told` says that the member has heard so already."""

    def __init__(self, seconds: float, told: bool) -> None:
        super().__init__(f"again in {seconds:.0f} s")
        self.seconds, self.told = seconds, told


class Cooldown:
    """Counts what a member asks in a place."""

    def __init__(self, times: int = TIMES, seconds: float = SECONDS) -> None:
        self._asked = _buckets(times, seconds)
        self._told = _buckets(1, seconds)

    def take(self, place: int, member: int, at: datetime) -> None:
        """Count one question. Raises TooSoon when there were too many."""
        key, now = (place, member), at.timestamp()
        wait = self._asked.update_rate_limit(key, now)
        if wait is not None:
            raise TooSoon(wait, self._told.update_rate_limit(key, now) is not None)


def _buckets(times: int, seconds: float) -> commands.CooldownMapping[Key]:
    return commands.CooldownMapping.from_cooldown(times, seconds, lambda key: key)
