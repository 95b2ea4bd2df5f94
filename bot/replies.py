"""Replies to commands and buttons: at once where the work is quick, and in time where it isn't."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from typing import Any, TypeVar

import discord
from discord import ui

Done = TypeVar("Done")
Interaction = discord.Interaction[Any]

PATIENCE = 1.0  # seconds of work before Discord is told that a reply will come; it waits for three
BELOW = "The answer is below."


async def in_time(interaction: Interaction, work: Coroutine[Any, Any, Done]) -> Done:
    """What `work` returns or raises. When that takes long, the interaction is acknowledged meanwhile, in private."""
    task = asyncio.create_task(work)
    done, _ = await asyncio.wait({task}, timeout=PATIENCE)
    if not done:
        await interaction.response.defer(ephemeral=True, thinking=True)
    return await task


async def put(interaction: Interaction, view: ui.LayoutView, *, private: bool) -> int:
    """Reply with a view; the id of the message.

    What was acknowledged in private can become no public message, so that a public one is sent after it.
    """
    nobody = discord.AllowedMentions.none()
    if not interaction.response.is_done():
        sent = await interaction.response.send_message(view=view, ephemeral=private, allowed_mentions=nobody)
        assert sent.message_id is not None
        return sent.message_id
    if private:
        return (await interaction.edit_original_response(view=view, allowed_mentions=nobody)).id
    await interaction.edit_original_response(content=BELOW)
    return (await interaction.followup.send(view=view, allowed_mentions=nobody, wait=True)).id


async def say_privately(interaction: Interaction, text: str) -> None:
    """One sentence that only the member sees."""
    if interaction.response.is_done():
        await interaction.edit_original_response(content=text)
    else:
        await interaction.response.send_message(text, ephemeral=True, suppress_embeds=True)
