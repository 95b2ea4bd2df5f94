"""Replies to commands and buttons: at once where the work is quick, and in time where it isn't."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine, Sequence
from typing import Any, TypeVar

import discord
from discord import ui

Done = TypeVar("Done")
Interaction = discord.Interaction[Any]

AT_ONCE = 4  # pieces of work; whoever comes while so many go on is told first that a reply will come
PATIENCE = 1.0  # seconds of work after which the others are told, too; Discord waits for three
BELOW = "The answer is below."


class Replies:
    """Sees that every interaction is acknowledged in time, and that no crowd of them slows the acknowledging down."""

    def __init__(self) -> None:
        self._room = asyncio.Semaphore(AT_ONCE)

    async def in_time(self, interaction: Interaction, work: Coroutine[Any, Any, Done]) -> Done:
        """What `work` returns or raises. What can't be told at once is acknowledged before, in private."""
        if self._room.locked():
            try:
                await interaction.response.defer(ephemeral=True, thinking=True)
            except discord.HTTPException:
                work.close()  # it never began
                raise
        async with self._room:
            task = asyncio.create_task(work)
            done, _ = await asyncio.wait({task}, timeout=PATIENCE)
            if not done and not interaction.response.is_done():
                await interaction.response.defer(ephemeral=True, thinking=True)
            return await task


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
        return (await interaction.edit_original_response(view=view, attachments=files, allowed_mentions=nobody)).id
    await interaction.edit_original_response(content=BELOW)
    return (await interaction.followup.send(view=view, files=files, allowed_mentions=nobody, wait=True)).id


async def say_privately(interaction: Interaction, text: str) -> None:
    """One sentence that only the member sees."""
    if interaction.response.is_done():
        await interaction.edit_original_response(content=text)
    else:
        await interaction.response.send_message(text, ephemeral=True, suppress_embeds=True)
