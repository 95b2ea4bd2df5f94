"""Discussion questions: which were asked where, and which places get one every week."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import CursorResult, String, delete, func, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, mapped_column

from bot.store.database import Database
from bot.store.models import Base, Id, Moment

_TRIES = 5  # two who ask at once may take the same question; each try finds what the other took


class PromptRow(Base):
    """A question that was asked in a place."""

    __tablename__ = "asked_prompts"

    server_id: Mapped[int] = mapped_column(Id, primary_key=True, autoincrement=False)
    place_id: Mapped[int] = mapped_column(Id, primary_key=True, autoincrement=False)
    book: Mapped[str] = mapped_column(String(100), primary_key=True)
    key: Mapped[str] = mapped_column(String(8), primary_key=True)
    at: Mapped[datetime] = mapped_column(Moment)


class WeeklyRow(Base):
    """A place that gets a question every week."""

    __tablename__ = "weekly_prompts"

    server_id: Mapped[int] = mapped_column(Id, primary_key=True, autoincrement=False)
    place_id: Mapped[int] = mapped_column(Id, primary_key=True, autoincrement=False)
    next_at: Mapped[datetime] = mapped_column(Moment, index=True)


@dataclass(frozen=True)
class Weekly:
    """A place that gets a question every week, and when the next is due."""

    server: int
    place: int
    due: datetime


class Discussions:
    """Every method is one transaction, but for `take`, which may need several."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def take(self, server: int, place: int, book: str, keys: Sequence[str], now: datetime) -> str:
        """The first of the keys that was not asked in a place; when all were, they are asked anew."""
        of = (PromptRow.server_id == server, PromptRow.place_id == place, PromptRow.book == book)
        for _ in range(_TRIES):
            try:
                async with self._database.session() as session:
                    asked = set(await session.scalars(select(PromptRow.key).where(*of)))
                    free = [key for key in keys if key not in asked]
                    if not free:
                        await session.execute(delete(PromptRow).where(*of, PromptRow.key.in_(list(keys))))
                        free = list(keys)
                    row = PromptRow(server_id=server, place_id=place, book=book, key=free[0], at=now)
                    session.add(row)
                return free[0]
            except IntegrityError:
                continue
        return keys[0]

    async def put_back(self, server: int, place: int, book: str, key: str) -> None:
        """A question could not be asked after all."""
        of = (PromptRow.server_id == server, PromptRow.place_id == place, PromptRow.book == book)
        await self._database.delete(delete(PromptRow).where(*of, PromptRow.key == key))

    async def last(self, server: int, place: int) -> datetime | None:
        """When a question was last asked in a place."""
        query = select(func.max(PromptRow.at)).where(PromptRow.server_id == server, PromptRow.place_id == place)
        async with self._database.session() as session:
            found: datetime | None = await session.scalar(query)
        return found

    async def repeat(self, server: int, place: int, due: datetime) -> bool:
        """Have a place get a question every week from a moment on; whether it had none before."""
        new = await self.due_in(server, place) is None
        await self._database.put(WeeklyRow, {"server_id": server, "place_id": place}, {"next_at": due})
        return new

    async def stop(self, server: int, place: int) -> bool:
        """Have a place get none by itself; whether it had."""
        rows = delete(WeeklyRow).where(WeeklyRow.server_id == server, WeeklyRow.place_id == place)
        return await self._database.delete(rows)

    async def due_in(self, server: int, place: int) -> datetime | None:
        """When the next weekly question of a place is due."""
        async with self._database.session() as session:
            row = await session.get(WeeklyRow, (server, place))
        return row.next_at if row else None

    async def due(self, now: datetime) -> list[Weekly]:
        """The places whose weekly question is due."""
        query = select(WeeklyRow).where(WeeklyRow.next_at <= now).order_by(WeeklyRow.next_at)
        async with self._database.session() as session:
            rows = (await session.scalars(query)).all()
        return [Weekly(row.server_id, row.place_id, row.next_at) for row in rows]

    async def next(self) -> datetime | None:
        """When the next question of all is due."""
        async with self._database.session() as session:
            found: datetime | None = await session.scalar(select(func.min(WeeklyRow.next_at)))
        return found

    async def claim(self, weekly: Weekly, following: datetime) -> bool:
        """Let this process alone ask a due question, and put the next one off; False if another process does."""
        statement = (
            update(WeeklyRow)
            .where(
                WeeklyRow.server_id == weekly.server,
                WeeklyRow.place_id == weekly.place,
                WeeklyRow.next_at == weekly.due,
            )
            .values(next_at=following)
        )
        async with self._database.session() as session:
            result: CursorResult[tuple[()]] = await session.execute(statement)
        return bool(result.rowcount)

    async def places(self, server: int) -> set[int]:
        """The places of a server of which anything is kept."""
        async with self._database.session() as session:
            asked = await session.scalars(select(PromptRow.place_id).where(PromptRow.server_id == server).distinct())
            weekly = await session.scalars(select(WeeklyRow.place_id).where(WeeklyRow.server_id == server))
            return {*asked, *weekly}

    async def clear(self, server: int, place: int) -> None:
        """Forget a place that was deleted."""
        async with self._database.session() as session:
            for row in (PromptRow, WeeklyRow):
                await session.execute(delete(row).where(row.server_id == server, row.place_id == place))

    async def forget_book(self, server: int, book: str) -> None:
        """Forget what was asked about a book that a server removed."""
        await self._database.delete(delete(PromptRow).where(PromptRow.server_id == server, PromptRow.book == book))

    async def forget(self, server: int) -> None:
        async with self._database.session() as session:
            for row in (PromptRow, WeeklyRow):
                await session.execute(delete(row).where(row.server_id == server))
