"""What a place was set to before a change, for as long as the change can be undone."""

from __future__ import annotations

import json
import secrets
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

from sqlalchemy import String, Text, delete, select
from sqlalchemy.orm import Mapped, mapped_column

from bot.store.database import Database
from bot.store.models import Base, Id, Moment
from bot.store.place_settings import Setting

KEPT = timedelta(minutes=5)


class UndoRow(Base):
    """One change that can be undone; both settings as JSON."""

    __tablename__ = "undos"

    id: Mapped[str] = mapped_column(String(16), primary_key=True)
    server_id: Mapped[int] = mapped_column(Id)
    place_id: Mapped[int] = mapped_column(Id)
    at: Mapped[datetime] = mapped_column(Moment)
    before: Mapped[str] = mapped_column(Text)
    after: Mapped[str] = mapped_column(Text)


@dataclass(frozen=True)
class Undone:
    """A change that is being undone: where it was, and the settings before and after it."""

    place: int
    before: Setting
    after: Setting


class Undos:
    """Every method is one transaction."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def keep(self, server: int, place: int, before: Setting, after: Setting, now: datetime) -> str:
        """Keep how to undo a change, and let go of what is too old; its id of 16 hex digits."""
        id = secrets.token_hex(8)
        row = UndoRow(id=id, server_id=server, place_id=place, at=now, before=_packed(before), after=_packed(after))
        async with self._database.session() as session:
            await session.execute(delete(UndoRow).where(UndoRow.at < now - KEPT))
            session.add(row)
        return id

    async def take(self, server: int, id: str, now: datetime) -> Undone | None:
        """A change to undo, which nobody gets a second time; None for one that is too old, or another server's."""
        found = (UndoRow.id == id, UndoRow.server_id == server, UndoRow.at >= now - KEPT)
        async with self._database.session() as session:
            row = (await session.scalars(select(UndoRow).where(*found))).one_or_none()
            if row is None or not (await session.execute(delete(UndoRow).where(*found))).rowcount:
                return None
        return Undone(row.place_id, Setting(**json.loads(row.before)), Setting(**json.loads(row.after)))

    async def tidy(self, now: datetime) -> None:
        """Let go of what is too old, in all servers."""
        await self._database.delete(delete(UndoRow).where(UndoRow.at < now - KEPT))

    async def forget(self, server: int) -> None:
        await self._database.delete(delete(UndoRow).where(UndoRow.server_id == server))


def _packed(setting: Setting) -> str:
    return json.dumps(asdict(setting))
