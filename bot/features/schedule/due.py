"""When steps of a reading plan are due, and what is due at once. Pure: no Discord, no database, no clock.

A step is kept as the wall time in its zone, so that "18:00 in London" stays 18:00 when the clocks change. What is due
follows from the steps that are still waiting and from the present moment alone: after downtime of any length one look
finds all that was missed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Generic, Protocol, TypeVar

from bot.zones import UnknownZone, moment

BEFORE = timedelta(days=1)  # of wall time, by which moderators are reminded
LONGEST_PAUSE = timedelta(seconds=20)  # a step may have been added meanwhile, by another process as well


class Step(Protocol):
    """A step that waits: `wall` has no zone of its own, and `due` is its moment as it was reckoned when it was kept."""

    @property
    def id(self) -> int: ...
    @property
    def server(self) -> int: ...
    @property
    def place(self) -> int: ...
    @property
    def book(self) -> str: ...
    @property
    def wall(self) -> datetime: ...
    @property
    def zone(self) -> str: ...
    @property
    def due(self) -> datetime: ...
    @property
    def reminded(self) -> bool: ...


Any_ = TypeVar("Any_", bound=Step)


@dataclass(frozen=True)
class Plan(Generic[Any_]):
    """What is due: groups of steps of one place and book, in order; steps to remind of; when to look again, if ever."""

    rising: tuple[tuple[Any_, ...], ...]
    reminding: tuple[Any_, ...]
    next: datetime | None


def when(step: Step) -> datetime:
    """The moment of a step by today's rules of its zone; as it was once reckoned if the zone is gone."""
    try:
        return moment(step.wall, step.zone)
    except UnknownZone:
        return step.due


def reminder(wall: datetime, zone: str) -> datetime:
    """When moderators are reminded: the same time of the day before. Raises UnknownZone."""
    return moment(wall - BEFORE, zone)


def plan(steps: Iterable[Any_], now: datetime) -> Plan[Any_]:
    """What of the waiting steps is due now. A step whose moment has come is reminded of no more."""
    groups: dict[tuple[int, int, str], list[Any_]] = {}
    reminding: list[Any_] = []
    ahead: list[datetime] = []
    for step in sorted(steps, key=lambda step: (when(step), step.id)):
        if when(step) <= now:
            groups.setdefault((step.server, step.place, step.book), []).append(step)
            continue
        ahead.append(when(step))
        if step.reminded:
            continue
        remind = _reminder(step)
        if remind <= now:
            reminding.append(step)
        else:
            ahead.append(remind)
    return Plan(tuple(map(tuple, groups.values())), tuple(reminding), min(ahead, default=None))


def pause(following: datetime | None, now: datetime) -> float:
    """Seconds to wait before the next look."""
    left = LONGEST_PAUSE if following is None else min(LONGEST_PAUSE, following - now)
    return max(0.0, left.total_seconds())


def laid_out(first: datetime, days: int, count: int) -> list[datetime]:
    """The wall times of as many steps, so many days from one to the next at the same time of day."""
    return [first + timedelta(days=days * at) for at in range(count)]


def postponed(steps: Iterable[Any_], first: Any_, days: int) -> list[tuple[Any_, datetime]]:
    """A step and those that come after it in its place and book, each with its wall time so many days later."""
    same = (first.server, first.place, first.book)
    later = [
        step
        for step in steps
        if (step.server, step.place, step.book) == same and (when(step), step.id) >= (when(first), first.id)
    ]
    return [(step, step.wall + timedelta(days=days)) for step in later]


def highest(levels: Sequence[str], ranks: Mapping[str, int], reached: int) -> str | None:
    """The furthest of the levels, if it goes further than what is reached: nothing ever lowers a level. Unknown ones
    don't count."""
    known = [level for level in levels if ranks.get(level, -1) > reached]
    return max(known, key=lambda level: ranks[level], default=None)


def _reminder(step: Step) -> datetime:
    try:
        return reminder(step.wall, step.zone)
    except UnknownZone:
        return step.due - BEFORE
