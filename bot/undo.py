"""The button that takes back a change which opened a place further, for five minutes."""

from __future__ import annotations

from typing import Any, Protocol

from discord import ui

from bot.changes import Changed, Changes
from bot.clicks import Click, Interaction, button
from bot.guard import check_moderator
from bot.naming import level_name
from bot.store import Servers
from bot.translation import _, joined
from bot.where import Target, place_name


class Needs(Protocol):
    """What the button needs of the client."""

    changes: Changes
    servers: Servers


def undo_button(id: str) -> ui.Button[Any]:
    # Translators: button, at most 80 characters
    return button(_("Undo"), f"norfolk:undo:{id}")


def opened(changed: Changed, target: Target) -> str:
    """What a change opened, in one sentence for the moderator who made it."""
    before, after = changed.before, changed.after
    levels = level_name(before.level, before.book), level_name(after.level, after.book)
    steps = []
    if before.book.slug != after.book.slug:  # the levels of two books can't be compared
        # Translators: one of {steps}; {new} and {old} are titles of books, the old one isn't read there any more
        text = _("*{new}* instead of *{old}*, open up to {level}")
        steps.append(text.format(new=after.book.title, old=before.book.title, level=levels[1]))
    elif levels[0] != levels[1]:
        # Translators: one of {steps}
        steps.append(_("level {old} → {new}").format(old=levels[0], new=levels[1]))
    if before.policy is not after.policy:
        # Translators: one of {steps}; {old} and {new} are warn, withhold or silent
        steps.append(_("policy {old} → {new}").format(old=before.policy.value, new=after.policy.value))
    # Translators: {place} is a channel's mention or “the whole server”
    text = _("**This opens {place} further**: {steps}. You can undo it for five minutes.")
    return text.format(place=target.name, steps=joined(steps))


class Undo(Click, template=r"norfolk:undo:(?P<id>[0-9a-f]{16})"):
    """Puts the place back, if it still is as the change left it."""

    async def clicked(self, interaction: Interaction) -> None:
        client: Needs = interaction.client
        await interaction.response.defer(ephemeral=True, thinking=True)
        server = interaction.guild_id
        await check_moderator(interaction, client.servers, "spoilers")
        assert server is not None
        place = await client.changes.undo(server, self.match["id"], interaction.user.id, interaction.created_at)
        text = _("Undone: {place} is set as before. `/spoilers show` says what holds.")
        await interaction.edit_original_response(content=text.format(place=place_name(place, server)))
