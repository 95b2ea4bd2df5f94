"""One answer as a message: its heading, the passages, where they come from; warning and cover; buttons."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import discord
from discord import ui

from bot.features.asking import words
from bot.features.asking.keys import keys_of
from bot.texts import clip
from knowledge.answer import Answer, Status
from knowledge.book import Book

# Discord takes 4,000 characters in all texts of a message and fails past about 10,170 bytes; the rest of the payload
# (components, buttons) needs some of those.
_CHARS, _BYTES = 3_800, 8_500
_SURE, _UNSURE, _SPOILER = 0x5B8C6E, 0xB08D57, 0xA6544B  # accents; never the only sign of anything


class AnswerView(ui.LayoutView):
    """The message for an answer. It holds no state: its buttons carry keys, and are judged again when clicked.

    Nothing of a member's words is in it. Titles are covered where their passages are.
    """

    def __init__(self, answer: Answer, book: Book, *, asker: int = 0, rest: Sequence[str] = ()) -> None:
        """`asker` may have another passage shown to all; 0 for nobody. `rest` are keys of passages to go on with."""
        super().__init__(timeout=None)
        self._chars, self._bytes = _CHARS, _BYTES
        self._book = book
        warning = words.warning(answer)
        said = [self._fit(text) for text in words.remarks(answer)]
        if answer.status is Status.UNKNOWN:
            self.add_item(ui.TextDisplay(self._fit(words.refusal(answer, book))))
        elif answer.covered:
            for text in filter(None, [*said, warning]):
                self.add_item(ui.TextDisplay(self._fit(text)))
            self.add_item(self._passages(answer, spoiler=True))
        else:
            if answer.told:
                self.add_item(self._passages(answer, said))
            if warning:
                self.add_item(ui.TextDisplay(self._fit(warning)))
        self._add_buttons(answer, asker, rest)
        self.stop()  # discord.py need not remember it: clicks are known by their custom_id

    def _passages(self, answer: Answer, said: Sequence[str] = (), *, spoiler: bool = False) -> ui.Container[Any]:
        """The passages under their titles, and one small line that says where they come from."""
        colour = _SPOILER if spoiler else _SURE if answer.status is Status.SURE else _UNSURE
        texts = [
            *said,
            self._fit(f"**{words.heading(answer, self._book)}**"),
            self._fit(words.text(answer)),
            self._fit(f"-# {words.cited(answer, self._book)}"),
        ]
        return ui.Container(*(ui.TextDisplay[Any](text) for text in texts), accent_colour=colour, spoiler=spoiler)

    def _fit(self, text: str) -> str:
        """Cut a text to what is left of the message, and take it off."""
        cut = clip(text, self._chars, self._bytes)
        self._chars -= len(cut)
        self._bytes -= len(cut.encode())
        return cut

    def _add_buttons(self, answer: Answer, asker: int, rest: Sequence[str]) -> None:
        row: ui.ActionRow[Any] = ui.ActionRow()
        if answer.kept:
            kept = keys_of(self._book, [passage.key for passage in answer.kept])
            row.add_item(_button(words.SHOW, kept.show()))
        further = [hit.passage.key for hit in answer.further] or list(rest)
        if further:
            row.add_item(_button(words.MORE, keys_of(self._book, further, asker).more()))
        if row.children:
            self.add_item(row)


def _button(label: str, custom_id: str) -> ui.Button[Any]:
    return ui.Button(label=label, style=discord.ButtonStyle.secondary, custom_id=custom_id)
