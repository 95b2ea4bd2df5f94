"""When a weekly question is due again. Pure: no Discord, no database, no clock."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.zones import UnknownZone, moment, zone_of

WEEK = timedelta(days=7)


def following(due: datetime, now: datetime, zone: str | None) -> datetime:
    """The first moment after `now` that is whole weeks after `due`, at the same time of day in the zone, also when its
    clocks change in between; in UTC without one.

    A time that clocks skip comes as much later that day, and stays there from then on: what is kept is a moment.
    """
    weeks = max(1, (now - due) // WEEK)  # clocks change by less than a day
    while (found := _after(due, weeks, zone)) <= now:
        weeks += 1
    return found


def _after(due: datetime, weeks: int, zone: str | None) -> datetime:
    try:
        wall = due.astimezone(zone_of(zone or "UTC")).replace(tzinfo=None)
        return moment(wall + weeks * WEEK, zone or "UTC")
    except UnknownZone:
        return due + weeks * WEEK
