"""The schedule: the level of a place rises by itself."""

from __future__ import annotations

import asyncio
import contextlib
from typing import Any

import discord
from discord import app_commands
from discord.ext import commands

from bot.features.schedule.commands import ScheduleGroup
from bot.features.schedule.rising import Keeper
from bot.store import Places, Store


class Schedule(commands.Cog):
    """The commands, and the keeper that does what they lay out."""

    def __init__(self, tree: app_commands.CommandTree[Any], store: Store, places: Places, keeper: Keeper) -> None:
        self._tree, self._store, self.keeper = tree, store, keeper
        self.group = ScheduleGroup(store, places)
        self._running: asyncio.Task[None] | None = None

    async def cog_load(self) -> None:
        self._tree.add_command(self.group)
        self._running = asyncio.create_task(self.keeper.run())

    async def cog_unload(self) -> None:
        if self._running is not None:
            self._running.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._running

    @commands.Cog.listener()
    async def on_guild_channel_delete(self, channel: discord.abc.GuildChannel) -> None:
        await self._deleted(channel.guild.id, channel.id)

    @commands.Cog.listener()
    async def on_raw_thread_delete(self, payload: discord.RawThreadDeleteEvent) -> None:
        await self._deleted(payload.guild_id, payload.thread_id)

    async def _deleted(self, server: int, place: int) -> None:
        waiting = await self._store.schedules.waiting(server)
        await self.keeper.take_off([step for step in waiting if place in (step.place, step.parent)])
