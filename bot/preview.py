"""`norfolk preview`: the very bot that `norfolk run` runs, in a simulated Discord in a local browser page."""

from __future__ import annotations

import asyncio
import contextlib
import os
import re
import signal
import sys
import tempfile
import threading
import webbrowser
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import discord
import simcord
from aiohttp import web
from simcord.actors import MemberActor
from simcord.builders import ChannelHandle
from simcord.preview import Preview

from bot.client import NorfolkBot
from bot.errors import Unusable
from bot.library import catalogue_for
from bot.settings import Settings, load_settings
from knowledge.catalogue import Catalogue
from knowledge.spoilers import Policy

SERVER = "The Cottages"
TICK = 0.5  # seconds


@dataclass(frozen=True)
class Channel:
    """A channel of the preview: how far it has read (a level's place in the book), what happens past that, and what Ana
    asks there."""

    topic: str
    level: int
    policy: Policy
    question: str = "who sings the song on the tape?"


CHANNELS = {
    "book-club": Channel(
        "In the middle of the book. Part Three is a spoiler, and comes under a cover.", 2, Policy.WARN
    ),
    "finished-it": Channel("For those who have read it all. Nothing is a spoiler here.", 3, Policy.WARN),
    "just-started": Channel(
        "Just begun. What goes further is shown only to who asks for it.", 0, Policy.WITHHOLD, "who wrote this book?"
    ),
    "no-hints": Channel("In the middle of the book. Not a word is said about what comes.", 2, Policy.SILENT),
}
_MENU = discord.AppCommandType.message.value
SPOILER_QUESTION = "why was madame crying?"


def run(channel: str, *, open_page: bool, port: int) -> None:
    """Serve the preview until Ctrl-C or until a page ends it. Raises Unusable with the mend."""
    if channel.lstrip("#") not in CHANNELS:
        raise Unusable(f"no channel {channel} in the preview; choose one of #{', #'.join(CHANNELS)}")
    settings = load_settings()
    asyncio.run(_serve(settings, catalogue_for(settings), channel.lstrip("#"), open_page, port))


class _Typist(MemberActor):
    """A member whose @Norfolk is a mention, as Discord's own message box makes it; the page's box doesn't. The page has
    no menu of messages either: a reply that is the name of a command there is that command."""

    async def send(
        self, channel: ChannelHandle, content: str = "", *, reply_to: Any = None, **more: Any
    ) -> discord.Message:
        menu = content.strip()
        if reply_to is not None and self._env.backend.find_command(menu, self.guild.id, type=_MENU) is not None:
            await self.context_menu(channel, menu, reply_to)
            answered: discord.Message = reply_to
            return answered
        bot = self._env.backend.bot_user
        content = re.sub(rf"@{re.escape(bot.name)}\b", f"<@{bot.id}>", content, flags=re.IGNORECASE)
        return await super().send(channel, content, reply_to=reply_to, **more)


class Club:
    """The simulated server. One channel is on the page at a time; another one's link puts that there instead."""

    def __init__(self, env: simcord.Env, channels: Mapping[str, ChannelHandle], viewers: Sequence[MemberActor]) -> None:
        self._env, self._channels, self._viewers = env, channels, viewers
        self._page: Preview | None = None
        self._name = ""
        self._watcher: asyncio.Task[None] | None = None
        self._switching = asyncio.Lock()
        self.ended = asyncio.Event()

    async def show(self, name: str) -> Preview:
        """The page of a channel. Raises Unusable when it can't be served."""
        async with self._switching:
            if self._page is not None and self._name == name and not self.ended.is_set():
                return self._page
            before, self._page = self._page, None
            if before is not None:
                await before.close()
            try:
                page = self._env.preview(self._channels[name], viewers=self._viewers, layout="channel")
                await page.__aenter__()
            except simcord.SetupError as error:
                raise Unusable(f"the preview cannot be served: {error}") from error
            self._page, self._name = page, name
            self._watcher = asyncio.create_task(self._watch(page))
            return page

    async def close(self) -> None:
        if self._page is not None:
            await self._page.close()

    async def _watch(self, page: Preview) -> None:
        """A page that was closed, and not for another one, ends the preview."""
        await page.wait_closed()
        if self._page is page:
            self.ended.set()


@contextlib.asynccontextmanager
async def opened(settings: Settings, catalogue: Catalogue) -> AsyncIterator[Club]:
    """The club, on this machine alone, with a first exchange in every channel; nothing of it is kept."""
    with tempfile.TemporaryDirectory(prefix="norfolk-preview-") as folder:
        away = settings.model_copy(update={"data_dir": Path(folder), "database_url": None})
        bot = NorfolkBot(away, catalogue)
        async with simcord.run(bot, check_errors=False, settle_timeout=15) as env:
            assert bot.user is not None
            await bot.user.edit(username="Norfolk")
            # What looks after schedules and books every few seconds would drive the simulated clock, and wait for it.
            for cog in bot.cogs.values():
                await discord.utils.maybe_coroutine(cog.cog_unload)  # type: ignore[arg-type]
            _catch_up(env)
            server = env.create_guild(SERVER)
            channels = {name: server.create_text_channel(name, topic=one.topic) for name, one in CHANNELS.items()}
            manage = server.create_role("Moderators", permissions=discord.Permissions(manage_guild=True))
            moderator = server.add_member(env.create_user("imani", global_name="Imani (moderator)"), roles=[manage])
            ana = server.add_member(env.create_user("ana", global_name="Ana"))
            ben = server.add_member(env.create_user("ben", global_name="Ben"))
            book = bot.librarian.book
            for name, channel in channels.items():
                level = book.levels[min(CHANNELS[name].level, len(book.levels) - 1)]
                await bot.store.settings.set_level(server.id, channel.id, book.slug, level.id)
                await bot.store.settings.set_policy(server.id, channel.id, CHANNELS[name].policy)
                await ana.send(channel, f"{bot.user.mention} {CHANNELS[name].question}")
                await ben.send(channel, f"{bot.user.mention} {SPOILER_QUESTION}")
            club = Club(env, channels, [_Typist(env, server, member.user) for member in (ana, ben, moderator)])
            with _keeping_time(env):
                try:
                    yield club
                finally:
                    await club.close()


def _catch_up(env: simcord.Env) -> None:
    """Set the simulated clock, which stands still by itself, to the real one. At once: advance_time would wake whatever
    sleeps, every few seconds of the months between."""
    env.backend.advance_clock(max(0.0, (datetime.now(UTC) - env.now()).total_seconds()))


@contextlib.contextmanager
def _keeping_time(env: simcord.Env) -> Iterator[None]:
    """Without it, who has asked too much at once could never ask again. In a thread, as the simulation waits for the
    tasks of its loop."""
    ended = threading.Event()

    def follow() -> None:
        while not ended.wait(TICK):
            _catch_up(env)

    thread = threading.Thread(target=follow, name="clock", daemon=True)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()


@contextlib.asynccontextmanager
async def _links(club: Club, port: int) -> AsyncIterator[str]:
    """Serve a link a channel on this machine; the address that they begin with. Raises Unusable for a taken port."""

    async def go(request: web.Request) -> web.StreamResponse:
        name = request.match_info["channel"]
        if name not in CHANNELS:
            raise web.HTTPNotFound(text=f"no channel #{name} here; there are #{', #'.join(CHANNELS)}")
        raise web.HTTPFound((await club.show(name)).url)

    app = web.Application()
    app.router.add_get("/{channel}", go)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    try:
        site = web.TCPSite(runner, "127.0.0.1", port)
        try:
            await site.start()
        except OSError as error:
            raise Unusable(f"port {port} cannot be used ({error}); name another: norfolk preview --port") from error
        yield f"http://127.0.0.1:{runner.addresses[0][1]}/"
    finally:
        await runner.cleanup()


async def _serve(settings: Settings, catalogue: Catalogue, channel: str, open_page: bool, port: int) -> None:
    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        with contextlib.suppress(NotImplementedError):  # Windows: Ctrl-C raises KeyboardInterrupt instead
            asyncio.get_running_loop().add_signal_handler(number, stop.set)
    async with opened(settings, catalogue) as club, _links(club, port) as start:
        print("Norfolk's preview. Each link shows its channel in place of the one before; Ctrl-C ends it.")
        print(
            'To "Check for spoilers" or "Ask about this", reply to the message with these words: the page has no menus.'
        )
        for name, one in CHANNELS.items():
            print(f"  {start}{name:14} {one.topic}")
        sys.stdout.flush()
        if open_page and _has_screen():
            await asyncio.to_thread(webbrowser.open, start + channel)
        ends = [asyncio.create_task(stop.wait()), asyncio.create_task(club.ended.wait())]
        await asyncio.wait(ends, return_when=asyncio.FIRST_COMPLETED)
        for task in ends:
            task.cancel()


def _has_screen() -> bool:
    """Without a screen a text browser would take over the terminal that shows the links."""
    return sys.platform in ("darwin", "win32") or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
