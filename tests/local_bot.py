"""`python -m tests.local_bot ADDRESS [SECONDS]`: `norfolk run`, with a Discord of this machine in place of Discord's.

It looks at the event loop every millisecond. With SECONDS, every answer takes that much longer.
"""

from __future__ import annotations

import sys
import time
from typing import Any

import discord.gateway
import yarl
from discord.http import Route

import bot.health
import bot.run
from bot.client import NorfolkBot
from bot.cooldown import Cooldown
from bot.run import run
from knowledge.librarian import Librarian


class Patient(NorfolkBot):
    """A bot that doesn't mind being asked a lot at once."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.desk.cooldown = Cooldown(10**6, place=10**6, server=10**6)


def main(address: str, slow: float = 0.0) -> int:
    Route.BASE = f"{address}/api/v10"
    discord.gateway.DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(f"{address.replace('http', 'ws')}/gateway/")
    bot.health.EVERY = 0.001
    bot.run.NorfolkBot = Patient  # type: ignore[misc]
    if slow:
        quick = Librarian.ask

        def ask(*arguments: Any) -> Any:
            time.sleep(slow)
            return quick(*arguments)

        Librarian.ask = ask  # type: ignore[method-assign]
    return run()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], *map(float, sys.argv[2:])))
