"""The modal in which a note is written: its text, the part that it reveals, its topics."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import discord
from discord import ui

from bot.features.review import words
from bot.naming import level_name
from bot.store import ClubNote
from bot.translation import _
from knowledge.book import Book, Passage, short_key
from knowledge.notes.note import LONGEST

SAVE = re.compile(r"norfolk:note:save:(?P<book>[0-9a-f]{8}):(?P<question>[0-9]{1,18}):(?P<note>[0-9]{1,18})")
_MOST = 25  # options of a select
_SELECTS = 3  # for parts, beside the text and the topics: a modal has five things at most


@dataclass(frozen=True)
class Written:
    """What was sent; None where no part was chosen."""

    text: str
    part: str | None
    topics: tuple[str, ...]


class NoteModal(ui.Modal):
    """Sent and forgotten: what comes back is known by its custom_id, also after a restart. It is prefilled with `note`,
    or with the part and the topics of the passage that it is `about`.

    Books of more parts than a select holds have several; of parts chosen in two, the later one counts.
    """

    def __init__(self, book: Book, question: int, note: ClubNote | None = None, about: Passage | None = None) -> None:
        custom_id = f"norfolk:note:save:{short_key(book.slug)}:{question}:{note.id if note else 0}"
        super().__init__(title=_(words.FORM), custom_id=custom_id)
        text: ui.TextInput[Any] = ui.TextInput(
            style=discord.TextStyle.paragraph, max_length=LONGEST, custom_id="text", default=note.text if note else None
        )
        known = note or about
        touched = set(note.topics if note else ())
        touched |= {secret.id for secret in about.secrets if secret.topic} if about else set()
        self._ask(_(words.TEXT), _(words.TEXT_HOW), text)
        for number in range(min(_SELECTS, -(-len(book.levels) // _MOST))):
            levels = book.levels[number * _MOST : (number + 1) * _MOST]
            named = ((level.id, level_name(level, book)) for level in levels)
            chosen = {known.part} if known else set()
            select = _select(f"part-{number}", named, chosen, 1)
            self._ask(_(words.PART), _(words.PART_HOW), select)
        if topics := book.topics[:_MOST]:
            named = ((topic.id, topic.name) for topic in topics)
            select = _select("topics", named, touched, len(topics))
            self._ask(_(words.TOPICS), _(words.TOPICS_HOW), select)
        self.stop()  # discord.py need not remember it

    def _ask(self, label: str, description: str, component: ui.Item[Any]) -> None:
        self.add_item(ui.Label(text=label, description=description, component=component))


def written(interaction: discord.Interaction[Any], book: Book) -> Written:
    """What was written into a modal. Parts and topics that the book doesn't have are not taken."""
    data: Any = interaction.data
    sent = [part.get("component") or {} for part in data.get("components", [])]
    values = {part.get("custom_id"): part.get("values") or [part.get("value") or ""] for part in sent}
    picked = {id for name, ids in values.items() if str(name).startswith("part-") for id in ids}
    parts = [level.id for level in book.levels if level.id in picked]
    topics = tuple(topic.id for topic in book.topics if topic.id in values.get("topics", []))
    return Written(str(values.get("text", [""])[0]), parts[-1] if parts else None, topics)


def _select(name: str, named: Iterable[tuple[str, str]], chosen: set[str], most: int) -> ui.Select[Any]:
    options = [discord.SelectOption(label=text[:100], value=id, default=id in chosen) for id, text in named]
    return ui.Select(custom_id=name, options=options, min_values=0, max_values=most, required=False)
