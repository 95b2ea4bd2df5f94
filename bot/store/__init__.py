"""What Norfolk remembers, a file a feature; docs/privacy.md names every table."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from bot.store.club_books import BookDraft, ClubBooks, Edition, Published
from bot.store.database import Database, engine_of
from bot.store.discussions import Discussions, Weekly
from bot.store.errors import StoreError
from bot.store.greetings import Greetings
from bot.store.history import Change, History
from bot.store.inheritance import InEffect, Places, chain
from bot.store.last_known import LastKnown
from bot.store.members import Members
from bot.store.notes import ClubNote, Notes, TooManyNotes
from bot.store.place_settings import PlaceSettings, Setting
from bot.store.progress import ProgressNotes
from bot.store.questions import Question, Questions
from bot.store.schedules import Schedules, Step
from bot.store.servers import Chosen, Servers
from bot.store.undo import Undone, Undos
from bot.store.url import file_of, name_of, url_of
from bot.store.votes import Tally, Votes

__all__ = [
    "BookDraft",
    "Change",
    "Chosen",
    "ClubBooks",
    "ClubNote",
    "Database",
    "Discussions",
    "Edition",
    "Greetings",
    "History",
    "InEffect",
    "LastKnown",
    "Members",
    "Notes",
    "PlaceSettings",
    "Places",
    "ProgressNotes",
    "Published",
    "Question",
    "Questions",
    "Schedules",
    "Servers",
    "Setting",
    "Step",
    "Store",
    "StoreError",
    "Tally",
    "TooManyNotes",
    "Undone",
    "Undos",
    "Votes",
    "Weekly",
    "chain",
    "engine_of",
    "file_of",
    "name_of",
    "url_of",
]


class Store:
    """The tables of one database; `open` it before use and `close` it after."""

    def __init__(self, database: str | Path, book: str) -> None:
        """Takes a URL, or the file of an SQLite database; `book` is the default one, which the settings of a database
        with no other are about. Raises StoreError for a URL of no database."""
        self._database = Database(database, book)
        self.settings = PlaceSettings(self._database)
        self.progress = ProgressNotes(self._database)
        self.greetings = Greetings(self._database)
        self.books = ClubBooks(self._database)
        self.servers = Servers(self._database)
        self.history = History(self._database)
        self.undos = Undos(self._database)
        self.schedules = Schedules(self._database)
        self.questions = Questions(self._database)
        self.notes = Notes(self._database)
        self.votes = Votes(self._database)
        self.discussions = Discussions(self._database)
        self.members = Members(self._database)

    async def forget(self, server: int) -> None:
        """Delete all that is kept about a server; when it left goes last, so that what fails is done again."""
        tables = (
            self.settings,
            self.books,
            self.history,
            self.undos,
            self.schedules,
            self.questions,
            self.notes,
            self.votes,
            self.discussions,
            self.greetings,
            self.servers,
        )
        for table in tables:
            await table.forget(server)

    async def tidy(self, now: datetime) -> None:
        """Let go of what is kept for a time and is older than that, in all servers."""
        for table in (self.history, self.undos, self.schedules, self.votes):
            await table.tidy(now)

    async def open(self) -> None:
        """Connect and bring the tables up to date, unless that is done. Raises StoreError with the mend."""
        await self._database.open()

    async def close(self) -> None:
        """Let go of the database; may be called more than once."""
        await self._database.close()
