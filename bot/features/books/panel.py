"""The review of a draft: one passage at a time, under a cover where it spoils, and what can be done with it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import discord
from discord import ui

from bot.clicks import button
from bot.features.books import words
from bot.features.books.drafts import Opened
from bot.features.books.keys import NOTHING, Control
from bot.naming import heading, own_name
from bot.texts import clip
from bot.translation import _
from knowledge.book import Book, Passage, short_key
from knowledge.spoilers import START, Level, touches

_WINDOW = 25  # options of a select
_GENERAL = 5  # doubts about the whole draft that are shown at once
_TEXT = (2_500, 6_000)  # letters and bytes that a passage may take of the message

Row = ui.ActionRow[Any]


class ReviewPanel(ui.LayoutView):
    """The draft with one of its passages, the first one unless `key` names another. Holds no state."""

    def __init__(self, opened: Opened, key: str = NOTHING, said: str = "") -> None:
        super().__init__(timeout=None)
        book, id = opened.book, opened.draft.id
        order = opened.passages()
        at = next((n for n, passage in enumerate(order) if passage.key == key), 0)
        passage = order[at]
        counts = (len(order), len(book.levels) - 1, len(opened.doubtful), len(opened.notes))
        head = words.draft_of(book.title, book.author, *counts)
        for text in filter(None, [said, head]):
            self.add_item(ui.TextDisplay(text))
        self.add_item(_shown(opened, passage, words.at_passage(at + 1, len(order), len(opened.doubtful))))
        if opened.general:
            self.add_item(_general(opened, _(words.DOUBTS_THERE)))
        self.add_item(Row(_parts(book, passage, Control("part", id, passage.key))))
        if book.topics:
            self.add_item(Row(_topics(book, passage, Control("topics", id, passage.key))))
        self.add_item(Row(_passages(opened, order, at, Control("go", id))))
        before, after = order[at - 1].key, order[(at + 1) % len(order)].key
        self.add_item(
            Row(
                _button(_(words.PREVIOUS), Control("prev", id, before)),
                _button(_(words.RIGHT), Control("right", id, passage.key), discord.ButtonStyle.primary),
                _button(_(words.NEXT), Control("next", id, after)),
                _button(_(words.EDIT), Control("edit", id, passage.key)),
                _button(_(words.DROP), Control("drop", id, passage.key)),
            )
        )
        self.add_item(
            Row(
                _button(_(words.PARTS), Control("parts", id)),
                _button(_(words.TRY), Control("try", id)),
                _button(_(words.PUBLISH), Control("publish", id), discord.ButtonStyle.success),
                _button(_(words.AWAY), Control("away", id, passage.key), discord.ButtonStyle.danger),
            )
        )
        self.stop()  # discord.py need not remember it: clicks are known by their custom_id


class PartsPanel(ui.LayoutView):
    """The draft's title, parts and topics; `key` names the part or topic that is chosen."""

    def __init__(self, opened: Opened, key: str = NOTHING, said: str = "") -> None:
        super().__init__(timeout=None)
        book, id = opened.book, opened.draft.id
        counts = [sum(passage.part == level.id for passage in book.passages) for level in book.levels]
        told = {level.rank: own_name(level.name) for level in book.levels}
        parts = [(level.rank, level.name, n) for level, n in zip(book.levels, counts, strict=True)][1:]
        text = words.parts_of(book.title, parts, [(topic.name, told[topic.rank]) for topic in book.topics])
        for part in filter(None, [said, clip(text, 3_100, 6_300)]):
            self.add_item(ui.TextDisplay(part))
        if opened.general:
            self.add_item(_general(opened, _(words.ALL_DOUBTS)))
        things = [(level.id, level.name, _(words.A_PART)) for level in book.levels[1:]]
        things += [(topic.id, topic.name, _(words.A_TOPIC)) for topic in book.topics]
        # A second list where one has no room for all: it needs a custom_id of its own.
        for action, first in (("pick", 0), ("pick-more", _WINDOW)):
            if some := things[first : first + _WINDOW]:
                options = [_option(name, short_key(one), kind, short_key(one) == key) for one, name, kind in some]
                self.add_item(Row(_select(_(words.CHOOSE), Control(action, id), options)))
        none = all(short_key(thing) != key for thing, _, _ in things)
        chosen = [
            _button(label, Control(action, id, key), off=none)
            for label, action in (
                (_(words.RENAME), "rename"),
                (_(words.UP), "up"),
                (_(words.DOWN), "down"),
                (_(words.TAKE_OUT), "unpart"),
            )
        ]
        self.add_item(Row(*chosen))
        levels = [
            _option(own_name(level.name), short_key(level.id), "", level == book.default_level) for level in book.levels
        ]
        self.add_item(Row(_select(_(words.DEFAULT), Control("default", id), levels)))
        self.add_item(
            Row(
                _button(_(words.ADD_PART), Control("add", id)),
                _button(_(words.ADD_TOPIC), Control("topic", id)),
                _button(_(words.HEAD), Control("head", id)),
                _button(_(words.RIGHT), Control("keep", id, key), off=not opened.general),
                _button(_(words.BACK), Control("back", id), discord.ButtonStyle.primary),
            )
        )
        self.stop()


class Told(ui.LayoutView):
    """One sentence in a panel's place."""

    def __init__(self, text: str) -> None:
        super().__init__(timeout=None)
        self.add_item(ui.TextDisplay(text))
        self.stop()


def _shown(opened: Opened, passage: Passage, where: str) -> ui.Container[Any]:
    """The passage and why it is in doubt, which tells no more than the passage does."""
    book = opened.book
    why = [f"- {doubt.why}" for doubt in opened.doubts if doubt.passage == passage.id]
    level = book.level(passage.part)
    topics = [secret.name for secret in passage.secrets if secret.topic]
    place = " · ".join([where, _name(level), *topics])
    texts = [
        f"**{heading([passage], book)}**",
        clip(passage.text, *_TEXT),
        f"-# {place}",
        *([clip("\n".join([_(words.DOUBTS), *why]), 500, 900)] if why else []),
    ]
    cover = bool(touches([passage], book.default_level))
    return ui.Container(*(ui.TextDisplay[Any](text) for text in texts), spoiler=cover)


def _general(opened: Opened, head: str) -> ui.Container[Any]:
    """Why the whole draft is in doubt, under a cover of its own: it may name topics that nobody has looked at yet."""
    why = [f"- {why}" for why in opened.general[:_GENERAL]]
    return ui.Container(ui.TextDisplay(clip("\n".join([head, *why]), 400, 700)), spoiler=True)


def _parts(book: Book, passage: Passage, control: Control) -> ui.Select[Any]:
    options = [_option(_name(level), level.id, "", level.id == passage.part) for level in book.levels]
    return _select(_(words.REVEALED), control, options)


def _topics(book: Book, passage: Passage, control: Control) -> ui.Select[Any]:
    own = {secret.id for secret in passage.secrets if secret.topic}
    options = [_option(topic.name, topic.id, "", topic.id in own) for topic in book.topics]
    return _select(_(words.ITS_TOPICS), control, options, several=True)


def _passages(opened: Opened, order: Sequence[Passage], at: int, control: Control) -> ui.Select[Any]:
    """The passages around the one that is shown, by number and part: titles would be open in a list."""
    start = max(0, min(at - _WINDOW // 2, len(order) - _WINDOW))
    names = {level.id: own_name(level.name) for level in opened.book.levels}
    options = [
        _option(
            f"{n + 1} · {names[passage.part]}",
            passage.key,
            _(words.IN_DOUBT) if passage.id in opened.doubtful else "",
            n == at,
        )
        for n, passage in enumerate(order[start : start + _WINDOW], start)
    ]
    return _select(_(words.GO_TO), control, options)


def _name(level: Level) -> str:
    return _(words.SPOILS_NOTHING) if level.id == START else level.name


def _option(label: str, value: str, description: str, default: bool) -> discord.SelectOption:
    return discord.SelectOption(label=label[:100], value=value, description=description[:100] or None, default=default)


def _select(
    text: str, control: Control, options: list[discord.SelectOption], *, several: bool = False
) -> ui.Select[Any]:
    return ui.Select(
        custom_id=str(control),
        placeholder=text,
        options=options,
        min_values=0 if several else 1,
        max_values=len(options) if several else 1,
        required=not several,
    )


def _button(
    label: str, control: Control, style: discord.ButtonStyle = discord.ButtonStyle.secondary, off: bool = False
) -> ui.Button[Any]:
    return button(label, str(control), style, disabled=off)
