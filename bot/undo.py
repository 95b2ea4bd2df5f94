"""The button that takes back a change which opened a place further, for five minutes."""

from __future__ import annotations

from typing import Any, Protocol

from discord import ui

from bot.changes import Changed, Changes
from bot.clicks import Click, Interaction, button
from bot.guard import check_moderator
from bot.store import Servers
from bot.texts import level_name
from bot.where import Target, place_name


class Needs(Protocol):
    """What the button needs of the client."""

    changes: Changes
    servers: Servers


def undo_button(id: str) -> ui.Button[Any]:
    return button("Undo", f"norfolk:undo:{id}")


def opened(changed: Changed, target: Target) -> str:
    """What a change opened, in one sentence for the moderator who made it."""
    before, after = changed.before, changed.after
    steps = [
        f"{name} {old} → {new}"
        for name, old, new in (
            ("book", f"*{before.book.title}*", f"*{after.book.title}*"),
            ("level", level_name(before.level, before.book), level_name(after.level, after.book)),
            ("policy", before.policy.value, after.policy.value),
        )
        if old != new
    ]
    return f"**This opens {target.name} further**: {', '.join(steps)}. You can undo it for five minutes."


class Undo(Click, template=r"norfolk:undo:(?P<id>[0-9a-f]{16})"):
    """Puts the place back, if it still is as the change left it."""

    async def clicked(self, interaction: Interaction) -> None:
        client: Needs = interaction.client
        await interaction.response.defer(ephemeral=True, thinking=True)
        server = interaction.guild_id
        await check_moderator(interaction, client.servers, "spoilers")
        assert server is not None
        place = await client.changes.undo(server, self.match["id"], interaction.user.id, interaction.created_at)
        text = f"Undone: {place_name(place, server)} is set as before. `/spoilers show` says what holds."
        await interaction.edit_original_response(content=text)
