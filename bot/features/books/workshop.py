"""What the controls and modals of drafts do. Everything is looked up and judged anew at each click."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import discord
from discord import ui

from bot.clicks import open_modal
from bot.failures import bad_question
from bot.features.books import forms, words
from bot.features.books.drafts import Drafts, NoSuchDraft, Opened
from bot.features.books.keys import NOTHING, Control
from bot.features.books.panel import PartsPanel, ReviewPanel, Told
from bot.features.books.press import MOST_BOOKS, Press, TooMany
from bot.features.books.questions import throw_away
from bot.guard import check_moderator
from bot.shelf import Shelf, draft_slug
from bot.store import Servers, Store
from bot.translation import _
from knowledge.answer import Answer
from knowledge.book import Book, Passage, short_key
from knowledge.books import editing
from knowledge.books.errors import BookError
from knowledge.books.importing.harmless import harmless
from knowledge.notes.note import MOST
from knowledge.search.question import BadQuestion
from knowledge.spoilers import Policy

Interaction = discord.Interaction[Any]
AnswerView = Callable[[Answer, Book], ui.LayoutView]
_FORMS = ("edit", "rename", "add", "topic", "head", "try")


class Workshop:
    """Works on drafts as moderators click."""

    def __init__(self, store: Store, shelf: Shelf, answer_view: AnswerView) -> None:
        """`answer_view` shows an answer as members see it."""
        self.store, self.shelf = store, shelf
        self.drafts, self.press = Drafts(store.books), Press(store, shelf)
        self._answer_view = answer_view

    @property
    def servers(self) -> Servers:
        return self.store.servers

    async def clicked(self, interaction: Interaction, control: Control) -> None:
        """A button or a select. Raises CheckFailure for whoever is no moderator, NoSuchDraft, BookError."""
        if control.action in _FORMS:
            await open_modal(interaction, self._asked(interaction, control))
            return
        await interaction.response.defer()
        await check_moderator(interaction, self.servers, "book")
        data: Any = interaction.data
        values = [str(value) for value in data.get("values", [])]
        await self._do(interaction, control, values)

    async def _asked(self, interaction: Interaction, control: Control) -> ui.Modal | str:
        """The modal of a button, or a sentence that says why there is none."""
        await check_moderator(interaction, self.servers, "book")
        opened = await self.drafts.open(interaction.guild_id, control.draft)
        return _form(control, opened.book) or _(words.NO_PASSAGE)

    async def submitted(self, interaction: Interaction, control: Control) -> None:
        """A modal. Raises like `clicked`."""
        trying = control.action == "try"
        await interaction.response.defer(ephemeral=trying, thinking=trying)  # the check may have to ask Discord
        await check_moderator(interaction, self.servers, "book")
        fields = forms.written(interaction)
        if trying:
            await self._try(interaction, control, fields)
            return
        name = harmless(fields.get("name", ""))[:100]
        match control.action:
            case "edit":
                text = harmless(fields.get("text", ""))
                title = harmless(fields.get("title", ""))[:200]
                await self._passage(interaction, control, lambda book, id: editing.retell(book, id, title, text))
            case "rename":
                await self._part(interaction, control, lambda book, id: editing.rename(book, id, name))
            case "add":
                await self._parts(interaction, control, lambda book: editing.add_part(book, name))
            case "topic":
                await self._parts(interaction, control, lambda book: editing.add_topic(book, name))
            case "head":
                title, author = (harmless(fields.get(key, ""))[:200] for key in ("title", "author"))
                named = lambda book: replace(book, title=title or book.title, author=author or book.author)  # noqa: E731
                await self._parts(interaction, control, named)

    async def _do(self, interaction: Interaction, control: Control, values: list[str]) -> None:
        value = values[0] if values else NOTHING
        match control.action:
            case "go":
                await self._show(interaction, control.draft, value)
            case "prev" | "next" | "back":
                await self._show(interaction, control.draft, control.key)
            case "right":
                await self._passage(interaction, control, lambda book, _: book)
            case "part":
                await self._passage(interaction, control, lambda book, id: editing.move(book, id, value))
            case "topics":
                await self._passage(interaction, control, lambda book, id: editing.mark(book, id, values))
            case "drop":
                await self._passage(interaction, control, editing.drop)
            case "parts" | "pick" | "pick-more":
                opened = await self.drafts.open(interaction.guild_id, control.draft)
                await _put(interaction, PartsPanel(opened, value))
            case "up" | "down":
                by = -1 if control.action == "up" else 1
                await self._part(interaction, control, lambda book, id: editing.shift(book, id, by))
            case "unpart":
                await self._part(interaction, control, editing.remove)
            case "default":
                await self._parts(interaction, control, lambda book: _starting(book, value))
            case "keep":
                await self._parts(interaction, control, lambda book: book, [""])
            case "publish":
                await self._publish(interaction, control.draft)
            case "away":
                opened = await self.drafts.open(interaction.guild_id, control.draft)
                await _put(interaction, throw_away(opened, control.key))
            case "away-yes":
                await self.store.books.drop(interaction.guild_id or 0, control.draft)
                await self.shelf.forget(draft_slug(control.draft))
                await _put(interaction, Told(_(words.THROWN_AWAY)))
            case _:
                raise NoSuchDraft

    async def _show(self, interaction: Interaction, draft: str, key: str, said: str = "") -> None:
        await _put(interaction, ReviewPanel(await self.drafts.open(interaction.guild_id, draft), key, said))

    async def _passage(self, interaction: Interaction, control: Control, edit: Callable[[Book, str], Book]) -> None:
        """Change the passage of a control; then show it, or the next doubtful one when it is settled or gone."""
        server, said, key = interaction.guild_id, "", control.key
        before = await self.drafts.open(server, control.draft)
        passage = before.book.by_key.get(control.key)
        if passage is None:
            await _put(interaction, ReviewPanel(before, said=_(words.NO_PASSAGE)))
            return
        try:
            opened = await self.drafts.change(server, control.draft, lambda book: edit(book, passage.id), [passage.id])
        except (BookError, KeyError) as error:
            opened, said = before, words.refused(str(error))
        else:
            if control.action in ("right", "drop"):
                key = _following(before, passage, opened)
                said = "" if opened.doubts else _(words.NOTHING_DOUBTFUL)
        await _put(interaction, ReviewPanel(opened, key, said))

    async def _part(self, interaction: Interaction, control: Control, edit: Callable[[Book, str], Book]) -> None:
        """Change the part or topic of a control."""

        def change(book: Book) -> Book:
            id = next((id for id, _ in _things(book) if short_key(id) == control.key), None)
            if id is None:
                raise BookError(_(words.NO_SUCH_PART))
            return edit(book, id)

        await self._parts(interaction, control, change)

    async def _parts(
        self, interaction: Interaction, control: Control, change: Callable[[Book], Book], decided: Sequence[str] = ()
    ) -> None:
        server, said = interaction.guild_id, ""
        try:
            opened = await self.drafts.change(server, control.draft, change, decided)
        except BookError as error:
            opened, said = await self.drafts.open(server, control.draft), words.refused(str(error))
        await _put(interaction, PartsPanel(opened, control.key, said))

    async def _try(self, interaction: Interaction, control: Control, fields: dict[str, str]) -> None:
        """Answer a question from the draft, at any level, as a member would see it."""
        server = interaction.guild_id
        opened = await self.drafts.open(server, control.draft)
        librarian = await self.shelf.try_out(server or 0, opened.draft)
        try:
            level = librarian.book.level(fields.get("level", ""))
            answer = await asyncio.to_thread(librarian.ask, fields.get("question", ""), level, Policy.WARN)
        except BadQuestion as error:
            await interaction.edit_original_response(content=bad_question(error))
            return
        view = self._answer_view(replace(answer, further=()), librarian.book)  # a draft's buttons would lead nowhere
        await interaction.edit_original_response(view=view, allowed_mentions=discord.AllowedMentions.none())

    async def _publish(self, interaction: Interaction, draft: str) -> None:
        server = interaction.guild_id or 0
        opened = await self.drafts.open(server, draft)
        try:
            async with told(interaction) as progress:
                published = await self.press.publish(server, interaction.user.id, opened, progress)
        except TooMany:
            await self._show(interaction, draft, NOTHING, _(words.MANY_BOOKS).format(most=MOST_BOOKS))
            return
        if published is None:
            await self._show(interaction, draft, NOTHING, _(words.CHANGED))
            return
        said = words.published(published.edition)
        if published.notes is None:
            said += f" {_(words.MANY_NOTES).format(most=MOST)}"
        elif published.notes:
            said += f" {words.brought(published.notes)}"
        await _put(interaction, Told(said))


@contextlib.asynccontextmanager
async def told(interaction: Interaction) -> Any:
    """Show how far a build is, in the reply, about once a second; gives the function to report to."""
    latest: list[tuple[str, int, int]] = []

    def report(what: str, done: int, total: int) -> None:  # from the thread that builds
        latest[:] = [(what, done, total)]

    async def show() -> None:
        shown = ""
        while True:
            text = words.progress(*latest[0]) if latest else _(words.BUILDING)
            if text != shown:
                shown = text
                with contextlib.suppress(discord.HTTPException):
                    await _put(interaction, Told(shown))
            await asyncio.sleep(1)

    task = asyncio.create_task(show())
    try:
        yield report
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


def _following(before: Opened, passage: Passage, after: Opened) -> str:
    """The key of the passage to look at next: the doubtful one behind it, else the next one."""
    order = [one for one in before.passages() if one.id in after.book.by_id or one.id == passage.id]
    at = next(n for n, one in enumerate(order) if one.id == passage.id)
    behind = [*order[at + 1 :], *order[:at]]
    doubtful = [one for one in behind if one.id in after.doubtful]
    return next((one.key for one in [*doubtful, *behind]), NOTHING)


def _form(control: Control, book: Book) -> ui.Modal | None:
    """The modal of a control; None when what it is about is gone."""
    match control.action:
        case "edit":
            now = book.by_key.get(control.key)
            return None if now is None else forms.passage(control, now)
        case "rename":
            name = next((name for id, name in _things(book) if short_key(id) == control.key), None)
            return None if name is None else forms.name(control, _(words.ANOTHER_NAME), name)
        case "head":
            return forms.head(control, book)
        case "try":
            return forms.question(control, book)
    return forms.name(control, _(words.NEW_PART) if control.action == "add" else _(words.NEW_TOPIC))


def _things(book: Book) -> list[tuple[str, str]]:
    """The ids and names of its parts and topics."""
    return [*((one.id, one.name) for one in book.levels[1:]), *((one.id, one.name) for one in book.topics)]


def _starting(book: Book, key: str) -> Book:
    level = next((level for level in book.levels if short_key(level.id) == key), None)
    if level is None:
        raise BookError(_(words.NO_SUCH_PART))
    return replace(book, default_level=level)


async def _put(interaction: Interaction, view: ui.LayoutView) -> None:
    nobody = discord.AllowedMentions.none()
    if interaction.response.is_done():
        await interaction.edit_original_response(content=None, view=view, allowed_mentions=nobody)
    else:
        await interaction.response.edit_message(content=None, view=view, allowed_mentions=nobody)
