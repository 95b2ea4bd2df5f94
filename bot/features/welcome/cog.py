"""/help in one screen, the welcome, and what happens when a server removes the bot and takes it back."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from typing import Any

import discord
from discord import app_commands, ui
from discord.ext import commands

from bot.failures import Failures
from bot.features.welcome.words import back_text, help_text, welcome_text
from bot.installs import everywhere, home, is_ours
from bot.readers import to_server
from bot.replies import Replies, say_privately
from bot.store import Places, Store, chain
from bot.translation import later
from knowledge.retelling.known import cast

log = logging.getLogger("norfolk")


class Welcome(commands.Cog):
    """What the bot can do, told on request and once on joining; on coming back, that the settings are still there."""

    def __init__(
        self,
        client: commands.Bot,
        places: Places,
        store: Store,
        replies: Replies,
        failures: Failures,
        setup: Callable[[int], ui.Button[Any]],
    ) -> None:
        """`setup` makes the button that opens a server's panel."""
        self._failures = failures
        self._client, self._places, self._store, self._replies = client, places, store, replies
        self._setup = setup
        self._unsaid: set[int] = set()  # servers without a channel to greet them in

    @app_commands.command(name="help", description=later("What I can do, in one screen"))
    @everywhere
    async def help(self, interaction: discord.Interaction[Any]) -> None:
        server = home(interaction)
        work = self._places.at(chain(interaction.channel, server))
        book = (await self._replies.in_time(interaction, work)).book
        # Whoever is known before anything is read is no secret; where nobody is, any reader may fill in a name.
        known = cast(book, book.levels[0])
        installed = _installed(self._client.tree, interaction)
        await say_privately(interaction, help_text(book, known[0].name if known else "…", installed))

    @commands.Cog.listener()
    async def on_ready(self) -> None:
        """Compare the servers with those that are known: some may have come or gone while the bot wasn't there."""
        here = {guild.id for guild in self._client.guilds}
        for server in await self._store.servers.known() - here:
            if is_ours(self._client, server):
                await self._leave(server)
        for guild in list(self._client.guilds):
            if not guild.unavailable:
                try:
                    await self.arrive(guild)
                except Exception as error:  # noqa: BLE001 - the other servers are greeted all the same; the log has it
                    self._failures.log(error, "greeting a server")

    @commands.Cog.listener()
    async def on_guild_join(self, guild: discord.Guild) -> None:
        await self.arrive(guild)

    @commands.Cog.listener()
    async def on_guild_available(self, guild: discord.Guild) -> None:
        if self._client.is_ready():
            await self._return(guild)

    @commands.Cog.listener()
    async def on_guild_remove(self, guild: discord.Guild) -> None:
        """Its data stays for a while: it may have been a mistake."""
        await self._leave(guild.id)

    @commands.Cog.listener()
    async def on_guild_channel_create(self, channel: discord.abc.GuildChannel) -> None:
        await self._try_again(channel.guild)

    @commands.Cog.listener()
    async def on_guild_channel_update(self, before: discord.abc.GuildChannel, after: discord.abc.GuildChannel) -> None:
        await self._try_again(after.guild)

    async def arrive(self, guild: discord.Guild) -> None:
        """Greet a server once, even if the bot starts again meanwhile; or say that its settings are still there."""
        if await self._return(guild) or not await self._store.greetings.note(guild.id):
            return
        if await self._store.settings.of(guild.id):  # it has been using the bot for long
            return
        said = False
        try:
            said = await self._say(guild, back=False)
        finally:
            if not said:
                await self._store.greetings.forget(guild.id)  # tried again when a channel changes, and at each start

    async def _return(self, guild: discord.Guild) -> bool:
        """End a server's absence; whether there was one."""
        if (await self._store.servers.of(guild.id)).left_at is None:
            return False
        await self._store.servers.choose(guild.id, left_at=None)
        kept = bool(await self._store.settings.of(guild.id))
        if kept:
            await self._store.greetings.note(guild.id)
            await self._say(guild, back=True)
        return kept

    async def _try_again(self, guild: discord.Guild) -> None:
        if guild.id in self._unsaid:
            self._unsaid.discard(guild.id)
            await self.arrive(guild)

    async def _leave(self, server: int) -> None:
        if (await self._store.servers.of(server)).left_at is None:
            await self._store.servers.choose(server, left_at=discord.utils.utcnow())

    async def _say(self, guild: discord.Guild, *, back: bool) -> bool:
        """Say it in the first channel that takes it; whether any did."""
        holds = await self._places.at((guild.id,))
        with to_server(guild):
            text, button = back_text(holds) if back else welcome_text(holds), self._setup(guild.id)
        for channel in _channels(guild):
            view = ui.View(timeout=None)
            view.add_item(button)
            view.stop()
            try:
                await channel.send(text, view=view, suppress_embeds=True)
                return True
            except discord.HTTPException as error:
                log.warning("the welcome was not taken by a channel: %s", error)
        if not back:
            self._unsaid.add(guild.id)
        return False


def _installed(tree: app_commands.CommandTree[Any], interaction: discord.Interaction[Any]) -> set[str]:
    """The names of the commands and menus that can be used where a command was given."""
    kinds = (discord.AppCommandType.chat_input, discord.AppCommandType.message)
    commands = [command for kind in kinds for command in tree.get_commands(type=kind)]
    if interaction.guild_id is None:
        return {one.name for one in commands if one.allowed_contexts is None or one.allowed_contexts.dm_channel}
    if home(interaction) is None:
        return {one.name for one in commands if one.allowed_installs is not None and one.allowed_installs.user}
    return {one.name for one in commands}


def _channels(guild: discord.Guild) -> Iterator[discord.TextChannel]:
    """Where the bot may write: first where the server has its system messages, then from the top."""
    system = guild.system_channel
    ordered = sorted(guild.text_channels, key=lambda channel: (channel != system, channel.position, channel.id))
    for channel in ordered:
        may = channel.permissions_for(guild.me)
        if may.view_channel and may.send_messages:
            yield channel
