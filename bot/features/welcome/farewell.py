"""Letting go of what is over: servers that removed the bot a month ago, channels and roles that were deleted."""

from __future__ import annotations

import asyncio
import random
from datetime import datetime, timedelta

import discord
from discord.ext import commands, tasks

from bot.failures import Failures
from bot.installs import is_ours
from bot.store import Store

GRACE = timedelta(days=30)
SETTLED = 600.0  # seconds after the start: it reads something of every server
_ASKED = 20  # places of a server that Discord is asked about in a day


class Farewell(commands.Cog):
    """Once a day, and whenever Discord tells that something is gone."""

    def __init__(self, client: commands.Bot, store: Store, failures: Failures) -> None:
        self._client, self._store, self._failures = client, store, failures

    async def cog_load(self) -> None:
        self.daily.start()

    async def cog_unload(self) -> None:
        self.daily.cancel()

    @tasks.loop(hours=24)
    async def daily(self) -> None:
        try:
            now = discord.utils.utcnow()
            await self.forget_servers(now)
            await self._store.tidy(now)
            for guild in list(self._client.guilds):
                if not guild.unavailable:
                    await self.forget_places(guild)
        except Exception as error:  # noqa: BLE001 - tomorrow is another day
            self._failures.log(error, "the daily tidying")

    @daily.before_loop
    async def _settled(self) -> None:
        await self._client.wait_until_ready()
        await asyncio.sleep(SETTLED)

    async def forget_servers(self, now: datetime) -> None:
        """Forget the servers that removed the bot longer ago than the grace, and haven't taken it back."""
        for server in await self._store.servers.left_before(now - GRACE):
            if is_ours(self._client, server) and self._client.get_guild(server) is None:
                await self._store.forget(server)

    async def forget_places(self, guild: discord.Guild) -> None:
        """Forget the places of a server that were deleted while nobody told: archived threads of deleted channels."""
        known = {*await self._store.settings.of(guild.id), *await self._store.discussions.places(guild.id)}
        places = [place for place in known if place != guild.id and guild.get_channel_or_thread(place) is None]
        # By lot: archived threads are there and yet never known, and the same ones would be asked about every day.
        for place in random.sample(places, min(len(places), _ASKED)):
            try:
                await self._client.fetch_channel(place)
            except discord.NotFound:
                await self._store.settings.clear(guild.id, place)
                await self._store.discussions.clear(guild.id, place)
            except (discord.HTTPException, discord.InvalidData):
                continue

    @commands.Cog.listener()
    async def on_guild_channel_delete(self, channel: discord.abc.GuildChannel) -> None:
        """Its threads go with it: discord.py tells of each that it knows, and the daily round finds the others."""
        server = channel.guild.id
        await self._store.settings.clear(server, channel.id)
        chosen = await self._store.servers.of(server)
        for name in ("announcements", "discussions"):
            if getattr(chosen, name) == channel.id:
                await self._store.servers.choose(server, **{name: None})

    @commands.Cog.listener()
    async def on_raw_thread_delete(self, payload: discord.RawThreadDeleteEvent) -> None:
        await self._store.settings.clear(payload.guild_id, payload.thread_id)

    @commands.Cog.listener()
    async def on_guild_role_delete(self, role: discord.Role) -> None:
        if (await self._store.servers.of(role.guild.id)).moderator_role == role.id:
            await self._store.servers.choose(role.guild.id, moderator_role=None)
