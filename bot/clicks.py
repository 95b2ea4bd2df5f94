"""What all buttons and selects that outlive a restart have in common."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Awaitable, Callable
from typing import Any, Protocol, Self

import discord
from discord import ui

from bot.failures import Failures
from bot.readers import listen
from bot.replies import say_privately
from bot.translation import _, later
from bot.turnstile import Turnstile

IN_TIME = 2.0  # seconds: a modal must be the first reply to a click, and Discord waits for three
SLOW = later("That took me too long. Please click once more.")

Interaction = discord.Interaction[Any]


class Needs(Protocol):
    """What a click needs of the client."""

    failures: Failures
    turnstile: Turnstile


class Click(ui.DynamicItem[Any], template="norfolk:never"):
    """A button or select as it was clicked; `match` is its custom_id. Subclasses name their template."""

    def __init__(self, item: Any, match: re.Match[str]) -> None:
        super().__init__(item)
        self.match = match

    @classmethod
    async def from_custom_id(cls, interaction: Interaction, item: Any, match: re.Match[str], /) -> Self:
        return cls(item, match)

    async def callback(self, interaction: Interaction) -> Any:
        await answered(interaction, self.clicked(interaction), f"click on {type(self).__name__}")

    async def clicked(self, interaction: Interaction) -> None:
        raise NotImplementedError


async def answered(interaction: Interaction, work: Awaitable[None], what: str) -> None:
    """Do the work of an interaction, in the member's language. discord.py would log an error of a click or a modal
    without telling the member, so every one becomes a sentence, and is logged with its reference."""
    client: Needs = interaction.client
    listen(interaction)
    try:
        await client.turnstile.through()
        await work
    except Exception as error:  # noqa: BLE001 - see above
        await client.failures.tell(interaction, error, what)


def chosen(interaction: Interaction) -> list[str]:
    """The values picked in a select, as Discord sent them: of channels and roles their ids."""
    data: Any = interaction.data
    return list(data.get("values", []))


def button(
    label: str,
    custom_id: str,
    style: discord.ButtonStyle = discord.ButtonStyle.secondary,
    *,
    disabled: bool = False,
) -> ui.Button[Any]:
    """A button that says all in its custom_id."""
    return ui.Button(label=label, style=style, custom_id=custom_id, disabled=disabled)


def turning(
    page: int, last: int, labels: tuple[str, str], custom_id: Callable[[int, str], str]
) -> list[ui.Button[Any]]:
    """The buttons to the pages before and after one of 0 to `last`, where there are such; `custom_id` is asked for a
    page and "back" or "on"."""
    back = [button(labels[0], custom_id(page - 1, "back"))] if page > 0 else []
    on = [button(labels[1], custom_id(page + 1, "on"))] if page < last else []
    return back + on


async def open_modal(interaction: Interaction, making: Awaitable[ui.Modal | str]) -> None:
    """Open a modal, or say the sentence that came in its place, or that neither came in time."""
    try:
        found = await asyncio.wait_for(making, IN_TIME)
    except TimeoutError:
        found = _(SLOW)
    if isinstance(found, str):
        await say_privately(interaction, found)
    else:
        await interaction.response.send_modal(found)
