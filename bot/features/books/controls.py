"""The controls of drafts and of /book remove. They outlive a restart: all they know is in their custom_id."""

from __future__ import annotations

from typing import Any, Protocol

import discord

from bot import clicks
from bot.clicks import Click
from bot.features.books import words
from bot.features.books.drafts import NoSuchDraft
from bot.features.books.keys import CONTROL, REMOVAL, Control
from bot.features.books.panel import Told
from bot.features.books.workshop import Workshop
from bot.guard import check_moderator
from bot.replies import say_privately
from bot.translation import _
from knowledge.book import short_key
from knowledge.books.errors import BookError

Interaction = discord.Interaction[Any]


class Needs(Protocol):
    """What the controls need of the client: discord.py makes them anew from a click, and hands them only that."""

    workshop: Workshop


class DraftControl(Click, template=CONTROL):
    """A button or a select of a draft's panels."""

    async def clicked(self, interaction: Interaction) -> None:
        client: Needs = interaction.client
        control = Control.of(self.match.string)
        assert control is not None
        await _refusing(interaction, client.workshop.clicked(interaction, control))


class Removal(Click, template=REMOVAL):
    """The answer to whether a book is to be removed."""

    async def clicked(self, interaction: Interaction) -> None:
        client: Needs = interaction.client
        shop = client.workshop
        await interaction.response.defer()
        await check_moderator(interaction, shop.servers, "book")
        server = interaction.guild_id or 0
        text = _(words.KEPT)
        if self.match["answer"] == "yes":
            own = [book.slug for book in await shop.store.books.listed(server)]
            slug = next((slug for slug in own if short_key(slug) == self.match["key"]), "")
            gone = await shop.press.remove(server, interaction.user.id, slug)
            text = words.removed(gone.title) if gone else _(words.NOT_OWN)
        await interaction.edit_original_response(view=Told(text))


CONTROLS = (DraftControl, Removal)


async def answered(interaction: Interaction, work: Any, what: str) -> None:
    """Do the work; whatever goes wrong becomes one sentence that only the moderator sees."""
    await clicks.answered(interaction, _refusing(interaction, work), what)


async def _refusing(interaction: Interaction, work: Any) -> None:
    """Do the work; say what a book has wrong, or that the draft is gone."""
    try:
        await work
    except NoSuchDraft:
        await _say(interaction, _(words.GONE))
    except BookError as error:
        await _say(interaction, words.refused(str(error)))


async def _say(interaction: Interaction, text: str) -> None:
    """A sentence beside the panel, which stays."""
    if not interaction.response.is_done():
        await say_privately(interaction, text)
    elif interaction.response.type is discord.InteractionResponseType.deferred_channel_message:
        await interaction.edit_original_response(content=text)
    else:
        await interaction.followup.send(text, ephemeral=True)
