"""What goes on from an answer: the questions to ask next, and whether it was right."""

from __future__ import annotations

from typing import Any, Protocol

import discord

from bot.clicks import Click
from bot.desk import Asker, Desk, Reply
from bot.failures import Refusal
from bot.features.asking import words
from bot.features.asking.keys import NEXT, VOTE
from bot.features.asking.view import AnswerView
from bot.readers import to_readers
from bot.replies import Replies, put
from bot.store import Store
from bot.translation import _

Interaction = discord.Interaction[Any]


class Needs(Protocol):
    """What the buttons need of the client."""

    desk: Desk
    replies: Replies
    store: Store


def view_of(reply: Reply, asker: Asker, *, alone: bool) -> AnswerView:
    """The message for a reply, with what goes on from it."""
    return AnswerView(
        reply.answer,
        reply.book,
        asker=0 if alone else asker.member,
        following=reply.next,
        votes=asker.server is not None,  # of which moderators would hear
    )


class AskNext(Click, template=NEXT):
    """Asks the question of the button: for who clicks alone, but for all where that is who had asked before."""

    async def clicked(self, interaction: Interaction) -> None:
        client: Needs = interaction.client
        private = interaction.user.id != int(self.match["asker"])
        asker = Asker.of(interaction, interaction.channel, private=private)

        async def work() -> Reply | None:
            book = await client.desk.shelf.by_key(self.match["book"], asker.server)
            return await client.desk.ask_next(self.match["key"], book.slug, asker) if book else None

        reply = await client.replies.in_time(interaction, work())
        if reply is None:
            raise Refusal(_(words.NO_QUESTION))
        with to_readers(interaction, alone=asker.alone):
            view = view_of(reply, asker, alone=asker.alone)
        posted = await put(interaction, view, private=asker.alone)
        client.desk.chats.keep(posted, reply.book.slug, reply.chat)


class Vote(Click, template=VOTE):
    """One vote a member and answer, changed by another click. Which passages they were is kept, and no question."""

    async def clicked(self, interaction: Interaction) -> None:
        client: Needs = interaction.client
        await interaction.response.defer(ephemeral=True, thinking=True)
        server, message = interaction.guild_id, interaction.message
        book = await client.desk.shelf.by_key(self.match["book"], server)
        passages = self.match["keys"].split("-")
        if server is None or message is None or book is None or not set(passages) <= set(book.by_key):
            raise Refusal(_(words.EDITED))
        vote, member = self.match["vote"], interaction.user.id
        new = await client.store.votes.cast(server, message.id, member, book.slug, passages, right=vote == "right")
        chat = client.desk.chats.of(message.id, book.slug)
        if new and vote == "wrong" and chat.last is not None and not message.flags.ephemeral:
            client.desk.disliked(server, book.slug, chat.last.question)
        await interaction.edit_original_response(content=_(words.VOTED[vote]))


OFFERS = (AskNext, Vote)
