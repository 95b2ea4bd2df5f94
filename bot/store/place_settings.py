"""What moderators set for servers, channels and threads."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from sqlalchemy import delete, select

from bot.store.database import Database
from bot.store.models import LevelRow, PlaceRow


@dataclass(frozen=True)
class Setting:
    """What was set for one place, as stored: its book, its policy, and how far it has read each book. None inherits."""

    book: str | None = None
    policy: str | None = None
    levels: dict[str, str] = field(default_factory=dict)


class PlaceSettings:
    """Every method is one transaction."""

    def __init__(self, database: Database) -> None:
        self._database, self.news = database, database.news

    async def of(self, server: int, places: Iterable[int] | None = None) -> dict[int, Setting]:
        """What was set in a server by place id, for the places asked for or for all that have something set."""
        settings = select(PlaceRow).where(PlaceRow.server_id == server)
        levels = select(LevelRow).where(LevelRow.server_id == server)
        if places is not None:
            chosen = list(places)
            settings = settings.where(PlaceRow.place_id.in_(chosen))
            levels = levels.where(LevelRow.place_id.in_(chosen))
        async with self._database.session() as session:
            rows = (await session.scalars(settings)).all()
            read = (await session.scalars(levels)).all()
        found = {row.place_id: Setting(row.book, row.policy) for row in rows}
        for row in read:
            found.setdefault(row.place_id, Setting()).levels[row.book] = row.level
        return found

    async def set_level(self, server: int, place: int, book: str, level: str) -> None:
        key = {"server_id": server, "place_id": place, "book": book}
        await self._database.put(LevelRow, key, {"level": level})

    async def set_policy(self, server: int, place: int, policy: str) -> None:
        await self._database.put(PlaceRow, {"server_id": server, "place_id": place}, {"policy": policy})

    async def replace(self, server: int, place: int, old: Setting, new: Setting) -> None:
        """Write what `new` has otherwise than `old`, and nothing else: what others set meanwhile stays."""
        key = {"server_id": server, "place_id": place}
        own = {"book": new.book, "policy": new.policy}
        changed = {name: value for name, value in own.items() if value != getattr(old, name)}
        async with self._database.session(server) as session:
            if changed:
                await self._database.put_in(session, PlaceRow, key, changed)
                empty = (PlaceRow.book.is_(None), PlaceRow.policy.is_(None))
                of_place = (PlaceRow.server_id == server, PlaceRow.place_id == place)
                await session.execute(delete(PlaceRow).where(*of_place, *empty))
            for book in old.levels.keys() - new.levels.keys():
                of_book = (LevelRow.server_id == server, LevelRow.place_id == place, LevelRow.book == book)
                await session.execute(delete(LevelRow).where(*of_book))
            for book, level in new.levels.items():
                if old.levels.get(book) != level:
                    await self._database.put_in(session, LevelRow, {**key, "book": book}, {"level": level})

    async def clear(self, server: int, place: int) -> bool:
        """Take away what was set for a place; whether there was anything."""
        async with self._database.session(server) as session:
            gone = [
                (await session.execute(delete(row).where(row.server_id == server, row.place_id == place))).rowcount
                for row in (PlaceRow, LevelRow)
            ]
        return any(gone)

    async def forget_book(self, server: int, book: str) -> None:
        """Take a book away from all places of a server, with the levels that they have read it to."""
        async with self._database.session(server) as session:
            await session.execute(delete(LevelRow).where(LevelRow.server_id == server, LevelRow.book == book))
            used = await session.scalars(select(PlaceRow).where(PlaceRow.server_id == server, PlaceRow.book == book))
            for row in used:
                row.book = None

    async def forget(self, server: int) -> None:
        """Delete all that was set in a server."""
        async with self._database.session(server) as session:
            for row in (PlaceRow, LevelRow):
                await session.execute(delete(row).where(row.server_id == server))
