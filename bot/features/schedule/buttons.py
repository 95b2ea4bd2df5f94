"""What the buttons of schedules do. They outlive a restart: all they know is in their custom_id."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta
from typing import Any, ClassVar, Protocol
from weakref import WeakValueDictionary

import discord
from discord import ui

from bot.clicks import Click
from bot.features.schedule import due, views, words
from bot.features.schedule.listing import listing
from bot.features.schedule.moderators import check_click, server_of
from bot.readers import to_readers
from bot.replies import Replies, put, say_privately
from bot.store import Places, Step, Store
from bot.translation import _
from bot.zones import moment

Interaction = discord.Interaction[Any]
_WEEK = 7
_MEETING = timedelta(hours=2)  # how long Discord's event is said to last


class Needs(Protocol):
    """What the buttons need of the client: discord.py makes them anew from a click, and hands them only that."""

    store: Store
    places: Places
    replies: Replies


class _Button(Click, template="norfolk:no-schedule"):
    """A button that is answered in private, by a sentence or a view."""

    async def clicked(self, interaction: Interaction) -> None:
        client: Needs = interaction.client
        answer = await client.replies.in_time(interaction, self.answer(client, interaction))
        if isinstance(answer, str):
            await say_privately(interaction, answer)
        else:
            await put(interaction, answer, private=True)

    async def answer(self, client: Needs, interaction: Interaction) -> str | ui.LayoutView:
        raise NotImplementedError

    async def _step(self, client: Needs, interaction: Interaction) -> Step | None:
        """The step of the button, for its moderators. Raises NotAllowed."""
        step = await client.store.schedules.step(int(self.match["step"]))
        if step is None or interaction.guild_id not in (None, step.server):
            return None
        await check_click(interaction, step.server, client.store.servers)
        return step


class Postpone(_Button, template=views.LATER):
    """A step a week later, and those after it in its place and book."""

    async def answer(self, client: Needs, interaction: Interaction) -> str | ui.LayoutView:
        store, step = client.store, await self._step(client, interaction)
        if step is None:
            return _(words.GONE)
        if views.wall_key(step) != self.match["wall"]:
            return words.moved_before(step)
        waiting = await store.schedules.waiting(step.server, [step.place])
        moves = due.postponed(waiting, step, _WEEK)
        moved = [
            replace(each, wall=wall, due=moment(wall, each.zone), reminded=False)
            for each, wall in sorted(moves, key=lambda move: move[0].id != step.id)
        ]
        if not await store.schedules.postpone(moved, {move[0].id: move[0].wall for move in moves}):
            again = await store.schedules.step(step.id)
            return _(words.GONE) if again is None else words.moved_before(again)
        member = interaction.user.id
        before, after = words.wall_kept(step), words.wall_kept(moved[0])
        await store.history.note(step.server, step.place, member, "schedule", before, f"put off: {after}")
        return words.moved(moved)


class Meet(_Button, template=views.MEET):
    """Discord's own event for the day of a step."""

    _turns: ClassVar[WeakValueDictionary[str, asyncio.Lock]] = WeakValueDictionary()

    async def answer(self, client: Needs, interaction: Interaction) -> str | ui.LayoutView:
        async with self._turns.setdefault(self.match["step"], asyncio.Lock()):  # of two who click, one makes it
            return await self._met(client, interaction)

    async def _met(self, client: Needs, interaction: Interaction) -> str:
        step = await self._step(client, interaction)
        guild = await server_of(interaction.client, step.server) if step else None
        if step is None or guild is None:
            return _(words.GONE)
        if step.event is not None:
            return words.met(f"https://discord.com/events/{step.server}/{step.event}")
        if guild.me is not None and not views.may_meet(guild):  # of another process's servers Discord alone knows
            return _(words.MAY_NOT_MEET)
        book = await client.places.shelf.book(step.book, step.server)
        with to_readers(interaction, alone=False):
            (name, text), where = words.meeting(book), _location(guild, step)
        start = due.when(step)
        try:
            event = await guild.create_scheduled_event(
                name=name,
                description=text,
                start_time=start,
                end_time=start + _MEETING,
                entity_type=discord.EntityType.external,
                privacy_level=discord.PrivacyLevel.guild_only,
                location=where,
            )
        except discord.Forbidden:
            return _(words.MAY_NOT_MEET)
        await client.store.schedules.note_event(step, event.id)
        return words.met(f"https://discord.com/events/{step.server}/{event.id}")


_IDS = 2**63  # Discord's ids, and the database's numbers, are below


class Page(_Button, template=views.PAGE):
    """Another page of what is scheduled."""

    async def answer(self, client: Needs, interaction: Interaction) -> str | ui.LayoutView:
        server, places = interaction.guild_id, self.match["places"]
        if server is None or any(int(id) >= _IDS for id in places.split("-") if id.isdigit()):
            return _(words.GONE)
        await check_click(interaction, server, client.store.servers)
        return await listing(client.store, client.places, server, places, int(self.match["page"]))


def _location(guild: discord.Guild, step: Step) -> str:
    """Where the meeting is: the channel, if everybody who sees the event may know of it."""
    channel = guild.get_channel(step.place)
    open_ = channel is not None and channel.permissions_for(guild.default_role).view_channel
    return f"#{channel.name}"[:100] if channel is not None and open_ else _(words.ON_SERVER)


BUTTONS = (Postpone, Meet, Page)
