"""What holds in a place, in words for a moderator."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from bot.store import InEffect, Setting
from bot.texts import POLICIES, level_name

_SPOILER_CHANNEL = 1 << 21  # a flag that Discord has had since July 2026 and discord.py doesn't name yet
_MOST = 10


def report(found: InEffect, channel: Any, where: Sequence[int], settings: Mapping[int, Setting]) -> str:
    """The book, the level and the policy of a place, where each comes from, and the other places with their own."""
    server = where[-1]

    def source(place: int | None) -> str:
        if place is None:
            return "by default"
        if place == where[0]:
            return "set here"
        return "inherited from the server" if place == server else f"inherited from <#{place}>"

    lines = [
        f"**In <#{where[0]}>**",
        f"Book: *{found.book.title}* ({source(found.book_from)})",
        f"Level: {level_name(found.level, found.book)} ({source(found.level_from)})",
        f"Policy: {POLICIES[found.policy]} ({source(found.policy_from)})",
    ]
    if found.lost:
        lines.append(
            "The book no longer has the level that was set, so I go by the start. `/spoilers level` sets it anew."
        )
    others = [place for place in settings if place not in (where[0], server)]
    if others:
        names = ", ".join(f"<#{place}>" for place in others[:_MOST])
        lines.append(f"Other places with settings of their own: {names}{' and more' if len(others) > _MOST else ''}")
    flags = getattr(channel, "flags", None)
    if flags is not None and flags.value & _SPOILER_CHANNEL:
        lines.append("Discord has this as a Spoiler Channel. I go by the level above: is it the one you want here?")
    return "\n".join(lines)
