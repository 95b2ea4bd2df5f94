"""One answer as a message: its heading, the passages, where they come from; warning and cover; buttons.

The buttons outlive a restart: all they know is in their custom_id, and that is passages' keys and nothing else.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, ClassVar, Protocol, Self

import discord
from discord import ui

from bot.desk import Desk
from bot.failures import Failures, say_privately
from bot.features.asking import words
from bot.texts import clip
from knowledge.answer import Answer, Status
from knowledge.book import Book

# Discord takes 4,000 characters in all texts of a message and fails past about 10,170 bytes; the rest of the payload
# (components, buttons) needs some of those.
_CHARS, _BYTES = 3_800, 8_500
_SURE, _UNSURE, _SPOILER = 0x5B8C6E, 0xB08D57, 0xA6544B  # accents; never the only sign of anything

_KEYS = r"(?P<keys>[0-9a-f]{8}(?:-[0-9a-f]{8})*)"
_MOST = 9  # keys that fit into the 100 characters of a custom_id beside its name

NO_MORE = "There is nothing more to show here."
EDITED = "The book has been edited since, so I can't find that passage any more. Please ask again."


class AnswerView(ui.LayoutView):
    """The message for an answer. It holds no state: its buttons carry keys, and are judged again when clicked.

    Nothing of a member's words is in it. Titles are covered where their passages are.
    """

    def __init__(self, answer: Answer, book: Book, *, rest: Sequence[str] = ()) -> None:
        """`rest` are keys of passages to go on with beside `answer.further`."""
        super().__init__(timeout=None)
        self._chars, self._bytes = _CHARS, _BYTES
        self._book = book
        warning = words.warning(answer)
        said = [self._fit(text) for text in words.remarks(answer)]
        if answer.status is Status.UNKNOWN:
            self.add_item(ui.TextDisplay(self._fit(words.refusal(answer, book))))
        elif answer.covered:
            for text in filter(None, [*said, warning]):
                self.add_item(ui.TextDisplay(text))
            self.add_item(self._passages(answer, spoiler=True))
        else:
            if answer.told:
                self.add_item(self._passages(answer, said))
            if warning:
                self.add_item(ui.TextDisplay(self._fit(warning)))
        self._add_buttons(answer, rest)

    def _passages(self, answer: Answer, said: Sequence[str] = (), *, spoiler: bool = False) -> ui.Container[Any]:
        """The passages under their titles, and one small line that says where they come from."""
        colour = _SPOILER if spoiler else _SURE if answer.status is Status.SURE else _UNSURE
        texts = [*said]
        if heading := words.heading(answer):
            texts.append(self._fit(f"**{heading}**"))
        texts.append(self._fit(words.text(answer)))
        parts = " and ".join(answer.where)
        texts.append(self._fit(f"-# {parts} · {self._book.title}"))
        return ui.Container(*(ui.TextDisplay[Any](text) for text in texts), accent_colour=colour, spoiler=spoiler)

    def _fit(self, text: str) -> str:
        """Cut a text to what is left of the message, and take it off."""
        cut = clip(text, self._chars, self._bytes)
        self._chars -= len(cut)
        self._bytes -= len(cut.encode())
        return cut

    def _add_buttons(self, answer: Answer, rest: Sequence[str]) -> None:
        row: ui.ActionRow[Any] = ui.ActionRow()
        if answer.kept:
            row.add_item(ShowMe([passage.key for passage in answer.kept]))
        keys = [hit.passage.key for hit in answer.further] or list(rest)
        if keys:
            row.add_item(AnotherPassage(keys))
        if row.children:
            self.add_item(row)


class Needs(Protocol):
    """What the buttons need of the client: discord.py makes them anew from a click, and hands them only that."""

    desk: Desk
    failures: Failures


class _KeyButton(ui.DynamicItem[ui.Button[Any]], template="norfolk:never:" + _KEYS):
    name: ClassVar[str]
    label: ClassVar[str]

    def __init__(self, keys: Sequence[str]) -> None:
        self.keys = tuple(keys[:_MOST])
        custom_id = f"norfolk:{self.name}:{'-'.join(self.keys)}"
        super().__init__(ui.Button(label=self.label, style=discord.ButtonStyle.secondary, custom_id=custom_id))

    @classmethod
    async def from_custom_id(cls, interaction: discord.Interaction[Any], item: Any, match: re.Match[str], /) -> Self:
        return cls(match["keys"].split("-"))

    async def callback(self, interaction: discord.Interaction[Any]) -> Any:
        """Answer the click; discord.py would log an error here without telling the member, so it is caught."""
        client: Needs = interaction.client
        try:
            if client.desk.known(self.keys):
                await self.answer(client.desk, interaction)
            else:
                await say_privately(interaction, EDITED)
        except Exception as error:  # noqa: BLE001 - every one becomes a sentence, and is logged with its reference
            await client.failures.tell(interaction, error, f"button {self.name}")

    async def answer(self, desk: Desk, interaction: discord.Interaction[Any]) -> None:
        raise NotImplementedError


class AnotherPassage(_KeyButton, template="norfolk:more:" + _KEYS):
    """The next best passage, for the member who asks for it alone."""

    name = "more"
    label = "Another passage"

    async def answer(self, desk: Desk, interaction: discord.Interaction[Any]) -> None:
        await interaction.response.defer(ephemeral=True, thinking=True)
        found = await desk.show(
            desk.known(self.keys), interaction.channel, interaction.guild_id, interaction.user.id, private=True
        )
        if found is None:
            await interaction.edit_original_response(content=NO_MORE)
            return
        answer, rest = found
        await _put(interaction, AnswerView(answer, desk.book, rest=[passage.key for passage in rest]))


class ShowMe(_KeyButton, template="norfolk:show:" + _KEYS):
    """What `withhold` keeps from the channel, to the one member who asks for it."""

    name = "show"
    label = "Show it to me only"

    async def answer(self, desk: Desk, interaction: discord.Interaction[Any]) -> None:
        await interaction.response.defer(ephemeral=True, thinking=True)
        kept = desk.known(self.keys)
        answer = await desk.show_kept(kept, interaction.channel, interaction.guild_id, interaction.user.id)
        await _put(interaction, AnswerView(answer, desk.book))


BUTTONS = (AnotherPassage, ShowMe)


async def _put(interaction: discord.Interaction[Any], view: AnswerView) -> None:
    """Put an answer where the deferred reply stands."""
    await interaction.edit_original_response(view=view, allowed_mentions=discord.AllowedMentions.none())
