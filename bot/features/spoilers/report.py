"""What holds in a place, and which places have settings of their own, in words for a moderator."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from bot.naming import level_name
from bot.store import InEffect, Setting
from bot.texts import clip, holding
from bot.translation import _
from bot.where import SPOILER_CHANNEL, place_name

PAGE = 8  # places on a page
_TITLE = 60  # characters of a book's title in a list


@dataclass(frozen=True)
class Listed:
    """A place with settings of its own, and what holds there; None for a channel that the bot can't see any more."""

    place: int
    setting: Setting
    found: InEffect | None


def report(found: InEffect, channel: Any, along: Sequence[int]) -> str:
    """The book, the level and the policy of a place, and where each comes from."""
    # Translators: a heading; {place} is a channel's mention or “the whole server”
    head = _("**In {place}**").format(place=place_name(along[0], along[-1]))
    lines = [head, *holding(found, along)]
    flags = getattr(channel, "flags", None)
    if flags is not None and flags.value & SPOILER_CHANNEL:
        lines.append(
            _("Discord has this as a Spoiler Channel. I go by the level above: `/setup` offers the whole book.")
        )
    return "\n".join(lines)


def listing(places: Sequence[Listed], server: int, page: int, pages: int) -> str:
    """One page of the places with settings of their own."""
    head = _("**Places with settings of their own** (page {page} of {pages}); bold is set there, the rest inherited")
    return "\n".join([head.format(page=page + 1, pages=pages), *(_line(place, server) for place in places)])


def _line(listed: Listed, server: int) -> str:
    name = place_name(listed.place, server)
    if listed.found is None:
        # Translators: a line of a list; {place} is a channel's mention
        return _("- {place}: I can't see it any more, so I don't know what it inherits.").format(place=name)
    found, own = listed.found, listed.setting
    level, policy = level_name(found.level, found.book), found.policy.value
    parts = [
        _marked(f"*{clip(found.book.title, _TITLE, 4 * _TITLE)}*", own.book is not None),
        _marked(level, found.book.slug in own.levels),
        _marked(policy, own.policy is not None),
    ]
    return f"- {name}: {' · '.join(parts)}"


def _marked(text: str, own: bool) -> str:
    return f"**{text}**" if own else text
