"""Which servers have had their welcome."""

from __future__ import annotations

from sqlalchemy import delete
from sqlalchemy.exc import IntegrityError

from bot.store.database import Database
from bot.store.models import GreetedRow


class Greetings:
    """Every method is one transaction."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def note(self, server: int) -> bool:
        """Note that a server is being greeted; False if it was before."""
        try:
            async with self._database.session() as session:
                session.add(GreetedRow(server_id=server))
        except IntegrityError:
            return False
        return True

    async def forget(self, server: int) -> None:
        await self._database.delete(delete(GreetedRow).where(GreetedRow.server_id == server))
