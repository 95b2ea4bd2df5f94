"""What the buttons of an answer do. They outlive a restart: all they know is in their custom_id."""

from __future__ import annotations

import re
from typing import Any, Protocol, Self

import discord
from discord import ui

from bot.cooldown import TooSoon
from bot.desk import Asker, Desk
from bot.failures import Failures
from bot.features.asking import words
from bot.features.asking.keys import MORE, OLD, SHOW, Keys, book_key
from bot.features.asking.view import AnswerView
from bot.replies import Replies, put, say_privately
from knowledge.book import Passage

Interaction = discord.Interaction[Any]


class Needs(Protocol):
    """What the buttons need of the client: discord.py makes them anew from a click, and hands them only that."""

    desk: Desk
    replies: Replies
    failures: Failures


class _Button(ui.DynamicItem[ui.Button[Any]], template="norfolk:never"):
    """A button as it was clicked."""

    def __init__(self, item: ui.Button[Any], match: re.Match[str]) -> None:
        super().__init__(item)
        self.match = match

    @classmethod
    async def from_custom_id(cls, interaction: Interaction, item: Any, match: re.Match[str], /) -> Self:
        return cls(item, match)

    async def callback(self, interaction: Interaction) -> Any:
        """Answer the click; discord.py would log an error here without telling the member, so it is caught."""
        client: Needs = interaction.client
        try:
            await self.clicked(client, interaction)
        except TooSoon as error:
            await say_privately(interaction, words.too_soon(error.seconds))
        except Exception as error:  # noqa: BLE001 - every one becomes a sentence, and is logged with its reference
            await client.failures.tell(interaction, error, f"button {type(self).__name__}")

    async def clicked(self, client: Needs, interaction: Interaction) -> None:
        raise NotImplementedError


class AnotherPassage(_Button, template=MORE):
    """The next best passage: for the member who clicks alone, but for all where that is who had asked."""

    async def clicked(self, client: Needs, interaction: Interaction) -> None:
        desk, keys = client.desk, Keys.of(self.match)
        if not (passages := _passages(desk, keys)):
            await say_privately(interaction, words.EDITED)
            return
        asker = Asker.of(interaction, interaction.channel, private=interaction.user.id != keys.asker)
        found = await client.replies.in_time(interaction, desk.show(passages, asker))
        if found is None:
            await say_privately(interaction, words.NO_MORE)
            return
        answer, rest = found
        view = AnswerView(answer, desk.book, asker=keys.asker, rest=[passage.key for passage in rest])
        posted = await put(interaction, view, private=asker.alone)
        chat = desk.chats.of(interaction.message.id) if interaction.message else None
        if chat and chat.last and answer.told:
            chat.remember(chat.last.question, tuple(hit.passage for hit in answer.told), tuple(rest))
            desk.chats.keep(posted, chat)


class ShowMe(_Button, template=SHOW):
    """What `withhold` keeps from the channel, to the one member who asks for it."""

    async def clicked(self, client: Needs, interaction: Interaction) -> None:
        desk = client.desk
        if not (kept := _passages(desk, Keys.of(self.match))):
            await say_privately(interaction, words.EDITED)
            return
        asker = Asker.of(interaction, interaction.channel, private=True)
        answer = await client.replies.in_time(interaction, desk.show_kept(kept, asker))
        await put(interaction, AnswerView(answer, desk.book), private=True)


class OldButton(_Button, template=OLD):
    """A button that names no book: its passages could be another one's."""

    async def clicked(self, client: Needs, interaction: Interaction) -> None:
        await say_privately(interaction, words.OLD)


BUTTONS = (AnotherPassage, ShowMe, OldButton)


def _passages(desk: Desk, keys: Keys) -> list[Passage]:
    """The passages of a button, as far as the book still has them; none of another book's."""
    return desk.known(keys.passages) if keys.book == book_key(desk.book) else []
