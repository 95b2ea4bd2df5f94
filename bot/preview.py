"""`norfolk preview`: the very bot that `norfolk run` runs, in a simulated Discord in a local browser page."""

from __future__ import annotations

import asyncio
import contextlib
import os
import re
import signal
import sys
import tempfile
import webbrowser
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import discord
import simcord
from simcord.actors import MemberActor
from simcord.builders import ChannelHandle
from simcord.preview import Preview

from bot.client import NorfolkBot
from bot.errors import Unusable
from bot.library import catalogue_for
from bot.settings import Settings, load_settings
from knowledge.catalogue import Catalogue

SERVER = "The Cottages"
CHANNELS = {
    "book-club": "We are in the middle of the book. Part Three is a spoiler here.",
    "finished-it": "For those who have read it all. Nothing is a spoiler here.",
    "just-started": "For those who have just begun. Nearly everything is a spoiler here.",
}
OPEN_QUESTION = "who sings the song on the tape?"
SPOILER_QUESTION = "why was madame crying?"


def run(channel: str, *, open_page: bool, port: int) -> None:
    """Serve the preview of a channel until Ctrl-C or until the page ends it. Raises Unusable with the mend."""
    if channel.lstrip("#") not in CHANNELS:
        raise Unusable(f"no channel {channel} in the preview; choose one of #{', #'.join(CHANNELS)}")
    settings = load_settings()
    asyncio.run(_serve(settings, catalogue_for(settings), channel, open_page, port))


class _Typist(MemberActor):
    """A member whose @Norfolk is a mention, as Discord's own message box makes it; the page's box doesn't."""

    async def send(self, channel: ChannelHandle, content: str = "", **more: Any) -> discord.Message:
        bot = self._env.backend.bot_user
        content = re.sub(rf"@{re.escape(bot.name)}\b", f"<@{bot.id}>", content, flags=re.IGNORECASE)
        return await super().send(channel, content, **more)


@contextlib.asynccontextmanager
async def opened(settings: Settings, catalogue: Catalogue, channel: str, port: int = 0) -> AsyncIterator[Preview]:
    """The preview of a channel, served on this machine alone, with a first exchange in it; nothing of it is kept."""
    with tempfile.TemporaryDirectory(prefix="norfolk-preview-") as folder:
        away = settings.model_copy(update={"data_dir": Path(folder), "database_url": None})
        bot = NorfolkBot(away, catalogue)
        async with simcord.run(bot, check_errors=False, settle_timeout=15) as env:
            assert bot.user is not None
            await bot.user.edit(username="Norfolk")
            # At once: advance_time would wake whatever sleeps, every few seconds of the months between.
            env.backend.advance_clock(max(0.0, (datetime.now(UTC) - env.now()).total_seconds()))
            server = env.create_guild(SERVER)
            channels = {name: server.create_text_channel(name, topic=topic) for name, topic in CHANNELS.items()}
            manage = server.create_role("Moderators", permissions=discord.Permissions(manage_guild=True))
            moderator = server.add_member(env.create_user("imani", global_name="Imani (moderator)"), roles=[manage])
            ana = server.add_member(env.create_user("ana", global_name="Ana"))
            ben = server.add_member(env.create_user("ben", global_name="Ben"))
            viewers = [_Typist(env, server, member.user) for member in (ana, ben, moderator)]
            book = bot.librarian.book
            await bot.store.settings.set_level(server.id, channels["finished-it"].id, book.slug, book.levels[-1].id)
            await bot.store.settings.set_level(server.id, channels["just-started"].id, book.slug, book.levels[0].id)
            shown = channels[channel.lstrip("#")]
            await ana.send(shown, f"{bot.user.mention} {OPEN_QUESTION}")
            await ben.slash(shown, "ask", question=SPOILER_QUESTION)
            try:
                async with env.preview(shown, viewers=viewers, layout="channel", port=port) as preview:
                    yield preview
            except simcord.SetupError as error:
                raise Unusable(f"the preview cannot be served: {error}") from error


async def _serve(settings: Settings, catalogue: Catalogue, channel: str, open_page: bool, port: int) -> None:
    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        with contextlib.suppress(NotImplementedError):  # Windows: Ctrl-C raises KeyboardInterrupt instead
            asyncio.get_running_loop().add_signal_handler(number, stop.set)
    async with opened(settings, catalogue, channel, port) as preview:
        print(f"Norfolk's preview of #{channel.lstrip('#')}: {preview.url}", "Ctrl-C ends it.", sep="\n", flush=True)
        if open_page and _has_screen():
            await asyncio.to_thread(webbrowser.open, preview.url)
        ends = [asyncio.create_task(stop.wait()), asyncio.create_task(preview.wait_closed())]
        await asyncio.wait(ends, return_when=asyncio.FIRST_COMPLETED)
        for task in ends:
            task.cancel()


def _has_screen() -> bool:
    """Without a screen a text browser would take over the terminal that shows the URL."""
    return sys.platform in ("darwin", "win32") or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
