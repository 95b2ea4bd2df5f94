"""Club notes: what moderators add to a book, for their own server alone."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import BigInteger, Integer, String, Text, delete, func, select
from sqlalchemy.orm import Mapped, mapped_column

from bot.store.database import Database
from bot.store.models import Base, Id, Moment


class NoteRow(Base):
    """One note: its text, the part that it reveals, the ids of its topics as JSON, and who wrote it."""

    __tablename__ = "club_notes"
    # The id of a note that was removed names no other one, since buttons carry it.
    __table_args__ = ({"sqlite_autoincrement": True},)

    # SQLite counts by itself only in an INTEGER.
    id: Mapped[int] = mapped_column(BigInteger().with_variant(Integer, "sqlite"), primary_key=True)
    server_id: Mapped[int] = mapped_column(Id, index=True)
    book: Mapped[str] = mapped_column(String(100))
    text: Mapped[str] = mapped_column(Text)
    part: Mapped[str] = mapped_column(String(100))
    topics: Mapped[str] = mapped_column(Text)
    member_id: Mapped[int] = mapped_column(Id)
    changed_at: Mapped[datetime] = mapped_column(Moment)


@dataclass(frozen=True)
class ClubNote:
    """A note as it is kept; parts and topics by id."""

    id: int
    text: str
    part: str
    topics: tuple[str, ...]
    by: int


class TooManyNotes(ValueError):
    """A server has as many notes on a book as it may have."""


class Notes:
    """Every method is one transaction. What belongs to another server is never found."""

    def __init__(self, database: Database) -> None:
        self._database, self.news = database, database.news

    async def of(self, server: int, book: str) -> list[ClubNote]:
        """The notes of a server on a book, oldest first."""
        query = select(NoteRow).where(*_of(server, book)).order_by(NoteRow.id)
        async with self._database.session() as session:
            return [_note(row) for row in (await session.scalars(query)).all()]

    async def stamp(self, server: int, book: str) -> tuple[int, str]:
        """How many notes there are, 0 for none, and a sign that changes with every change."""
        query = select(func.count(), func.sum(NoteRow.id), func.max(NoteRow.changed_at)).where(*_of(server, book))
        async with self._database.session() as session:
            count, ids, newest = (await session.execute(query)).one()
        return count, f"{count}-{ids}-{newest}"

    async def get(self, server: int, id: int) -> tuple[str, ClubNote] | None:
        """A note of a server, with the slug of its book."""
        async with self._database.session() as session:
            row = await session.get(NoteRow, id)
        return None if row is None or row.server_id != server else (row.book, _note(row))

    async def add(self, server: int, book: str, notes: Sequence[ClubNote], most: int) -> None:
        """Add notes, all or none; their ids are given here. Raises TooManyNotes."""
        async with self._database.session(server) as session:
            session.add_all(_rows(server, book, notes))
            await session.flush()
            if (await session.scalar(select(func.count()).where(*_of(server, book))) or 0) > most:
                raise TooManyNotes

    async def change(self, server: int, note: ClubNote) -> bool:
        """Put another text, part and topics in the place of a note's; whether there is such a note."""
        async with self._database.session(server) as session:
            row = await session.get(NoteRow, note.id)
            if row is None or row.server_id != server:
                return False
            for key, value in _values(note).items():
                setattr(row, key, value)
        return True

    async def drop(self, server: int, id: int) -> bool:
        """Remove a note; whether there was one."""
        return await self._database.delete(delete(NoteRow).where(NoteRow.id == id, NoteRow.server_id == server), server)

    async def forget_book(self, server: int, book: str) -> None:
        """Remove a server's notes on a book."""
        await self._database.delete(delete(NoteRow).where(*_of(server, book)), server)

    async def forget(self, server: int) -> None:
        await self._database.delete(delete(NoteRow).where(NoteRow.server_id == server), server)


async def bring(session: Any, server: int, book: str, notes: Sequence[ClubNote], most: int) -> int | None:
    """Add those notes whose texts aren't there, as part of a session's transaction; how many. None, and none is added,
    when there would be more than `most`."""
    there = list(await session.scalars(select(NoteRow.text).where(*_of(server, book))))
    new = [note for note in notes if note.text not in there]
    if new and len(there) + len(new) > most:
        return None
    session.add_all(_rows(server, book, new))
    return len(new)


def _of(server: int, book: str) -> tuple[Any, Any]:
    return NoteRow.server_id == server, NoteRow.book == book


def _rows(server: int, book: str, notes: Sequence[ClubNote]) -> list[NoteRow]:
    return [NoteRow(server_id=server, book=book, **_values(note)) for note in notes]


def _values(note: ClubNote) -> dict[str, Any]:
    return {
        "text": note.text,
        "part": note.part,
        "topics": json.dumps(note.topics),
        "member_id": note.by,
        "changed_at": datetime.now(UTC),
    }


def _note(row: NoteRow) -> ClubNote:
    return ClubNote(row.id, row.text, row.part, tuple(json.loads(row.topics)), row.member_id)
