"""Does what is due: levels rise, announcements and reminders are sent. One task, which waits for the next moment."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

import discord
from discord import ui

from bot.failures import UNWELL, Failures
from bot.features.schedule import due, views, words
from bot.features.schedule.moderators import moderates
from bot.readers import to_server
from bot.shelf import NoSuchBook
from bot.store import Places, Setting, Step, Store, chain
from knowledge.book import Book
from knowledge.spoilers import Policy

_AHEAD = timedelta(days=3)  # within which steps are looked at: reminders come a day before, rules of zones may change
_HOLD = timedelta(minutes=2)  # that one process has for an announcement before another may try
_PATIENCE = timedelta(days=1)  # after which an announcement that can't be made is given up


class Keeper:
    """Looks at the steps that wait, in every process that serves the servers; the store lets one of them do each."""

    def __init__(self, client: discord.Client, store: Store, places: Places, failures: Failures) -> None:
        self._client, self._store, self._places, self._failures = client, store, places, failures

    async def run(self) -> None:
        """Work until cancelled."""
        await self._client.wait_until_ready()
        while True:
            now, following = discord.utils.utcnow(), None
            try:
                following = await self.tick(now)
            except Exception as error:  # noqa: BLE001 - the next look may go well; the log has it
                self._failures.log(error, "looking at the schedules")
            await asyncio.sleep(due.pause(following, discord.utils.utcnow()))

    async def tick(self, now: datetime) -> datetime | None:
        """Do all that is due; when to look again. What fails for one place keeps nothing from the others."""
        waiting = await self._store.schedules.soon(now + _AHEAD)
        plan = due.plan([step for step in waiting if self._guild(step)], now)
        work: list[Any] = [self._rise(group) for group in plan.rising]
        work += [self._remind(step) for step in plan.reminding]
        await self._each(work)
        owed = [step for step in await self._store.schedules.owed(now) if self._guild(step)]
        await self._each([self._announce(step, now) for step in owed])
        return plan.next

    async def take_off(self, steps: Sequence[Step]) -> None:
        """Take off the steps of a channel that was deleted, and say so to whoever made them."""
        if steps and await self._store.schedules.remove(steps[0].server, [step.id for step in steps]):
            await self._note(steps[0], "scheduled", "off: the channel was deleted")
            with to_server(self._guild(steps[0])):
                view = views.told(words.lost_place(len(steps)))
            await self._tell_moderators(steps[0], view)

    async def _each(self, work: Sequence[Any]) -> None:
        for task in work:
            try:
                await task
            except Exception as error:  # noqa: BLE001 - see tick
                self._failures.log(error, "a step of a schedule")

    def _guild(self, step: Step) -> discord.Guild | None:
        """The server of a step, while Discord shows it to this process."""
        guild = self._client.get_guild(step.server)
        return None if guild is None or guild.unavailable else guild

    async def _rise(self, group: Sequence[Step]) -> None:
        first = group[0]
        if await self._is_deleted(first):
            await self.take_off(group)
            return
        try:
            book = await self._places.shelf.book(first.book, first.server)
        except NoSuchBook:
            book = None
        ranks = {level.id: level.rank for level in book.levels} if book else {}
        known = sorted((step for step in group if step.level in ranks), key=lambda step: ranks[step.level])
        for step in group:
            if step not in known and await self._store.schedules.drop(step):
                await self._note(step, "scheduled", "off: the book or its part is gone")
                with to_server(self._guild(step)):
                    view = views.told(words.lost_book(step))
                await self._tell_moderators(step, view)
        if book is None or not known:
            return
        read = book
        before = ""

        def choose(levels: Mapping[int, str]) -> str | None:
            nonlocal before
            settings = {place: Setting(levels={read.slug: level}) for place, level in levels.items()}
            reached = self._places.judge(first.chain, settings, read).level
            before = reached.name
            return due.highest([step.level for step in known], ranks, reached.rank)

        level = await self._store.schedules.rise(known, choose)
        if level is not None:
            await self._note(first, f"level {before}", f"level {read.level(level).name}, by the schedule")

    async def _is_deleted(self, step: Step) -> bool:
        if step.place == step.server:
            return False
        guild = self._guild(step)
        if guild is None or guild.get_channel_or_thread(step.place) is not None:
            return False
        try:
            await self._client.fetch_channel(step.place)
        except discord.NotFound:
            return True
        except discord.Forbidden:  # it is there, and settings hold for what the bot can't see
            return False
        return False

    async def _announce(self, step: Step, now: datetime) -> None:
        if not await self._store.schedules.hold(step, now, now + _HOLD):
            return
        try:
            book = await self._places.shelf.book(step.book, step.server)
        except NoSuchBook:
            await self._store.schedules.told(step)
            return
        chosen = (await self._store.servers.of(step.server)).announcements
        guild = self._guild(step)
        hall = guild.system_channel.id if guild and guild.system_channel and step.place == step.server else None
        for target in dict.fromkeys((chosen, step.place, hall, step.made_in)):
            channel = await self._messageable(target)
            if channel is None:
                continue
            open_ = await self._open(step, book, channel)
            with to_server(guild):
                view = views.told(words.risen(step, book, open_=open_))
            # The nonce keeps Discord from taking the same announcement twice.
            if await self._send(channel, view, nonce=f"norfolk-{step.id}"):
                await self._store.schedules.told(step)
                return
        if now - step.due > _PATIENCE:
            await self._store.schedules.told(step)

    async def _remind(self, step: Step) -> None:
        if not await self._store.schedules.remind(step):
            return
        try:
            book = await self._places.shelf.book(step.book, step.server)
            holds = await self._places.at(step.chain, step.book)
        except NoSuchBook:
            return  # said when it is due
        with to_server(self._guild(step)):
            buttons = [views.later(step)]
            if views.may_meet(self._guild(step)) and step.event is None:
                buttons.append(views.meet(step))
            text = words.reminder(step, book, open_=holds.policy is not Policy.SILENT)
            view = views.told(text, *buttons)
        try:
            await self._tell_moderators(step, view)
        except UNWELL:  # at the next look
            await self._store.schedules.remind_again(step)
            raise

    async def _tell_moderators(self, step: Step, view: ui.LayoutView) -> None:
        """In the channel chosen for it, else directly to the moderator who made the step, else where it was made."""
        guild = self._guild(step)
        if step.remind_in is not None:
            channel = await self._messageable(step.remind_in)
            if channel is not None and await self._send(channel, view):
                return
        elif guild is not None and await moderates(guild, step.made_by, self._store.servers):
            with contextlib.suppress(discord.Forbidden, discord.NotFound):
                await (await self._client.fetch_user(step.made_by)).send(view=view)
                return
        channel = await self._messageable(step.made_in)
        if channel is not None:
            await self._send(channel, view)

    async def _open(self, step: Step, book: Book, channel: Any) -> bool:
        """Whether a level may be named in a channel: under `silent` not past what holds there."""
        holds = await self._places.at(chain(channel, step.server), book.slug)
        return holds.policy is not Policy.SILENT or book.level(step.level).rank <= holds.level.rank

    async def _messageable(self, id: int | None) -> Any:
        """A channel that takes messages; None if it is gone, or isn't shown to the bot."""
        if id is None:
            return None
        channel: Any = self._client.get_channel(id)
        if channel is None:
            try:
                channel = await self._client.fetch_channel(id)
            except (discord.NotFound, discord.Forbidden):
                return None
        return channel if isinstance(channel, discord.abc.Messageable) else None

    async def _send(self, channel: Any, view: ui.LayoutView, **more: Any) -> bool:
        try:
            await channel.send(view=view, allowed_mentions=discord.AllowedMentions.none(), **more)
        except (discord.Forbidden, discord.NotFound):
            return False
        return True

    async def _note(self, step: Step, before: str, after: str) -> None:
        await self._store.history.note(step.server, step.place, 0, "schedule", before, after)
