"""One answer as a message: warning, cover, citation, buttons."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from discord import ui

from bot.views.buttons import AnotherPassage, ShowMe
from bot.views.texts import clip, escape
from knowledge.answer import Answer, Status

# Discord takes 4,000 characters in all texts of a message and fails past about 10,170 bytes; the rest of the payload
# (components, buttons) needs some of those.
_CHARS, _BYTES = 3_800, 8_500
_ECHO_CHARS, _ECHO_BYTES = 1_200, 2_700


class AnswerView(ui.LayoutView):
    """The message for an answer. It holds no state: its buttons carry keys, and are judged again when clicked."""

    def __init__(self, answer: Answer, *, echo: str | None = None, rest: Sequence[str] = ()) -> None:
        """`echo` is the member's own question to show with it; `rest` are keys to go on with beside `answer.others`."""
        super().__init__(timeout=None)
        self._chars, self._bytes = _CHARS, _BYTES
        asked = self._fit(f"> {escape(echo)}", _ECHO_CHARS, _ECHO_BYTES) if echo else None
        cited = self._fit(f"-# {answer.where}") if answer.where else None
        warning = self._fit(answer.warning) if answer.warning else None
        shown = answer.shown.removesuffix(answer.warning or "").rstrip()

        open_texts = [] if asked is None or answer.cover_question else [asked]
        covered = [asked] if asked is not None and answer.cover_question else []
        if answer.hidden is None:
            open_texts += self._texts(shown, cited)
        else:
            open_texts += self._texts(shown, None)
            covered += self._texts(answer.hidden, cited)
        if warning:
            open_texts.append(warning)

        # A covered question stands before an open answer to it; a covered answer stands after its warning.
        items: list[ui.Item[Any]] = [ui.TextDisplay(text) for text in open_texts]
        if covered:
            cover = ui.Container[Any](*(ui.TextDisplay[Any](text) for text in covered), spoiler=True)
            items.insert(len(items) if answer.hidden is not None else 0, cover)
        for item in items:
            self.add_item(item)
        self._add_buttons(answer, rest)

    def _texts(self, text: str, cited: str | None) -> list[str]:
        return [part for part in (self._fit(text) if text else None, cited) if part]

    def _fit(self, text: str, chars: int = _CHARS, size: int = _BYTES) -> str:
        """Cut a text to what is left of the message, and take it off."""
        cut = clip(text, min(chars, self._chars), min(size, self._bytes))
        self._chars -= len(cut)
        self._bytes -= len(cut.encode())
        return cut

    def _add_buttons(self, answer: Answer, rest: Sequence[str]) -> None:
        row: ui.ActionRow[Any] = ui.ActionRow()
        if answer.on_request:
            row.add_item(ShowMe([passage.key for passage in answer.on_request]))
        keys = [hit.passage.key for hit in answer.others] or list(rest)
        if keys and answer.status is Status.ANSWERED:  # an unknown answer has no more to it, whatever the reason
            row.add_item(AnotherPassage(keys))
        if row.children:
            self.add_item(row)
