"""The simulated club that the tests drive, and how they read what a member would see."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import discord
import simcord
from simcord.builders import ChannelHandle

from bot.client import NorfolkBot
from bot.cooldown import Cooldown, TooSoon
from bot.failures import Refusal
from bot.pool import Crowded
from bot.shelf import NoSuchBook
from knowledge.book import UnknownLevel
from knowledge.catalogue import Catalogue
from knowledge.librarian import Librarian
from knowledge.search.question import BadQuestion


def new_bot(settings: Any, catalogue: Catalogue) -> NorfolkBot:
    """A bot that doesn't mind being asked a lot at once."""
    bot = NorfolkBot(settings, catalogue)
    bot.desk.cooldown = Cooldown(1_000_000, place=1_000_000, server=1_000_000)
    bot.circle.pause = timedelta()
    bot.watch.every = 10**9  # tests have it look when they want it to
    return bot


async def still(bot: NorfolkBot) -> None:
    """Stop what looks after schedules and books every few seconds: in a long test it drives the simulated clock, which
    then waits for it."""
    for cog in bot.cogs.values():
        await discord.utils.maybe_coroutine(cog.cog_unload)


@dataclass
class Club:
    """The server "The Cottages"; `bots` holds every bot that was started on its database."""

    env: simcord.Env
    bots: list[NorfolkBot]
    catalogue: Catalogue

    def __post_init__(self) -> None:
        self.guild = self.env.create_guild("The Cottages")
        talk = discord.Permissions(
            view_channel=True,
            send_messages=True,
            send_messages_in_threads=True,
            read_message_history=True,
            use_application_commands=True,
        )
        self.guild.default_role._role.permissions = talk.value
        moderators = self.guild.create_role("Moderators", permissions=discord.Permissions(manage_guild=True))
        self.readers = self.guild.create_role("Readers")
        self.channel = self.guild.create_text_channel("book-club")
        self.other = self.guild.create_text_channel("finished-it")
        self.forum = self.guild.create_forum_channel("questions")
        self.moderator = self.guild.add_member(self.env.create_user("emily"), roles=[moderators])
        self.member = self.guild.add_member(self.env.create_user("kathy"))
        self.reader = self.guild.add_member(self.env.create_user("tommy"), roles=[self.readers])
        self.thread = self.start_thread(self.channel, "chapter three")
        self.post = self.start_thread(self.forum, "a question")

    @property
    def bot(self) -> NorfolkBot:
        return self.bots[-1]

    @property
    def settings(self) -> Any:
        return self.bot.settings

    @property
    def librarian(self) -> Librarian:
        return self.bot.librarian

    @property
    def mention(self) -> str:
        return f"<@{self.env.backend.bot_user.id}>"

    def start_thread(self, parent: ChannelHandle, name: str) -> ChannelHandle:
        thread = self.env.backend.create_thread(parent.id, name, self.member.id)
        return ChannelHandle(self.env, self.guild, thread)

    async def restart(self) -> None:
        """A new bot on the same database, as after a deployment."""
        await self.bot.store.close()
        self.bots.append(new_bot(self.settings, self.catalogue))
        await self.env.restart_bot(self.bot)

    async def say(self, channel: ChannelHandle, text: str) -> discord.Message | None:
        """A member's mention of the bot; the bot's reply."""
        asked = await self.member.send(channel, f"{self.mention} {text}")
        last = channel.last_message
        return None if last is None or last.id == asked.id else last

    async def dm(self, text: str) -> discord.Message:
        asked = await self.member.user.send_dm(text)
        last = self.member.user.dm_channel.last_message
        assert last is not None
        assert last.id != asked.id
        return last

    async def set(self, command: str, **options: Any) -> str:
        """A moderator's /spoilers command in the channel; its reply."""
        result = await self.moderator.slash(self.channel, f"spoilers {command}", **options)
        assert result.ephemeral
        return shown(result)


def payload(message: Any) -> dict[str, Any]:
    """Content and components of a message, a reply or an interaction's result, as Discord holds them."""
    if hasattr(message, "response"):
        assert message.response is not None, "the interaction was not answered"
        message = message.response
    parts = [part if isinstance(part, dict) else part.to_dict() for part in message.components]
    return {"content": message.content, "components": parts, "embeds": [embed.to_dict() for embed in message.embeds]}


def strings(value: Any, covered: bool = False) -> Iterator[tuple[str, bool]]:
    """Every string in a payload, keys aside, each with whether it lies under a spoiler cover."""
    if isinstance(value, str):
        yield value, covered
    elif isinstance(value, dict):
        inner = covered or (value.get("type") == 17 and value.get("spoiler") is True)
        for child in value.values():
            yield from strings(child, inner)
    elif isinstance(value, list | tuple):
        for child in value:
            yield from strings(child, covered)


REFUSALS = (Refusal, UnknownLevel, NoSuchBook, BadQuestion, TooSoon, Crowded)


def refused(club: Club) -> list[str]:
    """What commands refused to do, sentence by sentence; fails if anything worse happened."""
    originals = [getattr(error, "original", error) for error in club.env.errors]
    assert all(isinstance(error, REFUSALS) for error in originals), originals
    return [str(error) for error in originals]


def _texts(message: Any, covered: bool) -> str:
    def walk(parts: list[dict[str, Any]], inside: bool) -> Iterator[str]:
        for part in parts:
            if part["type"] == 10 and inside == covered:
                yield part["content"]
            yield from walk(part.get("components", []), inside or bool(part.get("spoiler")))

    data = payload(message)
    return "\n".join(
        [*([data["content"]] if data["content"] and not covered else []), *walk(data["components"], False)]
    )


def shown(message: Any) -> str:
    """What is seen at once."""
    return _texts(message, False)


def hidden(message: Any) -> str:
    """What lies under the cover."""
    return _texts(message, True)


def buttons(message: Any) -> dict[str, str]:
    """The buttons by label, with their custom_ids."""
    found: dict[str, str] = {}

    def walk(parts: list[dict[str, Any]]) -> None:
        for part in parts:
            if part["type"] == 2:
                found[part["label"]] = part["custom_id"]
            walk(part.get("components", []))

    walk(payload(message)["components"])
    return found
