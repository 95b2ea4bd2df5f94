"""The bot itself: intents, what it is made of, start and stop."""

from __future__ import annotations

import asyncio
import logging
import sys
import time
from collections import deque
from pathlib import Path
from typing import Any, Protocol

import discord
from discord.ext import commands

from bot import translation
from bot.annotations import Annotations
from bot.changes import Changes
from bot.command_translator import Translator
from bot.desk import Desk
from bot.failures import Failures
from bot.features.asking.buttons import BUTTONS
from bot.features.asking.cog import Ask
from bot.features.asking.view import AnswerView
from bot.features.books.cog import Books
from bot.features.books.controls import CONTROLS
from bot.features.books.uploads import Limits
from bot.features.books.watch import Watch
from bot.features.books.workshop import Workshop
from bot.features.checking.buttons import BUTTONS as CHECKING
from bot.features.checking.buttons import REMEMBERED
from bot.features.checking.cog import Checking
from bot.features.discuss import cog as discuss
from bot.features.discuss.circle import Circle
from bot.features.discuss.weekly import Keeper as DiscussKeeper
from bot.features.level import cog as level
from bot.features.map.cog import Map
from bot.features.privacy.cog import Privacy
from bot.features.progress.cog import Progress
from bot.features.recap import cog as recap
from bot.features.review.buttons import BUTTONS as REVIEWING
from bot.features.review.cog import Review
from bot.features.review.keeping import Keeping
from bot.features.review.pages import Pages
from bot.features.schedule.buttons import BUTTONS as SCHEDULE_BUTTONS
from bot.features.schedule.cog import Schedule
from bot.features.schedule.rising import Keeper
from bot.features.setup import clicks as setup
from bot.features.setup.cog import Setup
from bot.features.setup.state import Lookup
from bot.features.spoilers.cog import Spoilers
from bot.features.spoilers.places import TurnPlaces
from bot.features.welcome.cog import Welcome
from bot.features.welcome.farewell import Farewell
from bot.features.who.cog import Who
from bot.health import Pulse
from bot.metrics import Metrics
from bot.pool import Pool
from bot.replies import Replies
from bot.shelf import Shelf
from bot.store import Places, Store
from bot.tree import Tree
from bot.turnstile import Turnstile
from bot.undo import Undo
from knowledge.catalogue import Catalogue
from knowledge.spoilers import Policy

log = logging.getLogger("norfolk")


class Needs(Protocol):
    """What the bot reads of its settings."""

    @property
    def book(self) -> str: ...
    @property
    def data_dir(self) -> Path: ...
    @property
    def database(self) -> str | Path: ...
    @property
    def default_level(self) -> str | None: ...
    @property
    def default_policy(self) -> Policy: ...
    @property
    def upload_kb(self) -> int: ...
    @property
    def upload_passages(self) -> int: ...


class NorfolkBot(commands.Bot):
    """Norfolk on Discord. Takes its settings and the catalogue of books; opens and closes its own store."""

    def __init__(self, settings: Needs, catalogue: Catalogue, **options: Any) -> None:
        """`options` are discord.py's. Raises BookError without the default book, UnknownLevel if the default level is
        none of its, StoreError for a URL of no database."""
        self.metrics = Metrics()
        intents = discord.Intents.none()
        intents.guilds = intents.guild_messages = intents.dm_messages = True  # none of them privileged
        super().__init__(
            command_prefix=commands.when_mentioned,
            help_command=None,
            tree_cls=Tree,
            intents=intents,
            allowed_mentions=discord.AllowedMentions.none(),
            allowed_contexts=discord.app_commands.AppCommandContext(guild=True, dm_channel=True, private_channel=False),
            allowed_installs=discord.app_commands.AppInstallationType(guild=True, user=False),
            max_messages=None,  # no message is kept, not even in memory
            http_trace=self.metrics.trace(),
            **options,
        )
        self.settings = settings
        self.librarian = catalogue.open(settings.book)  # so that a broken one is told before Discord is
        if settings.default_level is not None:
            self.librarian.book.level(settings.default_level)
        self.store = Store(settings.database, settings.book)
        annotations = Annotations(self.store.notes)
        self.shelf = Shelf(catalogue, self.store.books, settings.book, settings.data_dir / "books", annotations)
        self.places = Places(
            self.store.settings, self.store.progress, self.shelf, settings.default_level, settings.default_policy
        )
        self.pool = Pool()
        self.turnstile = Turnstile()
        self.replies = Replies(self.metrics)
        self.failures = Failures(self.metrics)
        self.pulse = Pulse(self, self._read, lambda: self.replies.taken, time.monotonic)
        self._show_gauges()
        self.keeping = Keeping(self.store, self.failures)
        self.desk = Desk(self.shelf, self.places, self.pool, self.metrics, self.keeping.answered, self.keeping.disliked)
        self.workshop = Workshop(self.store, self.shelf, AnswerView)
        self.answer_view = AnswerView  # for features that show a passage
        self.review_pages = Pages(self.keeping, self.places, self.shelf, self.store)
        self.asked_to_cover: deque[int] = deque(maxlen=REMEMBERED)
        self.circle = Circle(self.store, self.shelf, self.places)
        self.watch = Watch(catalogue, self.shelf, self.store.books)
        self.servers, self.progress = self.store.servers, self.store.progress
        self.changes = Changes(self.places, self.store.undos, self.store.history)
        self.board = setup.Board(
            Lookup(self.changes, self.shelf, self.servers), self.servers, self.store.history, AnswerView
        )

    async def setup_hook(self) -> None:
        await self.store.open()
        features = (
            Ask(self, self.desk, self.replies, self.failures, self.turnstile),
            Spoilers(self.tree, self.places, self.servers, self.changes),
            Progress(self.tree, self.store.progress, self.places, self.replies),
            recap.Recap(self.desk, self.replies),
            Who(self.desk, self.replies),
            Map(self.desk, self.replies),
            discuss.Discuss(self.circle, DiscussKeeper(self, self.circle, self.failures), self.servers, self.replies),
            Privacy(self.tree, self.store.members, self.desk),
            level.HowFar(self.places, self.replies),
            Setup(self.board),
            Books(
                self,
                self.workshop,
                self.changes,
                self.watch,
                Limits(self.settings.upload_kb * 1024, self.settings.upload_passages),
            ),
            Schedule(self.tree, self.store, self.places, Keeper(self, self.store, self.places, self.failures)),
            Checking(self.tree, self.desk, self.replies, self.store.servers),
            Review(self.tree, self.keeping, self.review_pages, self.shelf, self.store, self.failures),
            Welcome(self, self.places, self.store, self.replies, self.failures, setup.open_button),
            Farewell(self, self.store, self.failures),
        )
        for feature in features:
            await self.add_cog(feature)
        self.add_dynamic_items(*BUTTONS, *setup.CLICKS, *level.CLICKS, *CONTROLS, *SCHEDULE_BUTTONS, TurnPlaces, Undo)
        self.add_dynamic_items(*CHECKING, *REVIEWING, *recap.CLICKS, *discuss.CLICKS)
        await asyncio.to_thread(translation.load)
        await self.tree.set_translator(Translator())
        if 0 not in (getattr(self, "shard_ids", None) or [0]):
            return  # the process with the first shard tells the commands for all
        try:
            await self.tree.sync()
        except discord.HTTPException as error:
            # The commands of an earlier start still work; a first start has none, so this must be seen.
            reference = self.failures.log(error, "telling Discord the commands")
            log.warning("%s: commands are as they were; start again when Discord is well", reference)

    async def on_message(self, message: discord.Message, /) -> None:
        """Keep commands.Bot from looking for prefix commands; the Ask cog listens on its own."""

    def _show_gauges(self) -> None:
        """Figures that are read when Prometheus asks."""
        for name, says, read in (
            ("gateway_up", "Whether Discord's gateway answers", lambda: float(self.pulse.connected())),
            ("gateway_latency_seconds", "The gateway's last heartbeat", lambda: self.latency),
            ("servers", "Servers that Norfolk is in", lambda: len(self.guilds)),
            ("queue", "Commands and clicks whose work isn't done", lambda: self.replies.waiting),
            ("search_queue", "Questions that wait for a thread or are searched", lambda: self.pool.waiting),
            ("loop_stall_seconds", "The event loop's longest stall since the last look", self.pulse.stall),
        ):
            self.metrics.gauge(name, says, read)

    async def _read(self) -> None:
        """Read something of the database, to see that it answers."""
        await self.store.servers.of(0)

    async def on_error(self, event_method: str, /, *args: Any, **kwargs: Any) -> None:
        """An event failed and nobody waits for an answer: the log alone is told, without what the event carried."""
        error = sys.exc_info()[1]
        if error is not None:
            self.failures.log(error, f"event {event_method}")

    async def close(self) -> None:
        try:
            await super().close()
        finally:
            self.pool.close()
            await self.store.close()
