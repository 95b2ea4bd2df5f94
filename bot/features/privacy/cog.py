"""/privacy, /mydata export and /mydata delete."""

from __future__ import annotations

import io
import json
from typing import Any

import discord
from discord import app_commands
from discord.ext import commands

from bot import readers
from bot.desk import Desk
from bot.features.privacy import words
from bot.installs import everywhere
from bot.replies import say_privately
from bot.store import Members
from bot.translation import _, later

Interaction = discord.Interaction[Any]


class Privacy(commands.Cog):
    """What is kept of a member, told, handed out and deleted, each in private."""

    def __init__(self, tree: app_commands.CommandTree[Any], members: Members, desk: Desk) -> None:
        self._tree = tree
        self.group = _group(members, desk)

    async def cog_load(self) -> None:
        self._tree.add_command(self.group)

    @app_commands.command(description=later("What I keep of you, and what not"))
    @everywhere
    async def privacy(self, interaction: Interaction) -> None:
        await say_privately(interaction, _(words.PRIVACY))


def _group(members: Members, desk: Desk) -> app_commands.Group:
    group = everywhere(
        app_commands.Group(name="mydata", description=later("All that I keep of you; only you see this"))
    )

    @group.command(name="export", description=later("All that I keep of you, as a file"))
    async def export(interaction: Interaction) -> None:
        await interaction.response.defer(ephemeral=True, thinking=True)
        found = await members.export(interaction.user.id)
        if not found:
            await say_privately(interaction, _(words.NOTHING))
            return
        whole = {"member": str(interaction.user.id), **found}
        file = io.BytesIO(json.dumps(whole, indent=2, ensure_ascii=False).encode())
        attached = [discord.File(file, words.FILE, description=_(words.DESCRIBED))]
        await interaction.edit_original_response(content=_(words.EXPORTED), attachments=attached)

    @group.command(name="delete", description=later("Delete all that I keep of you, at once"))
    async def delete(interaction: Interaction) -> None:
        await interaction.response.defer(ephemeral=True, thinking=True)
        count = await members.forget(interaction.user.id)
        desk.chats.forget(interaction.user.id)
        readers.forget(interaction.user.id)
        await say_privately(interaction, words.deleted(count))

    return group
