"""`norfolk run`: the bot on Discord, from start to a clean stop."""

from __future__ import annotations

import asyncio
import gc
import sys
from contextlib import AsyncExitStack

import aiohttp
import discord

from bot import heartbeat, leaving, logs, monitor
from bot.client import NorfolkBot
from bot.errors import Unusable
from bot.library import catalogue_for
from bot.settings import Settings, load_settings
from bot.shards import ShardedBot, Shards

NO_TOKEN = """norfolk: DISCORD_TOKEN is not set, and without it Discord lets no bot in.
  1. Open https://discord.com/developers/applications and choose your application, or make one with New Application.
  2. Bot -> Reset Token -> Copy. No privileged intent is needed.
  3. Write it into a file named .env here:  DISCORD_TOKEN=...
To try Norfolk without Discord: norfolk preview"""
SWITCH = 0.001  # seconds that a thread may compute before the event loop gets its turn; Python's own 5 ms stall it
BAD_TOKEN = (
    "norfolk: Discord refuses DISCORD_TOKEN; make a new one at https://discord.com/developers/applications"
    " -> your application -> Bot -> Reset Token"
)


def run(shards: Shards | None = None) -> int:
    """Run until SIGINT or SIGTERM, on some of the bot's shards or else on its only one.

    Returns the exit code: 0 after a clean stop, 2 without a good token.
    """
    settings = load_settings()
    logs.configure(settings.log_format, settings.discord_token)
    if settings.discord_token is None:
        print(NO_TOKEN, file=sys.stderr)
        return 2
    sys.setswitchinterval(SWITCH)
    discord.VoiceClient.warn_nacl = discord.VoiceClient.warn_dave = False  # Norfolk never speaks
    catalogue = catalogue_for(settings)
    bot: NorfolkBot
    if shards is None:
        bot = NorfolkBot(settings, catalogue)
    else:
        bot = ShardedBot(settings, catalogue, shard_ids=list(shards.ids), shard_count=shards.count)
    gc.freeze()  # books and modules stay: looking through all of them for garbage would stall the event loop
    try:
        asyncio.run(_serve(bot, settings, settings.discord_token.get_secret_value()))
    except aiohttp.ClientConnectionError as error:
        raise Unusable(f"Discord cannot be reached ({error}); check the network, then start again") from error
    except discord.DiscordServerError as error:
        raise Unusable(f"Discord is not well ({error.status}); start again in a while") from error
    except discord.LoginFailure:
        print(BAD_TOKEN, file=sys.stderr)
        return 2
    return 0


async def _serve(bot: NorfolkBot, settings: Settings, token: str) -> None:
    async with bot, AsyncExitStack() as beside:
        await bot.store.open()  # before Discord is troubled: what is wrong with the folder is said at once
        if settings.metrics_port is not None:
            served = monitor.served(bot.pulse, bot.metrics, settings.metrics_host, settings.metrics_port)
            await beside.enter_async_context(served)
        tasks = [
            asyncio.create_task(bot.pulse.run()),
            asyncio.create_task(heartbeat.beat(bot, heartbeat.file_in(settings.data_dir))),
        ]
        try:
            await leaving.until_told(bot.start(token))
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
