"""Which place a command or a click is about, and which books can be read there. `where` means the same in every
command: left out, it is here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import discord
from discord import app_commands

from bot.failures import Refusal
from bot.installs import home
from bot.store import chain
from bot.texts import book_choices
from bot.translation import _, later

KINDS = [
    discord.ChannelType.text,
    discord.ChannelType.news,
    discord.ChannelType.voice,
    discord.ChannelType.stage_voice,
    discord.ChannelType.forum,
    discord.ChannelType.media,
    discord.ChannelType.public_thread,
    discord.ChannelType.private_thread,
    discord.ChannelType.news_thread,
]
SPOILER_CHANNEL = 1 << 21  # a flag that Discord has had since July 2026 and discord.py doesn't name yet
# Translators: of an option, at most 100 characters
WHERE = later("Another channel or thread than this one")
# Translators: of an option, at most 100 characters
SERVER = later("For the whole server: for what inherits from it")
Interaction = discord.Interaction[Any]


class Where(app_commands.Transformer):
    """A channel or thread, as Discord resolved it: the bot need not see it to hold settings for it."""

    @property
    def type(self) -> discord.AppCommandOptionType:
        return discord.AppCommandOptionType.channel

    @property
    def channel_types(self) -> list[discord.ChannelType]:
        return KINDS

    async def transform(self, interaction: Interaction, value: Any, /) -> Any:
        return value


Place = app_commands.Transform[app_commands.AppCommandChannel | app_commands.AppCommandThread, Where]


@dataclass(frozen=True)
class Target:
    """A place: its chain from itself up to its server."""

    along: tuple[int, ...]

    @property
    def place(self) -> int:
        return self.along[0]

    @property
    def server(self) -> int:
        return self.along[-1]

    @property
    def name(self) -> str:
        return place_name(self.place, self.server)


def place_name(place: int, server: int) -> str:
    """A place in a sentence; members see their own name of a channel."""
    # Translators: what {place} stands for where it is no channel's mention
    return _("the whole server") if place == server else f"<#{place}>"


def named(interaction: Interaction, where: Any, server: bool) -> Target:
    """The place that a command's options name. Raises Refusal when they name two."""
    guild = interaction.guild_id
    assert guild is not None
    if where and server:
        raise Refusal(_("You named a channel and the whole server. Please pick one: either `where` or `server`."))
    if server:
        return Target((guild,))
    if not where:
        return Target(chain(interaction.channel, guild))
    known = interaction.guild.get_channel_or_thread(where.id) if interaction.guild else None
    return Target(chain(known or where, guild))


async def find(interaction: Interaction, place: int) -> Target:
    """The place of that id in the server of a click. Raises Refusal when there is none that the bot may see."""
    server = interaction.guild_id
    assert server is not None
    if place == server:
        return Target((server,))
    known = interaction.guild.get_channel_or_thread(place) if interaction.guild else None
    if known is None:
        try:
            known = await interaction.client.fetch_channel(place)
        except (discord.NotFound, discord.Forbidden, discord.InvalidData) as error:
            raise Refusal(_("I can't find that channel or thread any more.")) from error
    if getattr(getattr(known, "guild", None), "id", None) != server:
        raise Refusal(_("I can't find that channel or thread any more."))
    return Target(chain(known, server))


async def books_offered(interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
    """The books that a command's `book` option offers: those that can be read where the command is given."""
    return book_choices(await interaction.client.shelf.listed(home(interaction)), typed)
