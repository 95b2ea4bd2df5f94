"""What moderators set for servers, channels and threads."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import delete, select

from bot.store.database import Database
from bot.store.models import PlaceRow


@dataclass(frozen=True)
class Setting:
    """What was set for one place, as stored; None inherits."""

    level: str | None = None
    policy: str | None = None


class PlaceSettings:
    """Every method is one transaction."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def of(self, server: int, places: Iterable[int] | None = None) -> dict[int, Setting]:
        """What was set in a server by place id, for the places asked for or for all that have something set."""
        query = select(PlaceRow).where(PlaceRow.server_id == server)
        if places is not None:
            query = query.where(PlaceRow.place_id.in_(list(places)))
        async with self._database.session() as session:
            rows = (await session.scalars(query)).all()
        return {row.place_id: Setting(row.level, row.policy) for row in rows}

    async def set_level(self, server: int, place: int, level: str) -> None:
        await self._database.put(PlaceRow, {"server_id": server, "place_id": place}, {"level": level})

    async def set_policy(self, server: int, place: int, policy: str) -> None:
        await self._database.put(PlaceRow, {"server_id": server, "place_id": place}, {"policy": policy})

    async def clear(self, server: int, place: int) -> bool:
        """Take away what was set for a place; whether there was anything."""
        rows = delete(PlaceRow).where(PlaceRow.server_id == server, PlaceRow.place_id == place)
        return await self._database.delete(rows)

    async def forget(self, server: int) -> None:
        """Delete all that was set in a server."""
        await self._database.delete(delete(PlaceRow).where(PlaceRow.server_id == server))
