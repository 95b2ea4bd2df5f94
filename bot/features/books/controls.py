"""The controls of drafts and of /book remove. They outlive a restart: all they know is in their custom_id."""

from __future__ import annotations

import re
from typing import Any, Protocol, Self

import discord
from discord import ui

from bot.failures import Failures
from bot.features.books import words
from bot.features.books.drafts import NoSuchDraft
from bot.features.books.keys import CONTROL, REMOVAL, Control
from bot.features.books.panel import Told
from bot.features.books.workshop import Workshop
from bot.guard import check_moderator
from bot.readers import listen
from bot.replies import say_privately
from bot.shelf import book_key
from bot.speech import _
from knowledge.books.errors import BookError

Interaction = discord.Interaction[Any]


class Needs(Protocol):
    """What the controls need of the client: discord.py makes them anew from a click, and hands them only that."""

    workshop: Workshop
    failures: Failures


class _Clicked(ui.DynamicItem[ui.Item[Any]], template="norfolk:never"):
    """A control as it was clicked."""

    def __init__(self, item: ui.Item[Any], match: re.Match[str]) -> None:
        super().__init__(item)
        self.match = match

    @classmethod
    async def from_custom_id(cls, interaction: Interaction, item: Any, match: re.Match[str], /) -> Self:
        return cls(item, match)

    async def callback(self, interaction: Interaction) -> Any:
        listen(interaction)
        await answered(interaction, self.clicked(interaction.client, interaction), "a control of a book")

    async def clicked(self, client: Needs, interaction: Interaction) -> None:
        raise NotImplementedError


class DraftControl(_Clicked, template=CONTROL):
    """A button or a select of a draft's panels."""

    async def clicked(self, client: Needs, interaction: Interaction) -> None:
        control = Control.of(self.match.string)
        assert control is not None
        await client.workshop.clicked(interaction, control)


class Removal(_Clicked, template=REMOVAL):
    """The answer to whether a book is to be removed."""

    async def clicked(self, client: Needs, interaction: Interaction) -> None:
        shop = client.workshop
        await check_moderator(interaction, shop.servers, "book")
        await interaction.response.defer()
        server = interaction.guild_id or 0
        text = _(words.KEPT)
        if self.match["answer"] == "yes":
            own = [book.slug for book in await shop.store.books.listed(server)]
            slug = next((slug for slug in own if book_key(slug) == self.match["key"]), "")
            gone = await shop.press.remove(server, interaction.user.id, slug)
            text = words.removed(gone.title) if gone else _(words.NOT_OWN)
        await interaction.edit_original_response(view=Told(text))


CONTROLS = (DraftControl, Removal)


async def answered(interaction: Interaction, work: Any, what: str) -> None:
    """Do the work; whatever goes wrong becomes one sentence that only the moderator sees."""
    try:
        await work
    except NoSuchDraft:
        await _say(interaction, _(words.GONE))
    except BookError as error:
        await _say(interaction, words.refused(str(error)))
    except Exception as error:  # noqa: BLE001 - every one becomes a sentence, and is logged with its reference
        await interaction.client.failures.tell(interaction, error, what)


async def _say(interaction: Interaction, text: str) -> None:
    """A sentence beside the panel, which stays."""
    if not interaction.response.is_done():
        await say_privately(interaction, text)
    elif interaction.response.type is discord.InteractionResponseType.deferred_channel_message:
        await interaction.edit_original_response(content=text)
    else:
        await interaction.followup.send(text, ephemeral=True)
