"""Replies to commands and buttons: at once where the work is quick, and in time where it isn't."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Coroutine, Sequence
from typing import Any, TypeVar

import discord
from discord import ui

from bot.metrics import Metrics
from bot.pool import Crowded
from bot.translation import _, later

Done = TypeVar("Done")
Interaction = discord.Interaction[Any]

AT_ONCE = 8  # pieces of work; whoever comes while so many go on is told first that a reply will come
PATIENCE = 1.0  # seconds of work after which the others are told, too; Discord waits for three
MOST = 2_000  # interactions that may wait; Discord takes a reply for fifteen minutes
SOON = 15.0  # seconds after which it is worth coming again when so many wait
BELOW = later("The answer is below.")


class Replies:
    """Sees that every interaction is acknowledged in time, and that no crowd of them slows the acknowledging down."""

    def __init__(self, metrics: Metrics) -> None:
        self._metrics = metrics
        self._room = asyncio.Semaphore(AT_ONCE)
        self.waiting = 0  # interactions whose work isn't done

    @property
    def taken(self) -> float:
        """The share of MOST that is taken."""
        return self.waiting / MOST

    async def in_time(self, interaction: Interaction, work: Coroutine[Any, Any, Done]) -> Done:
        """What `work` returns or raises. What can't be told at once is acknowledged before, in private. Raises Crowded
        when too many wait."""
        if self.waiting >= MOST:
            work.close()
            self._metrics.refused("crowded")
            raise Crowded(SOON)
        self.waiting += 1
        try:
            return await self._in_turn(interaction, work, time.perf_counter())
        finally:
            self.waiting -= 1

    async def _in_turn(self, interaction: Interaction, work: Coroutine[Any, Any, Done], came: float) -> Done:
        if self._room.locked():
            try:
                await self._acknowledge(interaction, came)
            except discord.HTTPException:
                work.close()  # it never began
                raise
        async with self._room:
            task = asyncio.create_task(work)
            done, _ = await asyncio.wait({task}, timeout=PATIENCE)
            if interaction.response.is_done():
                return await task
            if done:
                self._metrics.took("acknowledge", time.perf_counter() - came)
                return await task
            try:
                await self._acknowledge(interaction, came)
            except discord.HTTPException:
                await asyncio.gather(task, return_exceptions=True)  # nobody can be told any more
                raise
            return await task

    async def _acknowledge(self, interaction: Interaction, came: float) -> None:
        """Say that a reply will come."""
        await interaction.response.defer(ephemeral=True, thinking=True)
        self._metrics.took("acknowledge", time.perf_counter() - came)


async def put(
    interaction: Interaction, view: ui.LayoutView, *, private: bool, files: Sequence[discord.File] = ()
) -> int:
    """Reply with a view and the files that it shows; the id of the message.

    What was acknowledged in private can become no public message, so that a public one is sent after it.
    """
    nobody = discord.AllowedMentions.none()
    if not interaction.response.is_done():
        sent = await interaction.response.send_message(
            view=view, files=files, ephemeral=private, allowed_mentions=nobody
        )
        assert sent.message_id is not None
        return sent.message_id
    if private:
        return await _complete(interaction, view=view, files=files, allowed_mentions=nobody)
    await _complete(interaction, content=_(BELOW))
    return (await interaction.followup.send(view=view, files=files, allowed_mentions=nobody, wait=True)).id


async def say_privately(interaction: Interaction, text: str) -> None:
    """One sentence that only the member sees."""
    if interaction.response.is_done():
        await _complete(interaction, content=text)
    else:
        await interaction.response.send_message(text, ephemeral=True, suppress_embeds=True)


async def _complete(interaction: Interaction, files: Sequence[discord.File] = (), **what: Any) -> int:
    """Put what is told in place of the promise of it, or after it where the member has dismissed that; its id."""
    try:
        return (await interaction.edit_original_response(attachments=files, **what)).id
    except discord.NotFound:
        return (await interaction.followup.send(files=files, **what, ephemeral=True, wait=True)).id
