"""Who changed what on a server: settings, schedules, notes, books. Kept for 90 days."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import BigInteger, Integer, String, delete, select
from sqlalchemy.orm import Mapped, mapped_column

from bot.store.database import Database
from bot.store.models import Base, Id, Moment

KEPT = timedelta(days=90)
_TEXT = 300  # characters of what is noted


class ChangeRow(Base):
    """One change. `before` and `after` are words for moderators, and tell no plot."""

    __tablename__ = "changes"

    # SQLite counts by itself only in an INTEGER.
    id: Mapped[int] = mapped_column(BigInteger().with_variant(Integer, "sqlite"), primary_key=True)
    server_id: Mapped[int] = mapped_column(Id, index=True)
    place_id: Mapped[int] = mapped_column(Id)
    member_id: Mapped[int] = mapped_column(Id)
    at: Mapped[datetime] = mapped_column(Moment)
    what: Mapped[str] = mapped_column(String(60))
    before: Mapped[str] = mapped_column(String(_TEXT))
    after: Mapped[str] = mapped_column(String(_TEXT))


@dataclass(frozen=True)
class Change:
    """A change in a place (the server's id for the whole of it) by a member (0 for Norfolk itself)."""

    place: int
    member: int
    at: datetime
    what: str
    before: str
    after: str


class History:
    """Every method is one transaction."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def note(self, server: int, place: int, member: int, what: str, before: str, after: str) -> None:
        """Note a change, and let go of what is older than is kept."""
        now = datetime.now(UTC)
        row = ChangeRow(
            server_id=server,
            place_id=place,
            member_id=member,
            at=now,
            what=what,
            before=before[:_TEXT],
            after=after[:_TEXT],
        )
        async with self._database.session() as session:
            session.add(row)
            await session.execute(delete(ChangeRow).where(ChangeRow.server_id == server, ChangeRow.at < now - KEPT))

    async def of(self, server: int, count: int, start: int = 0) -> list[Change]:
        """The changes of a server, newest first, from the `start`-th on."""
        since = datetime.now(UTC) - KEPT
        query = (
            select(ChangeRow)
            .where(ChangeRow.server_id == server, ChangeRow.at >= since)
            .order_by(ChangeRow.id.desc())
            .offset(start)
            .limit(count)
        )
        async with self._database.session() as session:
            rows = (await session.scalars(query)).all()
        return [Change(row.place_id, row.member_id, row.at, row.what, row.before, row.after) for row in rows]

    async def tidy(self, now: datetime) -> None:
        """Let go of what is older than is kept, in all servers."""
        await self._database.delete(delete(ChangeRow).where(ChangeRow.at < now - KEPT))

    async def forget(self, server: int) -> None:
        await self._database.delete(delete(ChangeRow).where(ChangeRow.server_id == server))
