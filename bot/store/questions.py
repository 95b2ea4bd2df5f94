"""Questions that got no sure answer, on servers that chose to keep them. Who asked is never kept."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import BigInteger, Integer, String, delete, select
from sqlalchemy.orm import Mapped, mapped_column

from bot.store.database import Database
from bot.store.models import Base, Id, Moment

MOST = 500  # questions kept of a server and book; the oldest go first
_TEXT = 500  # characters of a question


class QuestionRow(Base):
    """One question as it was asked; `status` is how it was answered: unknown, unsure, or disliked."""

    __tablename__ = "unanswered_questions"

    # SQLite counts by itself only in an INTEGER.
    id: Mapped[int] = mapped_column(BigInteger().with_variant(Integer, "sqlite"), primary_key=True)
    server_id: Mapped[int] = mapped_column(Id, index=True)
    book: Mapped[str] = mapped_column(String(100))
    text: Mapped[str] = mapped_column(String(_TEXT))
    status: Mapped[str] = mapped_column(String(20))
    asked_at: Mapped[datetime] = mapped_column(Moment)


@dataclass(frozen=True)
class Question:
    """A question that was kept."""

    id: int
    text: str
    status: str
    at: datetime


class Questions:
    """Every method is one transaction."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def keep(self, server: int, book: str, text: str, status: str) -> None:
        """Keep a question."""
        row = QuestionRow(server_id=server, book=book, text=text[:_TEXT], status=status, asked_at=datetime.now(UTC))
        of = (QuestionRow.server_id == server, QuestionRow.book == book)
        async with self._database.session() as session:
            session.add(row)
            await session.flush()
            newest = select(QuestionRow.id).where(*of).order_by(QuestionRow.id.desc())
            last = await session.scalar(newest.offset(MOST).limit(1))
            if last is not None:
                await session.execute(delete(QuestionRow).where(*of, QuestionRow.id <= last))

    async def of(self, server: int, book: str, days: int) -> list[Question]:
        """The questions of the last days about a book, newest first."""
        since = datetime.now(UTC) - timedelta(days=days)
        query = (
            select(QuestionRow)
            .where(QuestionRow.server_id == server, QuestionRow.book == book, QuestionRow.asked_at >= since)
            .order_by(QuestionRow.id.desc())
        )
        async with self._database.session() as session:
            rows = (await session.scalars(query)).all()
        return [Question(row.id, row.text, row.status, row.asked_at) for row in rows]

    async def drop(self, server: int, ids: Collection[int]) -> None:
        """Delete questions of a server."""
        rows = delete(QuestionRow).where(QuestionRow.server_id == server, QuestionRow.id.in_(list(ids)))
        await self._database.delete(rows)

    async def servers(self) -> list[int]:
        """The servers of which questions are kept."""
        async with self._database.session() as session:
            return list(await session.scalars(select(QuestionRow.server_id).distinct()))

    async def expire(self, server: int, days: int) -> None:
        """Delete the questions of a server that are older than that; all of them for 0."""
        until = datetime.now(UTC) - timedelta(days=days)
        rows = delete(QuestionRow).where(QuestionRow.server_id == server, QuestionRow.asked_at <= until)
        await self._database.delete(rows)

    async def forget(self, server: int) -> None:
        await self._database.delete(delete(QuestionRow).where(QuestionRow.server_id == server))
