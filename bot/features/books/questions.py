"""Asks before a draft or a book goes for good. What the buttons know is in their custom_ids: they outlive a restart."""

from __future__ import annotations

import discord
from discord import ui

from bot.clicks import button
from bot.features.books import words
from bot.features.books.drafts import Opened
from bot.features.books.keys import Control
from bot.translation import _
from knowledge.book import short_key


class Question(ui.LayoutView):
    """A question with a button that does it, and one that leaves all as it is."""

    def __init__(self, text: str, deed: str, yes: str, no: str) -> None:
        super().__init__(timeout=None)
        buttons = button(deed, yes, discord.ButtonStyle.danger), button(_(words.KEEP), no)
        self.add_item(ui.TextDisplay(text)).add_item(ui.ActionRow(*buttons))
        self.stop()


def remove_book(title: str, versions: int, slug: str) -> Question:
    yes, no = (f"norfolk:unshelve:{answer}:{short_key(slug)}" for answer in ("yes", "no"))
    return Question(words.ask_to_remove(title, versions), _(words.REMOVE), yes, no)


def throw_away(opened: Opened, key: str) -> Question:
    """`key` is the passage that is shown again when the draft is kept."""
    yes, no = (str(Control(action, opened.draft.id, key)) for action in ("away-yes", "back"))
    return Question(words.ask_to_throw_away(opened.book.title), _(words.AWAY), yes, no)
