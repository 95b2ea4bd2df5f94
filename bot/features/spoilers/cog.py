"""Spoiler settings of a server, a channel or a thread, for moderators who type."""

from __future__ import annotations

from typing import Any

import discord
from discord import app_commands
from discord.ext import commands

from bot.changes import Changed, Changes, Wish
from bot.features.spoilers.places import shown
from bot.guard import ModeratorGroup
from bot.store import Places, Servers
from bot.texts import POLICIES, level_choices
from bot.translation import _, later
from bot.undo import opened, undo_button
from bot.where import SERVER, WHERE, Place, Target, named

Interaction = discord.Interaction[Any]


class Spoilers(commands.Cog):
    """/spoilers show, level, policy, clear."""

    def __init__(self, tree: app_commands.CommandTree[Any], places: Places, servers: Servers, changes: Changes) -> None:
        self._tree = tree
        self.group = _group(places, servers, changes)

    async def cog_load(self) -> None:
        self._tree.add_command(self.group)


def _group(places: Places, servers: Servers, changes: Changes) -> ModeratorGroup:
    group = ModeratorGroup("spoilers", later("What I may show openly in this server"), servers)

    async def answer(interaction: Interaction, target: Target, where: Any, done: str, changed: Changed | None) -> None:
        """What was done, and what holds now; a change that opens the place says so and can be undone."""
        text, view = await shown(interaction, places, target, where or interaction.channel, 0)
        if changed is not None and changed.undo is not None:
            done = f"{done} {opened(changed, target)}"
            view.add_item(undo_button(changed.undo))
        await interaction.edit_original_response(content=f"{done}\n{text}".strip()[:2_000], view=view)

    @group.command(name="show", description=later("Show which spoiler level and policy hold here, and in all places"))
    @app_commands.describe(where=WHERE, server=SERVER)
    async def show(interaction: Interaction, where: Place | None = None, server: bool = False) -> None:
        await answer(interaction, named(interaction, where, server), where, "", None)

    @group.command(name="level", description=later("Set how far the club has read: whatever goes further is a spoiler"))
    @app_commands.describe(level=later("The last part that everybody has finished"), where=WHERE, server=SERVER)
    async def level(interaction: Interaction, level: str, where: Place | None = None, server: bool = False) -> None:
        target = named(interaction, where, server)
        changed = await changes.make(target, Wish(level=level), interaction.user.id, interaction.created_at)
        await answer(interaction, target, where, _("The level is set for {place}.").format(place=target.name), changed)

    @level.autocomplete("level")
    async def levels(interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
        where = interaction.namespace.where
        target = named(interaction, where, bool(interaction.namespace.server) and not where)
        return level_choices((await changes.now(target)).book, typed)

    @group.command(name="policy", description=later("Set what happens to answers that go further than the level"))
    @app_commands.describe(policy=later("What to do with them"), where=WHERE, server=SERVER)
    @app_commands.choices(
        policy=[
            app_commands.Choice(name=app_commands.locale_str(text), value=policy) for policy, text in POLICIES.items()
        ]
    )
    async def policy(interaction: Interaction, policy: str, where: Place | None = None, server: bool = False) -> None:
        target = named(interaction, where, server)
        changed = await changes.make(target, Wish(policy=policy), interaction.user.id, interaction.created_at)
        await answer(interaction, target, where, _("The policy is set for {place}.").format(place=target.name), changed)

    @group.command(name="clear", description=later("Take settings away, so that they are inherited again"))
    @app_commands.describe(where=WHERE, server=SERVER)
    async def clear(interaction: Interaction, where: Place | None = None, server: bool = False) -> None:
        target = named(interaction, where, server)
        changed = await changes.clear(target, interaction.user.id, interaction.created_at)
        done = _("Cleared what was set for {place}.") if changed else _("Nothing was set for {place}.")
        await answer(interaction, target, where, done.format(place=target.name), changed)

    return group
