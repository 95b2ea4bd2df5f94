"""Texts that several features need: members' words without references, long ones cut, levels and policies named."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import islice

import discord
from discord import app_commands

from bot.naming import level_name
from bot.shelf import OnShelf
from bot.store import InEffect
from bot.translation import _, later
from knowledge.book import Book
from knowledge.spoilers import Level, Policy

_REFERENCES = re.compile(r"<(?:@[!&]?|#|a?:\w+:|t:|/[^:>]+:)[\w:]*>|@everyone\b|@here\b")

# Code, in which a cover is none, and escapes are stepped over; a cover is what two pairs of bars stand around.
_COVER = re.compile(r"(?P<kept>```.*?```|``.*?``|`[^`]*`|\\.)|\|\|.+?\|\|", re.DOTALL)

POLICIES = {
    # Translators: keep “warn:”; at most 90 characters
    Policy.WARN: later("warn: a warning, and the answer under a cover"),
    # Translators: keep “withhold:”; at most 90 characters
    Policy.WITHHOLD: later("withhold: a warning, and the answer only in private to those who ask for it"),
    # Translators: keep “silent:”; at most 90 characters
    Policy.SILENT: later("silent: what is past the level is treated as unknown, without a hint"),
}


def plain(text: str) -> str:
    """A member's text without mentions, channels, times and emojis of servers, which are no words of a question."""
    return _REFERENCES.sub(" ", text)


def escaped(text: str) -> str:
    """A text that shows as it is written: its markup does nothing, and its mentions reach nobody."""
    return discord.utils.escape_mentions(discord.utils.escape_markdown(text))


def uncovered(text: str) -> str:
    """A member's text without what they put under a cover."""
    return _COVER.sub(lambda match: match["kept"] or " ", text)


def clip(text: str, chars: int, size: int) -> str:
    """At most that many characters and UTF-8 bytes of a text, cut after a word and marked with an ellipsis."""
    if len(text) <= chars and len(text.encode()) <= size:
        return text
    cut = text[: max(0, chars - 1)].encode()[: max(0, size - 3)].decode(errors="ignore")
    whole = cut.rsplit(" ", 1)[0] if " " in cut[len(cut) // 2 :] else cut
    return whole.rstrip(" \\") + "…"


def level_option(level: Level, found: InEffect) -> str:
    """A level for members to pick from; where silence is kept, one past the place's level is told by its number."""
    if found.policy is Policy.SILENT and level.rank > found.level.rank:
        return _("Part {number} of {count}").format(number=level.rank, count=found.book.levels[-1].rank)
    return level_name(level, found.book)


def level_choices(book: Book, typed: str) -> list[app_commands.Choice[str]]:
    """The levels of a book whose names hold what was typed, for moderators."""
    return _choices(((level_name(level, book), level.id) for level in book.levels), typed)


def progress_choices(found: InEffect, typed: str) -> list[app_commands.Choice[str]]:
    """The levels of a place's book, as they are told to members there, that hold what was typed."""
    return _choices(((level_option(level, found), level.id) for level in found.book.levels), typed)


def book_choices(books: Iterable[OnShelf], typed: str) -> list[app_commands.Choice[str]]:
    """The books whose titles or authors hold what was typed."""
    return _choices(((f"{book.title} · {book.author}", book.slug) for book in books), typed)


def _choices(named: Iterable[tuple[str, str]], typed: str) -> list[app_commands.Choice[str]]:
    """What an option offers; Discord takes 25 of up to 100 characters."""
    found = (app_commands.Choice(name=name[:100], value=id) for name, id in named if typed.lower() in name.lower())
    return list(islice(found, 25))


def holding(found: InEffect, along: Sequence[int]) -> list[str]:
    """The book, the level and the policy of a place, a line each, with where each comes from."""

    def source(place: int | None) -> str:
        if place is None:
            # Translators: {source} of a setting
            return _("by default")
        if place == along[0]:
            # Translators: {source} of a setting
            return _("set here")
        if place == along[-1]:
            # Translators: {source} of a setting
            return _("inherited from the server")
        # Translators: {source} of a setting; {channel} is a channel's mention
        return _("inherited from {channel}").format(channel=f"<#{place}>")

    level, policy = level_name(found.level, found.book), _(POLICIES[found.policy])
    lines = [
        _("Book: *{title}* ({source})").format(title=found.book.title, source=source(found.book_from)),
        # Translators: how far has been read
        _("Level: {level} ({source})").format(level=level, source=source(found.level_from)),
        # Translators: what happens to answers that go further than the level
        _("Policy: {policy} ({source})").format(policy=policy, source=source(found.policy_from)),
    ]
    if found.lost:
        lines.append(
            _("The book no longer has the level that was set, so I go by the start. `/spoilers level` sets it anew.")
        )
    return lines
