"""/discuss: a discussion question, now or every week, and the passage that it is about."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, Protocol

import discord
from discord import app_commands
from discord.ext import commands

from bot.clicks import Click
from bot.desk import Asker, Desk
from bot.failures import Refusal
from bot.features.discuss import words
from bot.features.discuss.circle import Asked, Circle, PromptView, counts_as, open_thread
from bot.features.discuss.due import following
from bot.features.discuss.weekly import Keeper
from bot.guard import NotAllowed, check_moderator
from bot.readers import to_readers
from bot.replies import Replies, put, say_privately
from bot.store import Servers, chain
from bot.translation import _, later

COMMAND = "setup"  # whose permissions say who moderates: this command is everybody's
Interaction = discord.Interaction[Any]


class Discuss(commands.Cog):
    """The command, and the keeper of what is asked every week."""

    def __init__(self, circle: Circle, keeper: Keeper, servers: Servers, replies: Replies) -> None:
        self._circle, self.keeper, self._servers, self._replies = circle, keeper, servers, replies

    async def cog_load(self) -> None:
        self.keeper.start()

    async def cog_unload(self) -> None:
        await self.keeper.stop()

    @app_commands.command(description=later("A question to talk about, for how far this place has read"))
    @app_commands.describe(weekly=later("For moderators: have one asked here every week by itself, or no longer"))
    @app_commands.allowed_contexts(guilds=True, dms=False, private_channels=False)
    async def discuss(self, interaction: Interaction, weekly: bool | None = None) -> None:
        if weekly is not None:
            await self._weekly(interaction, weekly)
            return
        along = chain(interaction.channel, interaction.guild_id)
        picked: list[Asked] = []

        async def work() -> Asked:
            picked.append(await self._pick(along))
            return picked[0]

        try:
            asked = await self._replies.in_time(interaction, work())
            with to_readers(interaction, alone=False):
                view = PromptView(asked)
            message = await put(interaction, view, private=False)
        except BaseException:
            for one in picked:  # even when Discord heard too late that an answer would come
                await self._circle.put_back(one)
            raise
        try:
            with to_readers(interaction, alone=False):
                await open_thread(interaction.channel, message, asked)
        except discord.HTTPException:
            await interaction.followup.send(_(words.NO_THREAD), ephemeral=True)

    async def _pick(self, along: tuple[int, ...]) -> Asked:
        last = await self._circle.store.discussions.last(along[-1], counts_as(along))
        wait = timedelta() if last is None else last + self._circle.pause - discord.utils.utcnow()
        if wait > timedelta():
            raise Refusal(words.again(wait.total_seconds()))
        return await self._circle.pick(along)

    async def _weekly(self, interaction: Interaction, on: bool) -> None:
        await interaction.response.defer(ephemeral=True, thinking=True)
        try:
            await check_moderator(interaction, self._servers, COMMAND)
        except NotAllowed as error:
            raise Refusal(_(words.FOR_MODERATORS)) from error
        store, server = self._circle.store, interaction.guild_id
        assert server is not None
        here = counts_as(chain(interaction.channel, server))
        place = (await self._servers.of(server)).discussions or here
        now = discord.utils.utcnow()
        if on:
            changed = await store.discussions.repeat(server, place, now)
            text = words.weekly(place, following(now, now, await store.schedules.zone(server)))
        else:
            stopped = [await store.discussions.stop(server, each) for each in dict.fromkeys((place, here))]
            changed, text = any(stopped), words.stopped(place, was=any(stopped))
        if changed:
            before, after = ("off", "on") if on else ("on", "off")
            await store.history.note(server, place, interaction.user.id, "weekly question", before, after)
        await say_privately(interaction, text)
        if on:
            await self.keeper.tick(now)

    @commands.Cog.listener()
    async def on_guild_channel_delete(self, channel: discord.abc.GuildChannel) -> None:
        await self._circle.store.discussions.clear(channel.guild.id, channel.id)


class Needs(Protocol):
    """What the button needs of the client."""

    desk: Desk
    replies: Replies
    answer_view: Any


class About(Click, template=r"norfolk:discuss:(?P<book>[0-9a-f]{8}):(?P<key>[0-9a-f]{8})"):
    """The passage that a question is about, for who clicks alone, judged like any other."""

    async def clicked(self, interaction: Interaction) -> None:
        client: Needs = interaction.client
        asker = Asker.of(interaction, interaction.channel, private=True)

        async def work() -> Any:
            book = await client.desk.shelf.by_key(self.match["book"], asker.server)
            prompt = next((one for one in book.prompts if one.key == self.match["key"]), None) if book else None
            passage = book.by_id.get(prompt.passage) if book and prompt else None
            if book is None or passage is None:
                raise Refusal(_(words.GONE))
            shown = await client.desk.show([passage], book, asker)
            if shown is None:
                raise Refusal(_(words.GONE))
            return client.answer_view(shown[0], book)

        await put(interaction, await client.replies.in_time(interaction, work()), private=True)


CLICKS = (About,)
