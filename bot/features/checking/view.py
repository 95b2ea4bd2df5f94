"""The verdict on a message, for the one member who asked for it."""

from __future__ import annotations

from typing import Any

from discord import ui

from bot.clicks import button
from bot.desk import Verdict
from bot.features.checking import words
from bot.texts import clip, escaped
from bot.translation import _

ASK = r"norfolk:cover:(?P<message>[0-9]{1,20})"
_CHARS, _BYTES = 1_000, 3_000  # of the sentence that is quoted


class VerdictView(ui.LayoutView):
    """Says what a message gives away and quotes, under a cover, the sentence that does. Nothing else of the message is
    in it: its button carries the message's id."""

    def __init__(self, found: Verdict, message: int, *, moderator: bool) -> None:
        super().__init__(timeout=None)
        self.add_item(ui.TextDisplay(words.verdict(found)))
        if found.check.touches and not found.covered:
            text: ui.TextDisplay[Any] = ui.TextDisplay(clip(escaped(found.check.sentence), _CHARS, _BYTES))
            self.add_item(ui.Container(text, spoiler=True))
            if moderator:
                self.add_item(ui.ActionRow(button(_(words.ASK), f"norfolk:cover:{message}")))
        self.stop()
