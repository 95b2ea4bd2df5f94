"""Asks the weekly questions. One task in every process that serves servers; the store lets one of them ask each."""

from __future__ import annotations

import asyncio
import contextlib
from datetime import datetime, timedelta
from typing import Any

import discord

from bot.failures import UNWELL, Failures
from bot.features.discuss.circle import Circle
from bot.features.discuss.due import following
from bot.store import Weekly

_LOOK = timedelta(minutes=10)  # the longest from one look to the next: another process may have been told of more
_LEAST = timedelta(minutes=1)  # the shortest: what is due may be another process's
_AGAIN = timedelta(minutes=10)  # after which Discord is tried again


class Keeper:
    """After downtime one question is asked, and not one for each week."""

    def __init__(self, client: discord.Client, circle: Circle, failures: Failures) -> None:
        self._client, self._circle, self._failures = client, circle, failures
        self._running: asyncio.Task[None] | None = None

    def start(self) -> None:
        self._running = asyncio.create_task(self._run())

    async def stop(self) -> None:
        if self._running is not None:
            self._running.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._running

    async def tick(self, now: datetime) -> None:
        """Ask all that is due. What fails for one place keeps nothing from the others."""
        for weekly in await self._circle.store.discussions.due(now):
            guild = self._client.get_guild(weekly.server)
            if guild is None or guild.unavailable:
                continue  # another process serves it, or nobody can now
            try:
                await self._ask(weekly, now)
            except Exception as error:  # noqa: BLE001 - the others are asked all the same; the log has it
                self._failures.log(error, "asking a weekly question")

    async def _run(self) -> None:
        await self._client.wait_until_ready()
        while True:
            pause = _LOOK
            try:
                await self.tick(discord.utils.utcnow())
                soonest = await self._circle.store.discussions.next()
                if soonest is not None:
                    pause = min(pause, max(soonest - discord.utils.utcnow(), _LEAST))
            except Exception as error:  # noqa: BLE001 - the next look may go well; the log has it
                self._failures.log(error, "looking at the weekly questions")
            await asyncio.sleep(pause.total_seconds())

    async def _ask(self, weekly: Weekly, now: datetime) -> None:
        store = self._circle.store
        again = following(weekly.due, now, await store.schedules.zone(weekly.server))
        if not await store.discussions.claim(weekly, again):
            return
        try:
            await self._post(weekly)
        except discord.NotFound:
            await store.discussions.clear(weekly.server, weekly.place)
            gone = "off: the channel is gone"
            await store.history.note(weekly.server, weekly.server, 0, "weekly question", "on", gone)
        except discord.Forbidden:
            raise  # tried again next week
        except UNWELL:
            await store.discussions.repeat(weekly.server, weekly.place, now + _AGAIN)
            raise

    async def _post(self, weekly: Weekly) -> None:
        """Ask in the channel that the server chose for it, or in the question's own when that is gone."""
        servers = self._circle.store.servers
        chosen = (await servers.of(weekly.server)).discussions
        if chosen is not None and chosen != weekly.place:
            try:
                await self._post_in(chosen, weekly.server)
                return
            except discord.NotFound:
                await servers.choose(weekly.server, discussions=None)
        await self._post_in(weekly.place, weekly.server)

    async def _post_in(self, place: int, server: int) -> None:
        channel: Any = self._client.get_channel(place) or await self._client.fetch_channel(place)
        await self._circle.post(channel, server)
