"""The pages of /review. Members' words and whatever lies past the level stand under a cover; buttons carry ids."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import discord
from discord import ui

from bot.clicks import button, turning
from bot.features.review import words
from bot.features.review.doubted import Doubted
from bot.features.review.keeping import Alike
from bot.texts import clip, escaped
from bot.translation import _
from knowledge.book import Book, Note, short_key
from knowledge.spoilers import Level, touches

_KEY, _ID = "[0-9a-f]{8}", "[0-9]{1,18}"
PAGE = rf"norfolk:review:(?P<list>questions|notes|votes):(?P<book>{_KEY}):(?P<page>[0-9]{{1,4}}):(?:back|on)"
NEW = rf"norfolk:note:new:(?P<book>{_KEY}):(?P<question>{_ID})(?::(?P<passage>{_KEY}))?"
EDIT = rf"norfolk:note:edit:(?P<note>{_ID})"
REMOVE = rf"norfolk:note:remove:(?P<note>{_ID})"
QUESTIONS, NOTES = 5, 4  # on a page
_QUESTION, _NOTE, _PASSAGE = (400, 1_100), (700, 1_400), (300, 900)  # characters and bytes of each that are shown


class QuestionsView(ui.LayoutView):
    """One page of questions, with a button to answer each by a note."""

    def __init__(self, asked: Sequence[Alike], book: Book, days: int, page: int) -> None:
        super().__init__(timeout=None)
        key = short_key(book.slug)
        page, pages = _within(page, len(asked), QUESTIONS)
        shown = list(enumerate(asked, 1))[page * QUESTIONS : (page + 1) * QUESTIONS]
        if not days or not shown:
            self.add_item(ui.TextDisplay(_(words.NO_QUESTIONS if days else words.NOT_KEPT)))
            self.add_item(ui.ActionRow(button(_(words.WRITE), f"norfolk:note:new:{key}:0")))
        else:
            self.add_item(ui.TextDisplay(words.questions_head(book, days, page, pages)))
            self.add_item(ui.Container(*(ui.TextDisplay[Any](_question(n, alike)) for n, alike in shown), spoiler=True))
            answers = (
                button(_(words.ANSWER).format(number=n), f"norfolk:note:new:{key}:{alike.ids[0]}") for n, alike in shown
            )
            self.add_item(ui.ActionRow(*answers))
        _turn(self, "questions", key, page, pages)
        self.stop()


class NotesView(ui.LayoutView):
    """One page of club notes, each with its buttons."""

    def __init__(self, notes: Sequence[Note], book: Book, level: Level, page: int) -> None:
        super().__init__(timeout=None)
        key = short_key(book.slug)
        page, pages = _within(page, len(notes), NOTES)
        head = words.notes_head(book, len(notes), page, pages) if notes else _(words.NO_NOTES)
        self.add_item(ui.TextDisplay(head))
        for note in notes[page * NOTES : (page + 1) * NOTES]:
            id = note.id.rpartition("-")[2]
            text: ui.TextDisplay[Any] = ui.TextDisplay(words.note(clip(note.text, *_NOTE), note))
            self.add_item(ui.Container(text, spoiler=bool(touches([note], level))))
            edit = button(_(words.EDIT), f"norfolk:note:edit:{id}")
            remove = button(_(words.REMOVE), f"norfolk:note:remove:{id}", discord.ButtonStyle.danger)
            self.add_item(ui.ActionRow(edit, remove))
        self.add_item(ui.ActionRow(button(_(words.WRITE), f"norfolk:note:new:{key}:0")))
        _turn(self, "notes", key, page, pages)
        self.stop()


class VotesView(ui.LayoutView):
    """One page of passages that members found wrong, each with a button for a note that says it better."""

    def __init__(self, found: Sequence[Doubted], book: Book, level: Level, page: int) -> None:
        super().__init__(timeout=None)
        key = short_key(book.slug)
        page, pages = _within(page, len(found), QUESTIONS)
        shown = list(enumerate(found, 1))[page * QUESTIONS : (page + 1) * QUESTIONS]
        self.add_item(ui.TextDisplay(words.votes_head(book, page, pages) if shown else _(words.NO_VOTES)))
        for number, one in shown:
            passage = one.passage
            text = words.doubted(number, passage, clip(escaped(passage.text), *_PASSAGE), one.wrong, one.right)
            self.add_item(ui.Container(ui.TextDisplay[Any](text), spoiler=bool(touches([passage], level))))
        if shown:
            notes = (
                button(_(words.ANSWER).format(number=n), f"norfolk:note:new:{key}:0:{one.passage.key}")
                for n, one in shown
            )
            self.add_item(ui.ActionRow(*notes))
        _turn(self, "votes", key, page, pages)
        self.stop()


def covered(sentence: str, text: str) -> ui.LayoutView:
    """A sentence, and below it what a moderator wrote, which nobody has judged."""
    view = ui.LayoutView(timeout=None)
    view.add_item(ui.TextDisplay(f"{sentence}\n{_(words.TAKE_BACK)}"))
    view.add_item(ui.Container(ui.TextDisplay[Any](clip(escaped(text), 2_000, 5_000) or "-"), spoiler=True))
    view.stop()
    return view


def _question(number: int, alike: Alike) -> str:
    return words.question(number, clip(escaped(alike.text), *_QUESTION), alike.count, alike.status, alike.at)


def _within(page: int, count: int, size: int) -> tuple[int, int]:
    """The page that there is, and how many there are."""
    pages = max(1, -(-count // size))
    return min(page, pages - 1), pages


def _turn(view: ui.LayoutView, name: str, key: str, page: int, pages: int) -> None:
    """The buttons that turn the page."""
    labels = (_(words.BACK), _(words.ON))
    if found := turning(page, pages - 1, labels, lambda to, way: f"norfolk:review:{name}:{key}:{to}:{way}"):
        view.add_item(ui.ActionRow(*found))
