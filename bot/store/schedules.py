"""Steps of reading plans: at a wall time in a zone, the level of a place rises.

A step waits until a process claims it by a conditional UPDATE, in the transaction that also sets the level; then its
announcement is owed until one process, which holds it for a while, has made it. So whatever fails between the two is
made up for, and several processes on one database do each thing once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import BigInteger, CursorResult, Integer, String, delete, or_, select, update
from sqlalchemy.orm import Mapped, mapped_column

from bot.store.database import Database
from bot.store.models import Base, Id, LevelRow, Moment

WAITING, OWED, DONE = "waiting", "owed", "done"
KEPT = timedelta(days=90)  # after which what is done is deleted
_WALL = "%Y-%m-%dT%H:%M"


class ScheduleRow(Base):
    """One step. `due_at` is for finding it; what counts is the wall time and its zone."""

    __tablename__ = "schedules"

    # SQLite counts by itself only in an INTEGER.
    id: Mapped[int] = mapped_column(BigInteger().with_variant(Integer, "sqlite"), primary_key=True)
    server_id: Mapped[int] = mapped_column(Id, index=True)
    place_id: Mapped[int] = mapped_column(Id)
    parent_id: Mapped[int | None] = mapped_column(Id)
    book: Mapped[str] = mapped_column(String(100))
    level: Mapped[str] = mapped_column(String(100))
    wall: Mapped[str] = mapped_column(String(16))
    zone: Mapped[str] = mapped_column(String(64))
    due_at: Mapped[datetime] = mapped_column(Moment, index=True)
    state: Mapped[str] = mapped_column(String(10))
    reminded: Mapped[bool]
    held_until: Mapped[datetime | None] = mapped_column(Moment)
    made_by: Mapped[int] = mapped_column(Id)
    made_in: Mapped[int] = mapped_column(Id)
    remind_in: Mapped[int | None] = mapped_column(Id)
    event_id: Mapped[int | None] = mapped_column(Id)


@dataclass(frozen=True)
class Step:
    """A step for a place (the server's id for the whole of it; `parent` is the channel of a thread) and a book.

    `wall` has no zone of its own; `due` is its moment. A member made it in the channel `made_in`; moderators are
    reminded in `remind_in`, else in a direct message to that member. `event` is Discord's event for the meeting.
    """

    server: int
    place: int
    parent: int | None
    book: str
    level: str
    wall: datetime
    zone: str
    due: datetime
    made_by: int
    made_in: int
    remind_in: int | None = None
    reminded: bool = False
    event: int | None = None
    id: int = 0

    @property
    def chain(self) -> tuple[int, ...]:
        """Its place and those that it inherits from, the narrowest first."""
        return tuple(dict.fromkeys(place for place in (self.place, self.parent, self.server) if place is not None))


class Schedules:
    """Every method is one transaction."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def add(self, steps: Iterable[Step]) -> list[Step]:
        """Keep new steps; they come back with their ids."""
        rows = [_row(step) for step in steps]
        async with self._database.session() as session:
            session.add_all(rows)
            await session.flush()
            return [_step(row) for row in rows]

    async def step(self, id: int) -> Step | None:
        """A step that still waits."""
        async with self._database.session() as session:
            row = await session.get(ScheduleRow, id)
        return _step(row) if row is not None and row.state == WAITING else None

    async def waiting(self, server: int, places: Iterable[int] | None = None) -> list[Step]:
        """The steps of a server that wait, for some places or for all; the next one first."""
        query = select(ScheduleRow).where(ScheduleRow.server_id == server, ScheduleRow.state == WAITING)
        if places is not None:
            query = query.where(ScheduleRow.place_id.in_(list(places)))
        return await self._steps(query)

    async def soon(self, before: datetime) -> list[Step]:
        """The steps of all servers that wait and are due before a moment."""
        return await self._steps(select(ScheduleRow).where(ScheduleRow.state == WAITING, ScheduleRow.due_at < before))

    async def zone(self, server: int) -> str | None:
        """The zone of the step that was made last."""
        query = select(ScheduleRow.zone).where(ScheduleRow.server_id == server).order_by(ScheduleRow.id.desc())
        async with self._database.session() as session:
            found: str | None = await session.scalar(query.limit(1))
        return found

    async def rise(self, group: Sequence[Step], choose: Callable[[Mapping[int, str]], str | None]) -> str | None:
        """Do the steps of one place and book, which are due together, unless another process does; the level that was
        set, if any.

        `choose` is given the levels of the book that are set in the server now, by place, and says which one to set.
        The last step of the group owes the announcement if one was set; older announcements are owed no more.
        """
        last = group[-1]
        of = (ScheduleRow.server_id == last.server, ScheduleRow.place_id == last.place, ScheduleRow.book == last.book)
        read = select(LevelRow).where(LevelRow.server_id == last.server, LevelRow.book == last.book)
        async with self._database.session(last.server) as session:
            if not await _changed(session, _claim(last).values(state=DONE)):
                return None
            for step in group[:-1]:
                await session.execute(_claim(step).values(state=DONE))
            rows = {row.place_id: row for row in await session.scalars(read.with_for_update())}
            level = choose({place: row.level for place, row in rows.items()})
            if level is not None:
                if last.place in rows:
                    rows[last.place].level = level
                else:
                    key = {"server_id": last.server, "place_id": last.place, "book": last.book}
                    session.add(LevelRow(**key, level=level))
                await session.execute(update(ScheduleRow).where(*of, ScheduleRow.state == OWED).values(state=DONE))
                await session.execute(
                    update(ScheduleRow).where(ScheduleRow.id == last.id).values(state=OWED, level=level)
                )
        return level

    async def drop(self, step: Step) -> bool:
        """Take off a step that can't be done; False if another process has done it."""
        return await self._change(_claim(step).values(state=DONE))

    async def owed(self, now: datetime) -> list[Step]:
        """The steps whose announcement is owed and held by no process."""
        return await self._steps(select(ScheduleRow).where(ScheduleRow.state == OWED, _free(now)))

    async def hold(self, step: Step, now: datetime, until: datetime) -> bool:
        """Let this process alone make an owed announcement until a moment; False if another one has it."""
        owed = update(ScheduleRow).where(ScheduleRow.id == step.id, ScheduleRow.state == OWED, _free(now))
        return await self._change(owed.values(held_until=until))

    async def told(self, step: Step) -> None:
        """The announcement is made, or given up."""
        await self._change(update(ScheduleRow).where(ScheduleRow.id == step.id).values(state=DONE))

    async def remind(self, step: Step) -> bool:
        """Let this process alone remind of a step; False if that is done, or the step is, or was put off."""
        fresh = _claim(step).where(ScheduleRow.reminded.is_(False))
        return await self._change(fresh.values(reminded=True))

    async def remind_again(self, step: Step) -> None:
        """The reminder failed for now."""
        await self._change(_claim(step).values(reminded=False))

    async def postpone(self, moved: Sequence[Step], before: Mapping[int, datetime]) -> bool:
        """Give steps new times; `before` has their present ones by id. False if the first has been done or moved."""
        async with self._database.session() as session:
            for step in moved:
                there = update(ScheduleRow).where(
                    ScheduleRow.id == step.id,
                    ScheduleRow.state == WAITING,
                    ScheduleRow.wall == before[step.id].strftime(_WALL),
                )
                values = {"wall": step.wall.strftime(_WALL), "due_at": step.due, "reminded": step.reminded}
                if not await _changed(session, there.values(values)) and step is moved[0]:
                    return False
        return True

    async def note_event(self, step: Step, event: int) -> None:
        """Discord's event for the meeting of a step."""
        await self._change(update(ScheduleRow).where(ScheduleRow.id == step.id).values(event_id=event))

    async def remove(self, server: int, ids: Iterable[int]) -> int:
        """Take off steps of a server that wait; how many there were."""
        async with self._database.session() as session:
            rows = delete(ScheduleRow).where(
                ScheduleRow.server_id == server, ScheduleRow.id.in_(list(ids)), ScheduleRow.state == WAITING
            )
            result: CursorResult[Any] = await session.execute(rows)
        return result.rowcount

    async def tidy(self, now: datetime) -> None:
        """Let go of what has been done for longer than that is kept, in all servers."""
        old = (ScheduleRow.state == DONE, ScheduleRow.due_at < now - KEPT)
        await self._database.delete(delete(ScheduleRow).where(*old))

    async def forget(self, server: int) -> None:
        await self._database.delete(delete(ScheduleRow).where(ScheduleRow.server_id == server))

    async def _steps(self, query: Any) -> list[Step]:
        async with self._database.session() as session:
            rows = (await session.scalars(query.order_by(ScheduleRow.due_at, ScheduleRow.id))).all()
        return [_step(row) for row in rows]

    async def _change(self, statement: Any) -> bool:
        async with self._database.session() as session:
            return await _changed(session, statement)


async def _changed(session: Any, statement: Any) -> bool:
    result: CursorResult[Any] = await session.execute(statement)
    return bool(result.rowcount)


def _claim(step: Step) -> Any:
    """An update of a step that holds only while it waits for the same time."""
    same = (ScheduleRow.id == step.id, ScheduleRow.state == WAITING, ScheduleRow.wall == step.wall.strftime(_WALL))
    return update(ScheduleRow).where(*same)


def _free(now: datetime) -> Any:
    return or_(ScheduleRow.held_until.is_(None), ScheduleRow.held_until < now)


def _row(step: Step) -> ScheduleRow:
    return ScheduleRow(
        server_id=step.server,
        place_id=step.place,
        parent_id=step.parent,
        book=step.book,
        level=step.level,
        wall=step.wall.strftime(_WALL),
        zone=step.zone,
        due_at=step.due,
        state=WAITING,
        reminded=step.reminded,
        made_by=step.made_by,
        made_in=step.made_in,
        remind_in=step.remind_in,
    )


def _step(row: ScheduleRow) -> Step:
    return Step(
        server=row.server_id,
        place=row.place_id,
        parent=row.parent_id,
        book=row.book,
        level=row.level,
        wall=datetime.strptime(row.wall, _WALL),  # noqa: DTZ007 - its zone stands beside it
        zone=row.zone,
        due=row.due_at,
        made_by=row.made_by,
        made_in=row.made_in,
        remind_in=row.remind_in,
        reminded=row.reminded,
        event=row.event_id,
        id=row.id,
    )
