"""/schedule add, list, remove, for moderators."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import discord
from discord import app_commands

from bot.failures import Refusal
from bot.features.schedule import due, reading, views, words
from bot.features.schedule.listing import book_of, listing
from bot.guard import ModeratorGroup, NotAllowed, check_moderator
from bot.shelf import NoSuchBook
from bot.store import InEffect, Places, Step, Store
from bot.texts import level_choices
from bot.translation import _, day, later
from bot.where import SERVER, WHERE, Place, named
from bot.zones import UnknownZone, moment, zone_of
from knowledge.book import Book
from knowledge.spoilers import Level

_PACES = {
    1: later("a part a day"),
    7: later("a part a week"),
    14: later("a part every two weeks"),
    28: later("a part every four weeks"),
}
_MOST = 100  # steps of a server
_FURTHEST = timedelta(days=2 * 366)
Interaction = discord.Interaction[Any]


class ScheduleGroup(ModeratorGroup):
    """The commands, each of which looks up what there is anew."""

    def __init__(self, store: Store, places: Places) -> None:
        super().__init__("schedule", later("Let a level rise by itself, on a day or a part a week"), store.servers)
        self._store, self._schedules, self._places = store, store.schedules, places

    @app_commands.command(name="add", description=later("Let the level here rise by itself on a date"))
    @app_commands.describe(
        date=later("Such as 1 December, 2026-12-01 or Monday"),
        time=later("Such as 18:00 or 6pm"),
        zone=later("Whose clock that is; left out, the one that was used last"),
        level=later("What is then finished; left out, the next part"),
        every=later("The later parts follow at this pace"),
        where=WHERE,
        server=SERVER,
        remind=later("Where to remind moderators the day before; left out, I write to you"),
    )
    @app_commands.choices(
        every=[app_commands.Choice(name=app_commands.locale_str(name), value=days) for days, name in _PACES.items()]
    )
    async def add(
        self,
        interaction: Interaction,
        date: str,
        time: str,
        zone: str | None = None,
        level: str | None = None,
        every: int | None = None,
        where: Place | None = None,
        server: bool = False,
        remind: discord.TextChannel | discord.Thread | None = None,
    ) -> None:
        try:
            along = named(interaction, where, server).along
            clock = zone or await self._schedules.zone(along[-1])
            wall = _wall(date, time, clock, interaction.created_at)
            holds = await self._places.at(along)
            levels = _levels(holds, level, every)
            walls = due.laid_out(wall, every or 0, len(levels))
            if moment(walls[0], str(clock)) <= interaction.created_at:
                raise Refusal(_(words.PAST))
            if moment(walls[-1], str(clock)) > interaction.created_at + _FURTHEST:
                raise Refusal(_(words.FAR))
            if len(await self._schedules.waiting(along[-1])) + len(levels) > _MOST:
                raise Refusal(_(words.FULL))
        except (Refusal, NoSuchBook) as error:
            said = _(str(error)) if isinstance(error, NoSuchBook) else str(error)
            await interaction.edit_original_response(content=said)
            return
        assert interaction.channel_id is not None
        steps = [
            Step(
                server=along[-1],
                place=along[0],
                parent=along[1] if len(along) == 3 else None,
                book=holds.book.slug,
                level=each.id,
                wall=at,
                zone=str(clock),
                due=moment(at, str(clock)),
                made_by=interaction.user.id,
                made_in=interaction.channel_id,
                remind_in=None if remind is None else remind.id,
                reminded=due.reminder(at, str(clock)) <= interaction.created_at,
            )
            for each, at in zip(levels, walls, strict=True)
        ]
        kept = await self._schedules.add(steps)
        said = "; ".join(f"{each.name}, {words.wall_kept(step)}" for each, step in zip(levels, kept, strict=True))
        await self._store.history.note(along[-1], along[0], interaction.user.id, "schedule", "none", said)
        buttons = [views.meet(kept[0])] if views.may_meet(interaction.guild) else []
        await interaction.edit_original_response(view=views.told(words.added(kept, holds.book), *buttons))

    @add.autocomplete("level")
    async def _levels_offered(self, interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
        chosen = interaction.namespace
        try:
            book = (await self._places.at(named(interaction, chosen.where, bool(chosen.server)).along)).book
        except (Refusal, NoSuchBook):
            return []
        return [choice for choice in level_choices(book, typed) if choice.value != book.levels[0].id]

    @add.autocomplete("zone")
    async def _zones_offered(self, interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
        now = interaction.created_at
        names = reading.zones_like(typed)[:25]
        clocks = ((name, now.astimezone(zone_of(name))) for name in names)
        return [app_commands.Choice(name=words.clock(name, clock)[:100], value=name) for name, clock in clocks]

    @add.autocomplete("date")
    async def _dates_offered(self, interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
        days = ((day(each), each) for each in reading.days_ahead(interaction.created_at, 60))
        found = [(name, each) for name, each in days if typed.lower() in name.lower()][:14]
        return [app_commands.Choice(name=name, value=each.isoformat()) for name, each in found]

    @app_commands.command(name="list", description=later("Show what is scheduled here"))
    @app_commands.describe(where=WHERE, server=later("All that is scheduled on this server"))
    async def list_(self, interaction: Interaction, where: Place | None = None, server: bool = False) -> None:
        along = named(interaction, where, server).along
        which = "all" if server else "-".join(map(str, along))
        await interaction.edit_original_response(view=await listing(self._store, self._places, along[-1], which, 0))

    @app_commands.command(name="remove", description=later("Take a step off the schedule"))
    @app_commands.describe(step=later("Which one, or all of a place"))
    async def remove(self, interaction: Interaction, step: str) -> None:
        assert interaction.guild_id is not None
        waiting = await self._schedules.waiting(interaction.guild_id)
        meant = [each for each in waiting if step in (str(each.id), f"all:{each.place}")]
        if not meant or not await self._schedules.remove(interaction.guild_id, [each.id for each in meant]):
            await interaction.edit_original_response(content=_(words.GONE))
            return
        before = "; ".join(map(words.wall_kept, meant))
        member, first = interaction.user.id, meant[0]
        await self._store.history.note(first.server, first.place, member, "schedule", before, "off")
        await interaction.edit_original_response(content=words.removed(meant))

    @remove.autocomplete("step")
    async def _steps_offered(self, interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
        try:
            await check_moderator(interaction, self._store.servers, "schedule")
        except NotAllowed:
            return []
        assert interaction.guild_id is not None
        waiting = await self._schedules.waiting(interaction.guild_id)
        offered: list[tuple[str, str]] = []
        for place in dict.fromkeys(each.place for each in waiting):
            if sum(each.place == place for each in waiting) > 1:
                offered.append((words.all_of(_name(interaction, place)), f"all:{place}"))
        for each in waiting:
            book = await book_of(self._places, each)
            level = words.named(each.level, book) if book else _(words.LOST_BOOK)
            offered.append((f"{level} · {_name(interaction, each.place)} · {words.wall(each)}", str(each.id)))
        found = [(name, value) for name, value in offered if typed.lower() in name.lower()][:25]
        return [app_commands.Choice(name=name[:100], value=value) for name, value in found]


def _wall(date: str, time: str, zone: str | None, now: datetime) -> datetime:
    """The wall time that was typed. Raises Unreadable and other Refusals."""
    if zone is None:
        raise Refusal(_(words.NO_ZONE))
    try:
        here = now.astimezone(zone_of(zone))
    except UnknownZone as error:
        raise Refusal(_(words.NO_SUCH_ZONE)) from error
    at = reading.read_time(time)
    return datetime.combine(reading.read_date(date, at, here), at)


def _levels(holds: InEffect, level: str | None, every: int | None) -> list[Level]:
    """The levels to rise to, one after the other. Raises Refusal when there are none, and UnknownLevel."""
    book: Book = holds.book
    first = holds.level.rank + 1 if level is None else book.level(level).rank
    ahead = [each for each in book.levels if each.rank >= max(first, 1)]
    if first <= holds.level.rank or not ahead:
        raise Refusal(_(words.READ))
    return ahead if every else ahead[:1]


def _name(interaction: Interaction, place: int) -> str:
    channel = interaction.guild.get_channel_or_thread(place) if interaction.guild else None
    if place == interaction.guild_id:
        return _("the whole server")
    # Translators: in place of a channel's name
    return f"#{channel.name}" if channel else _("a channel")
