"""How far members say they have read."""

from __future__ import annotations

from sqlalchemy import delete

from bot.store.database import Database
from bot.store.models import ProgressRow


class ProgressNotes:
    """Every method is one transaction."""

    def __init__(self, database: Database) -> None:
        self._database, self.news = database, database.news

    async def of(self, user: int, book: str) -> str | None:
        """The level that a member noted for a book."""
        async with self._database.session() as session:
            row = await session.get(ProgressRow, (user, book))
        return row.level if row else None

    async def set(self, user: int, book: str, level: str) -> None:
        await self._database.put(ProgressRow, {"user_id": user, "book": book}, {"level": level})

    async def clear(self, user: int, book: str) -> bool:
        """Delete a member's progress; whether there was any."""
        rows = delete(ProgressRow).where(ProgressRow.user_id == user, ProgressRow.book == book)
        return await self._database.delete(rows, user)

    async def forget_book(self, book: str) -> None:
        """Delete everybody's progress in a book."""
        await self._database.delete(delete(ProgressRow).where(ProgressRow.book == book))
