"""The modals of a draft, and what was written into one. Known by custom_ids, they outlive a restart."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import discord
from discord import ui

from bot.features.books import words
from bot.features.books.keys import Control
from bot.naming import own_name
from bot.translation import _
from knowledge.book import Book, Passage

PASTE = "norfolk:paste"
_PIECES = 3  # of a text that is pasted: an input holds 4,000 characters
_ONE = discord.TextStyle.paragraph


def paste() -> ui.Modal:
    """For a summary without a file."""
    pieces = [("text", _(words.SUMMARY), True), ("more", _(words.GOES_ON), False), ("rest", _(words.AND_ON), False)]
    return _form(
        PASTE,
        _(words.FROM_SUMMARY),
        ui.Label(text=_(words.BOOK_TITLE), component=ui.TextInput(custom_id="title", max_length=200)),
        ui.Label(text=_(words.AUTHOR), component=ui.TextInput(custom_id="author", max_length=200, required=False)),
        *(
            ui.Label(text=text, component=ui.TextInput(custom_id=id, style=_ONE, max_length=4_000, required=required))
            for id, text, required in pieces[:_PIECES]
        ),
    )


def passage(control: Control, now: Passage) -> ui.Modal:
    title = ui.TextInput[Any](custom_id="title", default=now.title or None, max_length=200, required=False)
    text = ui.TextInput[Any](custom_id="text", style=_ONE, default=now.text, max_length=4_000)
    return _form(
        str(control),
        _(words.THE_PASSAGE),
        ui.Label(text=_(words.TITLE), component=title),
        ui.Label(text=_(words.TEXT), component=text),
    )


def name(control: Control, title: str, now: str = "") -> ui.Modal:
    field = ui.TextInput[Any](custom_id="name", default=now or None, max_length=100)
    return _form(str(control), title, ui.Label(text=_(words.NAME), component=field))


def head(control: Control, book: Book) -> ui.Modal:
    fields = (("title", _(words.TITLE), book.title), ("author", _(words.AUTHOR), book.author))
    labels = [
        ui.Label[Any](text=text, component=ui.TextInput[Any](custom_id=id, default=now, max_length=200))
        for id, text, now in fields
    ]
    return _form(str(control), _(words.THE_BOOK), *labels)


def question(control: Control, book: Book) -> ui.Modal:
    options = [
        discord.SelectOption(label=own_name(level.name)[:100], value=level.id, default=level == book.default_level)
        for level in book.levels
    ]
    return _form(
        str(control),
        _(words.TRY),
        ui.Label(text=_(words.QUESTION), component=ui.TextInput(custom_id="question", max_length=500)),
        ui.Label(text=_(words.READ_UP_TO), component=ui.Select(custom_id="level", options=options, required=True)),
    )


def written(interaction: discord.Interaction[Any]) -> dict[str, str]:
    """What was written into the fields of a modal, the first value of each, by their custom_ids."""
    data: Any = interaction.data
    return dict(_fields(data.get("components", [])))


def _fields(parts: list[Any]) -> Iterator[tuple[str, str]]:
    for part in parts:
        inner = [*part.get("components", []), *filter(None, [part.get("component")])]
        yield from _fields(inner)
        if "custom_id" in part and not inner:
            values = part.get("values") or [part.get("value") or ""]
            yield part["custom_id"], str(values[0])


def _form(custom_id: str, title: str, *labels: ui.Label[Any]) -> ui.Modal:
    modal = ui.Modal(title=title, custom_id=custom_id, timeout=900)
    for label in labels:
        modal.add_item(label)
    return modal
