"""Spoiler settings of a server, a channel or a thread, for moderators."""

from __future__ import annotations

from typing import Any

import discord
from discord import app_commands
from discord.ext import commands

from bot.features.spoilers.report import report
from bot.guard import check_moderator
from bot.store import Places, Servers, chain
from bot.texts import POLICIES, level_choices
from knowledge.book import Book
from knowledge.spoilers import Policy

_KINDS = [
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
_WHERE = "A channel or thread; leave it out for the whole server"
Interaction = discord.Interaction[Any]


class Where(app_commands.Transformer):
    """A channel or thread, as Discord resolved it: the bot need not see it to hold settings for it."""

    @property
    def type(self) -> discord.AppCommandOptionType:
        return discord.AppCommandOptionType.channel

    @property
    def channel_types(self) -> list[discord.ChannelType]:
        return _KINDS

    async def transform(self, interaction: Interaction, value: Any, /) -> Any:
        return value


Place = app_commands.Transform[app_commands.AppCommandChannel | app_commands.AppCommandThread, Where]


class Spoilers(commands.Cog):
    """/spoilers show, level, policy, clear."""

    def __init__(self, tree: app_commands.CommandTree[Any], places: Places, servers: Servers) -> None:
        self._tree, self._settings = tree, places.settings
        self.group = _group(places)
        self.group.servers = servers

    async def cog_load(self) -> None:
        self._tree.add_command(self.group)

    @commands.Cog.listener()
    async def on_guild_channel_delete(self, channel: discord.abc.GuildChannel) -> None:
        await self._settings.clear(channel.guild.id, channel.id)

    @commands.Cog.listener()
    async def on_raw_thread_delete(self, payload: discord.RawThreadDeleteEvent) -> None:
        await self._settings.clear(payload.guild_id, payload.thread_id)


class _Group(app_commands.Group):
    servers: Servers

    async def interaction_check(self, interaction: Interaction, /) -> bool:
        try:
            await interaction.response.defer(ephemeral=True, thinking=True)  # the check may have to ask Discord
            return await check_moderator(interaction, self.servers)
        except app_commands.AppCommandError:
            raise
        except Exception as error:
            # discord.py hands on only errors of commands from here; any other would leave the member waiting.
            command: Any = interaction.command
            raise app_commands.CommandInvokeError(command, error) from error


def _group(places: Places) -> _Group:
    settings = places.settings
    group = _Group(
        name="spoilers",
        description="What I may show openly in this server",
        default_permissions=discord.Permissions(manage_guild=True),
        allowed_contexts=app_commands.AppCommandContext(guild=True, dm_channel=False, private_channel=False),
    )

    async def answer(interaction: Interaction, where: Any, done: str = "") -> None:
        """What was done, and what holds now: in the place named, else in the one where the command was given."""
        assert interaction.guild_id is not None
        place = where or interaction.channel
        along = chain(place, interaction.guild_id)
        known = await settings.of(interaction.guild_id)
        text = report(places.judge(along, known, (await places.at(along)).book), place, along, known)
        await interaction.edit_original_response(content=f"{done}\n{text}".strip())

    def target(interaction: Interaction, where: Any) -> tuple[int, int, str]:
        server = interaction.guild_id
        assert server is not None
        return (server, where.id, f"<#{where.id}>") if where else (server, server, "the whole server")

    async def read_in(interaction: Interaction, where: Any) -> Book:
        """The book that is read in the place named, else in the whole server."""
        assert interaction.guild_id is not None
        known = interaction.guild.get_channel_or_thread(where.id) if where and interaction.guild else None
        along = chain(known or where, interaction.guild_id) if where else (interaction.guild_id,)
        return (await places.at(along)).book

    @group.command(name="show", description="Show which spoiler level and policy hold here, and why")
    @app_commands.describe(where="A channel or thread; leave it out for this one")
    async def show(interaction: Interaction, where: Place | None = None) -> None:
        await answer(interaction, where)

    @group.command(name="level", description="Set how far the club has read: whatever goes further is a spoiler")
    @app_commands.describe(level="The last part that everybody has finished", where=_WHERE)
    async def level(interaction: Interaction, level: str, where: Place | None = None) -> None:
        server, place, name = target(interaction, where)
        book = await read_in(interaction, where)
        await settings.set_level(server, place, book.slug, book.level(level).id)
        await answer(interaction, where, f"The level is set for {name}.")

    @level.autocomplete("level")
    async def levels(interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
        return level_choices(await read_in(interaction, interaction.namespace.where), typed)

    @group.command(name="policy", description="Set what happens to answers that go further than the level")
    @app_commands.describe(policy="What to do with them", where=_WHERE)
    @app_commands.choices(policy=[app_commands.Choice(name=text, value=policy) for policy, text in POLICIES.items()])
    async def policy(interaction: Interaction, policy: str, where: Place | None = None) -> None:
        server, place, name = target(interaction, where)
        await settings.set_policy(server, place, Policy(policy).value)
        await answer(interaction, where, f"The policy is set for {name}.")

    @group.command(name="clear", description="Take a setting away, so that it is inherited again")
    @app_commands.describe(where="A channel or thread; leave it out for the server's own settings")
    async def clear(interaction: Interaction, where: Place | None = None) -> None:
        server, place, name = target(interaction, where)
        done = "Cleared what was set for" if await settings.clear(server, place) else "Nothing was set for"
        await answer(interaction, where, f"{done} {name}.")

    return group
