"""What Norfolk remembers, a file a feature: settings of places, progress of members, servers that were greeted."""

from pathlib import Path

from bot.store.database import Database
from bot.store.errors import StoreError
from bot.store.greetings import Greetings
from bot.store.place_settings import PlaceSettings, Setting
from bot.store.places import InEffect, Places, chain
from bot.store.progress import ProgressNotes
from bot.store.url import file_of, name_of, url_of

__all__ = [
    "Database",
    "Greetings",
    "InEffect",
    "PlaceSettings",
    "Places",
    "ProgressNotes",
    "Setting",
    "Store",
    "StoreError",
    "chain",
    "file_of",
    "name_of",
    "url_of",
]


class Store:
    """The tables of one database; `open` it before use and `close` it after."""

    def __init__(self, database: str | Path) -> None:
        """Takes a URL, or the file of an SQLite database. Raises StoreError for a URL of no database."""
        self._database = Database(database)
        self.settings = PlaceSettings(self._database)
        self.progress = ProgressNotes(self._database)
        self.greetings = Greetings(self._database)

    async def open(self) -> None:
        """Connect and bring the tables up to date, unless that is done. Raises StoreError with the mend."""
        await self._database.open()

    async def close(self) -> None:
        """Let go of the database; may be called more than once."""
        await self._database.close()
