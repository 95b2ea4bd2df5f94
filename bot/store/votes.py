"""Whether answers were right, as members say: which passages were told, and neither the question nor the answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import String, case, delete, func, select
from sqlalchemy.orm import Mapped, mapped_column

from bot.store.database import Database
from bot.store.models import Base, Id, Moment

KEPT = timedelta(days=90)


class VoteRow(Base):
    """A member's vote on the answer in a message; `passages` are the keys of what it told."""

    __tablename__ = "votes"

    server_id: Mapped[int] = mapped_column(Id, primary_key=True, autoincrement=False)
    message_id: Mapped[int] = mapped_column(Id, primary_key=True, autoincrement=False)
    member_id: Mapped[int] = mapped_column(Id, primary_key=True, autoincrement=False)
    book: Mapped[str] = mapped_column(String(100))
    passages: Mapped[str] = mapped_column(String(60))
    right: Mapped[bool]
    at: Mapped[datetime] = mapped_column(Moment, index=True)


@dataclass(frozen=True)
class Tally:
    """How many members found the answers right and wrong that told these passages."""

    passages: tuple[str, ...]
    right: int
    wrong: int


class Votes:
    """Every method is one transaction."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def cast(
        self, server: int, message: int, member: int, book: str, passages: Sequence[str], *, right: bool
    ) -> bool:
        """Note a member's vote in the place of the one before; whether it is another one than that."""
        key = {"server_id": server, "message_id": message, "member_id": member}
        values = {"book": book, "passages": "-".join(passages), "right": right, "at": datetime.now(UTC)}
        async with self._database.session() as session:
            before = await session.scalar(select(VoteRow.right).filter_by(**key))
            await self._database.put_in(session, VoteRow, key, values)
        return before is not right

    async def of(self, server: int, book: str) -> list[Tally]:
        """The votes of a server on answers from a book, most often wrong first."""
        wrong = func.sum(case((VoteRow.right.is_(True), 0), else_=1))
        query = (
            select(VoteRow.passages, func.count(), wrong)
            .where(VoteRow.server_id == server, VoteRow.book == book, VoteRow.at >= datetime.now(UTC) - KEPT)
            .group_by(VoteRow.passages)
            .order_by(wrong.desc(), VoteRow.passages)
        )
        async with self._database.session() as session:
            rows = (await session.execute(query)).all()
        return [Tally(tuple(keys.split("-")), count - int(bad), int(bad)) for keys, count, bad in rows]

    async def tidy(self, now: datetime) -> None:
        """Let go of what is older than is kept, in all servers."""
        await self._database.delete(delete(VoteRow).where(VoteRow.at < now - KEPT))

    async def forget_book(self, server: int, book: str) -> None:
        """Delete the votes on a book that a server removed."""
        await self._database.delete(delete(VoteRow).where(VoteRow.server_id == server, VoteRow.book == book))

    async def forget(self, server: int) -> None:
        await self._database.delete(delete(VoteRow).where(VoteRow.server_id == server))
