"""What the buttons of an answer do. They outlive a restart: all they know is in their custom_id."""

from __future__ import annotations

from typing import Any, Protocol

import discord

from bot.clicks import Click
from bot.desk import Asker, Desk
from bot.features.asking import words
from bot.features.asking.keys import MORE, OLD, SHOW, Keys
from bot.features.asking.offers import OFFERS
from bot.features.asking.view import AnswerView
from bot.readers import to_readers
from bot.replies import Replies, put, say_privately
from bot.translation import _
from knowledge.answer import Answer
from knowledge.book import Book, Passage

Interaction = discord.Interaction[Any]


class Needs(Protocol):
    """What the buttons need of the client: discord.py makes them anew from a click, and hands them only that."""

    desk: Desk
    replies: Replies


class AnotherPassage(Click, template=MORE):
    """The next best passage: for the member who clicks alone, but for all where that is who had asked."""

    async def clicked(self, interaction: Interaction) -> None:
        client: Needs = interaction.client
        desk, keys = client.desk, Keys.of(self.match)
        asker = Asker.of(interaction, interaction.channel, private=interaction.user.id != keys.asker)

        async def work() -> tuple[Book, tuple[Answer, list[Passage]] | None] | None:
            found = await _passages(desk, keys, asker.server)
            return found and (found[0], await desk.show(found[1], found[0], asker))

        found = await client.replies.in_time(interaction, work())
        if found is None:
            await say_privately(interaction, _(words.EDITED))
            return
        book, shown = found
        if shown is None:
            await say_privately(interaction, _(words.NO_MORE))
            return
        answer, rest = shown
        with to_readers(interaction, alone=asker.alone):
            view = AnswerView(answer, book, asker=keys.asker, rest=[passage.key for passage in rest])
        posted = await put(interaction, view, private=asker.alone)
        chat = desk.chats.of(interaction.message.id, book.slug) if interaction.message else None
        if chat and chat.last and answer.told:
            told = tuple(hit.passage for hit in answer.told)
            chat.remember(chat.last.question, told, tuple(rest), (*chat.last.touched, *answer.touches))
            desk.chats.keep(posted, book.slug, chat)


class ShowMe(Click, template=SHOW):
    """What `withhold` keeps from the channel, to the one member who asks for it."""

    async def clicked(self, interaction: Interaction) -> None:
        client: Needs = interaction.client
        desk, keys = client.desk, Keys.of(self.match)
        asker = Asker.of(interaction, interaction.channel, private=True)

        async def work() -> tuple[Book, Answer] | None:
            found = await _passages(desk, keys, asker.server)
            return found and (found[0], await desk.show_kept(found[1], found[0], asker))

        found = await client.replies.in_time(interaction, work())
        if found is None:
            await say_privately(interaction, _(words.EDITED))
            return
        book, answer = found
        await put(interaction, AnswerView(answer, book), private=True)


class OldButton(Click, template=OLD):
    """A button that names no book: its passages could be another one's."""

    async def clicked(self, interaction: Interaction) -> None:
        await say_privately(interaction, _(words.OLD))


BUTTONS = (AnotherPassage, ShowMe, OldButton, *OFFERS)


async def _passages(desk: Desk, keys: Keys, server: int | None) -> tuple[Book, list[Passage]] | None:
    """The book of a button and those of its passages that it still has; None when there are none."""
    book = await desk.shelf.by_key(keys.book, server)
    known = [book.by_key[key] for key in keys.passages if key in book.by_key] if book else []
    return (book, known) if book and known else None
