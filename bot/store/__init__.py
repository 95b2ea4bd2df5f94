"""What Norfolk remembers, a file a feature: settings of places, progress of members, clubs' books, greeted servers."""

from bot.store.club_books import BookDraft, ClubBooks, Edition
from bot.store.database import Database
from bot.store.greetings import Greetings
from bot.store.migrate import StoreError
from bot.store.place_settings import PlaceSettings, Setting
from bot.store.places import InEffect, Places, chain
from bot.store.progress import ProgressNotes

__all__ = [
    "BookDraft",
    "ClubBooks",
    "Database",
    "Edition",
    "Greetings",
    "InEffect",
    "PlaceSettings",
    "Places",
    "ProgressNotes",
    "Setting",
    "Store",
    "StoreError",
    "chain",
]


class Store:
    """The tables of one database; `open` it before use and `close` it after."""

    def __init__(self, url: str, book: str) -> None:
        """`book` is the default one, which the settings of a database with no other are about."""
        self._database = Database(url, book)
        self.settings = PlaceSettings(self._database)
        self.progress = ProgressNotes(self._database)
        self.greetings = Greetings(self._database)
        self.books = ClubBooks(self._database)

    async def open(self) -> None:
        """Connect and bring the tables up to date. Raises StoreError with the mend."""
        await self._database.open()

    async def close(self) -> None:
        """Let go of the database; may be called more than once."""
        await self._database.close()
