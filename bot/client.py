"""The bot itself: intents, what it is made of, start and stop."""

from __future__ import annotations

import logging
import sys
import time
from pathlib import Path
from typing import Any, Protocol

import discord
from discord.ext import commands

from bot.desk import Desk
from bot.failures import Failures
from bot.features.asking.buttons import BUTTONS
from bot.features.asking.cog import Ask
from bot.features.progress.cog import Progress
from bot.features.spoilers.cog import Spoilers
from bot.features.welcome.cog import Welcome
from bot.health import Watch
from bot.metrics import Metrics
from bot.pool import Pool
from bot.replies import Replies
from bot.shelf import Shelf
from bot.store import Places, Store
from bot.tree import Tree
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


class NorfolkBot(commands.Bot):
    """Norfolk on Discord. Takes its settings and the catalogue of books; opens and closes its own store."""

    def __init__(self, settings: Needs, catalogue: Catalogue) -> None:
        """Raises BookError without the default book, UnknownLevel if the default level is none of its, StoreError for
        a URL of no database."""
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
        )
        self.settings = settings
        self.librarian = catalogue.open(settings.book)  # so that a broken one is told before Discord is
        if settings.default_level is not None:
            self.librarian.book.level(settings.default_level)
        self.store = Store(settings.database, settings.book)
        self.shelf = Shelf(catalogue, self.store.books, settings.book, settings.data_dir / "books")
        self.places = Places(
            self.store.settings, self.store.progress, self.shelf, settings.default_level, settings.default_policy
        )
        self.pool = Pool()
        self.desk = Desk(self.shelf, self.places, self.pool, self.metrics)
        self.replies = Replies(self.metrics)
        self.failures = Failures(self.metrics)
        self.watch = Watch(self, self._read, lambda: self.replies.taken, time.monotonic)
        self.metrics.gauge("gateway_up", "Whether Discord's gateway answers", lambda: float(self.watch.connected()))
        self.metrics.gauge("gateway_latency_seconds", "The gateway's last heartbeat", lambda: self.latency)
        self.metrics.gauge("servers", "Servers that Norfolk is in", lambda: len(self.guilds))
        self.metrics.gauge("queue", "Commands and clicks whose work isn't done", lambda: self.replies.waiting)
        self.metrics.gauge(
            "search_queue", "Questions that wait for a thread or are searched", lambda: self.pool.waiting
        )
        self.metrics.gauge("loop_stall_seconds", "The loop's longest stall since the last look", self.watch.stall)

    async def setup_hook(self) -> None:
        await self.store.open()
        features = (
            Ask(self, self.desk, self.replies, self.failures),
            Spoilers(self.tree, self.places, self.store.servers),
            Progress(self.tree, self.store.progress, self.places, self.replies),
            Welcome(self.places, self.store, self.replies),
        )
        for feature in features:
            await self.add_cog(feature)
        self.add_dynamic_items(*BUTTONS)
        try:
            await self.tree.sync()
        except discord.HTTPException as error:
            # The commands of an earlier start still work; a first start has none, so this must be seen.
            reference = self.failures.log(error, "telling Discord the commands")
            log.warning("%s: commands are as they were; start again when Discord is well", reference)

    async def on_message(self, message: discord.Message, /) -> None:
        """Keep commands.Bot from looking for prefix commands; the Ask cog listens on its own."""

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
