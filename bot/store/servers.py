"""What moderators chose for a whole server beside levels and policies."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Mapped, mapped_column

from bot.store.database import Database
from bot.store.models import Base, Id, Moment


class ServerRow(Base):
    """One server. None where nothing was chosen."""

    __tablename__ = "servers"

    server_id: Mapped[int] = mapped_column(Id, primary_key=True, autoincrement=False)
    moderator_role: Mapped[int | None] = mapped_column(Id)
    announcements: Mapped[int | None] = mapped_column(Id)
    discussions: Mapped[int | None] = mapped_column(Id)
    questions_kept: Mapped[int | None]
    left_at: Mapped[datetime | None] = mapped_column(Moment)


@dataclass(frozen=True)
class Chosen:
    """`moderator_role` counts as moderator beside Manage Server; `announcements` and `discussions` are channels;
    `questions_kept` is for how many days the texts of unanswered questions are kept, 0 for not at all; `left_at` is
    when the server removed the bot."""

    moderator_role: int | None = None
    announcements: int | None = None
    discussions: int | None = None
    questions_kept: int = 0
    left_at: datetime | None = None


class Servers:
    """Every method is one transaction."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def of(self, server: int) -> Chosen:
        async with self._database.session() as session:
            row = await session.get(ServerRow, server)
        if row is None:
            return Chosen()
        kept = row.questions_kept or 0
        return Chosen(row.moderator_role, row.announcements, row.discussions, kept, row.left_at)

    async def choose(self, server: int, **chosen: int | datetime | None) -> None:
        """Set some of what Chosen names."""
        await self._database.put(ServerRow, {"server_id": server}, dict(chosen))

    async def left_before(self, moment: datetime) -> list[int]:
        """The servers that removed the bot before a moment and have not come back."""
        async with self._database.session() as session:
            return list(await session.scalars(select(ServerRow.server_id).where(ServerRow.left_at < moment)))

    async def known(self) -> set[int]:
        """All servers of which any table holds something."""
        tables = [table for table in Base.metadata.tables.values() if "server_id" in table.c]
        async with self._database.session() as session:
            found = [await session.scalars(select(table.c.server_id).distinct()) for table in tables]
            return {server for rows in found for server in rows}

    async def forget(self, server: int) -> None:
        await self._database.delete(delete(ServerRow).where(ServerRow.server_id == server))
