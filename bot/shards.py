"""Which of a bot's shards a process runs: each holds a part of the servers, and all share one database."""

from __future__ import annotations

import re
from dataclasses import dataclass

from discord.ext import commands

from bot.client import NorfolkBot


class BadShards(ValueError):
    """The shards that were asked for make no sense; the message says why and what does."""


@dataclass(frozen=True)
class Shards:
    """The shards of this process, and how many there are in all."""

    ids: tuple[int, ...]
    count: int


class ShardedBot(NorfolkBot, commands.AutoShardedBot):
    """The same bot on several shards."""


def shards_of(ids: str | None, count: int | None) -> Shards | None:
    """The shards of "0-3" or "5" out of `count`; all without `ids`, None without either. Raises BadShards."""
    if count is None:
        if ids is not None:
            raise BadShards("--shards needs --shard-count, the same for all processes")
        return None
    if ids is None:
        ids = f"0-{count - 1}"
    match = re.fullmatch(r"(\d+)(?:-(\d+))?", ids)
    if match is None:
        raise BadShards(f"--shards {ids}: write one shard, or the first and the last, as in 0-3")
    first, last = int(match[1]), int(match[2] or match[1])
    if not first <= last < count:
        raise BadShards(f"--shards {ids}: with --shard-count {count}, shards go from 0 to {count - 1}")
    return Shards(tuple(range(first, last + 1)), count)
