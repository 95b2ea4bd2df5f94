"""How often may be asked: buckets of discord.py for each member in a place, each place and each server, in memory."""

from __future__ import annotations

from collections.abc import Hashable
from datetime import datetime
from enum import StrEnum

from discord.ext import commands

from bot.translation import _, later, n_

TIMES, SECONDS = 8, 30.0  # a quick talk stays below this; what is faster is a test of patience or a script
PLACE, SERVER = 60, 240  # in the same time, by all members together: what two cores answer in a second


class Whose(StrEnum):
    """Who asks too much."""

    MEMBER = "member"
    PLACE = "place"
    SERVER = "server"


class TooSoon(Exception):
    """Too many questions at once. `told` says that whoever asks too much has heard so already."""

    def __init__(self, seconds: float, told: bool, whose: Whose = Whose.MEMBER) -> None:
        super().__init__(f"again in {seconds:.0f} s")
        self.seconds, self.told, self.whose = seconds, told, whose


def too_soon(error: TooSoon) -> str:
    """For who asks too much at once, and says when to ask again."""
    whole = max(1, round(error.seconds))
    again = n_("Please ask again in {count} second.", "Please ask again in {count} seconds.", whole)
    return f"{_(_MUCH[error.whose])} {again.format(count=whole)}"


_MUCH = {
    Whose.MEMBER: later("That was a lot at once."),
    Whose.PLACE: later("Many of you are asking here at once."),
    Whose.SERVER: later("Many of you are asking on this server at once."),
}


class Cooldown:
    """Counts what is asked."""

    def __init__(self, times: int = TIMES, seconds: float = SECONDS, place: int = PLACE, server: int = SERVER) -> None:
        """`times` for each member in a place, `place` and `server` for all members of one together."""
        self._asked = {
            Whose.MEMBER: _buckets(times, seconds),
            Whose.PLACE: _buckets(place, seconds),
            Whose.SERVER: _buckets(server, seconds),
        }
        self._told = _buckets(1, seconds)

    def take(self, place: int, member: int, at: datetime, server: int | None = None) -> None:
        """Count one question. Raises TooSoon when there were too many; such a one counts for nobody."""
        now = at.timestamp()
        keys: dict[Whose, Hashable] = {Whose.MEMBER: (place, member), Whose.PLACE: place}
        if server is not None:
            keys[Whose.SERVER] = server
        buckets = {whose: self._asked[whose].get_bucket(key, now) for whose, key in keys.items()}
        for whose, bucket in buckets.items():
            wait = bucket.get_retry_after(now) if bucket else 0.0
            if wait:
                raise TooSoon(wait, self._told.update_rate_limit((whose, keys[whose]), now) is not None, whose)
        for bucket in filter(None, buckets.values()):
            bucket.update_rate_limit(now)


def _buckets(times: int, seconds: float) -> commands.CooldownMapping[Hashable]:
    return commands.CooldownMapping.from_cooldown(times, seconds, lambda key: key)
