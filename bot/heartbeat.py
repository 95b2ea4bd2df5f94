"""A file that a running bot touches while Discord answers it, so that a cheap check can tell whether it lives."""

from __future__ import annotations

import asyncio
import contextlib
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

from bot.health import LATE

if TYPE_CHECKING:  # a health check runs every half minute and should not load discord.py for it
    import discord

EVERY = 20  # seconds


def file_in(data_dir: Path) -> Path:
    return data_dir / "heartbeat"


def age(path: Path) -> float | None:
    """Seconds since the last beat; None if there never was one."""
    try:
        return max(0.0, time.time() - path.stat().st_mtime)
    except FileNotFoundError:
        return None


def report(path: Path) -> int:
    """Print why the bot seems dead, if it does. Returns the exit code."""
    seconds = age(path)
    if seconds is not None and seconds < LATE:
        return 0
    print("no bot runs here" if seconds is None else f"no word from Discord for {seconds:.0f} seconds", file=sys.stderr)
    return 1


async def beat(client: discord.Client, path: Path) -> None:
    """Touch the file for as long as the client is connected, until cancelled. The file goes when this ends."""
    try:
        while True:
            # Between connections there is no answer from the gateway, and latency is nan or infinite.
            if client.is_ready() and client.latency < LATE:
                with contextlib.suppress(OSError):  # a full disk must show as a late beat, not stop the beats
                    await asyncio.to_thread(_touch, path)
            await asyncio.sleep(EVERY)
    finally:
        _remove(path)


def _touch(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch()


def _remove(path: Path) -> None:
    path.unlink(missing_ok=True)
