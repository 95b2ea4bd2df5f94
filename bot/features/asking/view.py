"""One answer as a message: its heading, the passages, where they come from; warning and cover; buttons."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from discord import ui

from bot.clicks import button
from bot.features.asking import words
from bot.features.asking.keys import keys_of
from bot.naming import heading
from bot.texts import clip
from bot.translation import _
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

    def __init__(
        self,
        answer: Answer,
        book: Book,
        *,
        asker: int = 0,
        rest: Sequence[str] = (),
        following: Sequence[tuple[str, str]] = (),
        votes: bool = False,
    ) -> None:
        """`asker` may have more shown to all; 0 for nobody. `rest` are keys of passages to go on with, `following` are
        questions to ask next with their passages' keys; `votes` asks whether the answer was right."""
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
        self._add_buttons(answer, asker, rest, votes=votes)
        if following:
            offered = (button(question, keys_of(book, [key], asker).next()) for key, question in following)
            self.add_item(ui.ActionRow(*offered))
        self.stop()  # discord.py need not remember it: clicks are known by their custom_id

    def _passages(self, answer: Answer, said: Sequence[str] = (), *, spoiler: bool = False) -> ui.Container[Any]:
        """The passages under their titles, and one small line that says where they come from."""
        colour = _SPOILER if spoiler else _SURE if answer.status is Status.SURE else _UNSURE
        texts = [
            *said,
            self._fit(f"**{heading([hit.passage for hit in answer.told], self._book)}**"),
            self._fit(answer.text),
            self._fit(f"-# {words.cited(answer, self._book)}"),
        ]
        return ui.Container(*(ui.TextDisplay[Any](text) for text in texts), accent_colour=colour, spoiler=spoiler)

    def _fit(self, text: str) -> str:
        """Cut a text to what is left of the message, and take it off."""
        cut = clip(text, self._chars, self._bytes)
        self._chars -= len(cut)
        self._bytes -= len(cut.encode())
        return cut

    def _add_buttons(self, answer: Answer, asker: int, rest: Sequence[str], *, votes: bool) -> None:
        row: ui.ActionRow[Any] = ui.ActionRow()
        if answer.kept:
            kept = keys_of(self._book, [passage.key for passage in answer.kept])
            row.add_item(button(_(words.SHOW), kept.show()))
        further = [hit.passage.key for hit in answer.further] or list(rest)
        if further:
            row.add_item(button(_(words.MORE), keys_of(self._book, further, asker).more()))
        if votes and answer.told:
            told = keys_of(self._book, [hit.passage.key for hit in answer.told])
            row.add_item(button(_(words.RIGHT), told.vote("right")))
            row.add_item(button(_(words.WRONG), told.vote("wrong")))
        if row.children:
            self.add_item(row)
