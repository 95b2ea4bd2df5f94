"""Buttons that outlive a restart: all they know is in their custom_id, and that is passages' keys and nothing else."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, ClassVar, Self

import discord
from discord import ui

if TYPE_CHECKING:
    from bot.client import NorfolkBot

_KEYS = r"(?P<keys>[0-9a-f]{8}(?:-[0-9a-f]{8})*)"
_MOST = 9  # keys that fit into the 100 characters of a custom_id beside its name


class _KeyButton(ui.DynamicItem[ui.Button[Any]], template="norfolk:never:" + _KEYS):
    name: ClassVar[str]
    label: ClassVar[str]

    def __init__(self, keys: Sequence[str]) -> None:
        self.keys = tuple(keys[:_MOST])
        custom_id = f"norfolk:{self.name}:{'-'.join(self.keys)}"
        super().__init__(ui.Button(label=self.label, style=discord.ButtonStyle.secondary, custom_id=custom_id))

    @classmethod
    async def from_custom_id(cls, interaction: discord.Interaction[Any], item: Any, match: re.Match[str], /) -> Self:
        return cls(match["keys"].split("-"))

    async def callback(self, interaction: discord.Interaction[Any]) -> Any:
        """Hand the click over; discord.py would log an error here without telling the member, so it is caught."""
        bot: NorfolkBot = interaction.client
        try:
            await self.answer(bot, interaction)
        except Exception as error:  # noqa: BLE001 - every one becomes a sentence, and is logged with its reference
            await bot.failures.tell(interaction, error, f"button {self.name}")

    async def answer(self, bot: NorfolkBot, interaction: discord.Interaction[Any]) -> None:
        raise NotImplementedError


class AnotherPassage(_KeyButton, template="norfolk:more:" + _KEYS):
    """The next best passage, where the first one was: in public, or in private."""

    name = "more"
    label = "Another passage"

    async def answer(self, bot: NorfolkBot, interaction: discord.Interaction[Any]) -> None:
        message = interaction.message
        private = message is not None and message.flags.ephemeral
        await bot.desk.show_next(interaction, self.keys, private=private)


class ShowMe(_KeyButton, template="norfolk:show:" + _KEYS):
    """What `withhold` keeps from the channel, to the one member who asks for it."""

    name = "show"
    label = "Show it to me only"

    async def answer(self, bot: NorfolkBot, interaction: discord.Interaction[Any]) -> None:
        await bot.desk.show_in_private(interaction, self.keys)


BUTTONS = (AnotherPassage, ShowMe)
