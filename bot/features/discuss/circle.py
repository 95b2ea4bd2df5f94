"""Picking and posting discussion questions, each with a thread of its own."""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Literal

import discord
from discord import ui

from bot.clicks import button
from bot.features.discuss import words
from bot.readers import to_server
from bot.shelf import Shelf
from bot.store import Places, Store, chain
from bot.texts import clip
from bot.translation import _
from knowledge.book import Book, Prompt, short_key
from knowledge.retelling.prompts import prompts
from knowledge.spoilers import Level

PAUSE = timedelta(minutes=5)  # between two questions that members ask for in a place
_NAME = (95, 400)  # characters and bytes of a thread's name
_ARCHIVED: Literal[10080] = 10080  # minutes without a word: a week


@dataclass(frozen=True)
class Asked:
    """A question that was picked for a place, counted as asked in the channel `counted`."""

    prompt: Prompt
    book: Book
    level: Level
    server: int
    counted: int

    @property
    def text(self) -> str:
        """The question; one of those that fit every book is in the language in effect."""
        return _(self.prompt.text)


class Circle:
    """Asks no question twice in a channel before all were asked that go with its level, those of the latest part
    first; threads count as their channel."""

    def __init__(self, store: Store, shelf: Shelf, places: Places) -> None:
        self.store, self._shelf, self._places = store, shelf, places
        self.pause = PAUSE

    async def pick(self, along: Sequence[int]) -> Asked:
        """The next question for a place. Raises NoSuchBook and UnknownLevel."""
        holds = await self._places.at(along)
        book = (await self._shelf.bare(holds.book.slug, along[-1])).book
        level = book.level(holds.level.id)
        found = sorted(prompts(book, level), key=lambda prompt: -book.level(prompt.part).rank)
        counted = counts_as(along)
        keys, now = [prompt.key for prompt in found], discord.utils.utcnow()
        key = await self.store.discussions.take(along[-1], counted, book.slug, keys, now)
        prompt = next(prompt for prompt in found if prompt.key == key)
        return Asked(prompt, book, level, along[-1], counted)

    async def put_back(self, asked: Asked) -> None:
        """It could not be posted."""
        await self.store.discussions.put_back(asked.server, asked.counted, asked.book.slug, asked.prompt.key)

    async def post(self, channel: Any, server: int) -> None:
        """Ask the next question in a channel, by itself. Raises HTTPException when Discord doesn't take it."""
        asked = await self.pick(chain(channel, server))
        nobody = discord.AllowedMentions.none()
        with to_server(channel.guild):
            try:
                message = await channel.send(view=PromptView(asked), allowed_mentions=nobody)
            except BaseException:
                await self.put_back(asked)
                raise
            with contextlib.suppress(discord.HTTPException):
                await open_thread(channel, message.id, asked)


class PromptView(ui.LayoutView):
    """A question, and a button for the passage that it is about, which says nothing of it."""

    def __init__(self, asked: Asked) -> None:
        super().__init__(timeout=None)
        text: ui.TextDisplay[Any] = ui.TextDisplay(clip(f"### {asked.text}", 1_500, 4_000))
        self.add_item(ui.Container(text, ui.TextDisplay[Any](words.head(asked.book, asked.level))))
        if asked.prompt.passage:
            custom_id = f"norfolk:discuss:{short_key(asked.book.slug)}:{asked.prompt.key}"
            self.add_item(ui.ActionRow(button(_(words.ABOUT), custom_id)))
        self.stop()


async def open_thread(channel: Any, message: int, asked: Asked) -> None:
    """A thread below the question, which inherits the channel's level; none where threads can't begin. Raises
    HTTPException."""
    if isinstance(channel, discord.TextChannel):
        name = clip(asked.text, *_NAME)
        await channel.get_partial_message(message).create_thread(name=name, auto_archive_duration=_ARCHIVED)


def counts_as(along: Sequence[int]) -> int:
    """The channel that a place belongs to: of a thread or a post the one that it is in."""
    return along[-2] if len(along) > 1 else along[0]
