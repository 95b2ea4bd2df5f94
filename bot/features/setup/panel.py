"""The panel of a place as a message: what holds and why, what can be picked, and what a change would show."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import discord
from discord import ui

from bot.clicks import button
from bot.features.setup import words
from bot.features.setup.keys import AS_IS, INHERIT, POLICY_KEYS, Draft, policy_picked
from bot.features.setup.sample import Sample
from bot.features.setup.state import State
from bot.naming import level_name
from bot.texts import POLICIES, clip, holding
from bot.translation import _
from bot.undo import undo_button
from bot.where import KINDS
from knowledge.answer import Answer
from knowledge.book import Book, short_key

Show = Callable[[Answer, Book], ui.LayoutView]  # an answer as members see it
_OPTIONS = 25
_TEXT = 600  # characters of one text in a sample: two answers and the panel have room for 4,000


def panel(state: State, show: Show) -> ui.LayoutView:
    """The message; it holds no state but in its custom_ids."""
    view = ui.LayoutView(timeout=None)
    for text in _texts(state):
        view.add_item(ui.TextDisplay(text))
    for select in _selects(state):
        view.add_item(ui.ActionRow(select))
    if state.then is not None:
        for item in _sample(state.sample, show):
            view.add_item(item)
    view.add_item(ui.ActionRow(*_buttons(state)))
    view.stop()
    return view


def _texts(state: State) -> Iterator[str]:
    if state.notice:
        yield state.notice
    lines = [words.head(state.target.name), *holding(state.now, state.target.along)]
    if state.target.place == state.target.server:
        lines += words.chosen(state.chosen)
    if state.spoiler_channel and state.now.level != state.now.book.levels[-1]:
        lines.append(_(words.SPOILER_CHANNEL))
    yield "\n".join(lines)
    if state.then is not None:
        then = state.then
        level, policy = level_name(then.level, then.book), _(POLICIES[then.policy])
        text = words.not_saved(clip(then.book.title, 100, 400), level, policy)
        yield f"{text}\n{words.opens(state.target.name)}" if state.opens else text


def _selects(state: State) -> Iterator[ui.Item[Any]]:
    draft, now, then = state.draft, state.now, state.then or state.now
    yield ui.ChannelSelect(
        custom_id=draft.id("place"), channel_types=KINDS, placeholder=_(words.ANOTHER), required=False
    )
    book = draft.book if draft.book != AS_IS else short_key(now.book.slug) if state.own.book else INHERIT
    books = [(_(words.BOOK).format(title=each.title), short_key(each.slug)) for each in state.books]
    yield _select(draft, "book", _(words.BOOK_AS_ABOVE), books, book)
    own_level = state.own.levels.get(then.book.slug)
    level = draft.level if draft.level != AS_IS else short_key(own_level) if own_level else INHERIT
    levels = [
        (_(words.LEVEL).format(level=level_name(each, then.book)), short_key(each.id)) for each in then.book.levels
    ]
    yield _select(draft, "level", _(words.LEVEL_AS_ABOVE), levels, level)
    names = {key: each.value for each, key in POLICY_KEYS.items()}
    picked = names.get(policy_picked(draft, state.own))
    label = _(words.POLICY).format(policy=picked) if picked else _(words.POLICY_AS_ABOVE)
    yield button(label, draft.id("policy"))
    if state.then is None and state.target.place == state.target.server:
        yield from _server_selects(state)


def _select(draft: Draft, act: str, inherit: str, named: list[tuple[str, str]], picked: str) -> ui.Select[Any]:
    """One of the values, or as inherited. Of more than Discord takes, those around what is picked."""
    at = next((n for n, (_, key) in enumerate(named) if key == picked), 0)
    first = max(0, min(at - _OPTIONS // 2, len(named) - _OPTIONS + 1))
    options = [(inherit, INHERIT), *named[first : first + _OPTIONS - 1]]
    return ui.Select(
        custom_id=draft.id(act),
        required=False,
        options=[discord.SelectOption(label=name[:100], value=key, default=key == picked) for name, key in options],
    )


def _server_selects(state: State) -> Iterator[ui.Item[Any]]:
    draft, chosen = state.draft, state.chosen
    yield ui.RoleSelect(
        custom_id=draft.id("role"),
        placeholder=_(words.ROLE_THAT_COUNTS),
        min_values=0,
        required=False,
        default_values=_default(chosen.moderator_role, discord.SelectDefaultValueType.role),
    )
    for act, text, channel in (
        ("news", _(words.NEWS_TO), chosen.announcements),
        ("talk", _(words.TALK_TO), chosen.discussions),
    ):
        yield ui.ChannelSelect(
            custom_id=draft.id(act),
            placeholder=text,
            min_values=0,
            required=False,
            channel_types=[discord.ChannelType.text, discord.ChannelType.news],
            default_values=_default(channel, discord.SelectDefaultValueType.channel),
        )


def _default(id: int | None, kind: discord.SelectDefaultValueType) -> list[discord.SelectDefaultValue]:
    return [] if id is None else [discord.SelectDefaultValue(id=id, type=kind)]


def _buttons(state: State) -> Iterator[ui.Button[Any]]:
    draft = state.draft
    if state.then is not None:
        yield button(_(words.SAVE), draft.id("save"), discord.ButtonStyle.primary)
        yield button(_(words.DISCARD), draft.id("drop"))
    if state.undo is not None:
        yield undo_button(state.undo)
    if state.spoiler_channel and state.then is None and state.now.level != state.now.book.levels[-1]:
        yield button(_(words.WHOLE_BOOK), draft.id("all"))
    if state.target.place != state.target.server:
        yield button(_(words.WHOLE_SERVER), draft.id("server"))
    yield button(_(words.HISTORY), f"norfolk:past:{draft.place}:0")


def _sample(found: Sample | None, show: Show) -> Iterator[ui.Item[Any]]:
    if found is None:
        yield ui.TextDisplay(_(words.NO_SAMPLE))
        return
    yield ui.TextDisplay(_(words.SAMPLE))
    question = discord.utils.escape_markdown(clip(found.question, 300, 600))
    yield ui.Container(ui.TextDisplay[Any](question), spoiler=True)
    for heading, answer, book in (
        (_(words.NOW), found.now, found.now_book),
        (_(words.THEN), found.then, found.then_book),
    ):
        yield ui.TextDisplay(heading)
        yield from _as_seen(show(answer, book), found.guarded)


def _as_seen(view: ui.LayoutView, guarded: bool) -> Iterator[ui.Item[Any]]:
    """The texts of an answer as members see them, its passages covered where the sample must not tell them."""
    for item in view.children:
        if isinstance(item, ui.TextDisplay):
            yield ui.TextDisplay(clip(item.content, _TEXT, 2 * _TEXT))
        elif isinstance(item, ui.Container):
            parts = [part.content for part in item.children if isinstance(part, ui.TextDisplay)]
            text = clip("\n".join(parts), _TEXT, 2 * _TEXT)
            yield ui.Container(ui.TextDisplay[Any](text), spoiler=guarded or item.spoiler)
            if guarded and not item.spoiler:
                yield ui.TextDisplay(_(words.COVERED_HERE))
        elif isinstance(item, ui.ActionRow):
            labels = [part.label for part in item.children if isinstance(part, ui.Button) and part.label]
            yield ui.TextDisplay("-# " + " ".join(f"[{label}]" for label in labels))
